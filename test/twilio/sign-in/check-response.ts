import { ResponseRejected } from '../saml/rejection.ts';
import type { ResponseTerms } from '../saml/terms.ts';
import { validateResponse, type ValidResponse } from '../saml/validate-response.ts';
import { authenticationFailed, TwilioError } from '../twilio-error.ts';

/** What has been signed in before, and whether somebody may sign in whom nobody asked to. */
export type Arrivals = { usedAssertions: ReadonlySet<string>; unsolicited: 'refused' | 'accepted' };

/**
 * Checks what was posted to an assertion consumer service: a response that is missing, that is not valid, that answers no
 * request unless such are accepted, or that signs in a second time is refused. The request of a response is answered once,
 * so that the usual replay fails before.
 *
 * @param samlResponse Base64, as it was posted; null when it was not.
 * @throws TwilioError 70004 for a response that is refused; the texts of the last two cases are not known.
 */
export async function checkResponse(
  samlResponse: string | null,
  terms: ResponseTerms,
  { usedAssertions, unsolicited }: Arrivals,
): Promise<ValidResponse> {
  if (samlResponse === null) {
    throw new TwilioError(70002, 'SAMLResponse is missing');
  }
  const response = await validateResponse(samlResponse, terms).catch(refuse);
  if (response.inResponseTo === undefined && unsolicited === 'refused') {
    throw authenticationFailed('The Response answers no AuthNRequest of the SP');
  }
  if (usedAssertions.has(response.assertionId)) {
    throw authenticationFailed(`The Assertion ${response.assertionId} has been used before`);
  }
  return response;
}

function refuse(error: unknown): never {
  throw error instanceof ResponseRejected ? authenticationFailed(error.message, error.cause) : error;
}
