import { jobsOf } from '../org/metadata/deployment/jobs.ts';
import type { OrgState } from '../org/state.ts';

/** Puts an org back to its former state. */
export type Restore = () => void;

/** Remembers the state of an org without its deployments, so that thousands of runs can share one server. */
export function snapshotOf(org: OrgState): Restore {
  const rows = [...org.rows].map(([object, list]) => [object, list.map((row) => ({ ...row }))] as const);
  const components = [...org.components].map(([key, part]) => [key, { ...part, files: new Map(part.files) }] as const);
  const certificateKeys = [...org.certificateKeys];
  const sessions = [...org.sessions].map(([token, session]) => [token, { ...session }] as const);
  const refreshTokens = [...org.refreshTokens];
  const deletedIds = [...org.deletedIds];
  return () => {
    refill(org.rows, rows, (list) => list.map((row) => ({ ...row })));
    refill(org.components, components, (part) => ({ ...part, files: new Map(part.files) }));
    refill(org.certificateKeys, certificateKeys);
    refill(org.sessions, sessions, (session) => ({ ...session }));
    refill(org.refreshTokens, refreshTokens);
    org.frontDoors.clear();
    org.queryCursors.clear();
    org.deletedIds.clear();
    deletedIds.forEach((id) => org.deletedIds.add(id));
    jobsOf(org).deployments.clear();
    jobsOf(org).retrievals.clear();
  };
}

function refill<V>(
  map: Map<string, V>,
  entries: ReadonlyArray<readonly [string, V]>,
  copy = (value: V): V => value,
): void {
  map.clear();
  entries.forEach(([key, value]) => map.set(key, copy(value)));
}

/** The tables whose rows belong to the setup. */
const SETUP_ROWS = ['PermissionSet', 'PermissionSetAssignment', 'ConnectedApplication', 'Certificate'];
const ACCESS = 'SetupEntityAccess';

/**
 * What an org has of the setup, as one text.
 *
 * @param exact whether ids and keys are included. They show whether anything changed. Without them, two runs that
 * should have the same result can be compared.
 */
export function setupOf(org: OrgState, exact: boolean): string {
  const components = [...org.components.values()]
    .map(({ type, fullName, id, files }) => ({
      name: `${type}:${fullName}`,
      ...(exact ? { id } : {}),
      files: [...files]
        .filter(([path]) => exact || !path.startsWith('certs/'))
        .map(([path, file]) => [path, textOf(file)]),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const keys = [...org.certificateKeys].map(([name, { certificatePem }]) => (exact ? [name, certificatePem] : name));
  const rows = SETUP_ROWS.map((object) => [object, exact ? org.rows.get(object) : (org.rows.get(object)?.length ?? 0)]);
  return JSON.stringify({
    components,
    keys,
    rows,
    grants: grantsOf(org),
    ...(exact ? { access: org.rows.get(ACCESS) } : {}),
  });
}

/** Consumer keys differ for each app. */
function textOf(file: Buffer): string {
  return file.toString('utf8').replace(/<(consumerKey)>[^<]*/g, '<$1>');
}

/**
 * Who has access to an app that the org has. Grants on the id that an app had before open nothing. A run that ends after
 * it has given them anew can leave them.
 */
function grantsOf(org: OrgState): unknown[] {
  const names = new Map((org.rows.get('PermissionSet') ?? []).map((row) => [row.Id, row['Name']]));
  const apps = new Set([...org.components.values()].map(({ id }) => id));
  return (org.rows.get(ACCESS) ?? [])
    .filter((row) => apps.has(String(row['SetupEntityId'])))
    .map((row) => names.get(String(row['ParentId'])))
    .sort();
}
