import type { Connection } from '@salesforce/core';
import { readGrants, readOrphanedGrants, type Grant } from '../../salesforce/org/access.ts';
import { connectedAppId, readAppRecords, recordedId } from '../../salesforce/org/app-id.ts';
import { EXTERNAL_CLIENT_APP_TYPES } from '../../salesforce/org/external-client-app.ts';
import { readComponents, type ListedComponent } from '../../salesforce/metadata/metadata-reading.ts';
import { nodesOf, textAt } from '../../salesforce/metadata/metadata-xml.ts';
import { isReferenceTo, readRoleField, roleFieldName } from '../../salesforce/org/role-field.ts';
import { actualConnectedApp, readExternalClientApp } from '../../salesforce/org/org-apps.ts';
import type { ActualSetup, Questions } from './actual-setup.ts';

/** The app that is meant, with what belongs to it, and the kind of another one of the same name. */
export type InspectedApp = Pick<ActualSetup, 'app' | 'otherApp' | 'grants' | 'orphaned' | 'roleField' | 'signInUsers'>;

/** Counts the users whom grants give access, if that is asked for. */
export type CountUsers = (grants: Grant[]) => Promise<ActualSetup['signInUsers']>;

/**
 * Reads the app of the kind that was asked for, else the connected app before the other kind. What depends on its id is
 * read beside its content.
 *
 * @param listing what the org lists, with its connected apps.
 * @param externalListing what it lists of external client apps and their policies.
 * @param countUsers is called as soon as the grants are known.
 */
export async function inspectApp(
  connection: Connection,
  questions: Questions,
  { listing, externalListing }: Record<'listing' | 'externalListing', Promise<ListedComponent[]>>,
  countUsers: CountUsers,
): Promise<InspectedApp> {
  const { appName, appType = 'auto' } = questions;
  const [listed, external] = await Promise.all([listing, externalListing]);
  const connectedId = idIn(listed, 'ConnectedApp', appName);
  const externalId = idIn(external, EXTERNAL_CLIENT_APP_TYPES.app, appName);
  const isExternal = appType === 'external-client-app' || (appType === 'auto' && connectedId === undefined);
  if (isExternal && externalId !== undefined) {
    const listed = { listing: externalListing, id: externalId };
    const inspected = await inspectExternalClientApp(connection, questions, listed, countUsers);
    return { ...inspected, otherApp: connectedId === undefined ? undefined : 'connected-app' };
  }
  const [contents, { id, ...access }, roleField] = await Promise.all([
    readComponents(connection, 'ConnectedApp', [appName]),
    isExternal
      ? withCount([], countUsers).then((access) => ({ id: connectedId, ...access }))
      : connectedAppGrants(connection, { fullName: appName, listedId: connectedId }, countUsers),
    questions.roleField === true && connectedId === undefined
      ? readRoleField(connection, roleFieldName(appName))
      : undefined,
  ]);
  const connected = actualConnectedApp(appName, contents.get(appName), listed);
  return isExternal
    ? { otherApp: connected?.kind, ...access, roleField }
    : {
        app: connected && { ...connected, id: id ?? connected.id },
        otherApp: externalId === undefined ? undefined : 'external-client-app',
        ...access,
        roleField,
      };
}

async function withCount(
  grants: Grant[],
  countUsers: CountUsers,
): Promise<Pick<InspectedApp, 'grants' | 'signInUsers'>> {
  return { grants, signInUsers: await countUsers(grants) };
}

function idIn(listed: ListedComponent[], type: string, fullName: string): string | undefined {
  return listed.find((component) => component.type === type && component.fullName === fullName)?.id;
}

async function connectedAppGrants(
  connection: Connection,
  { fullName, listedId }: { fullName: string; listedId: string | undefined },
  countUsers: CountUsers,
): Promise<Pick<InspectedApp, 'grants' | 'signInUsers'> & { id: string | undefined }> {
  const id = await connectedAppId(connection, fullName, listedId);
  return { id, ...(await withCount(id === undefined ? [] : await readGrants(connection, id), countUsers)) };
}

/** An external client app that the org lists. Its id is that of the org's records, if they can be read. */
async function inspectExternalClientApp(
  connection: Connection,
  { appName, permissionSetsInSource = [], roleField: isFieldAsked = false }: Questions,
  { listing, id: listedId }: { listing: Promise<ListedComponent[]>; id: string },
  countUsers: CountUsers,
): Promise<Omit<InspectedApp, 'otherApp'>> {
  const [{ app, roleField }, { id, records, ...access }] = await Promise.all([
    readExternalClientApp(connection, appName, listing).then(async (found) => {
      const field = roleFieldName(appName);
      const attributes = nodesOf(found?.content ?? {}, 'attributes');
      const isUsed = attributes.some((node) => isReferenceTo(field, textAt(node, 'formula')));
      return { app: found, roleField: isUsed || isFieldAsked ? await readRoleField(connection, field) : undefined };
    }),
    readAppRecords(connection).then(async (records) => {
      const id = recordedId(records, appName) ?? listedId;
      return { id, records, ...(await withCount(await readGrants(connection, id), countUsers)) };
    }),
  ]);
  if (app === undefined || access.grants.length > 0) {
    return { app: app && { ...app, id }, ...access, roleField };
  }
  const ours = { id, listedId, permissionSets: permissionSetsInSource };
  const orphaned = await readOrphanedGrants(connection, ours, records);
  return { app: { ...app, id }, ...access, roleField, orphaned: orphaned.grants.length === 0 ? undefined : orphaned };
}
