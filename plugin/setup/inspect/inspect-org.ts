import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import {
  readGrants,
  readOrphanedGrants,
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
  type PublishedIdentityProvider,
} from '../../salesforce/org/identity-provider.ts';
import { listComponents, readComponents } from '../../salesforce/metadata/metadata-reading.ts';
import { actualConnectedApp, readExternalClientApp, type ActualApp } from '../../salesforce/org/org-apps.ts';
import { myDomainOf, readRunningUser, type RunningUser } from '../../salesforce/org/my-domain.ts';
import { inspectCertificates, type InspectedCertificate } from './inspected-certificate.ts';
import { findPermissionSet } from '../access/principals.ts';
import { orgSpelling } from '../../text/same-name.ts';

/** The single sign-on setup as it stands in an org. */
export type ActualSetup = {
  myDomain?: string;
  runningUser: RunningUser;
  identityProvider: IdentityProvider;
  /** Developer names of all certificates. */
  certificateNames: string[];
  /** The certificates that matter: the identity provider's, and the one asked for. */
  certificates: InspectedCertificate[];
  /** The service provider's app: of the kind that was asked for, else the connected app before the other kind. */
  app?: ActualApp;
  /** The kind of an app of the same name beside it, or in its place. */
  otherApp?: AppKind;
  /** All profiles and the permission sets that were asked for. */
  principals: Principal[];
  /** Profile ids by file name (`Admin`), which does not depend on the org's language. */
  profileIds: Map<string, string>;
  grants: Grant[];
  /** Grants that the app may have lost with an id that it had before; looked for only where nobody has access to it. */
  orphaned?: OrphanedGrants;
  /** What the org publishes; undefined where it does not. */
  published?: PublishedIdentityProvider;
};

/** Names to look for; the rest of the inspection needs none. */
export type Questions = {
  appName: string;
  /** The kind of app to look at where the org has both; `auto` prefers the connected app. */
  appType?: 'auto' | AppKind;
  /** The certificate that is wanted; the identity provider's own is read in any case. */
  certificateName?: string;
  /** Permission sets that are to be found in the org; if one is not, all are read, to suggest the nearest. */
  permissionSets?: string[];
  /** Permission sets that need not be there, since the source can make them. */
  permissionSetsInSource?: string[];
};

/**
 * Reads the setup of an org: everything that can be asked at once in one wave, then what depends on it (who has access
 * to the app, the identity provider's own certificate). An app that nobody has access to takes another look. It changes
 * nothing.
 */
export async function inspectOrg(connection: Connection, questions: Questions): Promise<ActualSetup> {
  refuseOldVersion(connection, OLDEST_VERSION);
  const { appName, appType = 'auto', certificateName, permissionSets = [], permissionSetsInSource = [] } = questions;
  const publication = readPublication(connection.instanceUrl);
  const token = connection.accessToken;
  const [listed, apps, externalClientApp, identityProvider, asked, principals, firstUser, published] =
    await Promise.all([
      listComponents(connection, ['Certificate', 'ConnectedApp', 'Profile']),
      readComponents(connection, 'ConnectedApp', [appName]),
      readExternalClientApp(connection, appName),
      readIdentityProvider(connection, publication),
      certificateName === undefined ? [] : inspectCertificates(connection, [certificateName]),
      readPrincipals(connection, [...new Set([...permissionSets, ...permissionSetsInSource])]),
      readRunningUser(connection),
      publication,
    ]);
  const namesOf = (type: string): string[] =>
    listed.filter((item) => item.type === type).map(({ fullName }) => fullName);
  const connectedApp = actualConnectedApp(appName, apps.get(appName), listed);
  const { app, otherApp } = chosenApp(appType, connectedApp, externalClientApp);
  const inUse = identityProvider.certificateName;
  const certificateNames = namesOf('Certificate');
  const spelled = certificateName === undefined ? undefined : orgSpelling(certificateName, certificateNames);
  const more = [
    // Also where it was not found: it may have been made between the two answers.
    ...(asked.some(({ name }) => name === inUse) ? [] : [inUse]),
    ...(spelled === certificateName || spelled === inUse ? [] : [spelled]),
  ].flatMap((name) => name ?? []);
  const unknown = permissionSets.filter((name) => findPermissionSet(name, principals) === undefined);
  const [grants, others, suggestions, runningUser] = await Promise.all([
    app === undefined ? [] : readGrants(connection, app.id),
    more.length === 0 ? [] : inspectCertificates(connection, more),
    unknown.every((name) => permissionSetsInSource.includes(name)) ? [] : readPermissionSets(connection),
    // Who is signed in is asked beside the client, which has refreshed the session only for its own requests.
    firstUser.id === undefined && connection.accessToken !== token ? readRunningUser(connection) : firstUser,
  ]);
  const orphaned =
    app?.kind === 'external-client-app' && grants.length === 0
      ? await readOrphanedGrants(connection, { id: app.id, permissionSets: permissionSetsInSource })
      : undefined;
  const myDomain = myDomainOf(connection.instanceUrl, runningUser);
  return {
    ...(myDomain === undefined ? {} : { myDomain }),
    runningUser,
    identityProvider,
    certificateNames,
    certificates: [...asked, ...others],
    ...(app === undefined ? {} : { app }),
    ...(otherApp === undefined ? {} : { otherApp }),
    principals: [...principals, ...suggestions],
    profileIds: new Map(listed.filter(({ type }) => type === 'Profile').map(({ fullName, id }) => [fullName, id])),
    grants,
    ...(orphaned === undefined || orphaned.grants.length === 0 ? {} : { orphaned }),
    ...(typeof published === 'string' ? {} : { published }),
  };
}

/** Identity provider settings exist since API version 57.0 (Metadata API Developer Guide). */
export const OLDEST_VERSION = 57;

/**
 * A connection falls back to an old version where the org's list of versions could not be read.
 *
 * @throws ApiVersionTooOld.
 */
export function refuseOldVersion(connection: Connection, oldest: number): void {
  const version = connection.getApiVersion();
  if (Number(version) < oldest) {
    throw setupError('ApiVersionTooOld', { tokens: [version, `${oldest}.0`], actionTokens: [`${oldest}.0`] });
  }
}

/** Which app of the org is meant, and the kind of the one that is not. */
function chosenApp(
  appType: 'auto' | AppKind,
  connectedApp: ActualApp | undefined,
  externalClientApp: ActualApp | undefined,
): Pick<ActualSetup, 'app' | 'otherApp'> {
  const [app, other] =
    appType === 'external-client-app' || (appType === 'auto' && connectedApp === undefined)
      ? [externalClientApp, connectedApp]
      : [connectedApp, externalClientApp];
  return { ...(app === undefined ? {} : { app }), ...(other === undefined ? {} : { otherApp: other.kind }) };
}
