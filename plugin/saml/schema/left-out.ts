/** Why an element of the schemas is refused. */
export type LeftOut = { section: string; reason: string };

const HIDES_WRAPPING = 'no sign-in needs it, and signature wrapping attacks hide a second assertion in it';
const POINTS_ELSEWHERE = 'the key is the one of the expected certificate, and nothing is fetched';
const NOT_RSA = 'only RSA keys are accepted';

/**
 * Elements that the schemas allow and that are refused on purpose, by their name, or by it and the one of the element that
 * they are in. Identity providers do not need them in a sign-in, and
 * what nobody reads is a place to hide something.
 */
const leftOut: ReadonlyMap<string, LeftOut> = new Map([
  ['samlp:Extensions', { section: 'SAML Core 3.2.2', reason: HIDES_WRAPPING }],
  ['samlp:StatusDetail', { section: 'SAML Core 3.2.2.4', reason: HIDES_WRAPPING }],
  [
    'ds:KeyInfo in saml:SubjectConfirmationData',
    { section: 'SAML Core 2.4.1.3', reason: 'it confirms the holder of a key, and a user of a browser has none' },
  ],
  ['saml:Advice', { section: 'SAML Core 2.6.1', reason: HIDES_WRAPPING }],
  ['ds:Object', { section: 'XML Signature 4.5', reason: HIDES_WRAPPING }],
  [
    'saml:BaseID',
    { section: 'SAML Core 2.2.1', reason: 'it is abstract, so that only an extension can say what it means' },
  ],
  [
    'saml:Statement',
    { section: 'SAML Core 2.7.1', reason: 'it is abstract, so that only an extension can say what it means' },
  ],
  [
    'saml:Condition',
    { section: 'SAML Core 2.5.1.3', reason: 'an assertion with a condition that is not understood is not valid' },
  ],
  [
    'saml:AuthzDecisionStatement',
    { section: 'SAML Core 2.7.4', reason: 'SAML 2.0 keeps it for older systems only, and a sign-in has none' },
  ],
  [
    'saml:AuthnContextDecl',
    { section: 'SAML Core 2.7.2.2', reason: 'it may hold anything; a class or a reference names the context' },
  ],
  ['ds:RetrievalMethod', { section: 'XML Signature 4.4.3', reason: POINTS_ELSEWHERE }],
  ['ds:PGPData', { section: 'XML Signature 4.4.5', reason: NOT_RSA }],
  ['ds:SPKIData', { section: 'XML Signature 4.4.6', reason: NOT_RSA }],
  ['ds:DSAKeyValue', { section: 'XML Signature 4.4.2.1', reason: NOT_RSA }],
  ['ds:MgmtData', { section: 'XML Signature 4.4.7', reason: 'XML Signature advises against it' }],
  [
    'ds:X509CRL',
    { section: 'XML Signature 4.4.4', reason: 'whether the key is trusted is not for the response to say' },
  ],
  ['ds:XPath', { section: 'XML Signature 6.6.3', reason: 'SAML allows no transform that selects (SAML Core 5.4.4)' }],
  ['ds:HMACOutputLength', { section: 'XML Signature 6.3.1', reason: 'no signature with a shared secret is accepted' }],
]);

/** Elements in which the schemas allow elements of any other namespace. */
const EXTENSIBLE: ReadonlyMap<string, LeftOut> = new Map([
  ['saml:SubjectConfirmationData', { section: 'SAML Core 2.4.1.2', reason: HIDES_WRAPPING }],
  ...['ds:KeyInfo', 'ds:KeyValue', 'ds:X509Data'].map((name): [string, LeftOut] => [
    name,
    { section: 'XML Signature 4.4', reason: 'it cannot be compared with the expected certificate' },
  ]),
]);

/** Why an element is refused in another one; undefined if the schemas do not allow it there. */
export function whyLeftOut(name: string, parent: string): LeftOut | undefined {
  const isOfOthers = name.startsWith('{');
  return leftOut.get(`${name} in ${parent}`) ?? leftOut.get(name) ?? (isOfOthers ? EXTENSIBLE.get(parent) : undefined);
}
