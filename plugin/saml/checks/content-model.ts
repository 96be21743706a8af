import type { Element } from '../reading/element.ts';
import { childElements, nameOf, ownText } from '../reading/elements.ts';
import { XML_SCHEMA, XML_SCHEMA_INSTANCE } from '../reading/namespaces.ts';

/** What an element may hold: text, or these children in this order (names in one row may be mixed). */
type Content = 'text' | readonly (readonly string[])[];

/**
 * The elements a response may consist of, after the SAML 2.0 and XML Signature schemas. Some elements are left out on
 * purpose, because identity providers do not need them in a sign-in and attackers use them: Extensions, Advice,
 * StatusDetail, ds:Object, ds:RetrievalMethod, XPath transforms.
 */
const CONTENT: Readonly<Record<string, Content>> = {
  'samlp:Response': [
    ['saml:Issuer'],
    ['ds:Signature'],
    ['samlp:Status'],
    ['saml:Assertion', 'saml:EncryptedAssertion'],
  ],
  'samlp:Status': [['samlp:StatusCode'], ['samlp:StatusMessage']],
  'samlp:StatusCode': [['samlp:StatusCode']],
  'samlp:StatusMessage': 'text',
  'saml:Assertion': [
    ['saml:Issuer'],
    ['ds:Signature'],
    ['saml:Subject'],
    ['saml:Conditions'],
    ['saml:AuthnStatement', 'saml:AttributeStatement'],
  ],
  'saml:Issuer': 'text',
  'saml:Subject': [['saml:NameID', 'saml:EncryptedID'], ['saml:SubjectConfirmation']],
  'saml:NameID': 'text',
  'saml:SubjectConfirmation': [['saml:NameID', 'saml:EncryptedID'], ['saml:SubjectConfirmationData']],
  'saml:SubjectConfirmationData': [],
  'saml:Conditions': [['saml:AudienceRestriction', 'saml:OneTimeUse', 'saml:ProxyRestriction']],
  'saml:AudienceRestriction': [['saml:Audience']],
  'saml:OneTimeUse': [],
  'saml:ProxyRestriction': [['saml:Audience']],
  'saml:Audience': 'text',
  'saml:AuthnStatement': [['saml:SubjectLocality'], ['saml:AuthnContext']],
  'saml:SubjectLocality': [],
  'saml:AuthnContext': [['saml:AuthnContextClassRef'], ['saml:AuthnContextDeclRef'], ['saml:AuthenticatingAuthority']],
  'saml:AuthnContextClassRef': 'text',
  'saml:AuthnContextDeclRef': 'text',
  'saml:AuthenticatingAuthority': 'text',
  'saml:AttributeStatement': [['saml:Attribute', 'saml:EncryptedAttribute']],
  'saml:Attribute': [['saml:AttributeValue']],
  'saml:AttributeValue': 'text',
  'ds:Signature': [['ds:SignedInfo'], ['ds:SignatureValue'], ['ds:KeyInfo']],
  'ds:SignedInfo': [['ds:CanonicalizationMethod'], ['ds:SignatureMethod'], ['ds:Reference']],
  'ds:CanonicalizationMethod': [['ec:InclusiveNamespaces']],
  'ec:InclusiveNamespaces': [],
  'ds:SignatureMethod': [],
  'ds:Reference': [['ds:Transforms'], ['ds:DigestMethod'], ['ds:DigestValue']],
  'ds:Transforms': [['ds:Transform']],
  'ds:Transform': [['ec:InclusiveNamespaces']],
  'ds:DigestMethod': [],
  'ds:DigestValue': 'text',
  'ds:SignatureValue': 'text',
  'ds:KeyInfo': [['ds:KeyName', 'ds:KeyValue', 'ds:X509Data']],
  'ds:KeyName': 'text',
  'ds:KeyValue': [['ds:RSAKeyValue']],
  'ds:RSAKeyValue': [['ds:Modulus'], ['ds:Exponent']],
  'ds:Modulus': 'text',
  'ds:Exponent': 'text',
  'ds:X509Data': [['ds:X509Certificate', 'ds:X509SubjectName', 'ds:X509IssuerSerial', 'ds:X509SKI']],
  'ds:X509Certificate': 'text',
  'ds:X509SubjectName': 'text',
  'ds:X509IssuerSerial': [['ds:X509IssuerName'], ['ds:X509SerialNumber']],
  'ds:X509IssuerName': 'text',
  'ds:X509SerialNumber': 'text',
  'ds:X509SKI': 'text',
};

/** Elements whose content only a key holder can read. Another check reports their presence. */
const ENCRYPTED = new Set(['saml:EncryptedAssertion', 'saml:EncryptedID', 'saml:EncryptedAttribute']);

/** White space as XML defines it. Other blanks are text. */
const WHITE_SPACE = /^[ \t\r\n]*$/;

/**
 * Elements in a place where they do not belong, as `name in parent`. The contents of encrypted elements are not
 * checked.
 */
export function strayContent(root: Element): string[] {
  const stray: string[] = [];
  const waiting: Element[] = [root];
  for (let parent = waiting.pop(); parent; parent = waiting.pop()) {
    const content = CONTENT[nameOf(parent)] ?? [];
    if (content !== 'text' && !WHITE_SPACE.test(ownText(parent))) {
      stray.push(`text in ${nameOf(parent)}`);
    }
    if (hasForeignType(parent)) {
      stray.push(`an unknown xsi:type in ${nameOf(parent)}`);
    }
    const rows = content === 'text' ? [] : content;
    for (const child of childrenOutOf(rows, parent, stray)) {
      waiting.push(child);
    }
  }
  return stray;
}

/**
 * Whether an element declares a content type that is not one of XML Schema's own. If a prefix occurs only in a value, a
 * signature whose PrefixList leaves it out does not cover it, and a schema validator then refuses it.
 */
function hasForeignType(element: Element): boolean {
  const type = element.getAttributeNodeNS(XML_SCHEMA_INSTANCE, 'type')?.value;
  const [prefix] = type?.includes(':') ? type.trim().split(':') : [''];
  return type !== undefined && element.lookupNamespaceURI(prefix ?? '') !== XML_SCHEMA;
}

/** The children that belong in the parent. The others are added to `stray`. */
function childrenOutOf(rows: readonly (readonly string[])[], parent: Element, stray: string[]): Element[] {
  const known: Element[] = [];
  let reached = 0;
  for (const child of childElements(parent)) {
    const name = nameOf(child);
    const row = rows.findIndex((names) => names.includes(name));
    if (row < reached) {
      stray.push(`${name} ${row < 0 ? '' : 'late '}in ${nameOf(parent)}`);
    }
    reached = Math.max(reached, row);
    if (row >= 0 && !ENCRYPTED.has(name)) {
      known.push(child);
    }
  }
  return known;
}
