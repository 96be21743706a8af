import type { Connection } from '@salesforce/core';
import { readGrants, type Grant, type Principal } from '../../salesforce/org/access.ts';
import { namedAppId } from '../../salesforce/org/app-id.ts';
import { listApps, type NamedApp } from '../../salesforce/org/org-apps.ts';
import { readSimilarUsernames, readUsers, type OrgUser } from '../../salesforce/people/user.ts';
import { nearestNames } from '../../text/nearest-names.ts';

/** Whether a user has access to the app, and why. */
export type AccessAnswer = {
  /** The user name as it was given. */
  username: string;
  /** `unknown` if only a permission set group may give access. */
  answer: 'yes' | 'no' | 'unknown';
  reason: 'has-access' | 'no-such-user' | 'inactive' | 'no-access' | 'group';
  /** The profile and the permission sets that give access. */
  by: Array<Pick<Principal, 'kind' | 'name'>>;
  /** Permission set groups of the user. It is not documented whether they pass on access to an app. */
  groups: string[];
  /** Names of users of the org that are similar to one that it does not have. */
  nearest: string[];
  /** The user's profile, if there is such a user. */
  profile?: string;
};

/** Answers for some users, and what gives access in this org. */
export type AccessAnswers = { answers: AccessAnswer[]; wayIn: WayIn };

/**
 * What to give users who have no access: the permission set, if exactly one has access. Otherwise access is given to
 * their profiles, since nobody knows which permission set is meant, or what else it would allow.
 */
export type WayIn = 'permission-set' | 'profile';

/** Pure. */
export function wayInOf(grants: Grant[]): WayIn {
  return grants.filter(({ principal }) => principal.kind === 'permission-set').length === 1
    ? 'permission-set'
    : 'profile';
}

/** Who may use the app. */
export async function accessOf(connection: Connection, app: NamedApp): Promise<Grant[]> {
  return readGrants(connection, await namedAppId(connection, await listApps(connection), app));
}

/** Answers for each user whether the org lets that user use the app. It changes nothing. */
export async function checkAccess(connection: Connection, app: NamedApp, usernames: string[]): Promise<AccessAnswers> {
  const [grants, users] = await Promise.all([accessOf(connection, app), readUsers(connection, usernames)]);
  const byName = new Map(users.map((user) => [user.username.toLowerCase(), user]));
  const missing = usernames.filter((username) => !byName.has(username.toLowerCase()));
  const similar = await readSimilarUsernames(connection, missing);
  const answers = usernames.map((username): AccessAnswer => {
    const user = byName.get(username.toLowerCase());
    return user === undefined
      ? { ...NOTHING, username, answer: 'no', reason: 'no-such-user', nearest: nearestNames(username, similar) }
      : { ...answerFor(user, grants), username, profile: user.profileName };
  });
  return { answers, wayIn: wayInOf(grants) };
}

const NOTHING = { by: [], groups: [], nearest: [] };

/** Whether the org lets a user use the app. Pure. */
export function answerFor(user: OrgUser, grants: Grant[]): Omit<AccessAnswer, 'username'> {
  const by = givenBy(user, grants).map(({ principal: { kind, name } }) => ({ kind, name }));
  const rest = { ...NOTHING, by, groups: user.groups };
  if (!user.active) {
    return { ...rest, answer: 'no', reason: 'inactive' };
  }
  if (by.length > 0) {
    return { ...rest, answer: 'yes', reason: 'has-access' };
  }
  return user.groups.length > 0
    ? { ...rest, answer: 'unknown', reason: 'group' }
    : { ...rest, answer: 'no', reason: 'no-access' };
}

/** The grants that give a user access. */
export function givenBy(user: OrgUser, grants: Grant[]): Grant[] {
  return grants.filter(({ principal }) => user.permissionSetIds.includes(principal.permissionSetId));
}
