import type { Connection } from '@salesforce/core';
import { EXTERNAL_CLIENT_APP_TYPES, externalClientApp } from './external-client-app.ts';
import { listComponents, listIfKnown, readAllComponents, type ListedComponent } from '../metadata/metadata-reading.ts';
import { nodesOf, textAt, type MetadataNode } from '../metadata/metadata-xml.ts';

/**
 * Names of all apps of either kind in the org that sign users in with SAML. A change of the identity provider affects
 * them. An app that the org lists but does not let read counts too, because it may be one.
 */
export async function samlServiceProviders(connection: Connection): Promise<string[]> {
  const { samlPolicies } = EXTERNAL_CLIENT_APP_TYPES;
  const knowsPolicies = Number(connection.getApiVersion()) >= externalClientApp.oldestVersion;
  const [connectedApps, policies] = await Promise.all([
    listComponents(connection, ['ConnectedApp']).then((listed) => readListed(connection, 'ConnectedApp', listed)),
    knowsPolicies
      ? listIfKnown(connection, [samlPolicies]).then((listed) => readListed(connection, samlPolicies, listed))
      : [],
  ]);
  return [
    ...connectedApps.filter(([, content]) => content === undefined || signsIn(content)).map(([name]) => name),
    ...policies.map(([name, content]) => textAt(content ?? {}, 'externalClientApplication') ?? name),
  ];
}

function signsIn(connectedApp: MetadataNode): boolean {
  return nodesOf(connectedApp, 'samlConfig').length > 0;
}

/** Contents of everything that is listed. Undefined if the org does not give them. */
async function readListed(
  connection: Connection,
  type: string,
  listed: ListedComponent[],
): Promise<Array<[fullName: string, content: MetadataNode | undefined]>> {
  const names = listed.map(({ fullName }) => fullName);
  const read = new Map(await readAllComponents(connection, type, names));
  return names.map((name) => [name, read.get(name)]);
}
