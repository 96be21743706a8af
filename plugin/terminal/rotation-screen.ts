import { Messages } from '@salesforce/core';
import type { RotationPreview, RotationReport } from '../setup/rotate/rotate-certificate.ts';
import { EXIT_CODES } from '../setup/verify/verdict.ts';
import { phaseOf, type Certificates, type RotationPhase } from '../setup/rotate/rotation-standing.ts';
import type { FrontlineCommand } from './frontline-command.ts';
import { rotationQuestion, type RotationConsent } from './questions/rotation-confirmation.ts';
import { followUpCommand } from './texts/follow-up-command.ts';
import {
  goBackText,
  nextRotationCommand,
  notDueText,
  rotationPlanText,
  standingText,
  type RotationTarget,
} from './texts/rotation-text.ts';
import { verifyText } from './texts/verify-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.certificate.rotate');

/** Where a rotation is shown and asked about: the command itself. */
type Screen = Pick<FrontlineCommand<unknown>, 'logLines' | 'warn' | 'confirm' | 'spinner'>;

/** Shows what is to be done, and asks before a switch and before a deletion. */
export async function approveRotation(
  screen: Screen,
  preview: RotationPreview,
  { dryRun, ...consent }: RotationConsent & { dryRun: boolean },
): Promise<boolean> {
  screen.logLines([...standingText(preview, consent.orgName), ...rotationPlanText(preview), '']);
  const question = dryRun ? undefined : rotationQuestion(preview, consent);
  const approved = question === undefined || (await screen.confirm(question));
  if (approved) {
    screen.spinner.start(messages.getMessage('working'));
  }
  return approved;
}

/** Shows what came of the sign-in after a switch, and the way back; the exit code follows the sign-in. */
export function showProof(screen: Screen, report: RotationReport, target: RotationTarget): void {
  const { verification } = report;
  if (verification === undefined) {
    return;
  }
  screen.logLines(['', ...verifyText(verification, { about: target }), '']);
  process.exitCode = EXIT_CODES[verification.verdict];
  if (verification.verdict !== 'proven') {
    screen.warn(messages.getMessage(verification.verdict === 'refuted' ? 'notAccepted' : 'notProven'));
  }
  screen.logLines(goBackText(report, target));
}

/** Where a rotation is, and the command that goes on from there. */
export type NextStep = { phase: RotationPhase; nextCommand: string };

/** Shows the command that goes on from here, or from when on the next rotation is due. */
export function showNextStep(
  screen: Pick<Screen, 'logLines'>,
  { step, certificates, underWay = [] }: { step: string; certificates: Certificates; underWay?: string[] },
  target: RotationTarget,
): NextStep {
  const phase = phaseOf(certificates);
  const nextCommand = nextCommandOf(certificates, underWay, target);
  const notDue = underWay.length === 0 && phase === 'idle' ? notDueText(certificates) : undefined;
  if (notDue !== undefined && step === 'status') {
    screen.logLines([notDue]);
  } else if (phase !== 'idle' || step === 'status') {
    screen.logLines(['', messages.getMessage('next'), `  ${nextCommand}`]);
  }
  return { phase, nextCommand };
}

/** A deployment under way must be looked at first. */
function nextCommandOf(certificates: Certificates, [deployment]: string[], target: RotationTarget): string {
  return deployment === undefined
    ? nextRotationCommand(certificates, target)
    : followUpCommand('frontline sso deploy', { orgName: target.orgName, jobId: deployment });
}
