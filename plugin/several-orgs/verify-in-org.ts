import { Messages } from '@salesforce/core';
import { currentTime } from '../http/clock.ts';
import { verifySso, type VerifyReport } from '../setup/verify/verify-sso.ts';
import { frontline } from '../twilio/service-provider.ts';
import type { OrgTarget, ShownWork } from './run-in-orgs.ts';
import { verifyText } from '../terminal/texts/verify-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'definition-file');

/**
 * Verifies the sign-in of one of several orgs.
 *
 * @param appName the app where the definition names none.
 */
export async function verifyInOrg(
  { connection, defined, org }: OrgTarget,
  appName: string,
  verbose: boolean,
): Promise<ShownWork<VerifyReport>> {
  const report = await verifySso(connection, {
    appName: defined.appName ?? appName,
    appType: defined.request.settings.appType,
    serviceProvider: frontline,
    organizationId: org.getOrgId(),
    now: currentTime,
  });
  return {
    ok: report.ok,
    summary: verifySummary(report),
    result: report,
    lines: verifyText(report, verbose),
    warnings: [],
  };
}

/** A report in some words: what failed, by name. */
export function verifySummary({ ok, checks }: VerifyReport): string {
  const failed = checks.filter(({ status }) => status === 'fail').map(({ title }) => title);
  if (failed.length > 0) {
    return messages.getMessage('verify.failed', [failed.length, checks.length, failed.join(', ')]);
  }
  return messages.getMessage(ok ? 'verify.passed' : 'verify.unknown');
}
