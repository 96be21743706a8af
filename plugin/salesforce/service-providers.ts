import type { Connection } from '@salesforce/core';
import { EXTERNAL_CLIENT_APP_TYPES, externalClientApp } from './external-client-app.ts';
import { listComponents, listIfKnown, readComponents, type ListedComponent } from './metadata-reading.ts';
import { nodesOf, textAt, type MetadataNode } from './metadata-xml.ts';

/** Names that one `readMetadata` call takes (Metadata API Developer Guide). */
const NAMES_IN_A_CALL = 10;

/**
 * Names of all apps of the org that sign users in by SAML, of either kind: the ones that a change of the identity
 * provider affects.
 */
export async function samlServiceProviders(connection: Connection): Promise<string[]> {
  const { samlPolicies } = EXTERNAL_CLIENT_APP_TYPES;
  const knowsPolicies = Number(connection.getApiVersion()) >= externalClientApp.oldestVersion;
  const [connectedApps, policies] = await Promise.all([
    listComponents(connection, ['ConnectedApp']).then((listed) => readAll(connection, 'ConnectedApp', listed)),
    knowsPolicies
      ? listIfKnown(connection, [samlPolicies]).then((listed) => readAll(connection, samlPolicies, listed))
      : [],
  ]);
  return [
    ...connectedApps.filter(([, content]) => nodesOf(content, 'samlConfig').length > 0).map(([name]) => name),
    ...policies.map(([name, content]) => textAt(content, 'externalClientApplication') ?? name),
  ];
}

async function readAll(
  connection: Connection,
  type: string,
  listed: ListedComponent[],
): Promise<Array<[fullName: string, content: MetadataNode]>> {
  const names = listed.map(({ fullName }) => fullName);
  const parts = Array.from({ length: Math.ceil(names.length / NAMES_IN_A_CALL) }, (_, part) =>
    names.slice(part * NAMES_IN_A_CALL, (part + 1) * NAMES_IN_A_CALL),
  );
  const read = await Promise.all(parts.map((part) => readComponents(connection, type, part)));
  return read.flatMap((contents) => [...contents]);
}
