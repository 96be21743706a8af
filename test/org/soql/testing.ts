import { RestError } from '../server/rest-error.ts';
import { findRow, insertRow, type RowValues } from '../database/rows.ts';
import type { Api } from '../schema/field.ts';
import type { OrgState } from '../state.ts';
import type { QueryResult } from './records.ts';
import { runSoql } from './run-soql.ts';
import { createScope } from './scope.ts';

/** Runs a query as the administrator, without a server. */
export function run(org: OrgState, soql: string, api: Api = 'data', userId: string = org.adminId): QueryResult {
  return runSoql(createScope(org, userId, api, '/services/data/v66.0', soql));
}

/** The values of a query of one field. */
export function values(org: OrgState, soql: string, api: Api = 'data'): unknown[] {
  return run(org, soql, api).records.map(({ attributes: _attributes, ...fields }) => Object.values(fields)[0]);
}

/** The usernames that a condition picks, without their domain, in the order of the rows. */
export function usersWhere(org: OrgState, condition: string): string[] {
  return values(org, `SELECT Username FROM User WHERE ${condition}`).map((name) => String(name).split('@')[0] ?? '');
}

/** The error a query is refused with. @throws Error if it is answered. */
export function refusal(org: OrgState, soql: string, api: Api = 'data'): { code: string; message: string } {
  try {
    run(org, soql, api);
  } catch (error) {
    if (error instanceof RestError) {
      return { code: error.errorCode, message: error.message };
    }
    throw error;
  }
  throw new Error(`Answered, but should be refused: ${soql}`);
}

/** A user beside the ones the org is made with. */
export function addUser(org: OrgState, extra: RowValues): string {
  const profile = findRow(org, 'Profile', { Name: 'Standard User' });
  return insertRow(org, 'User', {
    Username: 'extra@example.test',
    IsActive: true,
    ProfileId: profile?.Id ?? null,
    ...extra,
  }).Id;
}
