import { Messages } from '@salesforce/core';
import { currentTime } from '../http/clock.ts';
import { rotationStanding, type RotationStanding } from '../setup/rotate/rotate-certificate.ts';
import { showNextStep, type NextStep } from '../terminal/rotation-screen.ts';
import type { Line } from '../terminal/screen-line.ts';
import { expiryText } from '../terminal/texts/hand-over-text.ts';
import { standingText } from '../terminal/texts/rotation-text.ts';
import { frontline } from '../twilio/service-provider.ts';
import { appOfOrg } from './definition-file.ts';
import type { OrgTarget, ShownWork } from './run-in-orgs.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'definition-file');

/** How far the rotation of an org is, and what goes on from there. */
export type RotationStatus = RotationStanding & NextStep;

/**
 * Looks how far the rotation of one of several orgs is.
 *
 * @param certificateName that of a successor with a name of its own. The file says only what a certificate was first called.
 */
export async function rotationStatusInOrg(
  { connection, defined, orgName }: OrgTarget,
  certificateName: string | undefined,
): Promise<ShownWork<RotationStatus>> {
  const app = appOfOrg(defined);
  const named = certificateName === undefined ? {} : { certificateName };
  const standing = await rotationStanding(connection, { ...app, serviceProvider: frontline, ...named }, currentTime());
  const lines: Line[] = standingText(standing, orgName);
  const next = showNextStep(
    { logLines: (more) => lines.push(...more) },
    { ...standing, step: 'status' },
    { orgName, app, ...named },
  );
  return { ok: true, summary: summaryOf(standing, next), result: { ...standing, ...next }, lines, warnings: [] };
}

function summaryOf({ certificates: { inUse }, underWay = [] }: RotationStanding, { phase }: NextStep): string {
  const state =
    underWay.length === 0
      ? messages.getMessage(`rotate.phase.${phase}`)
      : messages.getMessage('rotate.underWay', [underWay.join(', ')]);
  const { name, expires, daysUntilExpiry } = inUse;
  return expires === undefined || daysUntilExpiry === undefined
    ? messages.getMessage('rotate.status.unreadable', [state, name])
    : messages.getMessage('rotate.status', [state, name, expiryText(expires, daysUntilExpiry)]);
}
