import type { Connection } from '@salesforce/core';
import { EXTERNAL_CLIENT_APP_TYPES, externalClientApp } from './external-client-app.ts';
import { listComponents, readAllComponents, type ListedComponent } from '../metadata/metadata-reading.ts';
import { nodesOf, textAt, type MetadataNode } from '../metadata/metadata-xml.ts';

/**
 * Names of all apps of either kind in the org that sign users in with SAML. A change of the identity provider affects
 * them. An app that the org lists but does not let read counts too, because it may be one.
 *
 * @param connectedAppListing what the org lists, with its connected apps.
 * @param externalListing what it lists of external client apps and their policies.
 */
export async function samlServiceProviders(
  connection: Connection,
  connectedAppListing: Promise<ListedComponent[]>,
  externalListing: Promise<ListedComponent[]>,
): Promise<string[]> {
  const [connectedApps, policies] = await Promise.all([
    readListed(connection, 'ConnectedApp', connectedAppListing),
    readListed(connection, EXTERNAL_CLIENT_APP_TYPES.samlPolicies, externalListing),
  ]);
  return [
    ...connectedApps.filter(([, content]) => content === undefined || signsIn(content)).map(([name]) => name),
    ...policies.map(([name, content]) => textAt(content ?? {}, 'externalClientApplication') ?? name),
  ];
}

/**
 * The same, asked so that an empty list means that there is none. Orgs do not list external client apps in old API
 * versions, or if their kind is hidden from the user.
 *
 * @returns undefined if the org refuses an answer, or cannot give a whole one.
 */
export async function allServiceProviders(
  connection: Connection,
  connectedApps: ListedComponent[],
): Promise<string[] | undefined> {
  if (Number(connection.getApiVersion()) < externalClientApp.oldestVersion) {
    return undefined;
  }
  try {
    const policies = listComponents(connection, [EXTERNAL_CLIENT_APP_TYPES.samlPolicies]);
    return await samlServiceProviders(connection, Promise.resolve(connectedApps), policies);
  } catch (error) {
    if (typeof (error as { errorCode?: unknown }).errorCode === 'string') {
      return undefined;
    }
    throw error;
  }
}

function signsIn(connectedApp: MetadataNode): boolean {
  return nodesOf(connectedApp, 'samlConfig').length > 0;
}

/** Contents of everything of a type that is listed. Undefined if the org does not give them. */
async function readListed(
  connection: Connection,
  type: string,
  listing: Promise<ListedComponent[]>,
): Promise<Array<[fullName: string, content: MetadataNode | undefined]>> {
  const names = (await listing).filter((component) => component.type === type).map(({ fullName }) => fullName);
  const read = new Map(await readAllComponents(connection, type, names));
  return names.map((name) => [name, read.get(name)]);
}
