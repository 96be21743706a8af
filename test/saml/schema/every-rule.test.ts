import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import { expect } from 'chai';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import { customaryName } from '../../../plugin/saml/reading/namespaces.ts';
import type { ElementModel, ElementTable } from '../../../plugin/saml/schema/element-model.ts';
import { samlElements } from '../../../plugin/saml/schema/saml-elements.ts';
import { signatureElements } from '../../../plugin/saml/schema/signature-elements.ts';
import { expected, makeXml, replace, toBase64, type Edit } from '../sign-in.ts';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const before = (part: string, more: string): Edit => replace(part, `${more}${part}`);

/** What the usual response lacks, so that every element of the tables occurs. */
const COMPLETE: Edit[] = [
  replace(/(?<=<samlp:StatusCode [^>]*)\/>/, '><samlp:StatusCode Value="urn:x"/></samlp:StatusCode>'),
  before('</samlp:Status>', '<samlp:StatusMessage>x</samlp:StatusMessage>'),
  before('<saml:SubjectConfirmationData', '<saml:NameID>x</saml:NameID>'),
  before('</saml:Conditions>', '<saml:OneTimeUse/>'),
  before(
    '</saml:Conditions>',
    '<saml:ProxyRestriction Count="1"><saml:Audience>x</saml:Audience></saml:ProxyRestriction>',
  ),
  before('<saml:AuthnContext>', '<saml:SubjectLocality Address="x" DNSName="x"/>'),
  before('</saml:AuthnContext>', '<saml:AuthnContextDeclRef>x</saml:AuthnContextDeclRef>'),
  before('</saml:AuthnContext>', '<saml:AuthenticatingAuthority>x</saml:AuthenticatingAuthority>'),
  replace('<saml:AuthnStatement ', '<saml:AuthnStatement SessionNotOnOrAfter="2026-11-24T20:00:00Z" '),
  before('</saml:Attribute>', `<saml:AttributeValue ${XSI} xsi:nil="true"/>`),
  replace(
    /(?<=<ds:CanonicalizationMethod [^>]*)\/>/,
    '><ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="xs"/></ds:CanonicalizationMethod>',
  ),
  before('</ds:KeyInfo>', '<ds:KeyName>x</ds:KeyName>'),
  before(
    '</ds:KeyInfo>',
    '<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AAAA</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>',
  ),
  before('</ds:X509Data>', '<ds:X509SubjectName>x</ds:X509SubjectName><ds:X509SKI>AAAA</ds:X509SKI>'),
  before(
    '</ds:X509Data>',
    '<ds:X509IssuerSerial><ds:X509IssuerName>x</ds:X509IssuerName><ds:X509SerialNumber>7</ds:X509SerialNumber></ds:X509IssuerSerial>',
  ),
];

const complete = COMPLETE.reduce((xml, edit) => edit(xml), makeXml());

/** Checks that fail for any change of a signed response, and so show nothing. */
const OF_ANY_CHANGE = /^(?:sig\.\w+\.(?:digest|value)|claims\.source)$/;

/** Checks that say where in the text the fault is. */
const WITH_PLACE = /^(?:saml\.(?:schema|noStray|ids|oneAssertion|notEncrypted)|sig\.\w+\.form)$/;

/** A place in a text is where an element or an attribute begins. */
const BEGINNING = /^(?:<[\w:]|[\w:]+=)/;

function failing(xml: string): Map<string, string> {
  const { checks } = checkResponse(toBase64(xml), expected);
  const failed = checks.filter(({ id, status }) => status === 'fail' && !OF_ANY_CHANGE.test(id));
  for (const { id, position } of failed.filter((check) => WITH_PLACE.test(check.id))) {
    expect(position, id).not.to.equal(undefined);
    expect(xml.split('\n')[position!.line - 1]?.slice(position!.column - 1), id).to.match(BEGINNING);
  }
  return new Map(failed.map(({ id, actual }) => [id, actual]));
}

const already = failing(complete);

const nameOf = ({ namespaceURI, localName }: Element): string => customaryName(namespaceURI, localName);

/** The complete response, with the first element of a name changed that can be; undefined if there is none. */
function changed(name: string, change: Violation['change']): string | undefined {
  const document = new DOMParser().parseFromString(complete, 'text/xml');
  const elements = Array.from(document.getElementsByTagName('*')).filter((one) => nameOf(one) === name);
  return elements.some((one) => change(one) !== false) ? new XMLSerializer().serializeToString(document) : undefined;
}

/** `change` returns false if it has changed nothing. */
type Violation = { title: string; change: (element: Element) => unknown };

const childNamed = (element: Element, names: string[]): Element[] =>
  (Array.from(element.childNodes) as Element[]).filter(
    (child) => child.nodeType === 1 && names.includes(nameOf(child)),
  );

/** Changes of an element that break each of its rules. */
function violationsOf({ attributes, content, otherAttributes }: ElementModel): Violation[] {
  return [
    ...(otherAttributes === 'any' ? [] : [{ title: 'an unknown attribute', change: set('unknown', 'x') }]),
    ...(['any', 'foreign'].includes(otherAttributes)
      ? []
      : [{ title: 'an attribute of another namespace', change: setForeign }]),
    ...[...attributes].flatMap(([name, { required, type }]) => [
      ...(required ? [{ title: `no ${name}`, change: (element: Element) => element.removeAttribute(name) }] : []),
      ...(type === 'string' ? [] : [{ title: `a ${name} that is no ${type}`, change: set(name, '%') }]),
    ]),
    { title: 'an element of somebody else in it', change: addForeign },
    ...(content.kind === 'text' && content.type !== 'string'
      ? [{ title: `text that is no ${content.type}`, change: addText }]
      : []),
    ...(content.kind === 'children' || content.kind === 'empty' ? [{ title: 'text in it', change: addText }] : []),
    ...(content.kind === 'children' ? countViolations(content.rows) : []),
  ];
}

function countViolations(rows: Array<{ names: string[]; count: string }>): Violation[] {
  return rows.flatMap(({ names, count }) => [
    ...('1+'.includes(count)
      ? [
          {
            title: `no ${names.join(' or ')}`,
            change: (element: Element) => childNamed(element, names).forEach((child) => element.removeChild(child)),
          },
        ]
      : []),
    ...('1?'.includes(count)
      ? [
          {
            title: `two ${names.join(' or ')}`,
            change: (element: Element) => {
              const [child] = childNamed(element, names);
              return child !== undefined && element.insertBefore(child.cloneNode(true), child);
            },
          },
        ]
      : []),
  ]);
}

function set(name: string, value: string): Violation['change'] {
  return (element) => element.setAttribute(name, value);
}

function setForeign(element: Element): void {
  element.setAttributeNS('urn:e', 'e:x', 'x');
}

function addForeign(element: Element): void {
  element.appendChild(element.ownerDocument.createElementNS('urn:e', 'e:x'));
}

function addText(element: Element): void {
  element.insertBefore(element.ownerDocument.createTextNode('%'), element.firstChild);
}

describe('every rule of the tables of SAML and XML Signature', () => {
  const tables: ElementTable[] = [samlElements, signatureElements];
  // What is encrypted is refused as a whole.
  const apart = ['saml:EncryptedAssertion', 'saml:EncryptedID', 'saml:EncryptedAttribute'];
  const elements = tables.flatMap((table) => [...table]).filter(([name]) => !apart.includes(name));

  for (const [name, model] of elements) {
    it(`${name}: a response that breaks one is refused by a check of the form or of the value, which says where`, () => {
      const violations = violationsOf(model);
      expect(violations).not.to.be.empty;
      for (const { title, change } of violations) {
        const xml = changed(name, change) ?? complete;
        const more = [...failing(xml)].filter(([id, actual]) => already.get(id) !== actual);
        expect(more, `${name}: ${title}`).not.to.be.empty;
      }
    });
  }
});
