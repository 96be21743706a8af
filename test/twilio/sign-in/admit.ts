import { newUser } from '../api/user.ts';
import type { ValidResponse } from '../saml/validate-response.ts';
import type { SignedInUser, TwilioState } from '../state.ts';
import { authenticationFailed, TwilioError } from '../twilio-error.ts';

/**
 * Lets the user of a valid response in: the attributes must be there under their exact names, and the roles must name the
 * agent. A user who signs in for the first time gets a User resource, whose identity is the NameID.
 *
 * @throws TwilioError 70252 for missing attributes, 70002 for a missing role, 70004 for a deactivated user. That codes
 * mean this at a sign-in is known from field notes; the texts are not, nor is the code of the last one.
 */
export function admitUser({ nameId, attributes }: ValidResponse, { options, users }: TwilioState): SignedInUser {
  const { requiredAttributes, agentRole } = options.switches;
  const missing = requiredAttributes.filter((name) => !attributes.has(name));
  if (missing.length > 0) {
    throw new TwilioError(70252, `SAML response lacks necessary attributes: ${missing.join(', ')}`);
  }
  const roles = rolesIn(attributes.get('roles') ?? []);
  if (!roles.includes(agentRole)) {
    throw new TwilioError(70002, `The roles of the user do not include "${agentRole}"`);
  }
  const user = users.get(nameId) ?? newUser(nameId);
  if (user.state === 'deactivated') {
    throw authenticationFailed('The user is deactivated');
  }
  users.set(nameId, user);
  return { nameId, roles };
}

/** Several roles come as several values, or as one with commas (Twilio's guides for Flex). */
function rolesIn(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(',')).map((role) => role.trim());
}
