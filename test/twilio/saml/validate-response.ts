import { checkAssertion, checkDemandedSignatures } from './assertion-checks.ts';
import { checkMessage } from './message-checks.ts';
import { readNameId } from './name-id.ts';
import { readAttributes } from './attributes.ts';
import { ResponseRejected } from './rejection.ts';
import type { ResponseTerms } from './terms.ts';
import { verifySignatures } from './verify-signatures.ts';
import { attribute, parseXml } from './xml.ts';

/** What a valid response says. */
export type ValidResponse = {
  assertionId: string;
  nameId: string;
  /** Values by attribute name, in the order in which they were sent. */
  attributes: ReadonlyMap<string, readonly string[]>;
  /** The AuthnRequest that is answered; undefined when the sign-in started at the identity provider. */
  inResponseTo: string | undefined;
};

/**
 * Validates a response as java-saml does, in its order and with its texts, with @node-saml/node-saml for the signatures.
 * What it says is read from what is signed.
 *
 * @param samlResponse Base64, as it was posted.
 * @throws ResponseRejected
 */
export async function validateResponse(samlResponse: string, terms: ResponseTerms): Promise<ValidResponse> {
  const response = readDocument(samlResponse);
  const { assertion, signed } = checkMessage(response, terms);
  checkAssertion(response, assertion, terms);
  checkDemandedSignatures(signed, terms);
  const profile = await verifySignatures(samlResponse, response, signed, terms);
  const signedAssertion = parseXml(profile.getAssertionXml?.() ?? '');
  const nameId = readNameId(signedAssertion, profile.nameID, terms.entityId);
  const attributes = readAttributes(signedAssertion, terms.switches.repeatedAttributes);
  checkIssueInstant(response);
  return {
    assertionId: attribute(signedAssertion, 'ID') ?? '',
    nameId,
    attributes,
    inResponseTo: attribute(response, 'InResponseTo'),
  };
}

function readDocument(samlResponse: string): Element {
  try {
    return parseXml(Buffer.from(samlResponse, 'base64').toString('utf8'));
  } catch (cause) {
    throw new ResponseRejected('SAML Response could not be processed', { cause });
  }
}

/** Times are in UTC, with a Z (SAML 2.0 Core 1.3.3). */
function checkIssueInstant(response: Element): void {
  const issued = attribute(response, 'IssueInstant');
  if (issued !== undefined && !(issued.endsWith('Z') && !Number.isNaN(Date.parse(issued)))) {
    throw new ResponseRejected(
      'The Response IssueInstant attribute is not in the expected UTC form of ISO-8601 format',
    );
  }
}
