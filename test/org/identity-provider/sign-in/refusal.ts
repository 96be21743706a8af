import type { OrgAnswer } from '../../server/route.ts';
import { html, page } from '../pages/html.ts';

/**
 * Codes of IdpEventLog that the sign-in gives, with the words of the Object Reference ("IdpEventLog", `ErrorCode`). That
 * the pages say the same is inferred; so is which of two near codes stands where.
 */
export const REFUSALS = {
  InvalidAuthnRequest: 'Error: Unable to parse AuthnRequest from service provider',
  InvalidIssuer: 'Error: Invalid Issuer',
  InvalidIdpEndpoint: 'Error: Invalid Identity Provider Endpoint URL',
  InvalidSettings: 'Error: IdP certificate is invalid or does not exist',
  InvalidSignature: 'Error: Invalid Signature',
  InvalidSessionLevel: 'Error: Invalid session level',
  InvalidSp: 'Error: Misconfigured or invalid service provider',
  UnableToResolve: 'Error: Unable to resolve request into a Service Provider',
  NoAccess: 'Error: User does not have access to this service provider',
  NoCustomAttrValue: 'Error: User does not have a value for the subject custom attribute',
  NoCustomField: 'Error: Custom field not found',
  NoSpokeId: 'Error: No Spoke ID found',
  NoUserFedId: 'Error: User does not have a Federation Identifier selected',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/**
 * The page of a refusal. Its status is not known; 200 is the one that misleads a client that looks at nothing else. A
 * user without access meets the page that the platform shows wherever a right is missing.
 */
export function refusalPage(code: RefusalCode): OrgAnswer {
  return code === 'NoAccess'
    ? page(
        200,
        'Insufficient Privileges | Salesforce',
        html`<h1>Insufficient Privileges</h1>
          <p>
            You do not have the level of access necessary to perform the operation you requested. Please contact the
            owner of the record or your administrator if access is necessary.
          </p>`,
      )
    : errorPage('Single Sign-On Error', code);
}

/** The page that stands for an app which the sign-in does not know yet (its title was seen, its text is inferred). */
export function notYetKnownPage(): OrgAnswer {
  return errorPage('Invalid Service Provider', 'InvalidSp');
}

function errorPage(title: string, code: RefusalCode): OrgAnswer {
  return page(
    200,
    `${title} | Salesforce`,
    html`<h1>${title}</h1>
      <p>${REFUSALS[code]}</p>`,
  );
}
