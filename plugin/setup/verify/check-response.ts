import { userNameSuffixMistake } from '../../salesforce/people/user.ts';
import { checkResponse as checkSamlResponse, type ResponseReport } from '../../saml/check-response.ts';
import type { Expected as ExpectedBySaml } from '../../saml/report/expectations.ts';
import { frontline } from '../../twilio/service-provider.ts';

/** The sign-in from an org to Twilio Frontline that a response is compared with. */
export type Expected = Omit<ExpectedBySaml, 'attribute' | 'organizationalUnit' | 'usernameMistake'> & {
  /** Value of the attribute `roles`; `agent` unless given. By the profile `standard`, none is expected unless given. */
  role?: string | undefined;
  /** Whether the role depends on the user, so that another one is worth a warning only. */
  roleVaries?: boolean | undefined;
  /** Id of the organization that the certificate should name as its organizational unit. */
  orgId?: string | undefined;
};

/** The length of the short form of an organization id, which certificates have. The long form begins with it. */
const SHORT_ID_LENGTH = 15;

/**
 * The role without the quotes of its formula. `literalOf` is not used, since it would import the Salesforce libraries,
 * and other programs use this file without them.
 */
const FRONTLINE_ROLE = (frontline.attributes['roles'] ?? '').replace(/^'(.*)'$/, '$1');

const ROLE_FIX =
  "Add a custom attribute to the identity provider's app: key roles, value the role as a text literal in single quotes.";

const ROLE_VARIES = 'The role depends on the user: look whether it is the one that is meant.';

/**
 * Checks a captured response as Twilio would. {@link checkSamlResponse} does the work. This adds what `saml/` does not
 * know: the role, and what an org writes into its certificate. It never throws, whatever it is given.
 *
 * @param samlResponse the value of the form field SAMLResponse: Base64 of the XML.
 */
export function checkResponse(samlResponse: string, expected: Expected): ResponseReport {
  return checkSamlResponse(samlResponse, expectedBySaml(expected));
}

/** A caller in JavaScript can give any value. A value of a wrong type is passed on, so that no check accepts it. */
function expectedBySaml(expected: Expected): ExpectedBySaml {
  try {
    const { role, roleVaries, orgId, ...fields } = { ...((typeof expected === 'object' && expected) as Expected) };
    const isRoleNeeded = fields.profile !== 'standard' || (role !== undefined && role !== null);
    const attribute = {
      name: 'roles',
      value: role ?? FRONTLINE_ROLE,
      fix: ROLE_FIX,
      ...(roleVaries === true ? { otherValueHint: ROLE_VARIES } : {}),
    };
    return {
      ...fields,
      attribute: isRoleNeeded ? attribute : undefined,
      organizationalUnit: typeof orgId === 'string' ? orgId.slice(0, SHORT_ID_LENGTH) : orgId,
      usernameMistake: userNameSuffixMistake,
    };
  } catch (error) {
    // A getter has thrown. `saml/` reports that where it reads the values, so this throws there again.
    return {
      get certificates(): never {
        throw error;
      },
    } as unknown as ExpectedBySaml;
  }
}
