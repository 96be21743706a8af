import { Messages } from '@salesforce/core';
import { titleOf } from '../../setup/plan/plan-access.ts';
import type { DisplayedCertificate, DisplayedSetup } from '../../setup/inspect/displayed-setup.ts';
import { isReferenceTo } from '../../salesforce/org/role-field.ts';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { firstDeployCommand, followUpCommand, type FollowUp } from './follow-up-command.ts';
import { expiryText, expiryWarnings } from './hand-over-text.ts';
import { addressLines, rowsText, type Rows } from './rows.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.display');

/** The setup as sections of aligned lines, with the commands for what is missing. */
export function displayText(setup: DisplayedSetup, about: FollowUp & { app: NamedApp }): string[] {
  return [
    ...section('identityProvider', identityProviderRows(setup)),
    ...(setup.app === undefined
      ? [
          messages.getMessage('app.none'),
          `  ${messages.getMessage('missing', [about.app.appName, firstDeployCommand(about.orgName)])}`,
          '',
        ]
      : [
          ...section(`app.${setup.app.kind}`, appRows(setup.app)),
          ...section('kept', Object.entries(setup.app.others)),
        ]),
    ...accessText(setup),
  ];
}

/** Who has access to the app, where there is one. */
function accessText({ app, access }: DisplayedSetup): string[] {
  if (app === undefined) {
    return [];
  }
  const principals = access.map((principal) => `  ${titleOf(principal)}`);
  return [
    messages.getMessage('access'),
    ...(principals.length > 0 ? principals : [`  ${messages.getMessage('nobody')}`]),
  ];
}

/** What a person should be warned of about the setup. */
export function displayWarnings(
  { identityProvider: { certificate }, otherApp }: DisplayedSetup,
  { orgName, app }: FollowUp & { app: NamedApp },
): string[] {
  return [
    ...(certificate === undefined ? [] : expiryWarnings(certificate, { orgName })),
    ...(otherApp === undefined
      ? []
      : [
          messages.getMessage('bothKinds', [
            followUpCommand('frontline sso delete', { orgName, app: { ...app, appType: otherApp } }),
          ]),
        ]),
  ];
}

function section(title: string, rows: Rows): string[] {
  if (rows.length === 0) {
    return [];
  }
  return [messages.getMessage(title), ...rowsText(rows), ''];
}

function identityProviderRows({ myDomain, identityProvider }: DisplayedSetup): Rows {
  const { enabled, certificate, publishedAgrees } = identityProvider;
  const published =
    publishedAgrees === undefined ? 'publishedAbsent' : publishedAgrees ? 'publishedAgrees' : 'publishedDiffers';
  return [
    [messages.getMessage('state'), messages.getMessage(enabled ? 'on' : 'off')],
    ...(myDomain === undefined ? [] : [[messages.getMessage('myDomain'), myDomain] satisfies Rows[0]]),
    ...(certificate === undefined ? withoutCertificate(enabled) : certificateRows(certificate)),
    ...(enabled ? [[messages.getMessage('published'), messages.getMessage(published)] satisfies Rows[0]] : []),
  ];
}

/** One that is off signs nothing, so it needs none. */
function withoutCertificate(enabled: boolean): Rows {
  return enabled ? [[messages.getMessage('certificate'), messages.getMessage('noCertificate')]] : [];
}

function certificateRows({
  name,
  expires,
  daysUntilExpiry,
  fingerprint,
  caSigned,
  reason,
}: DisplayedCertificate): Rows {
  const title = messages.getMessage('certificate');
  if (expires === undefined || daysUntilExpiry === undefined || fingerprint === undefined) {
    return reason === undefined
      ? [[title, messages.getMessage('unreadable', [name])]]
      : [[title, messages.getMessage('unreadable.reason', [name, terminalSafe(reason)])]];
  }
  return [
    [title, caSigned === true ? messages.getMessage('caSigned', [name]) : name],
    [messages.getMessage('expires'), expiryText(expires, daysUntilExpiry)],
    [messages.getMessage('fingerprint'), fingerprint],
  ];
}

function appRows({
  fullName,
  label,
  contactEmail,
  saml,
  attributes,
  roleField,
}: NonNullable<DisplayedSetup['app']>): Rows {
  const shown = (formula: string): string =>
    roleField !== undefined && isReferenceTo(roleField.fullName, formula)
      ? messages.getMessage('attribute.field', [formula, roleField.formula])
      : formula;
  return [
    [messages.getMessage('label'), `${label} (${fullName})`],
    [messages.getMessage('contactEmail'), contactEmail],
    ...Object.entries(saml).map(([name, value]): Rows[0] => [name, addressLines(value)]),
    ...Object.entries(attributes).map(([key, formula]): Rows[0] => [
      messages.getMessage('attribute', [key]),
      shown(formula),
    ]),
  ];
}
