import type { Principal } from '../../salesforce/org/access.ts';
import type { GivenBy } from '../../salesforce/people/groups.ts';
import type { OrgUser } from '../../salesforce/people/user.ts';
import type { UserWithAccess } from '../../salesforce/people/users-with-access.ts';

/** Who has, gets or loses access, as scripts read it. */
export type PrincipalResult = {
  kind: Principal['kind'];
  name: string;
  label: string;
  permissionSetId: string;
  /** The label of the permission set group through which a user has the permission set. */
  group?: string;
};

/** A user of the org, as scripts read it. */
export type UserResult = { id: string; username: string; name: string };

/** A user with access, and what gives it. */
export type UserAccessResult = UserResult & { by: PrincipalResult[] };

export function principalResult({ kind, name, label, permissionSetId, group }: GivenBy): PrincipalResult {
  return { kind, name, label, permissionSetId, ...(group === undefined ? {} : { group }) };
}

export function userResult({ id, username, name }: OrgUser): UserResult {
  return { id, username, name };
}

export function userAccessResult({ by, ...user }: UserWithAccess): UserAccessResult {
  return { ...user, by: by.map(principalResult) };
}
