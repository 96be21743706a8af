import { join } from 'node:path';
import { Messages } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { waitAtMost } from '../salesforce/api/login.ts';
import { deployedApp, deployResult, type DeployResult } from '../setup/deploy/deploy-result.ts';
import { deploySso, type DeployReport } from '../setup/deploy/deploy-sso.ts';
import type { Plan } from '../setup/plan/plan.ts';
import { refuseUnwritable } from '../files/write-inside.ts';
import { verifySso, type VerifyReport } from '../setup/verify/verify-sso.ts';
import { frontline } from '../twilio/service-provider.ts';
import { busyText } from '../terminal/flags/deployment-flags.ts';
import { handOverPageData, writeWhatIsDone, type HandOverOrigin } from '../handover/hand-over-output.ts';
import { filesText, handOverText } from '../terminal/texts/hand-over-text.ts';
import { planText } from '../terminal/texts/plan-text.ts';
import type { OrgTarget, ShownWork } from './run-in-orgs.ts';
import { verifySummary } from './verify-in-org.ts';
import { verifyText } from '../terminal/texts/verify-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'definition-file');

/** What the flags say for every org of a definition file. */
export type DeployInOrgOptions = {
  replaceCertificate: boolean;
  dryRun: boolean;
  verify: boolean;
  /** Whether a certificate may be replaced: with several orgs at work, nobody is asked. */
  noPrompt: boolean;
  /** Longest time to wait in one org, in milliseconds. */
  wait: number;
  /** Each org gets a folder of its name in it. */
  outputDirectory: string | undefined;
  config: HandOverOrigin['config'];
};

/** Sets one of several orgs up, and collects what there is to read of it. */
export async function deployInOrg(target: OrgTarget, options: DeployInOrgOptions): Promise<ShownWork<DeployResult>> {
  const { connection, defined, orgName } = target;
  const { request } = defined;
  const lines: string[] = [];
  const warnings: string[] = [];
  let ofOtherKind = false;
  waitAtMost(connection, options.wait);
  await refuseUnwritable(folderOf(target, options));
  const report = await deploySso(
    connection,
    { ...request, settings: { ...request.settings, replaceCertificate: options.replaceCertificate } },
    {
      dryRun: options.dryRun,
      onBusy: (id) => warnings.push(busyText(id)),
      approve: (plan) => {
        refuseReplacing(plan, options);
        lines.push(...(plan.changes.some(({ action }) => action !== 'keep') ? planText(plan, orgName) : []));
        warnings.push(...plan.warnings);
        return Promise.resolve(true);
      },
      onOtherKind: () => {
        ofOtherKind = true;
        warnings.push(messages.getMessage('deploy.otherKind'));
      },
      now: () => new Date(),
    },
  );
  const handedOver = await handOver(target, report, options);
  const { verification, files } = handedOver;
  return {
    ok: verification?.ok ?? true,
    summary: summaryOf(report, verification, ofOtherKind),
    result: { ...deployResult(report), files, ...(verification === undefined ? {} : { verification }) },
    lines: [...lines, ...handedOver.lines],
    warnings: [...warnings, ...handedOver.warnings],
  };
}

/** @throws ConfirmationMissing where a certificate would be replaced and nobody said that this is wanted. */
function refuseReplacing({ replacesCertificate }: Plan, { noPrompt, dryRun }: DeployInOrgOptions): void {
  if (replacesCertificate !== undefined && !noPrompt && !dryRun) {
    throw setupError('ConfirmationMissing', { tokens: [replacesCertificate.from, replacesCertificate.to] });
  }
}

type HandedOver = { files: string[]; verification?: VerifyReport; lines: string[]; warnings: string[] };

/** Writes the values, and proves the sign-in where that is asked for; the page then says what came of it. */
async function handOver(target: OrgTarget, report: DeployReport, options: DeployInOrgOptions): Promise<HandedOver> {
  const { connection, org, orgName } = target;
  const { plan, handOver, actual } = report;
  const { verify, config } = options;
  if (handOver === undefined) {
    return { files: [], lines: [], warnings: [] };
  }
  const page = handOverPageData(handOver, { org, orgName, app: deployedApp(report), actual, config }, new Date());
  const directory = folderOf(target, options);
  const done = deployResult(report);
  const files = await writeWhatIsDone(page, directory, done);
  const values = ['', ...handOverText(handOver), ...filesText(files)];
  if (!verify) {
    return { files, lines: values, warnings: page.warnings };
  }
  const verification = await verifySso(connection, {
    appName: plan.app.fullName,
    appType: plan.app.kind,
    organizationId: page.organizationId,
    serviceProvider: frontline,
    now: () => new Date(),
  });
  await writeWhatIsDone({ ...page, verification }, directory, { ...done, verification });
  return { files, verification, lines: [...values, '', ...verifyText(verification, false)], warnings: page.warnings };
}

/** The folder of an org below the one that was named. */
function folderOf({ defined }: OrgTarget, { outputDirectory }: DeployInOrgOptions): string | undefined {
  return outputDirectory === undefined ? undefined : join(outputDirectory, defined.org);
}

/** @param ofOtherKind whether the app is not of the kind that the plan, as it was shown, speaks of. */
function summaryOf(
  { outcome, validationComplete }: DeployReport,
  verification: VerifyReport | undefined,
  ofOtherKind: boolean,
): string {
  const key = outcome === 'validated' && !validationComplete ? 'validatedInPart' : outcome;
  const ended = messages.getMessage(`deploy.${key}`);
  const done = ofOtherKind ? messages.getMessage('deploy.ofOtherKind', [ended]) : ended;
  if (verification === undefined || verification.ok) {
    return done;
  }
  const isRefuted = verification.checks.some(({ status }) => status === 'fail');
  return messages.getMessage(isRefuted ? 'deploy.notVerified' : 'deploy.notProven', [
    done,
    verifySummary(verification),
  ]);
}
