import { Messages } from '@salesforce/core';
import { currentTime } from '../http/clock.ts';
import { obstacleText } from '../setup/verify/sign-in-checks.ts';
import { verifySso, type VerifyReport } from '../setup/verify/verify-sso.ts';
import { frontline } from '../twilio/service-provider.ts';
import type { OrgTarget, ShownWork } from './run-in-orgs.ts';
import { verifyText, type Detail } from '../terminal/texts/verify-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'definition-file');

/**
 * Verifies the sign-in of one of several orgs.
 *
 * @param appName the app where the definition names none.
 */
export async function verifyInOrg(
  { connection, defined, org, orgName }: OrgTarget,
  appName: string,
  detail: Detail,
): Promise<ShownWork<VerifyReport>> {
  const app = { appName: defined.appName ?? appName, appType: defined.request.settings.appType };
  const report = await verifySso(connection, {
    ...app,
    serviceProvider: frontline,
    organizationId: org.getOrgId(),
    now: currentTime,
  });
  return {
    ok: report.ok,
    notProven: report.verdict === 'not-proven',
    summary: verifySummary(report),
    result: report,
    lines: verifyText(report, { about: { orgName, app }, detail }),
    warnings: [],
  };
}

/** A report in some words: what failed, by name, or what stands in the way of a proof. */
export function verifySummary({ ok, notProven, checks }: VerifyReport): string {
  if (notProven !== undefined) {
    const key = notProven.reason === 'app-not-known-yet' ? 'verify.notYet' : 'verify.notProven';
    return messages.getMessage(key, [obstacleText(notProven.reason)]);
  }
  const failed = checks.filter(({ status }) => status === 'fail').map(({ title }) => title);
  return ok
    ? messages.getMessage('verify.passed')
    : messages.getMessage('verify.failed', [failed.length, checks.length, failed.join(', ')]);
}
