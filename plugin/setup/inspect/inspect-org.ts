import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import {
  readPermissionSets,
  readPrincipals,
  type Grant,
  type OrphanedGrants,
  type Principal,
} from '../../salesforce/org/access.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import {
  readIdentityProvider,
  readPublication,
  type IdentityProvider,
  type Publication,
  type PublishedIdentityProvider,
} from '../../salesforce/org/identity-provider.ts';
import { listComponents, readAllComponents, type ListedComponent } from '../../salesforce/metadata/metadata-reading.ts';
import type { MetadataNode } from '../../salesforce/metadata/metadata-xml.ts';
import type { RoleField } from '../../salesforce/org/role-field.ts';
import { listExternalClientApps, type ActualApp } from '../../salesforce/org/org-apps.ts';
import { myDomainOf, readRunningUser, type RunningUser } from '../../salesforce/org/my-domain.ts';
import { allServiceProviders, samlServiceProviders } from '../../salesforce/org/other-service-providers.ts';
import { inspectApp, type InspectedApp } from './inspect-app.ts';
import {
  expiredAt,
  identityProviderCertificate,
  inspectCertificates,
  type InspectedCertificate,
} from './inspected-certificate.ts';
import { findPermissionSet } from '../access/principals.ts';
import { sameStem } from '../settings/certificate-names.ts';
import { orgSpelling } from '../../text/same-name.ts';

/** The single sign-on setup as it stands in an org. */
export type ActualSetup = {
  myDomain?: string | undefined;
  runningUser: RunningUser;
  identityProvider: IdentityProvider;
  /** Developer names of all certificates. */
  certificateNames: string[];
  /** The certificates that matter: the identity provider's, and the one asked for. */
  certificates: InspectedCertificate[];
  /** The service provider's app: of the kind that was asked for, else the connected app before the other kind. */
  app?: ActualApp | undefined;
  /** The kind of an app of the same name beside it, or in its place. */
  otherApp?: AppKind | undefined;
  /** All profiles and the permission sets that were asked for. */
  principals: Principal[];
  /** Profile ids by file name (`Admin`), which does not depend on the org's language. */
  profileIds: Map<string, string>;
  grants: Grant[];
  /** Grants that the app may have lost with an earlier id. They are looked for only if nobody has access to it. */
  orphaned?: OrphanedGrants | undefined;
  /** The field that holds the role, if the app takes it from there, or if it was asked for and exists. */
  roleField?: RoleField | undefined;
  /** Contents of the permission sets that are in the source, by name, if they were asked for. */
  permissionSets?: Map<string, MetadataNode> | undefined;
  /** Names of all apps that sign users in with SAML. Undefined unless asked for, or if they could not be read. */
  serviceProviders?: string[] | undefined;
  /** The SAML metadata that the org serves to everyone. Undefined if it serves none. */
  publishedMetadata?: PublishedIdentityProvider | undefined;
};

/** The names to look for. The rest of the inspection needs no names. */
export type Questions = {
  appName: string;
  /** The kind of app to look at where the org has both; `auto` prefers the connected app. */
  appType?: 'auto' | AppKind;
  /** The certificate that is wanted. The identity provider's own is always read. */
  certificateName?: string;
  /** Permission sets that the org should have. If one is missing, all are read to suggest the nearest name. */
  permissionSets?: string[];
  /** Permission sets that need not be there, since the source can make them. */
  permissionSetsInSource?: string[];
  /** The user who is signed in, if that is known already. */
  runningUser?: RunningUser;
  /** Whether to find all apps that sign users in by SAML, which takes requests of its own. */
  serviceProviders?: boolean;
  /** Whether to read the field that can hold the role. One that the app takes it from is always read. */
  roleField?: boolean;
  /** Whether to read the contents of the permission sets that are in the source. */
  permissionSetContents?: boolean;
  /**
   * A time. If the identity provider is on and has no certificate that is valid then, what a successor depends on is read
   * too: the service providers, if they can be read, and the certificates that are named like the wanted one.
   */
  validAt?: Date;
};

/**
 * Reads the setup of an org, as much as possible at once. An app that nobody has access to takes another look, and so does
 * an identity provider that is on without a valid certificate. It changes nothing.
 */
export async function inspectOrg(connection: Connection, questions: Questions): Promise<ActualSetup> {
  refuseOldVersion(connection, OLDEST_VERSION);
  const token = connection.accessToken;
  const first = await readFirstWave(connection, questions);
  const { listed, identityProvider, certificates, principals, user, publication } = first;
  const [morePrincipals, permissionSets, runningUser] = await Promise.all([
    isPermissionSetMissing(questions, principals) ? readPermissionSets(connection) : [],
    questions.permissionSetContents === true
      ? readAllComponents(connection, 'PermissionSet', questions.permissionSetsInSource ?? [])
      : undefined,
    // This request does not go through the client, and the client has refreshed the session only for its own requests.
    user.id === undefined && connection.accessToken !== token ? readRunningUser(connection) : user,
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
    profileIds: new Map(listed.filter(({ type }) => type === 'Profile').map(({ fullName, id }) => [fullName, id])),
    serviceProviders: first.serviceProviders ?? forSuccessor.serviceProviders,
    publishedMetadata: typeof publication === 'string' ? undefined : publication,
  };
}

type FirstWave = Pick<ActualSetup, 'identityProvider' | 'certificates' | 'principals' | 'serviceProviders'> & {
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
  const [listed, inspectedApp, identityProvider, certificates, principals, found, user, publication] =
    await Promise.all([
      listing,
      inspectApp(connection, questions, listing, externalListing),
      identityProviderRead,
      readCertificatesThatMatter(connection, questions.certificateName, listing, identityProviderRead),
      readPrincipals(connection, [...new Set([...permissionSets, ...permissionSetsInSource])]),
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
