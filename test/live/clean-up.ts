import type { Connection } from '@salesforce/core';
import { EXTERNAL_CLIENT_APP_TYPES } from '../../plugin/salesforce/org/external-client-app.ts';
import { roleFieldName } from '../../plugin/salesforce/org/role-field.ts';
import { readIdentityProvider } from '../../plugin/salesforce/org/identity-provider.ts';
import type { MetadataChanges, MetadataDeletion } from '../../plugin/salesforce/metadata/metadata-package.ts';
import { listComponents, listIfKnown, readComponents } from '../../plugin/salesforce/metadata/metadata-reading.ts';
import { refusalOf, type OrgUnderTest } from './org-under-test.ts';
import { isOwn, type OwnNames } from './own-metadata.ts';

/** The types of the apps' components. Types that refer to others come first. */
const APP_TYPES = [
  EXTERNAL_CLIENT_APP_TYPES.samlPolicies,
  EXTERNAL_CLIENT_APP_TYPES.policies,
  EXTERNAL_CLIENT_APP_TYPES.app,
  'ConnectedApp',
];

/** The order in which types are deleted. Apps refer to fields. */
const ORDER = [...APP_TYPES, 'CustomField'];

/** What an org has under the names of a run. */
export async function ownComponents({ connection, names }: OrgUnderTest): Promise<MetadataDeletion[]> {
  const listed = [
    ...(await listIfKnown(connection, Object.values(EXTERNAL_CLIENT_APP_TYPES))),
    ...(await listComponents(connection, ['ConnectedApp', 'PermissionSet', 'Certificate'])),
  ];
  return listed
    .filter(({ fullName }) => isOwn(names, fullName))
    .map(({ type, fullName }) => ({ type, fullName }))
    .concat(await ownFields(connection, names))
    .sort((a, b) => place(a) - place(b));
}

function place({ type }: MetadataDeletion): number {
  const index = ORDER.indexOf(type);
  return index < 0 ? ORDER.length : index;
}

/** Fields are asked for by their names, since an org lists thousands. */
async function ownFields(connection: Connection, names: OwnNames): Promise<MetadataDeletion[]> {
  const fullNames = [names.app, names.firstApp, names.sampleApp].map(roleFieldName);
  const found = await readComponents(connection, 'CustomField', fullNames);
  return [...found.keys()].map((fullName) => ({ type: 'CustomField', fullName }));
}

/**
 * Deletes what a run made and nothing else. It deletes the apps and the permission set. Then it switches the identity
 * provider off, if the run switched it on. Then it deletes the certificates. It may be called at any point of a run, also
 * more than once.
 *
 * @returns what is left of the run, in words. The list is empty if the org is as it was before.
 */
export async function cleanUp(org: OrgUnderTest): Promise<string[]> {
  const problems: string[] = [];
  const carryOut = async (changes: MetadataChanges): Promise<void> => {
    try {
      const outcome = await org.deploy(changes);
      problems.push(...(outcome.outcome === 'failed' ? [refusalOf(outcome)] : []));
    } catch (error) {
      problems.push((error as Error).message);
    }
  };
  const own = await ownComponents(org);
  const certificates = own.filter(({ type }) => type === 'Certificate');
  // Each one has a deployment of its own. So if one cannot be deleted, the others still are.
  for (const group of deletionGroups(own.filter(({ type }) => type !== 'Certificate'))) {
    await carryOut({ deletions: group });
  }
  const restored = await restoredSettings(org);
  if (restored !== undefined) {
    await carryOut({ components: [restored] });
  }
  for (const certificate of certificates) {
    await carryOut({ deletions: [certificate] });
  }
  const left = (await ownComponents(org)).map(({ type, fullName }) => `${type} ${fullName}`);
  return [...left, ...problems];
}

/** The parts of one external client app are deleted together, and everything else alone. */
function deletionGroups(own: MetadataDeletion[]): MetadataDeletion[][] {
  const isExternal = ({ type }: MetadataDeletion): boolean => type !== 'ConnectedApp' && APP_TYPES.includes(type);
  const groups = new Map<string, MetadataDeletion[]>();
  for (const component of own) {
    const key = isExternal(component) ? component.fullName.split('_').slice(0, 3).join('_') : component.fullName;
    groups.set(key, [...(groups.get(key) ?? []), component]);
  }
  return [...groups.values()];
}

/** The former settings, if this run has changed them. It only ever switches them on, with one of its own certificates. */
async function restoredSettings({
  connection,
  names,
  found,
}: OrgUnderTest): Promise<NonNullable<MetadataChanges['components']>[number] | undefined> {
  const now = await readIdentityProvider(connection);
  if (found.enabled || now.certificateName === undefined || !isOwn(names, now.certificateName) || !now.enabled) {
    return undefined;
  }
  // An identity provider that is off names a certificate too. If it named none before, it keeps naming ours.
  const content = {
    certificateName: [found.certificateName ?? now.certificateName],
    enableIdentityProvider: ['false'],
  };
  return { fullName: 'IdentityProvider', document: { type: 'IdentityProviderSettings', content } };
}
