import type { Connection } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { readGrants, readPermissionSets, readPrincipals, type Grant, type Principal } from '../salesforce/access.ts';
import { readCertificates, type OrgCertificate } from '../salesforce/certificate.ts';
import { withoutConsumerKeys } from '../salesforce/connected-app.ts';
import {
  readIdentityProvider,
  readPublishedIdentityProvider,
  type IdentityProvider,
  type PublishedIdentityProvider,
} from '../salesforce/identity-provider.ts';
import { listComponents, readComponents } from '../salesforce/metadata-reading.ts';
import type { MetadataNode } from '../salesforce/metadata-xml.ts';
import { myDomainOf, readRunningUser, type RunningUser } from '../salesforce/my-domain.ts';
import { findPermissionSet } from './principals.ts';

/** An app as the org has it. */
export type ActualApp = { fullName: string; id: string; content: MetadataNode };

/** The single sign-on setup as it stands in an org. */
export type ActualSetup = {
  myDomain?: string;
  runningUser: RunningUser;
  identityProvider: IdentityProvider;
  /** Developer names of all certificates. */
  certificateNames: string[];
  /** The certificates that matter: the identity provider's, and the one asked for. */
  certificates: OrgCertificate[];
  app?: ActualApp;
  /** All profiles and the permission sets that were asked for. */
  principals: Principal[];
  /** Profile ids by file name (`Admin`), which does not depend on the org's language. */
  profileIds: Map<string, string>;
  grants: Grant[];
  /** What the org publishes; undefined where it does not. */
  published?: PublishedIdentityProvider;
};

/** Names to look for; the rest of the inspection needs none. */
export type Questions = {
  appName: string;
  /** The certificate that is wanted; the identity provider's own is read in any case. */
  certificateName?: string;
  /** Permission sets that are to be found in the org; if one is not, all are read, to suggest the nearest. */
  permissionSets: string[];
  /** Permission sets that need not be there, since the source can make them. */
  permissionSetsInSource: string[];
};

/**
 * Reads the setup of an org: everything that can be asked at once in one wave, then what depends on it (who has access
 * to the app, the identity provider's own certificate). It changes nothing.
 */
export async function inspectOrg(connection: Connection, questions: Questions): Promise<ActualSetup> {
  refuseOldVersion(connection);
  const { appName, certificateName, permissionSets, permissionSetsInSource } = questions;
  const [listed, apps, identityProvider, asked, principals, runningUser, published] = await Promise.all([
    listComponents(connection, ['Certificate', 'ConnectedApp', 'Profile']),
    readComponents(connection, 'ConnectedApp', [appName]),
    readIdentityProvider(connection),
    certificateName === undefined ? [] : readCertificates(connection, [certificateName]),
    readPrincipals(connection, [...new Set([...permissionSets, ...permissionSetsInSource])]),
    readRunningUser(connection),
    readPublishedIdentityProvider(connection.instanceUrl),
  ]);
  const namesOf = (type: string): string[] =>
    listed.filter((item) => item.type === type).map(({ fullName }) => fullName);
  const app = actualApp(
    appName,
    apps.get(appName),
    listed.find(({ type, fullName }) => type === 'ConnectedApp' && fullName === appName)?.id,
  );
  const inUse = identityProvider.certificateName;
  const unknown = permissionSets.filter((name) => findPermissionSet(name, principals) === undefined);
  const [grants, others, suggestions] = await Promise.all([
    app === undefined ? [] : readGrants(connection, app.id),
    inUse === undefined || inUse === certificateName ? [] : readCertificates(connection, [inUse]),
    unknown.every((name) => permissionSetsInSource.includes(name)) ? [] : readPermissionSets(connection),
  ]);
  const myDomain = myDomainOf(connection.instanceUrl, runningUser);
  return {
    ...(myDomain === undefined ? {} : { myDomain }),
    runningUser,
    identityProvider,
    certificateNames: namesOf('Certificate'),
    certificates: [...asked, ...others],
    ...(app === undefined ? {} : { app }),
    principals: [...principals, ...suggestions],
    profileIds: new Map(listed.filter(({ type }) => type === 'Profile').map(({ fullName, id }) => [fullName, id])),
    grants,
    ...(published === undefined ? {} : { published }),
  };
}

/** Identity provider settings exist since API version 57.0 (Metadata API Developer Guide). */
const OLDEST_VERSION = 57;

/** A connection falls back to an old version where the org's list of versions could not be read. */
function refuseOldVersion(connection: Connection): void {
  const version = connection.getApiVersion();
  if (Number(version) < OLDEST_VERSION) {
    throw setupError('ApiVersionTooOld', { tokens: [version, `${OLDEST_VERSION}.0`] });
  }
}

/**
 * The app, if the org has it. Listed but not readable (or the other way round) is no "absent": taken for that, the app
 * would be made anew over the one that is there.
 */
function actualApp(fullName: string, content: MetadataNode | undefined, id: string | undefined): ActualApp | undefined {
  if ((content === undefined) !== (id === undefined)) {
    throw setupError('AppUnreadable', { tokens: [fullName] });
  }
  return content === undefined || id === undefined
    ? undefined
    : { fullName, id, content: withoutConsumerKeys(content) };
}
