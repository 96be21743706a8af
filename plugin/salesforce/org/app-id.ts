import type { Connection } from '@salesforce/core';
import type { AppKind } from './app-backend.ts';
import { EXTERNAL_CLIENT_APP_TYPES } from './external-client-app.ts';
import { PLATFORM } from '../api/org-errors.ts';
import { isRecordId, shortId } from '../api/record-id.ts';
import { soqlText } from '../api/soql.ts';
import { setupError } from '../../errors.ts';
import { listComponents, type ListedComponent } from '../metadata/metadata-reading.ts';
import type { NamedApp } from './org-apps.ts';

/** An external client app by the org's own records. */
export type AppRecord = { id: string; fullName: string };

type AppRow = { Id: string; DeveloperName: string; NamespacePrefix: string | null };

/**
 * All external client apps that the org has, newest first (Tooling API, `ExternalClientApplication`). Such an app can get
 * another id when it is deployed again (seen). That lists and deployments then name the new id is an assumption; records
 * have it.
 *
 * @returns undefined if the org does not show its apps, or not all of them.
 */
export async function readAppRecords(connection: Connection): Promise<AppRecord[] | undefined> {
  const soql = 'SELECT Id, DeveloperName, NamespacePrefix FROM ExternalClientApplication ORDER BY CreatedDate DESC';
  try {
    const { records, done } = await connection.tooling.query<AppRow>(soql);
    return done ? records.map(recordOf) : undefined;
  } catch (error) {
    const { errorCode, message } = error as { errorCode?: string; message?: string };
    const text = `${errorCode} ${message}`;
    if ([PLATFORM.unknownType, PLATFORM.unknownField, PLATFORM.recordRights].some((words) => words.test(text))) {
      return undefined;
    }
    throw error;
  }
}

function recordOf({ Id, DeveloperName, NamespacePrefix }: AppRow): AppRecord {
  return { id: Id, fullName: NamespacePrefix ? `${NamespacePrefix}__${DeveloperName}` : DeveloperName };
}

/** The id by which the records know an app. Undefined if they do not know it. */
export function recordedId(records: AppRecord[] | undefined, fullName: string): string | undefined {
  return records?.find((record) => record.fullName === fullName)?.id;
}

/** What is known of an app's id: the one of before a deployment, and the one that the deployment reported. */
export type KnownIds = { former?: string | undefined; deployed?: string | undefined };

/**
 * The id that grants must name for an app, after a deployment. Only the org knows it: a deployment and the list of
 * components may still name the id of before.
 *
 * @returns undefined if the org has no such app.
 */
export async function liveAppId(
  connection: Connection,
  { kind, fullName }: { kind: AppKind; fullName: string },
  { former, deployed }: KnownIds,
): Promise<string | undefined> {
  const listed = async (): Promise<string | undefined> => {
    const type = kind === 'connected-app' ? 'ConnectedApp' : EXTERNAL_CLIENT_APP_TYPES.app;
    return (await listComponents(connection, [type])).find((component) => component.fullName === fullName)?.id;
  };
  if (kind === 'connected-app') {
    return connectedAppId(connection, fullName, deployed ?? (await listed()));
  }
  const recorded = recordedId(await readAppRecords(connection), fullName);
  if (recorded !== undefined) {
    return recorded;
  }
  // Without records, an id that is not the one of before is the newer one.
  const candidates = [await listed(), deployed].filter((id) => id !== undefined);
  return candidates.find((id) => shortId(id) !== shortId(former)) ?? candidates[0];
}

/** The key prefix of connected apps (seen). Their SAML parts have ids of their own, `0sp`. */
const CONNECTED_APP_PREFIX = '0H4';

/**
 * The id of a connected app. One that a list or a deployment names and that is no id of an app is not used, but that of
 * the App Launcher's menu, where apps have their API names (Object Reference, AppMenuItem).
 *
 * @param named the id that a list or a deployment names. Undefined if none does.
 */
export async function connectedAppId(
  connection: Connection,
  fullName: string,
  named: string | undefined,
): Promise<string | undefined> {
  if (named === undefined || isRecordId(named, CONNECTED_APP_PREFIX)) {
    return named;
  }
  const soql = `SELECT ApplicationId FROM AppMenuItem WHERE Name = ${soqlText(fullName)}`;
  const { records } = await connection.query<{ ApplicationId: string }>(soql);
  const ids = records.map(({ ApplicationId }) => ApplicationId);
  return ids.find((id) => isRecordId(id, CONNECTED_APP_PREFIX)) ?? named;
}

/**
 * The id that grants must name for an app that the org lists. If no kind is given, the connected app comes first.
 *
 * @param listed what the org lists of both kinds.
 * @throws AppMissing.
 */
export async function namedAppId(
  connection: Connection,
  listed: ListedComponent[],
  { appName, appType }: NamedApp,
): Promise<string> {
  const idOf = (type: string): string | undefined =>
    listed.find((item) => item.type === type && item.fullName === appName)?.id;
  const connected = appType === 'external-client-app' ? undefined : idOf('ConnectedApp');
  const external = appType === 'connected-app' ? undefined : idOf(EXTERNAL_CLIENT_APP_TYPES.app);
  const id =
    connected === undefined && external !== undefined
      ? (recordedId(await readAppRecords(connection), appName) ?? external)
      : await connectedAppId(connection, appName, connected);
  if (id === undefined) {
    throw setupError('AppMissing', { tokens: [appName] });
  }
  return id;
}
