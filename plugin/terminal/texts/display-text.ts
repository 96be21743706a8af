import { Messages } from '@salesforce/core';
import { titleOf } from '../../setup/plan/plan-access.ts';
import type { DisplayedCertificate, DisplayedSetup } from '../../setup/inspect/displayed-setup.ts';
import { isReferenceTo } from '../../salesforce/org/role-field.ts';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { firstDeployCommand, followUpCommand, type FollowUp } from './follow-up-command.ts';
import { expiryText, expiryWarnings } from './hand-over-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.display');

type Rows = Array<[string, string]>;

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
    messages.getMessage('access'),
    ...(setup.access.length === 0
      ? [`  ${messages.getMessage('nobody', [followUpCommand('frontline access assign', about)])}`]
      : setup.access.map((principal) => `  ${titleOf(principal)}`)),
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
  const width = Math.max(...rows.map(([name]) => name.length));
  return [messages.getMessage(title), ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`), ''];
}

function identityProviderRows({ myDomain, identityProvider }: DisplayedSetup): Rows {
  const { enabled, certificate, publishedAgrees } = identityProvider;
  const published =
    publishedAgrees === undefined ? 'publishedAbsent' : publishedAgrees ? 'publishedAgrees' : 'publishedDiffers';
  return [
    [messages.getMessage('state'), messages.getMessage(enabled ? 'on' : 'off')],
    ...(myDomain === undefined ? [] : [[messages.getMessage('myDomain'), myDomain] satisfies [string, string]]),
    ...(certificate === undefined ? withoutCertificate(enabled) : certificateRows(certificate)),
    ...(enabled ? [[messages.getMessage('published'), messages.getMessage(published)] satisfies [string, string]] : []),
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
    ...Object.entries(saml),
    ...Object.entries(attributes).map(([key, formula]): [string, string] => [
      messages.getMessage('attribute', [key]),
      shown(formula),
    ]),
  ];
}
