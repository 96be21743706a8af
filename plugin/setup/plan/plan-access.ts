import { Messages } from '@salesforce/core';
import type { Grant, Principal } from '../../salesforce/org/access.ts';
import type { SourceDocument } from '../../salesforce/source/source-apps.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { assignCommand } from './access-at-stake.ts';
import type { ActualSetup } from '../inspect/inspect-org.ts';
import {
  findPermissionSet,
  findProfiles,
  permissionSetNotFound,
  permissionSetOfFile,
  profilesOfFiles,
} from '../access/principals.ts';
import type { Change, Plan, PlanInput } from './plan.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/** The profiles and permission sets that are wanted: the user's lists, else what the source holds. */
export function wantedAccess({ settings, source }: Pick<PlanInput, 'settings' | 'source'>): {
  profiles: string[];
  permissionSets: string[];
  /** Whether the names are those of files, which mean one thing only. */
  areFiles: boolean;
} {
  const { profiles, permissionSets } = settings;
  if (profiles !== undefined || permissionSets !== undefined) {
    return { profiles: profiles ?? [], permissionSets: permissionSets ?? [], areFiles: false };
  }
  const namesOf = (documents: SourceDocument[]): string[] => documents.map(({ fullName }) => fullName);
  return { profiles: namesOf(source.profiles), permissionSets: namesOf(source.permissionSets), areFiles: true };
}

/** Who is to have access, and the permission sets of the source that the org does not have yet. Nobody loses access. */
export function planAccess(input: PlanInput): Change[] {
  const { source, actual } = input;
  const granted = new Set(actual.grants.map(({ principal }) => principal.permissionSetId));
  const wanted = wantedAccess(input);
  const [profilesOf, permissionSetOf] = wanted.areFiles
    ? [profilesOfFiles, permissionSetOfFile]
    : [findProfiles, findPermissionSet];
  const changes: Change[] = [];
  for (const principal of unique(profilesOf(wanted.profiles, actual))) {
    changes.push(accessChange(principal, granted));
  }
  const sets = wanted.permissionSets.map((name) => ({ name, found: permissionSetOf(name, actual.principals) }));
  for (const principal of unique(sets.flatMap(({ found }) => found ?? []))) {
    changes.push(accessChange(principal, granted));
  }
  for (const name of new Set(sets.filter(({ found }) => found === undefined).map((set) => set.name.trim()))) {
    changes.push(...newPermissionSet(input, name, source.permissionSets));
  }
  changes.push(...lostAccess(actual, changes));
  return [
    ...changes.filter(({ step }) => step === 'permission-set'),
    ...changes.filter(({ step }) => step === 'access'),
  ];
}

/**
 * Access that an app has lost with the id it had before, as a run that was stopped between deploying it and giving
 * access leaves it. It is looked for only while nobody has access to the app: who was taken access from later, while
 * others kept it, does not get it back.
 */
function lostAccess(actual: ActualSetup, changes: Change[]): Change[] {
  const planned = new Set(changes.map(({ principal }) => principal?.permissionSetId));
  return unique(lostGrants(actual).map(({ principal }) => principal))
    .filter(({ permissionSetId }) => !planned.has(permissionSetId))
    .map((principal) => ({ ...accessChange(principal, new Set()), reason: messages.getMessage('reason.lostAccess') }));
}

/** Grants that the app has lost with the id it had before, as far as can be told. */
export function lostGrants({ orphaned }: ActualSetup): Grant[] {
  return orphaned?.areOurs === true ? orphaned.grants : [];
}

/** What a person should know of access that may have been lost, and that cannot be told to be this app's. */
export function lostAccessWarnings({ orphaned }: ActualSetup, app: Plan['app']): string[] {
  if (orphaned === undefined || orphaned.areOurs) {
    return [];
  }
  const principals = unique(orphaned.grants.map(({ principal }) => principal));
  return [messages.getMessage('warning.lostAccess', [terminalSafe(assignCommand(app, principals))])];
}

function accessChange(principal: Principal, granted: ReadonlySet<string>): Change {
  return {
    step: 'access',
    action: granted.has(principal.permissionSetId) ? 'keep' : 'create',
    target: titleOf(principal),
    differences: [],
    principal,
  };
}

/** A permission set that only the source has is made first and then given access. */
function newPermissionSet({ actual }: PlanInput, name: string, inSource: SourceDocument[]): Change[] {
  const document = inSource.find(({ fullName }) => fullName === name);
  if (document === undefined) {
    const known = actual.principals.filter(({ kind }) => kind === 'permission-set').map((set) => set.name);
    throw permissionSetNotFound(
      name,
      [...known, ...inSource.map(({ fullName }) => fullName)],
      messages.getMessage('notInSource'),
    );
  }
  const { fullName, content } = document;
  const component = { fullName, document: { type: 'PermissionSet', content } };
  return [
    { step: 'permission-set', action: 'create', target: fullName, differences: [], components: [component] },
    {
      step: 'access',
      action: 'create',
      target: titleOf({ kind: 'permission-set', name: fullName }),
      differences: [],
      newPermissionSet: fullName,
    },
  ];
}

/** How a plan names who gets access. */
export function titleOf({ kind, name }: Pick<Principal, 'kind' | 'name'>): string {
  return kind === 'profile' ? `profile ${name}` : `permission set ${name}`;
}

function unique(principals: Principal[]): Principal[] {
  return [...new Map(principals.map((principal) => [principal.permissionSetId, principal])).values()];
}
