import type { TwilioSwitches } from '../options.ts';
import type { ValidResponse } from '../saml/validate-response.ts';
import type { SignedInUser, TwilioState } from '../state.ts';
import { TwilioError } from '../twilio-error.ts';
import { readClaims, type Claims } from './claims.ts';
import { signedInUser, signedInWorker, type Identity } from './user.ts';

/** One of these lets a user in (Twilio's guide). */
const FLEX_ROLES = ['agent', 'supervisor', 'admin'];
/** Roles of Flex Insights, which come beside those. */
const INSIGHTS_ROLE = /^wfo\.[a-z_]+$/;

/**
 * Lets the user of a valid response in. Whoever signs in for the first time gets a user and a worker; whoever signs in
 * again has them changed. A refusal makes and changes nothing (Twilio's guide).
 *
 * @throws TwilioError of the codes that the switches name, or with the documented text for a value of a wrong type.
 */
export function admitToFlex({ nameId, attributes }: ValidResponse, { flex, options }: TwilioState): SignedInUser {
  const claims = readClaims(attributes, options.switches);
  const identity = identityOf(nameId, claims, options.switches);
  flex.users.set(nameId, signedInUser(identity, flex.users.get(nameId)));
  flex.workers.set(nameId, signedInWorker(nameId, claims, flex.workers.get(nameId)));
  return { nameId, roles: identity.roles, fullName: identity.fullName };
}

function identityOf(username: string, claims: Claims, switches: TwilioSwitches): Identity {
  const roles = [claims.get('roles') ?? []]
    .flat()
    .map(String)
    .filter((role) => role !== '');
  if (roles.length === 0) {
    // The text is documented; the code that comes with it is not.
    throw new TwilioError(switches.missingAttributeCode, "SAML response doesn't have a role attribute");
  }
  const fullName = String(claims.get('full_name') ?? '');
  const email = String(claims.get('email') ?? '');
  const missing = Object.entries({ full_name: fullName, email }).filter(([, value]) => value.trim() === '');
  if (missing.length > 0) {
    const names = missing.map(([name]) => name).join(', ');
    throw new TwilioError(switches.missingAttributeCode, `Missing User Attributes: ${names}`);
  }
  checkRoles(roles, switches);
  return { username, fullName, email, roles };
}

/** The texts are not known. */
function checkRoles(roles: readonly string[], { noRoleCode, unknownRoles }: TwilioSwitches): void {
  if (!roles.some((role) => FLEX_ROLES.includes(role))) {
    throw new TwilioError(noRoleCode, `The roles of the user include none of ${FLEX_ROLES.join(', ')}`);
  }
  const unknown = roles.filter((role) => !FLEX_ROLES.includes(role) && !INSIGHTS_ROLE.test(role));
  if (unknown.length > 0 && unknownRoles === 'refused') {
    throw new TwilioError(noRoleCode, `Flex does not know the roles ${unknown.join(', ')}`);
  }
}
