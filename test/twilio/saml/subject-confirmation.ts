import { isOver, isToCome, type Clock } from './instants.ts';
import { ResponseRejected } from './rejection.ts';
import { ASSERTION, attribute, select } from './xml.ts';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** What a SubjectConfirmationData has to agree with. */
export type ConfirmationTerms = { acsUrl: string; inResponseTo: string | undefined; clock: Clock };

/**
 * One bearer confirmation at least must fit. Order and texts are those of java-saml
 * (`SamlResponse.validateSubjectConfirmation`, `SubjectConfirmationIssue`).
 *
 * @throws ResponseRejected with what is wrong with each of them.
 */
export function checkSubjectConfirmation(assertion: Element, terms: ConfirmationTerms): void {
  const issues: { index: number; text: string }[] = [];
  const confirmations = select(assertion, [ASSERTION, 'Subject'], [ASSERTION, 'SubjectConfirmation']);
  for (const [index, confirmation] of confirmations.entries()) {
    const found = issuesOf(confirmation, terms);
    if (found.includes(undefined)) {
      return;
    }
    issues.push(...found.map((text) => ({ index, text: text ?? '' })));
  }
  const texts = issues.map(({ index, text }) => (issues.length > 1 ? `\n[${index}] ${text}` : text));
  const separator = issues.length > 0 ? ': ' : '';
  throw new ResponseRejected(
    `A valid SubjectConfirmation was not found on this Response${separator}${texts.join(', ')}`,
  );
}

/** One entry for each SubjectConfirmationData: what is wrong with it, undefined when nothing is. */
function issuesOf(confirmation: Element, terms: ConfirmationTerms): (string | undefined)[] {
  return (attribute(confirmation, 'Method') ?? BEARER) === BEARER
    ? select(confirmation, [ASSERTION, 'SubjectConfirmationData']).map((data) => issueOf(data, terms))
    : [];
}

function issueOf(data: Element, { acsUrl, inResponseTo, clock }: ConfirmationTerms): string | undefined {
  const recipient = attribute(data, 'Recipient');
  if (recipient === undefined) {
    return "SubjectConfirmationData doesn't contain a Recipient";
  }
  if (recipient !== acsUrl) {
    return "SubjectConfirmationData doesn't match a valid Recipient";
  }
  if (attribute(data, 'InResponseTo') !== inResponseTo) {
    return 'SubjectConfirmationData has an invalid InResponseTo value';
  }
  const notOnOrAfter = attribute(data, 'NotOnOrAfter');
  if (notOnOrAfter === undefined) {
    return "SubjectConfirmationData doesn't contain a NotOnOrAfter attribute";
  }
  if (isOver(notOnOrAfter, clock)) {
    return 'SubjectConfirmationData is no longer valid';
  }
  const notBefore = attribute(data, 'NotBefore');
  return notBefore !== undefined && isToCome(notBefore, clock) ? 'SubjectConfirmationData is not yet valid' : undefined;
}
