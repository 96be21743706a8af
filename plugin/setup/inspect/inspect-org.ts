import type { Connection } from '@salesforce/core';
import { isSetupError, setupError } from '../../errors.ts';
import { readPermissionSets, readPrincipals, type Principal } from '../../salesforce/org/access.ts';
import {
  readIdentityProvider,
  readPublication,
  type IdentityProvider,
  type Publication,
} from '../../salesforce/org/identity-provider.ts';
import { listComponents, readAllComponents, type ListedComponent } from '../../salesforce/metadata/metadata-reading.ts';
import { listExternalClientApps } from '../../salesforce/org/org-apps.ts';
import { myDomainOf, readRunningUser, type RunningUser } from '../../salesforce/org/my-domain.ts';
import { allServiceProviders, samlServiceProviders } from '../../salesforce/org/other-service-providers.ts';
import { readGroups } from '../../salesforce/people/groups.ts';
import { readSignInUsers } from '../../salesforce/people/sign-in-users.ts';
import type { ActualSetup, Questions } from './actual-setup.ts';
import { inspectApp, type CountUsers, type InspectedApp } from './inspect-app.ts';
import {
  expiredAt,
  identityProviderCertificate,
  inspectCertificates,
  type InspectedCertificate,
} from './inspected-certificate.ts';
import { findPermissionSet } from '../access/principals.ts';
import { activeUsers } from '../access/user-access.ts';
import { sameStem } from '../settings/certificate-names.ts';
import { orgSpelling } from '../../text/same-name.ts';

/**
 * Reads the setup of an org, as much as possible at once. An app that nobody has access to takes another look, and so does
 * an identity provider that is on without a valid certificate. It changes nothing.
 *
 * An app that was made or deleted between two answers is in one and not in the other, as one is that a user may not read.
 * Only a second look tells them apart.
 */
export async function inspectOrg(connection: Connection, questions: Questions): Promise<ActualSetup> {
  refuseOldVersion(connection, OLDEST_VERSION);
  try {
    return await lookAt(connection, questions);
  } catch (error) {
    if (!isSetupError(error, 'AppUnreadable')) {
      throw error;
    }
    return lookAt(connection, questions);
  }
}

async function lookAt(connection: Connection, questions: Questions): Promise<ActualSetup> {
  const first = await readFirstWave(connection, questions);
  const { listed, identityProvider, certificates, principals, user: runningUser, publication } = first;
  const [morePrincipals, permissionSets, users] = await Promise.all([
    isPermissionSetMissing(questions, principals) ? readPermissionSets(connection) : [],
    questions.permissionSetContents === true
      ? readAllComponents(connection, 'PermissionSet', questions.permissionSetsInSource ?? [])
      : undefined,
    questions.usernames === undefined ? undefined : activeUsers(connection, questions.usernames),
  ]);
  const forSuccessor = await readForSuccessor(connection, questions, first);
  return {
    myDomain: myDomainOf(connection.instanceUrl, runningUser),
    runningUser,
    identityProvider,
    certificateNames: certificatesIn(listed),
    certificates: [...certificates, ...forSuccessor.certificates],
    ...first.inspectedApp,
    principals: [...principals, ...morePrincipals],
    permissionSets: permissionSets && new Map(permissionSets),
    users,
    groups: first.groups,
    profileIds: new Map(listed.filter(({ type }) => type === 'Profile').map(({ fullName, id }) => [fullName, id])),
    serviceProviders: first.serviceProviders ?? forSuccessor.serviceProviders,
    publishedMetadata: typeof publication === 'string' ? undefined : publication,
  };
}

type FirstWave = Pick<
  ActualSetup,
  'identityProvider' | 'certificates' | 'principals' | 'serviceProviders' | 'groups'
> & {
  listed: ListedComponent[];
  inspectedApp: InspectedApp;
  user: RunningUser;
  publication: Publication;
};

/** Everything that can be asked without knowing anything of the org, and what it leads to: the app and the certificates. */
async function readFirstWave(connection: Connection, questions: Questions): Promise<FirstWave> {
  const { permissionSets = [], permissionSetsInSource = [], serviceProviders = false } = questions;
  const listing = listComponents(connection, ['Certificate', 'ConnectedApp', 'Profile']);
  const externalListing = listExternalClientApps(connection);
  const publicationRead = readPublication(connection.instanceUrl);
  const identityProviderRead = readIdentityProvider(connection, publicationRead);
  const principalsRead = readPrincipals(connection, [...new Set([...permissionSets, ...permissionSetsInSource])]);
  const { usernames, signInUsers = false, groups: isGroupsAsked = usernames !== undefined || signInUsers } = questions;
  const groupsRead = isGroupsAsked ? readGroups(connection) : Promise.resolve(undefined);
  const countUsers: CountUsers = async (grants) =>
    signInUsers
      ? readSignInUsers(connection, {
          granted: grants.map(({ principal }) => principal),
          groups: await groupsRead,
          profiles: await principalsRead,
        })
      : undefined;
  const [listed, inspectedApp, identityProvider, certificates, principals, groups, found, user, publication] =
    await Promise.all([
      listing,
      inspectApp(connection, questions, { listing, externalListing }, countUsers),
      identityProviderRead,
      readCertificatesThatMatter(connection, questions.certificateName, listing, identityProviderRead),
      principalsRead,
      groupsRead,
      serviceProviders ? samlServiceProviders(connection, listing, externalListing) : undefined,
      questions.runningUser ?? readRunningUser(connection),
      publicationRead,
    ]);
  return {
    listed,
    inspectedApp,
    identityProvider,
    certificates,
    principals,
    groups,
    serviceProviders: found,
    user,
    publication,
  };
}

/** What decides about a successor of the certificate in use, if there is a need for one. */
async function readForSuccessor(
  connection: Connection,
  { validAt, certificateName = '' }: Questions,
  { listed, identityProvider, certificates }: Pick<FirstWave, 'listed' | 'identityProvider' | 'certificates'>,
): Promise<Pick<ActualSetup, 'certificates' | 'serviceProviders'>> {
  const current = identityProviderCertificate({ identityProvider, certificates });
  const isNeeded = current === undefined || (validAt !== undefined && expiredAt(current, validAt) !== undefined);
  if (validAt === undefined || !identityProvider.enabled || !isNeeded) {
    return { certificates: [] };
  }
  const unread = certificatesIn(listed).filter(
    (name) => sameStem(name, certificateName) && !certificates.some((certificate) => certificate.name === name),
  );
  const [related, serviceProviders] = await Promise.all([
    inspectCertificates(connection, unread),
    allServiceProviders(connection, listed),
  ]);
  return { certificates: related, serviceProviders };
}

/**
 * The identity provider's certificate and the wanted one, as the org spells it. The wanted one is asked for even if it is
 * not listed, since it may have been made between the two answers.
 */
async function readCertificatesThatMatter(
  connection: Connection,
  wanted: string | undefined,
  listing: Promise<ListedComponent[]>,
  identityProvider: Promise<IdentityProvider>,
): Promise<InspectedCertificate[]> {
  const [listed, { certificateName: inUse }] = await Promise.all([listing, identityProvider]);
  const asked = wanted === undefined ? undefined : orgSpelling(wanted, certificatesIn(listed));
  return inspectCertificates(connection, [...new Set([asked, inUse].flatMap((name) => name ?? []))]);
}

function certificatesIn(listed: ListedComponent[]): string[] {
  return listed.filter(({ type }) => type === 'Certificate').map(({ fullName }) => fullName);
}

/** Whether a permission set is wanted that neither the org has nor the source can make. */
function isPermissionSetMissing(
  { permissionSets = [], permissionSetsInSource = [] }: Questions,
  principals: Principal[],
): boolean {
  return permissionSets.some(
    (name) => findPermissionSet(name, principals) === undefined && !permissionSetsInSource.includes(name),
  );
}

/** Identity provider settings exist since API version 57.0 (Metadata API Developer Guide). */
export const OLDEST_VERSION = 57;

/**
 * A connection falls back to an old version if the org's list of versions could not be read.
 *
 * @throws ApiVersionTooOld.
 */
export function refuseOldVersion(connection: Connection, oldest: number): void {
  const version = connection.getApiVersion();
  if (Number(version) < oldest) {
    throw setupError('ApiVersionTooOld', { tokens: [version, `${oldest}.0`], actionTokens: [`${oldest}.0`] });
  }
}
