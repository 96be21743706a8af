import { checkAssertionFacts } from './assertion-checks.ts';
import { checkAttributes } from './attribute-checks.ts';
import { checkBearer } from './bearer-checks.ts';
import type { Certificate } from '../reading/certificate.ts';
import type { Finding } from '../report/check.ts';
import {
  readAssertion,
  readResponse,
  toClaims,
  type AssertionFacts,
  type Claims,
  type ConfirmationData,
  type ResponseFacts,
} from '../reading/claims.ts';
import type { Element } from '../reading/element.ts';
import { childrenNamed } from '../reading/elements.ts';
import { isStrict, type Expectations } from '../report/expectations.ts';
import { ASSERTION } from '../reading/namespaces.ts';
import type { ParsedDocument } from '../reading/xml/parse-document.ts';
import { checkResponseFacts } from './response-checks.ts';
import { examineSignature, type SignatureExamination } from '../signature/signature-checks.ts';
import { checkStructure } from './structure.ts';
import { checkSubject } from './subject-checks.ts';
import { notSigned, unsignedPart } from './one-signature.ts';

/** The facts that the checks judge, and the signed element they were read from. */
type Facts = { source: Claims['source'] | 'none'; response: ResponseFacts; assertion?: AssertionFacts | undefined };

/**
 * Examines a document that could be read and is a SAML response. No finding stops it: every check that can run
 * does run.
 */
export function examineDocument(
  document: ParsedDocument,
  trusted: Certificate[],
  expectations: Expectations,
): { findings: Finding[]; certificates: Certificate[]; claims?: Claims | undefined } {
  const { root } = document;
  const [assertion] = childrenNamed(root, ASSERTION, 'Assertion');
  const structure = checkStructure(document, isStrict(expectations) ? 'plain' : 'any');
  const unsigned = unsignedPart(root, assertion, expectations);
  const ofResponse: SignatureExamination =
    unsigned === 'response' ? { findings: notSigned(unsigned) } : examineSignature('response', document, root, trusted);
  const ofAssertion: SignatureExamination =
    unsigned === 'assertion'
      ? { findings: notSigned(unsigned) }
      : assertion
        ? examineSignature('assertion', document, assertion, trusted)
        : { findings: [] };
  const facts = readFacts(document, ofResponse.verified?.signed, ofAssertion.verified?.signed);
  const judged = checkFacts(facts, unsigned !== 'response', expectations);
  return {
    findings: [...structure, ...ofResponse.findings, ...ofAssertion.findings, ...judged.findings],
    certificates: [ofResponse, ofAssertion].flatMap(({ verified }) => (verified ? [verified.certificate] : [])),
    claims:
      facts.assertion && facts.source !== 'none' ? toClaims(facts.source, facts.assertion, judged.chosen) : undefined,
  };
}

/** The findings about what the response says, and the confirmation by which it was judged. */
function checkFacts(
  { source, response, assertion }: Facts,
  isResponseSigned: boolean,
  expectations: Expectations,
): { findings: Finding[]; chosen?: ConfirmationData | undefined } {
  const findings: Finding[] = [
    { id: 'claims.source', status: source === 'none' ? 'fail' : 'pass', actual: source },
    ...checkResponseFacts(response, isResponseSigned, expectations),
  ];
  if (!assertion) {
    return { findings };
  }
  const bearer = checkBearer(assertion.confirmations, expectations);
  findings.push(
    ...checkAssertionFacts(assertion, expectations),
    ...checkSubject(assertion, expectations),
    ...bearer.findings,
    ...checkAttributes(assertion, expectations),
  );
  return { findings, chosen: bearer.chosen };
}

/**
 * Reads the values from what a verified signature covers, without that signature: the Response, which contains the
 * Assertion, or the Assertion. If neither signature is good, they are read from the unverified document, only for the
 * report of the refused response.
 */
function readFacts({ root }: ParsedDocument, response?: Element, assertion?: Element): Facts {
  if (response) {
    return { source: 'response', response: readResponse(response), assertion: assertionIn(response) };
  }
  const unverified = readResponse(root);
  return assertion
    ? { source: 'assertion', response: unverified, assertion: readAssertion(assertion) }
    : { source: 'none', response: unverified, assertion: assertionIn(root) };
}

function assertionIn(response: Element): AssertionFacts | undefined {
  const [assertion] = childrenNamed(response, ASSERTION, 'Assertion');
  return assertion && readAssertion(assertion);
}
