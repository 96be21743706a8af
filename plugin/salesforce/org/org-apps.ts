import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { AppKind, AppNames } from './app-backend.ts';
import { withoutConsumerKeys } from './connected-app.ts';
import { contentOf, EXTERNAL_CLIENT_APP_TYPES, externalClientApp } from './external-client-app.ts';
import {
  listComponents,
  listIfKnown,
  NAMES_IN_A_CALL,
  readComponents,
  type ListedComponent,
} from '../metadata/metadata-reading.ts';
import { textAt, type MetadataNode } from '../metadata/metadata-xml.ts';

/**
 * An app of the org. `changed` is when it, or any of its parts, was last changed, in milliseconds since 1970 by the org's
 * clock. It is absent if the org does not say.
 */
export type ActualApp = { kind: AppKind; names: AppNames; id: string; content: MetadataNode; changed?: number };

/** The connected app of a name, from the org's list and its readable content. */
export function actualConnectedApp(
  fullName: string,
  content: MetadataNode | undefined,
  listed: ListedComponent[],
): ActualApp | undefined {
  const inList = listed.filter((item) => item.type === 'ConnectedApp' && item.fullName === fullName);
  const id = inList[0]?.id;
  // An app that is listed but not readable (or the reverse) is not absent. It would be created again over the existing
  // one.
  if ((content === undefined) !== (id === undefined)) {
    throw setupError('AppUnreadable', { tokens: [fullName] });
  }
  return content === undefined || id === undefined
    ? undefined
    : {
        kind: 'connected-app',
        names: { app: fullName },
        id,
        content: withoutConsumerKeys(content),
        ...lastChange(inList),
      };
}

/** What the org lists of external client apps and of their policies. Orgs without this kind list nothing. */
export async function listExternalClientApps(connection: Connection): Promise<ListedComponent[]> {
  return Number(connection.getApiVersion()) < externalClientApp.oldestVersion
    ? []
    : await listIfKnown(connection, Object.values(EXTERNAL_CLIENT_APP_TYPES));
}

/**
 * The external client app of a name.
 *
 * @param listing the answer of {@link listExternalClientApps}.
 * @throws AppUnreadable if it is listed and one of its parts cannot be read.
 */
export async function readExternalClientApp(
  connection: Connection,
  fullName: string,
  listing: Promise<ListedComponent[]>,
): Promise<ActualApp | undefined> {
  const { app: type, policies, samlPolicies } = EXTERNAL_CLIENT_APP_TYPES;
  const listed = await listing;
  const id = listed.find((item) => item.type === type && item.fullName === fullName)?.id;
  if (id === undefined) {
    return undefined;
  }
  const namesOf = (of: string): string[] => listed.filter((item) => item.type === of).map((item) => item.fullName);
  const app = (await readComponents(connection, type, [fullName])).get(fullName);
  if (app === undefined) {
    throw setupError('AppUnreadable', { tokens: [fullName] });
  }
  // The guide says that policies name their app by its label. Files of the sibling types hold the developer name.
  const parents = [fullName, textAt(app, 'label') ?? fullName];
  const [policy, saml] = await Promise.all([
    readPolicies(connection, policies, namesOf(policies), parents),
    readPolicies(connection, samlPolicies, namesOf(samlPolicies), parents),
  ]);
  const names: AppNames = {
    app: fullName,
    ...(policy === undefined ? {} : { policies: policy[0] }),
    ...(saml === undefined ? {} : { samlPolicies: saml[0] }),
  };
  const content = contentOf({ app, policies: policy?.[1] ?? {}, samlPolicies: saml?.[1] ?? {} });
  const parts = listed.filter(
    (item) =>
      (item.type === type && item.fullName === names.app) ||
      (item.type === policies && item.fullName === names.policies) ||
      (item.type === samlPolicies && item.fullName === names.samlPolicies),
  );
  return { kind: 'external-client-app', names, id, content, ...lastChange(parts) };
}

/** When the last of some components was changed, if the org says so of any. */
function lastChange(components: ListedComponent[]): Pick<ActualApp, 'changed'> {
  const times = components.flatMap(({ changed }) => changed ?? []);
  return times.length === 0 ? {} : { changed: Math.max(...times) };
}

/** An app by its name, and by its kind if that matters. */
export type NamedApp = { appName: string; appType: 'auto' | AppKind };

/** What an org lists of both kinds of app, and of one more type. */
export async function listApps(connection: Connection, ...more: [] | [string]): Promise<ListedComponent[]> {
  const types = ['ConnectedApp', ...more];
  const withBoth = [...types, EXTERNAL_CLIENT_APP_TYPES.app];
  const listed =
    Number(connection.getApiVersion()) < externalClientApp.oldestVersion ? [] : await listIfKnown(connection, withBoth);
  return listed.length > 0 ? listed : listComponents(connection, types);
}

/** The policies of an app, whatever their name: the org may have chosen it. */
async function readPolicies(
  connection: Connection,
  type: string,
  fullNames: string[],
  parents: string[],
): Promise<[fullName: string, content: MetadataNode] | undefined> {
  const [app = ''] = parents;
  const sorted = [...fullNames].sort((a, b) => Number(b.startsWith(app)) - Number(a.startsWith(app)));
  for (let start = 0; start < sorted.length; start += NAMES_IN_A_CALL) {
    const read = await readComponents(connection, type, sorted.slice(start, start + NAMES_IN_A_CALL));
    const found = [...read].find(([, content]) => parents.includes(textAt(content, 'externalClientApplication') ?? ''));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
