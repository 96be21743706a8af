import { Messages } from '@salesforce/core';
import type { Grant, Principal } from '../../salesforce/org/access.ts';
import type { GivenBy } from '../../salesforce/people/groups.ts';
import type { SourceDocument } from '../../salesforce/source/source-apps.ts';
import { withReading } from '../../salesforce/org/role-field.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { assignCommand } from './access-at-stake.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import {
  findPermissionSet,
  findProfiles,
  permissionSetNotFound,
  permissionSetOfFile,
  profilesOfFiles,
} from '../access/principals.ts';
import { translatedLabelHints } from '../access/standard-profiles.ts';
import { planReading } from './plan-role-field.ts';
import type { AccessChange, Change, PermissionSetChange, Plan, PlanInput } from './plan.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/** The profiles and permission sets that are to have access: those of the user, or else those of the source. */
export function wantedAccess({ settings, source }: Pick<PlanInput, 'settings' | 'source'>): {
  profiles: string[];
  permissionSets: string[];
  /** Whether the names are names of files. Such a name is never ambiguous. */
  areFiles: boolean;
} {
  const { profiles, permissionSets } = settings;
  if (profiles !== undefined || permissionSets !== undefined) {
    return { profiles: profiles ?? [], permissionSets: permissionSets ?? [], areFiles: false };
  }
  const namesOf = (documents: SourceDocument[]): string[] => documents.map(({ fullName }) => fullName);
  return { profiles: namesOf(source.profiles), permissionSets: namesOf(source.permissionSets), areFiles: true };
}

/**
 * The changes that give access, and create permission sets that only the source has. They take access from nobody.
 *
 * @param roleField the field that holds the role, if one does. Permission sets of the source let their users read it.
 */
export function planAccess(input: PlanInput, roleField?: string): Change[] {
  const { source, actual } = input;
  const wanted = wantedAccess(input);
  const [profilesOf, permissionSetOf] = wanted.areFiles
    ? [profilesOfFiles, permissionSetOfFile]
    : [findProfiles, findPermissionSet];
  const profiles = profilesOf(wanted.profiles, actual);
  const { agentSet } = input.settings;
  const sets = [
    ...wanted.permissionSets.map((name) => ({ name, found: permissionSetOf(name, actual.principals) })),
    ...(agentSet === undefined ? [] : [{ name: agentSet, found: findPermissionSet(agentSet, actual.principals) }]),
  ];
  const principals = unique([...profiles, ...sets.flatMap(({ found }) => found ?? [])]);
  const missing = new Set(sets.filter(({ found }) => found === undefined).map(({ name }) => name.trim()));
  const newSets = [...missing].map((name) => sourcePermissionSet(name, source.permissionSets, actual.principals));
  return [
    ...newSets.map((set) => newPermissionSet(set, roleField)),
    ...(roleField === undefined
      ? []
      : planReading(
          roleField,
          input,
          principals.map(({ name }) => name),
        )),
    ...principals.map((principal) => accessChange(principal, actual.grants)),
    ...newSets.map(accessOfNewPermissionSet),
    ...lostAccess(actual, principals),
  ];
}

/** Hints for profiles that the user named by labels of another language than the org's. */
export function profileLabelWarnings({ settings, actual }: PlanInput): string[] {
  return translatedLabelHints(settings.profiles ?? [], findProfiles(settings.profiles ?? [], actual));
}

/**
 * Access that an app has lost with its earlier id. A run that was stopped after it deployed the app and before it gave
 * access leaves this behind. It is looked for only while nobody has access to the app. So nobody gets access back that
 * was revoked while others kept theirs.
 */
function lostAccess(actual: ActualSetup, planned: Principal[]): AccessChange[] {
  const ids = planned.map(({ permissionSetId }) => permissionSetId);
  return unique(lostGrants(actual).map(({ principal }) => principal))
    .filter(({ permissionSetId }) => !ids.includes(permissionSetId))
    .map((principal) => ({ ...accessChange(principal, []), reason: messages.getMessage('reason.lostAccess') }));
}

/** Grants that the app has probably lost with its earlier id. */
export function lostGrants({ orphaned }: ActualSetup): Grant[] {
  return orphaned?.areOurs === true ? orphaned.grants : [];
}

/** A warning of access that may have been lost, if it is not certain that it belonged to this app. */
export function lostAccessWarnings({ orphaned }: ActualSetup, app: Plan['app']): string[] {
  if (orphaned === undefined || orphaned.areOurs) {
    return [];
  }
  const principals = unique(orphaned.grants.map(({ principal }) => principal));
  return [messages.getMessage('warning.lostAccess', [terminalSafe(assignCommand(app, principals))])];
}

function accessChange(principal: Principal, grants: Grant[]): AccessChange {
  const isGranted = grants.some((grant) => grant.principal.permissionSetId === principal.permissionSetId);
  return {
    step: 'access',
    action: isGranted ? 'keep' : 'create',
    target: titleOf(principal),
    differences: [],
    principal,
  };
}

/** @throws PermissionSetNotFound for a permission set that neither the org nor the source has. */
function sourcePermissionSet(name: string, inSource: SourceDocument[], inOrg: Principal[]): SourceDocument {
  const document = inSource.find(({ fullName }) => fullName === name);
  if (document === undefined) {
    const known = inOrg.filter(({ kind }) => kind === 'permission-set').map((set) => set.name);
    const names = [...known, ...inSource.map(({ fullName }) => fullName)];
    throw permissionSetNotFound(name, names, messages.getMessage('notInSource'));
  }
  return document;
}

/** A permission set that only the source has is created first. Then it is given access. */
function newPermissionSet({ fullName, content }: SourceDocument, roleField: string | undefined): PermissionSetChange {
  const wanted = roleField === undefined ? content : withReading(roleField, content);
  const components = [{ fullName, document: { type: 'PermissionSet', content: wanted } }];
  return { step: 'permission-set', action: 'create', target: fullName, differences: [], components };
}

function accessOfNewPermissionSet({ fullName }: SourceDocument): AccessChange {
  const target = titleOf({ kind: 'permission-set', name: fullName });
  return { step: 'access', action: 'create', target, differences: [], newPermissionSet: fullName };
}

/** How a plan names who gets access, with the group through which a user has it. */
export function titleOf({ kind, name, group }: Pick<GivenBy, 'kind' | 'name' | 'group'>): string {
  const through = group === undefined ? '' : ` through group ${group}`;
  return `${kind === 'profile' ? 'profile' : 'permission set'} ${name}${through}`;
}

function unique(principals: Principal[]): Principal[] {
  return [...new Map(principals.map((principal) => [principal.permissionSetId, principal])).values()];
}
