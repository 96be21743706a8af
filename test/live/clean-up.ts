import { EXTERNAL_CLIENT_APP_TYPES } from '../../plugin/salesforce/org/external-client-app.ts';
import { readIdentityProvider } from '../../plugin/salesforce/org/identity-provider.ts';
import type { MetadataChanges, MetadataDeletion } from '../../plugin/salesforce/metadata/metadata-package.ts';
import { listComponents, listIfKnown } from '../../plugin/salesforce/metadata/metadata-reading.ts';
import { refusalOf, type OrgUnderTest } from './org-under-test.ts';
import { isOwn } from './own-metadata.ts';

/** Types of the apps' components, those that refer to others first. */
const APP_TYPES = [
  EXTERNAL_CLIENT_APP_TYPES.samlPolicies,
  EXTERNAL_CLIENT_APP_TYPES.policies,
  EXTERNAL_CLIENT_APP_TYPES.app,
  'ConnectedApp',
];

/** What an org has of a run, under the run's own names. */
export async function ownComponents({ connection, names }: OrgUnderTest): Promise<MetadataDeletion[]> {
  const listed = [
    ...(await listIfKnown(connection, Object.values(EXTERNAL_CLIENT_APP_TYPES))),
    ...(await listComponents(connection, ['ConnectedApp', 'PermissionSet', 'Certificate'])),
  ];
  return listed
    .filter(({ fullName }) => isOwn(names, fullName))
    .map(({ type, fullName }) => ({ type, fullName }))
    .sort((a, b) => APP_TYPES.indexOf(a.type) - APP_TYPES.indexOf(b.type));
}

/**
 * Deletes what a run made and nothing else: its apps and permission set, then, where the run switched the identity
 * provider on, that, then its certificates. It may be called at any point of a run, also more than once.
 *
 * @returns what is left of the run, in words; nothing where the org is as it was found.
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
  // One deployment each: a component that cannot be deleted keeps nothing else from going.
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

/** The parts of one external client app go together; everything else goes alone. */
function deletionGroups(own: MetadataDeletion[]): MetadataDeletion[][] {
  const isExternal = ({ type }: MetadataDeletion): boolean => type !== 'ConnectedApp' && APP_TYPES.includes(type);
  const groups = new Map<string, MetadataDeletion[]>();
  for (const component of own) {
    const key = isExternal(component) ? component.fullName.split('_').slice(0, 3).join('_') : component.fullName;
    groups.set(key, [...(groups.get(key) ?? []), component]);
  }
  return [...groups.values()];
}

/** The settings as they were found, where this run has changed them: only ever from off to one of its own certificates. */
async function restoredSettings({
  connection,
  names,
  found,
}: OrgUnderTest): Promise<NonNullable<MetadataChanges['components']>[number] | undefined> {
  const now = await readIdentityProvider(connection);
  if (found.enabled || now.certificateName === undefined || !isOwn(names, now.certificateName) || !now.enabled) {
    return undefined;
  }
  // Also a switched-off identity provider names a certificate; where it named none before, it stays with ours.
  const content = {
    certificateName: [found.certificateName ?? now.certificateName],
    enableIdentityProvider: ['false'],
  };
  return { fullName: 'IdentityProvider', document: { type: 'IdentityProviderSettings', content } };
}
