import type { Connection } from '@salesforce/core';
import { EXTERNAL_CLIENT_APP_TYPES } from './external-client-app.ts';
import { readAllComponents, type ListedComponent } from '../metadata/metadata-reading.ts';
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
