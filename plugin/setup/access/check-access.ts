import type { Connection } from '@salesforce/core';
import { readGrants, type Grant } from '../../salesforce/org/access.ts';
import { namedAppId } from '../../salesforce/org/app-id.ts';
import { listApps, type NamedApp } from '../../salesforce/org/org-apps.ts';
import { groupsWith, readGroups, type AccessSources, type GivenBy } from '../../salesforce/people/groups.ts';
import { readSimilarUsernames, readUsers, type OrgUser } from '../../salesforce/people/user.ts';
import { nearestNames } from '../../text/nearest-names.ts';

/** Whether a user has access to the app, and why. */
export type AccessAnswer = {
  /** The user name as it was given. */
  username: string;
  /** `unknown` if only a permission set group may give access: one that the org has yet to calculate or does not show. */
  answer: 'yes' | 'no' | 'unknown';
  reason: 'has-access' | 'no-such-user' | 'inactive' | 'no-access' | 'group';
  /** The profile and the permission sets that give access; with `group`, through the permission set group of that label. */
  by: Array<Pick<GivenBy, 'kind' | 'name' | 'group'>>;
  /** Labels of the user's permission set groups that give access, or may give it. */
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

/** The same, with the permission set groups. */
export async function accessSourcesOf(connection: Connection, app: NamedApp): Promise<AccessSources> {
  const [grants, groups] = await Promise.all([accessOf(connection, app), readGroups(connection)]);
  return { grants, groups };
}

/** Answers for each user whether the org lets that user use the app. It changes nothing. */
export async function checkAccess(connection: Connection, app: NamedApp, usernames: string[]): Promise<AccessAnswers> {
  const [sources, users] = await Promise.all([accessSourcesOf(connection, app), readUsers(connection, usernames)]);
  const byName = new Map(users.map((user) => [user.username.toLowerCase(), user]));
  const missing = usernames.filter((username) => !byName.has(username.toLowerCase()));
  const similar = await readSimilarUsernames(connection, missing);
  const answers = usernames.map((username): AccessAnswer => {
    const user = byName.get(username.toLowerCase());
    return user === undefined
      ? { ...NOTHING, username, answer: 'no', reason: 'no-such-user', nearest: nearestNames(username, similar) }
      : { ...answerFor(user, sources), username, profile: user.profileName };
  });
  return { answers, wayIn: wayInOf(sources.grants) };
}

const NOTHING = { by: [], groups: [], nearest: [] };

/** Whether the org lets a user use the app. Pure. */
export function answerFor(user: OrgUser, sources: AccessSources): Omit<AccessAnswer, 'username'> {
  const by = givenBy(user, sources).map(({ kind, name, group }) => ({
    kind,
    name,
    ...(group === undefined ? {} : { group }),
  }));
  const doubtful = doubtfulGroups(user, sources);
  const groups = [...new Set([...by.flatMap(({ group }) => group ?? []), ...doubtful])];
  const rest = { ...NOTHING, by, groups };
  if (!user.active) {
    return { ...rest, answer: 'no', reason: 'inactive' };
  }
  if (by.length > 0) {
    return { ...rest, answer: 'yes', reason: 'has-access' };
  }
  return doubtful.length > 0
    ? { ...rest, answer: 'unknown', reason: 'group' }
    : { ...rest, answer: 'no', reason: 'no-access' };
}

/** What gives a user access: the profile, permission sets, and permission sets in groups. */
export function givenBy(user: OrgUser, { grants, groups = [] }: AccessSources): GivenBy[] {
  const principals = grants.map(({ principal }) => principal);
  const ofUser = groups.filter(({ id, isCalculated }) => isCalculated && user.groups.some((group) => group.id === id));
  return [
    ...principals.filter(({ permissionSetId }) => user.permissionSetIds.includes(permissionSetId)),
    ...ofUser.flatMap(({ label, permissionSetIds }) =>
      principals
        .filter(({ permissionSetId }) => permissionSetIds.includes(permissionSetId))
        .map((principal): GivenBy => ({ ...principal, group: label })),
    ),
  ];
}

/** Labels of a user's groups of which it is not known whether they give access. */
export function doubtfulGroups(user: OrgUser, { grants, groups }: AccessSources): string[] {
  const doubtful =
    groups &&
    groupsWith(
      groups,
      grants.map(({ principal }) => principal.permissionSetId),
    ).filter(({ isCalculated }) => !isCalculated);
  return user.groups
    .filter(({ id }) => doubtful === undefined || doubtful.some((group) => group.id === id))
    .map(({ label }) => label);
}
