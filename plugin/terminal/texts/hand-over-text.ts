import { Messages } from '@salesforce/core';
import type { DisplayedCertificate } from '../../setup/inspect/displayed-setup.ts';
import { urgencyOf } from '../../setup/inspect/expiry.ts';
import type { ActualSetup } from '../../setup/inspect/actual-setup.ts';
import type { HandOff } from '../../setup/inspect/hand-over-values.ts';
import { publishedCertificateAgrees } from '../../setup/inspect/compare-published-certificate.ts';
import { followUpCommand, type FollowUp } from './follow-up-command.ts';
import { rowsText, type Rows } from './rows.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'hand-over');

/**
 * The values for the Twilio Console as lines, in the Console's order and with its words.
 *
 * @param isWritten whether a file holds the certificate, so that it need not be on the screen.
 */
function handOverText(handOver: HandOff, isWritten: boolean): string[] {
  const { certificateName, certificateFingerprint } = handOver;
  const rows: Rows = [
    [messages.getMessage('realmSid'), handOver.realmSid],
    [messages.getMessage('issuer'), handOver.identityProviderIssuer],
    [messages.getMessage('ssoUrl'), handOver.ssoUrl],
    [messages.getMessage('certificate'), certificateName],
    [messages.getMessage('fingerprint'), certificateFingerprint],
    ...(handOver.certificateCaSigned === true
      ? [[messages.getMessage('signedBy'), messages.getMessage('authority')] satisfies Rows[0]]
      : []),
    [messages.getMessage('expires'), expiryText(handOver.certificateExpires, handOver.daysUntilExpiry)],
  ];
  return [
    messages.getMessage('title'),
    `  ${handOver.consoleUrl}`,
    '',
    ...rowsText(rows),
    ...(isWritten ? [] : ['', ...certificateText(handOver)]),
  ];
}

/** The certificate as it is pasted. */
export function certificateText({ certificate }: HandOff): string[] {
  return [messages.getMessage('paste'), '', certificate.trimEnd()];
}

/** The files that were written, one a line. */
export function filesText(files: string[]): string[] {
  return files.length === 0 ? [] : ['', messages.getMessage('written'), ...files.map((file) => `  ${file}`)];
}

/** The values and the files that were written, for a command that hands over and does nothing else. */
export function shownValues(handOver: HandOff): (files: string[]) => string[] {
  return (files) => [...handOverText(handOver, files.length > 0), ...filesText(files)];
}

/** A date with the days that are left, or have passed since. */
export function expiryText(expires: string, days: number): string {
  const date = expires.slice(0, 10);
  return days < 0 ? messages.getMessage('expired', [date, -days]) : messages.getMessage('expiresIn', [date, days]);
}

/** A warning where the end of a certificate is near or has passed. */
export function expiryWarnings(
  { name, expires, daysUntilExpiry }: DisplayedCertificate,
  { orgName }: Pick<FollowUp, 'orgName'>,
): string[] {
  if (expires === undefined || daysUntilExpiry === undefined) {
    return [];
  }
  const date = expires.slice(0, 10);
  const urgency = urgencyOf(daysUntilExpiry);
  if (urgency === 'none') {
    return [];
  }
  const remedy = followUpCommand('frontline certificate rotate', { orgName });
  return [
    messages.getMessage(
      `warning.expiry.${urgency}`,
      urgency === 'expired' ? [name, date, remedy] : [name, date, daysUntilExpiry, remedy],
    ),
  ];
}

/**
 * What a person should be warned of about the values that are handed over.
 *
 * @param about what a remedy is about.
 */
export function handOverWarnings(handOver: HandOff, actual: ActualSetup, about: FollowUp): string[] {
  const { certificateName, certificateExpires, daysUntilExpiry } = handOver;
  const warnings = expiryWarnings({ name: certificateName, expires: certificateExpires, daysUntilExpiry }, about);
  if (publishedCertificateAgrees(actual) === false) {
    warnings.push(messages.getMessage('warning.publishedDiffers', [certificateName]));
  }
  return warnings;
}
