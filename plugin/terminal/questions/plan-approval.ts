import { Messages } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { Plan } from '../../setup/plan/plan.ts';
import type { FrontlineCommand } from '../frontline-command.ts';
import { changesText } from '../texts/plan-text.ts';
import type { Detail } from '../texts/verify-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.deploy');

/** Where a plan is shown and asked about: the command itself. */
type Screen = Pick<FrontlineCommand<unknown>, 'logLines' | 'warnAll' | 'confirm' | 'jsonEnabled' | 'spinner'>;

/** What was said beforehand, so that nobody is asked. */
export type Approval = {
  /** Whether nothing will be changed. */
  dryRun: boolean;
  /** Whether the plan may be carried out without a question. */
  withoutAsking: boolean;
  /** Whether the app may be given another Realm SID without a question. */
  changeRealm: boolean;
};

/** The flags that say whether a person is asked. */
export type ApprovalFlags = { 'dry-run': boolean; 'no-prompt': boolean; 'change-realm': boolean };

/** What the flags say beforehand. */
export function approvalOf(flags: ApprovalFlags): Approval {
  return { dryRun: flags['dry-run'], withoutAsking: flags['no-prompt'], changeRealm: flags['change-realm'] };
}

/**
 * Shows the plan, and asks before it cuts users off: where a certificate is replaced, or the app gets another Realm SID.
 *
 * @returns whether the work may go on.
 * @throws ConfirmationMissing, RealmChangeNotConfirmed where a person must be asked and cannot be.
 */
export async function approvePlan(
  screen: Screen,
  plan: Plan,
  { orgTitle, detail, ...approval }: Approval & { orgTitle: string; detail: Detail },
): Promise<boolean> {
  screen.spinner.stop();
  const missing = missingApprovals(plan, approval);
  screen.logLines(detail === 'concise' && missing.length === 0 ? [] : changesText(plan, orgTitle));
  screen.warnAll(plan.warnings);
  const [first] = missing;
  if (first !== undefined && (approval.withoutAsking || screen.jsonEnabled() || !process.stdin.isTTY)) {
    throw first.error;
  }
  for (const { question, values } of missing) {
    if (!(await screen.confirm({ message: messages.getMessage(question, [orgTitle, ...values]), ms: 60_000 }))) {
      return false;
    }
  }
  return true;
}

/** What a person must still be asked: the key of the question, its values, and the error where nobody can be asked. */
type MissingApproval = { question: string; values: string[]; error: Error };

/** Pure. */
export function missingApprovals(
  { replacesCertificate: certificate, changesRealm: realm }: Plan,
  { dryRun, withoutAsking, changeRealm }: Approval,
): MissingApproval[] {
  return [
    ...(certificate === undefined || withoutAsking || dryRun
      ? []
      : [
          {
            question: 'confirm',
            values: [certificate.from, certificate.to],
            error: setupError('ConfirmationMissing', { tokens: [certificate.from, certificate.to] }),
          },
        ]),
    ...(realm === undefined || (changeRealm && withoutAsking) || dryRun
      ? []
      : [
          {
            question: 'confirmRealm',
            values: [realm.from, realm.to],
            error: setupError('RealmChangeNotConfirmed', { tokens: [realm.from, realm.to] }),
          },
        ]),
  ];
}
