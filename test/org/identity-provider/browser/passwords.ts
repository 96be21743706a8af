import type { OrgState } from '../../state.ts';

/** Passwords of users who changed theirs, by user id. */
const changed = new WeakMap<OrgState, Map<string, string>>();

export function isPassword(org: OrgState, userId: string, password: string): boolean {
  return password === (changed.get(org)?.get(userId) ?? org.options.userPassword);
}

export function changePassword(org: OrgState, userId: string, password: string): void {
  changed.set(org, (changed.get(org) ?? new Map<string, string>()).set(userId, password));
}
