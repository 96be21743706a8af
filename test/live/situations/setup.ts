import type { SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import type { SsoPreviewResult } from '../../../plugin/commands/frontline/sso/preview.ts';
import { listComponents } from '../../../plugin/salesforce/metadata/metadata-reading.ts';
import { soqlText } from '../../../plugin/salesforce/api/soql.ts';
import type { OrgUnderTest } from '../org-under-test.ts';
import { requireThat, type Situation } from '../situation.ts';

export const setupSituations: Situation[] = [
  { title: 'sso deploy sets an app up under names of its own', run: deployed },
  { title: 'sso deploy finds nothing to do the second time', run: deployedAgain },
  { title: 'sso deploy changes what differs and nothing else', run: changed },
  { title: 'the label of the profile Admin is read', run: profileLabels },
];

/** Flags with which a command works only on the components of this run. */
function ownFlags({ names, sourceDirectory, realmSids }: OrgUnderTest): string[] {
  return [
    ...['--source-dir', sourceDirectory, '--realm-sid', realmSids.app],
    ...['--permission-set', names.permissionSet],
  ];
}

async function deployed(org: OrgUnderTest): Promise<void> {
  const preview = await org.run<SsoPreviewResult>('sso preview', ...ownFlags(org));
  const created = preview.changes.filter(({ action }) => action === 'create').map(({ target }) => target);
  requireThat(created.includes(org.names.app), `sso preview does not plan the app, but ${created.join(', ')}`);
  const { outcome, handOff } = await org.run<SsoDeployResult>('sso deploy', ...ownFlags(org));
  requireThat(outcome === 'changed', `sso deploy ended with ${outcome}`);
  requireThat(handOff?.identityProviderIssuer === org.myDomain, `the issuer is ${handOff?.identityProviderIssuer}`);
  const kept = !org.found.enabled || handOff.certificateName === org.found.certificateName;
  requireThat(kept, `the identity provider had ${org.found.certificateName} and has ${handOff.certificateName} now`);
}

async function deployedAgain(org: OrgUnderTest): Promise<void> {
  const { outcome, changes } = await org.run<SsoDeployResult>('sso deploy', ...ownFlags(org));
  const left = changes.filter(({ action }) => action !== 'keep').map(({ target }) => target);
  requireThat(outcome === 'unchanged', `sso deploy ended with ${outcome}: ${left.join(', ')}`);
}

async function changed(org: OrgUnderTest): Promise<void> {
  const flags = [...ownFlags(org), '--contact-email', `changed.${org.contactEmail}`];
  const { outcome, changes } = await org.run<SsoDeployResult>('sso deploy', ...flags);
  const fields = changes.flatMap(({ differences }) => differences.map(({ field }) => field));
  requireThat(outcome === 'changed', `sso deploy ended with ${outcome}`);
  requireThat(fields.join() === 'contactEmail', `sso deploy changed ${fields.join(', ')}`);
}

async function profileLabels({ connection, remember }: OrgUnderTest): Promise<void> {
  const id = 'profile-labels-localised';
  const { records } = await connection.query<{ LanguageLocaleKey: string }>(
    'SELECT LanguageLocaleKey FROM Organization',
  );
  const language = records[0]?.LanguageLocaleKey ?? '';
  if (language.startsWith('en')) {
    remember(id, 'open', `the org's language is ${language}`);
    return;
  }
  const admin = (await listComponents(connection, ['Profile'])).find(({ fullName }) => fullName === 'Admin');
  const soql = `SELECT Name FROM Profile WHERE Id = ${soqlText(admin?.id ?? '')}`;
  const label = (await connection.query<{ Name: string }>(soql)).records[0]?.Name;
  requireThat(label !== undefined, 'the profile Admin cannot be read');
  remember(id, label === 'System Administrator' ? 'fails' : 'holds', `${label} (${language})`);
}
