import { findRow } from '../database/rows.ts';
import type { OrgState } from '../state.ts';

/** The name of a user. Results have it beside the id. */
export function userName(org: OrgState, userId: string): string {
  return String(findRow(org, 'User', { Id: userId })?.['Name'] ?? '');
}
