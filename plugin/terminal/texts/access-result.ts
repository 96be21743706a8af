import type { Principal } from '../../salesforce/org/access.ts';
import type { OrgUser } from '../../salesforce/people/user.ts';

/** Who has, gets or loses access, as scripts read it. */
export type PrincipalResult = { kind: Principal['kind']; name: string; label: string; permissionSetId: string };

/** A user of the org, as scripts read it. */
export type UserResult = { id: string; username: string; name: string };

export function principalResult({ kind, name, label, permissionSetId }: Principal): PrincipalResult {
  return { kind, name, label, permissionSetId };
}

export function userResult({ id, username, name }: OrgUser): UserResult {
  return { id, username, name };
}
