import { isOver, isToCome, type Clock } from './instants.ts';
import { ResponseRejected } from './rejection.ts';
import type { SignedElements } from './signed-elements.ts';
import { checkSubjectConfirmation } from './subject-confirmation.ts';
import type { ResponseTerms } from './terms.ts';
import { ASSERTION, attribute, select, text } from './xml.ts';

/**
 * What is checked of the assertion and of what the Response says about itself, before signatures are verified. Order and
 * texts are those of java-saml (`SamlResponse.isValid`).
 *
 * @throws ResponseRejected
 */
export function checkAssertion(response: Element, assertion: Element, terms: ResponseTerms): void {
  const clock: Clock = { now: terms.now.getTime(), skew: terms.switches.clockSkew * 1000 };
  if (attribute(assertion, 'Version') !== '2.0') {
    throw new ResponseRejected('Unsupported SAML Version on Assertion.');
  }
  checkConditions(assertion, clock);
  const statements = select(assertion, [ASSERTION, 'AuthnStatement']);
  if (statements.length !== 1) {
    throw new ResponseRejected('The Assertion must include an AuthnStatement element');
  }
  if (select(assertion, [ASSERTION, 'AttributeStatement'], [ASSERTION, 'EncryptedAttribute']).length > 0) {
    throw new ResponseRejected('There is an EncryptedAttribute in the Response and this SP does not support them');
  }
  checkDestination(response, terms);
  checkAudiences(assertion, terms);
  checkIssuers(response, assertion, terms);
  checkSession(statements, clock);
  const inResponseTo = attribute(response, 'InResponseTo');
  checkSubjectConfirmation(assertion, { acsUrl: terms.acsUrl, inResponseTo, clock });
}

/**
 * That what must be signed is signed.
 *
 * @throws ResponseRejected
 */
export function checkDemandedSignatures(signed: SignedElements, { switches }: ResponseTerms): void {
  const { signatures } = switches;
  if ((signatures === 'assertion' || signatures === 'both') && !signed.assertion) {
    throw new ResponseRejected('The Assertion of the Response is not signed and the SP requires it');
  }
  if ((signatures === 'response' || signatures === 'both') && !signed.response) {
    throw new ResponseRejected('The Message of the Response is not signed and the SP requires it');
  }
  if (!signed.assertion && !signed.response) {
    throw new ResponseRejected('No Signature found. SAML Response rejected');
  }
}

function checkConditions(assertion: Element, clock: Clock): void {
  const [conditions, ...others] = select(assertion, [ASSERTION, 'Conditions']);
  if (conditions === undefined || others.length > 0) {
    throw new ResponseRejected('The Assertion must include a Conditions element');
  }
  const notOnOrAfter = attribute(conditions, 'NotOnOrAfter');
  if (notOnOrAfter !== undefined && isOver(notOnOrAfter, clock)) {
    throw new ResponseRejected('Could not validate timestamp: expired. Check system clock.');
  }
  const notBefore = attribute(conditions, 'NotBefore');
  if (notBefore !== undefined && isToCome(notBefore, clock)) {
    throw new ResponseRejected('Could not validate timestamp: not yet valid. Check system clock.');
  }
}

function checkDestination(response: Element, { acsUrl }: ResponseTerms): void {
  const destination = attribute(response, 'Destination');
  if (destination === '') {
    throw new ResponseRejected('The response has an empty Destination value');
  }
  if (destination !== undefined && destination !== acsUrl) {
    throw new ResponseRejected(`The response was received at ${acsUrl} instead of ${destination}`);
  }
}

/**
 * java-saml puts all audiences into one list, and accepts an assertion that names none. This is stricter, as the profile
 * of browser sign-on wants it (SAML 2.0 Profiles 4.1.4.2) and as the library that verifies the signatures does it: there
 * is an AudienceRestriction, and each of them names the service provider (SAML 2.0 Core 2.5.1.4).
 */
function checkAudiences(assertion: Element, { entityId }: ResponseTerms): void {
  const restrictions = select(assertion, [ASSERTION, 'Conditions'], [ASSERTION, 'AudienceRestriction']);
  const isNamed = (restriction: Element): boolean =>
    select(restriction, [ASSERTION, 'Audience']).some((audience) => text(audience) === entityId);
  if (restrictions.length === 0 || !restrictions.every(isNamed)) {
    throw new ResponseRejected(`${entityId} is not a valid audience for this Response`);
  }
}

function checkIssuers(response: Element, assertion: Element, { issuer, switches }: ResponseTerms): void {
  const ofResponse = select(response, [ASSERTION, 'Issuer']);
  if (ofResponse.length > 1) {
    throw new ResponseRejected('Issuer of the Response is multiple.');
  }
  const ofAssertion = select(assertion, [ASSERTION, 'Issuer']);
  if (ofAssertion.length !== 1) {
    throw new ResponseRejected('Issuer of the Assertion not found or multiple.');
  }
  for (const found of [...ofResponse, ...ofAssertion].map(text)) {
    const isSame = switches.issuerSlash === 'exact' ? found === issuer : bare(found) === bare(issuer);
    if (!isSame) {
      throw new ResponseRejected(`Invalid issuer in the Assertion/Response. Was '${found}', but expected '${issuer}'`);
    }
  }
}

function bare(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

function checkSession(statements: Element[], clock: Clock): void {
  const end = statements.map((statement) => attribute(statement, 'SessionNotOnOrAfter'))[0];
  if (end !== undefined && isOver(end, clock)) {
    throw new ResponseRejected(
      'The attributes have expired, based on the SessionNotOnOrAfter of the AttributeStatement of this Response',
    );
  }
}
