import { Messages } from '@salesforce/core';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import type { RotationPlan } from '../../setup/rotate/plan-rotation.ts';
import type { RotationPreview, RotationReport, RotationStanding } from '../../setup/rotate/rotate-certificate.ts';
import { EARLY_WARNING_DAYS, successorDue } from '../../setup/inspect/expiry.ts';
import { phaseOf, type Certificates, type RotationCertificate } from '../../setup/rotate/rotation-standing.ts';
import { followUpCommand, type FollowUp } from './follow-up-command.ts';
import { expiryText } from './hand-over-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.certificate.rotate');

/** The certificates of the rotation, one in each line, the other service providers, and how far the rotation is. */
export function standingText(
  { certificates, otherServiceProviders, underWay = [] }: RotationStanding,
  orgName: string,
): string[] {
  const { inUse, successors, predecessors } = certificates;
  const rows: Array<[string, RotationCertificate]> = [
    ...predecessors.map((certificate): [string, RotationCertificate] => ['predecessor', certificate]),
    ['inUse', inUse],
    ...successors.map((certificate): [string, RotationCertificate] => ['successor', certificate]),
  ];
  const roleWidth = Math.max(...rows.map(([role]) => messages.getMessage(role).length));
  const nameWidth = Math.max(...rows.map(([, { name }]) => name.length));
  return [
    messages.getMessage('title', [orgName]),
    '',
    ...rows.map(
      ([role, certificate]) =>
        `  ${messages.getMessage(role).padEnd(roleWidth)}  ${certificate.name.padEnd(nameWidth)}  ${endOf(certificate)}`,
    ),
    '',
    ...(otherServiceProviders.length === 0 ? [] : [messages.getMessage('others', [otherServiceProviders.join(', ')])]),
    underWay.length === 0
      ? messages.getMessage(`phase.${phaseOf(certificates)}`)
      : messages.getMessage('underWay', [underWay.join(', ')]),
  ];
}

/** What a step will do. */
export function rotationPlanText({ plan, handOver }: RotationPreview): string[] {
  const compare = plan.action === 'switch' && handOver !== undefined;
  return [planSentence(plan), ...(compare ? [messages.getMessage('compare', [handOver.certificateFingerprint])] : [])];
}

/**
 * The next command of a rotation.
 *
 * @param target with the certificate that the user names for a successor that is to be made.
 */
export function nextRotationCommand(certificates: Certificates, target: RotationTarget): string {
  const { inUse, successors, predecessors } = certificates;
  const { certificateName } = target;
  switch (phaseOf(certificates)) {
    case 'idle':
      return rotateCommand({
        ...target,
        certificateName: certificateName === inUse.name ? undefined : certificateName,
      });
    case 'prepared':
      return rotateCommand({ ...target, flags: ['--activate'], certificateName: successors.at(-1)?.name });
    case 'switched':
      return rotateCommand({ ...target, flags: ['--retire'], certificateName: predecessors.at(-1)?.name });
  }
}

/** The org and the app that a rotation is about. */
export type RotationTarget = FollowUp & { app: NamedApp };

function rotateCommand(target: RotationTarget): string {
  return followUpCommand('frontline certificate rotate', target);
}

/** The day from which the next rotation is due; undefined if it is due already, or if that is not known. */
export function notDueText({ inUse: { expires, daysUntilExpiry } }: Certificates): string | undefined {
  const isDue = daysUntilExpiry === undefined || daysUntilExpiry <= EARLY_WARNING_DAYS;
  return isDue || expires === undefined ? undefined : messages.getMessage('notDue', [successorDue(expires)]);
}

/** How a step ended, in a sentence or two; nothing if the plan has said it already. */
export function rotationOutcome({ outcome, plan, certificates }: RotationReport, orgName: string): string[] {
  if (outcome === 'declined' || outcome === 'validated') {
    return [messages.getMessage(outcome)];
  }
  switch (plan.step) {
    case 'create':
      return plan.certificate === certificates.inUse.name
        ? [messages.getMessage('handOverInUse')]
        : [messages.getMessage('handOver', [certificates.inUse.name])];
    case 'activate':
      return [messages.getMessage('switched', [orgName, plan.certificate])];
    case 'retire':
      return plan.action === 'delete' ? [messages.getMessage('deleted', [plan.certificate])] : [];
  }
}

/** How to return to the certificate from before a switch; nothing if the org has deleted it. */
export function goBackText(
  { certificates: { predecessors } }: RotationStanding,
  { orgName, app }: RotationTarget,
): string[] {
  const old = predecessors.at(-1);
  if (old === undefined) {
    return [];
  }
  const target = { orgName, app, certificateName: old.name };
  return [
    messages.getMessage('goBack'),
    `  ${rotateCommand(target)}`,
    `  ${rotateCommand({ ...target, flags: ['--activate'] })}`,
  ];
}

function endOf({ expires, daysUntilExpiry }: RotationCertificate): string {
  return expires === undefined || daysUntilExpiry === undefined
    ? messages.getMessage('unreadable')
    : expiryText(expires, daysUntilExpiry);
}

function planSentence(plan: RotationPlan): string {
  switch (plan.action) {
    case 'create':
      return messages.getMessage('plan.create', [plan.certificate]);
    case 'switch':
      return messages.getMessage('plan.switch', [plan.from, plan.certificate]);
    case 'delete':
      return messages.getMessage('plan.delete', [plan.certificate]);
    case 'keep':
      return messages.getMessage(`plan.${plan.step}.keep`, plan.step === 'retire' ? [] : [plan.certificate]);
  }
}
