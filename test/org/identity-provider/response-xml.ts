/** An attribute of the Assertion; Salesforce writes one value each. */
export type ResponseAttribute = { name: string; value: string };

/** Everything a response says, before it is signed. */
export type ResponseContent = {
  responseId: string;
  assertionId: string;
  /** The issuer; its My Domain address unless the app says otherwise. */
  issuer: string;
  acsUrl: string;
  entityId: string;
  nameId: string;
  nameIdFormat: string;
  /** ID of the AuthnRequest that is answered; absent when the sign-in started at the org. */
  inResponseTo?: string | undefined;
  issued: Date;
  attributes: ResponseAttribute[];
};

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';

/**
 * Milliseconds after the Response's IssueInstant. The platform takes the time anew for each: a response of .635 has an
 * assertion of .636, a sign-in of .637 and windows from .643 (seen; how far they spread differs from one to the next).
 */
const ASSERTION_AFTER = 1;
const SIGN_IN_AFTER = 2;
export const WINDOWS_AFTER = 8;

/** Conditions begin 30 seconds before and end 5 minutes after that time (seen; not configurable). */
const EARLIER = 30_000;
const LIFETIME = 300_000;

/**
 * The Assertion as Salesforce writes it, without a signature: attributes in alphabetical order after the namespace
 * declarations, `xs` and `xsi` declared on each AttributeValue, no white space between elements (seen in two captured
 * responses; the position of custom attributes behind the standard ones is inferred).
 */
export function assertionXml(content: ResponseContent): string {
  const { issued, acsUrl } = content;
  const end = instant(issued, WINDOWS_AFTER + LIFETIME);
  const inResponseTo =
    content.inResponseTo === undefined ? '' : ` InResponseTo="${attributeText(content.inResponseTo)}"`;
  return [
    `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${content.assertionId}" IssueInstant="${instant(issued, ASSERTION_AFTER)}" Version="2.0">`,
    `<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${text(content.issuer)}</saml:Issuer>`,
    `<saml:Subject><saml:NameID Format="${attributeText(content.nameIdFormat)}">${text(content.nameId)}</saml:NameID>`,
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">',
    `<saml:SubjectConfirmationData${inResponseTo} NotOnOrAfter="${end}" Recipient="${attributeText(acsUrl)}"/>`,
    '</saml:SubjectConfirmation></saml:Subject>',
    `<saml:Conditions NotBefore="${instant(issued, WINDOWS_AFTER - EARLIER)}" NotOnOrAfter="${end}"><saml:AudienceRestriction>`,
    `<saml:Audience>${text(content.entityId)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${instant(issued, SIGN_IN_AFTER)}"><saml:AuthnContext>`,
    '<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>',
    '</saml:AuthnContext></saml:AuthnStatement>',
    `<saml:AttributeStatement>${content.attributes.map(attributeXml).join('')}</saml:AttributeStatement></saml:Assertion>`,
  ].join('');
}

/** The Response around an assertion, without a signature of its own. */
export function responseXml(content: ResponseContent, assertion: string): string {
  const { responseId, acsUrl, issued, inResponseTo } = content;
  const answers = inResponseTo === undefined ? '' : ` InResponseTo="${attributeText(inResponseTo)}"`;
  return [
    `<samlp:Response xmlns:samlp="${PROTOCOL}" Destination="${attributeText(acsUrl)}" ID="${responseId}"${answers}`,
    ` IssueInstant="${instant(issued)}" Version="2.0">`,
    `<saml:Issuer xmlns:saml="${ASSERTION}" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">`,
    `${text(content.issuer)}</saml:Issuer>`,
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>',
    `${assertion}</samlp:Response>`,
  ].join('');
}

function attributeXml({ name, value }: ResponseAttribute): string {
  return [
    `<saml:Attribute Name="${attributeText(name)}"`,
    ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified">',
    '<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:anyType">',
    `${text(value)}</saml:AttributeValue></saml:Attribute>`,
  ].join('');
}

function instant(time: Date, offset = 0): string {
  return new Date(time.getTime() + offset).toISOString();
}

/**
 * Text and attribute values are escaped as canonicalisation writes them, so that the XML is its own canonical form, but
 * for a carriage return: XML serialisers write it in decimal (that Salesforce's does is inferred).
 */
function text(value: string): string {
  return value.replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

function attributeText(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#13;',
};
