import type { Principal } from '../../salesforce/org/access.ts';

/** Who has, gets or loses access, as scripts read it. */
export type PrincipalResult = { kind: Principal['kind']; name: string; label: string; permissionSetId: string };

export function principalResult({ kind, name, label, permissionSetId }: Principal): PrincipalResult {
  return { kind, name, label, permissionSetId };
}
