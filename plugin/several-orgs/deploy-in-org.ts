import { Messages } from '@salesforce/core';
import {
  approvalOf,
  missingApprovals,
  type Approval,
  type ApprovalFlags,
} from '../terminal/questions/plan-approval.ts';
import { currentTime } from '../http/clock.ts';
import { waitAtMost } from '../salesforce/api/login.ts';
import type { DeployResult } from '../setup/deploy/deploy-result.ts';
import { deploySso, type DeployReport } from '../setup/deploy/deploy-sso.ts';
import type { Plan } from '../setup/plan/plan.ts';
import { refuseUnwritable } from '../files/write-inside.ts';
import type { VerifyReport } from '../setup/verify/verify-sso.ts';
import { busyText, changedText } from '../terminal/texts/deployment-text.ts';
import { handOverDeployment } from '../handover/hand-over-deployment.ts';
import { organizationNameFor } from '../handover/organization-name.ts';
import type { HandOverOrigin } from '../handover/hand-over-output.ts';
import { detailOf } from '../terminal/flags/detail-flags.ts';
import { changesText } from '../terminal/texts/plan-text.ts';
import { folderOf } from './org-folder.ts';
import type { Line } from '../terminal/screen-line.ts';
import { warnWithoutAgents } from '../terminal/texts/sign-in-users-text.ts';
import type { Detail } from '../terminal/texts/verify-text.ts';
import type { OrgTarget, ShownWork } from './run-in-orgs.ts';
import { verifySummary } from './verify-in-org.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'definition-file');

/** What the flags say for every org of a definition file. */
export type DeployInOrgOptions = {
  replaceCertificate: boolean;
  verify: boolean;
  /** How much of each org to show. */
  detail: Detail;
  /** With several orgs at work, nobody is asked. */
  approval: Approval;
  /** Longest time to wait in one org, in milliseconds. */
  wait: number;
  /** Each org gets a folder of its name in it. */
  outputDirectory: string | undefined;
  config: HandOverOrigin['config'];
};

/** The flags that hold for every org. */
type FlagsForAll = ApprovalFlags & {
  'replace-certificate': boolean;
  verify: boolean;
  wait: { milliseconds: number };
  'output-dir'?: string | undefined;
  verbose: boolean;
  concise: boolean;
};

/** What the flags say for every org of a definition file. */
export function deployInOrgOptions(flags: FlagsForAll): Omit<DeployInOrgOptions, 'config'> {
  return {
    replaceCertificate: flags['replace-certificate'],
    verify: flags.verify,
    detail: detailOf(flags),
    approval: approvalOf(flags),
    wait: flags.wait.milliseconds,
    outputDirectory: flags['output-dir'],
  };
}

/** Sets one of several orgs up, and collects what there is to read of it. */
export async function deployInOrg(target: OrgTarget, options: DeployInOrgOptions): Promise<ShownWork<DeployResult>> {
  const { connection, defined, orgName, orgTitle } = target;
  const { request } = defined;
  const lines: Line[] = [];
  const warnings: string[] = [];
  let ofOtherKind = false;
  // A wait is told at once, and once more with what came of the org. It has the same text as long as it goes on.
  const tellWait = (text: string): void => {
    target.tellWait(text);
    lines.push(...(lines.at(-1) === text ? [] : [text]));
  };
  waitAtMost(connection, options.wait);
  const directory = folderOf(target, options.outputDirectory);
  await refuseUnwritable(directory);
  const organizationName = organizationNameFor(directory, target.org, connection);
  const report = await deploySso(
    connection,
    { ...request, settings: { ...request.settings, replaceCertificate: options.replaceCertificate } },
    {
      dryRun: options.approval.dryRun,
      onBusy: (id) => tellWait(busyText(id)),
      approve: (plan) => {
        refuseUnapproved(plan, options);
        lines.push(...(options.detail === 'concise' ? [] : changesText(plan, orgTitle)));
        warnings.push(...plan.warnings);
        return Promise.resolve(true);
      },
      onOtherKind: () => {
        ofOtherKind = true;
        warnings.push(messages.getMessage('deploy.otherKind'));
      },
      onChanged: (changed) => tellWait(changedText(changed)),
      now: currentTime,
    },
  );
  const screen = {
    logLines: (more: Line[]) => lines.push(...more),
    warnAll: (more: string[]) => warnings.push(...more),
    showWait: tellWait,
    // The next text takes the place of this one.
    endWait: () => undefined,
  };
  warnWithoutAgents(screen, report, orgName);
  warnings.push(...report.warnings);
  const result = await handOverDeployment({ ...target, organizationName, config: options.config }, report, screen, {
    directory,
    verify: options.verify,
    detail: options.detail,
  });
  const { verification } = result;
  return {
    ok: verification?.ok ?? true,
    notProven: verification?.verdict === 'not-proven',
    summary: summaryOf(report, verification, ofOtherKind),
    result,
    lines,
    warnings,
  };
}

/** @throws ConfirmationMissing, RealmChangeNotConfirmed where users would be cut off and nobody said that this is wanted. */
function refuseUnapproved(plan: Plan, { approval }: DeployInOrgOptions): void {
  const [missing] = missingApprovals(plan, approval);
  if (missing !== undefined) {
    throw missing.error;
  }
}

/** @param ofOtherKind whether the app is of another kind than the plan that was shown says. */
function summaryOf(
  { outcome, openProblems }: DeployReport,
  verification: VerifyReport | undefined,
  ofOtherKind: boolean,
): string {
  const key = outcome === 'validated' && openProblems.length > 0 ? 'validatedInPart' : outcome;
  const ended = messages.getMessage(`deploy.${key}`);
  const done = ofOtherKind ? messages.getMessage('deploy.ofOtherKind', [ended]) : ended;
  if (verification === undefined || verification.ok) {
    return done;
  }
  return messages.getMessage(verification.verdict === 'refuted' ? 'deploy.notVerified' : 'deploy.notProven', [
    done,
    verifySummary(verification),
  ]);
}
