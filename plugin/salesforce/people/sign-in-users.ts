import type { Connection } from '@salesforce/core';
import { soqlTexts } from '../api/soql.ts';
import { unlessRefused } from '../api/unless-refused.ts';
import type { Principal } from '../org/access.ts';
import { groupsWith, type PermissionSetGroup } from './groups.ts';

/** How many active users have access to an app. */
export type SignInUsers = {
  total: number;
  /**
   * Those whose profile may modify all data. The name of the profile does not tell: it depends on the org's language, and
   * copies of the profile have other names. An agent who is an administrator too counts among these, so that a number of
   * agents is never too high.
   */
  administrators: number;
};

/** Who has access, and what is known of the org's profiles and groups. */
type People = {
  /** Profiles and permission sets that have access. */
  granted: Principal[];
  groups: PermissionSetGroup[] | undefined;
  /** All profiles of the org. */
  profiles: Principal[];
};

/** Ids in one query. Its address must stay below the REST API's limit of 16,384 bytes. */
const MOST_IDS = 400;

/**
 * Counts the active users who have access, each once, by one query. A user also has a row for the permission set that the
 * profile owns (Object Reference, "PermissionSetAssignment"). SOQL does not take OR beside a semi-join, so the query names
 * the permission sets.
 *
 * @returns undefined if the org refuses the query, or if it is not known what groups give.
 */
export async function readSignInUsers(
  connection: Connection,
  { granted, groups, profiles }: People,
): Promise<SignInUsers | undefined> {
  const setIds = granted.map(({ permissionSetId }) => permissionSetId);
  if (setIds.length === 0) {
    return { total: 0, administrators: 0 };
  }
  if (groups === undefined) {
    return undefined;
  }
  const groupIds = groupsWith(groups, setIds)
    .filter(({ isCalculated }) => isCalculated)
    .map(({ id }) => id);
  if (setIds.length + groupIds.length > MOST_IDS) {
    return undefined;
  }
  const bySet = `PermissionSetId IN ${soqlTexts(setIds)}`;
  const given = groupIds.length === 0 ? bySet : `(${bySet} OR PermissionSetGroupId IN ${soqlTexts(groupIds)})`;
  const answer = await unlessRefused(
    countByProfile(
      connection,
      `SELECT Assignee.ProfileId profileId, COUNT_DISTINCT(AssigneeId) total FROM PermissionSetAssignment WHERE IsActive = true AND Assignee.IsActive = true AND ${given} GROUP BY Assignee.ProfileId`,
    ),
  );
  // Each user has one profile, so nobody is in two of the rows.
  const totalOf = (rows: CountRow[]): number => rows.reduce((sum, { total }) => sum + total, 0);
  const administrating = new Set(profiles.flatMap((one) => (one.modifiesAllData === true ? one.profileId : [])));
  return (
    answer && {
      total: totalOf(answer),
      administrators: totalOf(answer.filter(({ profileId }) => administrating.has(profileId))),
    }
  );
}

type CountRow = { profileId: string; total: number };

async function countByProfile(connection: Connection, soql: string): Promise<CountRow[]> {
  return (await connection.query<CountRow>(soql)).records;
}

/** How many of them are no administrators. */
export function agentsIn({ total, administrators }: SignInUsers): number {
  return total - administrators;
}
