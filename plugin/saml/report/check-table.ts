/** What is said of a check whatever its outcome: its name, what it wants, and what to do when it fails. */
type CheckTexts = { title: string; expected: string; fix: string };

const CAPTURE_AGAIN =
  'Capture the response again: the whole value of the form field SAMLResponse, before anything decodes or shortens it.';
const SIGN_AGAIN =
  'Sign in again and check the new response. If it repeats, something on the way changes responses, or the identity provider builds them wrongly.';
const REPORT_FORM =
  'If the signatures are good, the identity provider writes it so: correct it there. If not, look for a proxy or extension that rewrites responses.';
const SIGN_BOTH = 'Let the identity provider sign the response and the assertion.';
const USE_SHA256 = "Set the identity provider's signing algorithm for SAML messages to SHA-256.";
const SAME_CERTIFICATE =
  'If it is new: choose the expected certificate in the identity provider, or export the one it signs with and give it to the service provider. A response from before a rotation of the certificate proves nothing any more.';
const ACS_IN_APP = "Enter the expected address as the ACS URL of the identity provider's app.";
const ISSUER_BOTH_SIDES =
  "Set the issuer of the identity provider's app to the expected value, or give the service provider the issuer that is sent.";
const CLOCKS = 'Set the clock of this computer by a time server and sign in again.';
const ANSWER_THIS_REQUEST = 'Sign in again from the start: the response must answer the request that was just sent.';
const SUBJECT_OF_USER =
  "Look at the subject type of the identity provider's app, and at what the user has for it: it is the user name unless chosen otherwise.";
const NEW_RESPONSE = 'Sign in again and use the response at once: it is valid for some minutes only.';

const signatureTexts = (element: string): Record<SignatureCheck, CheckTexts> => ({
  present: { title: `${element} is signed`, expected: 'one signature', fix: SIGN_BOTH },
  form: { title: `Signature of the ${element} has the SAML form`, expected: 'the form of SAML', fix: REPORT_FORM },
  alg: { title: `Algorithms of the ${element} signature`, expected: 'RSA with SHA-256 or better', fix: USE_SHA256 },
  digest: { title: `${element} is what was signed`, expected: 'the supplied digest', fix: SIGN_AGAIN },
  value: {
    title: `${element} is signed with the expected key`,
    expected: 'made with the key of the expected certificate',
    fix: SAME_CERTIFICATE,
  },
  cert: {
    title: `Certificate inside the ${element} signature`,
    expected: 'the expected certificate or its key',
    fix: SAME_CERTIFICATE,
  },
  meaning: {
    title: `${element} means what was signed`,
    expected: 'the same elements, attributes and texts as in the signed bytes',
    fix: REPORT_FORM,
  },
});

type SignatureCheck = 'present' | 'form' | 'alg' | 'digest' | 'value' | 'cert' | 'meaning';

const response = signatureTexts('Response');
const assertion = signatureTexts('Assertion');

/** Every check, in the order in which it is reported. The keys are the stable ids. */
export const checkTable = {
  internal: {
    title: 'Examination ran without an error of its own',
    expected: 'no error',
    fix: 'Report it to the maintainers of sf-plugin-frontline with this text, but without the response: it signs its user in.',
  },
  'cert.parse': {
    title: 'Expected certificate is readable',
    expected: 'one PEM certificate with a usable key',
    fix: 'Export the certificate again, from its first line to its last.',
  },
  'cert.validity': {
    title: 'Expected certificate is valid today',
    expected: 'valid now and for 30 days more',
    fix: 'Make a new certificate and give it to the service provider before the old one ends.',
  },
  'cert.key': {
    title: 'Key of the expected certificate',
    expected: 'RSA with 2048 bits or more',
    fix: 'Make a new certificate with an RSA key of 2048 bits or more.',
  },
  'cert.org': {
    title: 'Expected certificate names the expected unit',
    expected: 'the expected organizational unit',
    fix: 'Export the certificate of the identity provider that users sign in to.',
  },
  profile: {
    title: 'Rules for the response are known',
    expected: 'salesforce or standard',
    fix: 'Give "salesforce" or "standard" as the profile, or none for "salesforce".',
  },
  'decode.base64': { title: 'SAMLResponse is Base64', expected: 'Base64 within the limit', fix: CAPTURE_AGAIN },
  'decode.utf8': { title: 'Content is UTF-8', expected: 'UTF-8', fix: CAPTURE_AGAIN },
  'xml.safe': {
    title: 'XML has one meaning only',
    expected:
      'no DOCTYPE, comment, CDATA section, processing instruction, misplaced byte order mark or forbidden character',
    fix: REPORT_FORM,
  },
  'xml.wellformed': {
    title: 'XML is well-formed',
    expected: 'well-formed XML within the limits',
    fix: CAPTURE_AGAIN,
  },
  'saml.root': {
    title: 'Document is a SAML response',
    expected: 'samlp:Response',
    fix: 'Capture the form post from the identity provider to the service provider, not another message.',
  },
  'saml.ids': { title: 'IDs are present and unique', expected: 'unique XML IDs', fix: REPORT_FORM },
  'saml.status': {
    title: 'Sign-in succeeded',
    expected: 'Success',
    fix: "Look at the identity provider's own log of sign-ins, which names the reason.",
  },
  'saml.notEncrypted': {
    title: 'Assertion is not encrypted',
    expected: 'no encrypted part',
    fix: "Switch the encryption of the response off in the identity provider's app; the service provider cannot decrypt it.",
  },
  'saml.oneAssertion': {
    title: 'Response holds one assertion',
    expected: 'one Assertion, directly in the Response',
    fix: REPORT_FORM,
  },
  'saml.noStray': {
    title: 'Nothing unknown in the response',
    expected: 'known elements and attributes, in their places',
    fix: REPORT_FORM,
  },
  'saml.schema': {
    title: 'Elements and attributes follow the schema',
    expected: 'what the schemas of SAML and XML Signature require',
    fix: REPORT_FORM,
  },
  'sig.response.present': response.present,
  'sig.response.form': response.form,
  'sig.response.alg': response.alg,
  'sig.response.digest': response.digest,
  'sig.response.value': response.value,
  'sig.response.cert': response.cert,
  'sig.response.meaning': response.meaning,
  'sig.assertion.present': assertion.present,
  'sig.assertion.form': assertion.form,
  'sig.assertion.alg': assertion.alg,
  'sig.assertion.digest': assertion.digest,
  'sig.assertion.value': assertion.value,
  'sig.assertion.cert': assertion.cert,
  'sig.assertion.meaning': assertion.meaning,
  'claims.source': {
    title: 'Values come from signed content',
    expected: 'content covered by a verified signature',
    fix: 'Mend the signature first; until then all other values are only what the response claims.',
  },
  'resp.version': { title: 'Version of the Response', expected: '2.0', fix: REPORT_FORM },
  'ass.version': { title: 'Version of the Assertion', expected: '2.0', fix: REPORT_FORM },
  'resp.destination': { title: 'Destination of the Response', expected: 'the ACS URL', fix: ACS_IN_APP },
  'resp.issuer': { title: 'Issuer of the Response', expected: 'the expected issuer', fix: ISSUER_BOTH_SIDES },
  'ass.issuer': { title: 'Issuer of the Assertion', expected: 'the expected issuer', fix: ISSUER_BOTH_SIDES },
  'resp.inResponseTo': {
    title: 'Response answers the request',
    expected: 'the ID of the request',
    fix: ANSWER_THIS_REQUEST,
  },
  'ass.inResponseTo': {
    title: 'Assertion answers the request',
    expected: 'the ID of the request',
    fix: ANSWER_THIS_REQUEST,
  },
  'resp.issueInstant': { title: 'Response was issued just now', expected: 'within 300 seconds', fix: CLOCKS },
  'ass.issueInstant': { title: 'Assertion was issued just now', expected: 'within 300 seconds', fix: CLOCKS },
  'ass.nameId.present': {
    title: 'Assertion names one user',
    expected: 'one Subject with one NameID of plain text',
    fix: SUBJECT_OF_USER,
  },
  'ass.nameId.value': {
    title: 'NameID is that of the user',
    expected: 'what the app makes it of',
    fix: SUBJECT_OF_USER,
  },
  'ass.nameId.format': {
    title: 'Format of the NameID',
    expected: 'unspecified',
    fix: "Set the name ID format of the identity provider's app to the expected one.",
  },
  'ass.bearer': {
    title: 'Assertion may be used by its bearer',
    expected: 'a bearer confirmation with data',
    fix: REPORT_FORM,
  },
  'ass.recipient': { title: 'Recipient of the Assertion', expected: 'the ACS URL', fix: ACS_IN_APP },
  'ass.subjectTime': { title: 'Subject confirmation is still valid', expected: 'not over', fix: NEW_RESPONSE },
  'ass.subjectNoNotBefore': {
    title: 'Subject confirmation has no start',
    expected: 'no NotBefore',
    fix: REPORT_FORM,
  },
  'ass.conditions': { title: 'Assertion has conditions', expected: 'one Conditions', fix: REPORT_FORM },
  'ass.conditionTime': { title: 'Conditions are valid now', expected: 'valid now', fix: NEW_RESPONSE },
  'ass.audience': {
    title: 'Assertion is meant for the service provider',
    expected: 'the entity ID of the service provider',
    fix: "Enter the expected value as the entity ID of the identity provider's app.",
  },
  'ass.authn': {
    title: 'Assertion tells of one authentication',
    expected: 'one AuthnStatement whose session is not over',
    fix: NEW_RESPONSE,
  },
  'ass.attributes': {
    title: 'Attributes are present, each once',
    expected: 'attributes with different names',
    fix: "Remove the repeated key from the custom attributes of the identity provider's app.",
  },
  'ass.roles': {
    title: 'Attribute has the expected value',
    expected: 'the expected attribute with the expected value',
    fix: "Let the identity provider's app send the expected attribute with the expected value.",
  },
  replay: {
    title: 'Assertion was not used before',
    expected: 'an Assertion ID not seen before',
    fix: 'Sign in again: every response may be used once.',
  },
} as const satisfies Record<string, CheckTexts>;

/** The id of a check. New ones may come, and none is ever given another meaning. */
export type CheckId = keyof typeof checkTable;

/** Which of the two signed elements a check is about, as its id has it. */
export type SignedPart = 'response' | 'assertion';

export const checkIds = Object.keys(checkTable) as CheckId[];
