import { Messages } from '@salesforce/core';
import { findPermissionSet } from '../access/principals.ts';
import { agentSetUnclear, usersWithout } from '../access/user-access.ts';
import { sameName } from '../../text/same-name.ts';
import { wantedAccess } from './plan-access.ts';
import type { Change, PlanInput, UsersChange } from './plan.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/** How many users a plan names one by one. */
const MOST_NAMED = 10;

/**
 * The change that gives users the permission set by which they get access. Those who have access already, or will have it
 * by another change, keep what they have.
 *
 * @param access the changes that give access to profiles and permission sets.
 * @throws AgentSetUnclear if there is not exactly one permission set to give, UsersNotLicensed if it does not take a user.
 */
export function planUsers(input: PlanInput, access: Change[]): UsersChange[] {
  const { users = [], grants, groups, principals } = input.actual;
  if (users.length === 0) {
    return [];
  }
  const permissionSet = agentSetOf(input);
  const planned = access.flatMap((change) => ('principal' in change ? { id: '', principal: change.principal } : []));
  const without = usersWithout(
    users,
    { grants: [...grants, ...planned], groups },
    findPermissionSet(permissionSet, principals),
  );
  const line = { step: 'users', permissionSet } as const;
  return without.length === 0
    ? [{ ...line, action: 'keep', target: targetOf(users.map(({ username }) => username)), differences: [], users: [] }]
    : [
        {
          ...line,
          action: 'create',
          target: targetOf(without.map(({ username }) => username)),
          reason: messages.getMessage('users.by', [permissionSet]),
          differences:
            without.length === 1 || without.length > MOST_NAMED
              ? []
              : without.map(({ username }) => ({ field: username, to: permissionSet })),
          users: without,
        },
      ];
}

function targetOf(usernames: string[]): string {
  const [only = ''] = usernames;
  return usernames.length === 1 ? only : messages.getMessage('users.count', [usernames.length]);
}

/** The permission set that is to have access, by its name. */
function agentSetOf(input: PlanInput): string {
  const { permissionSets } = wantedAccess(input);
  const [name] = permissionSets;
  if (name === undefined || permissionSets.length > 1) {
    throw agentSetUnclear(permissionSets);
  }
  const { source, actual } = input;
  return source.permissionSets.find(({ fullName }) => sameName(fullName, name))?.fullName ?? nameInOrg(name, actual);
}

function nameInOrg(name: string, { principals }: PlanInput['actual']): string {
  return findPermissionSet(name, principals)?.name ?? name;
}
