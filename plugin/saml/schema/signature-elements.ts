import { children, element, optional, required, row, text, type ElementTable } from './element-model.ts';

/** Which attributes a signature has is judged with its form: the library finds some of them by their local name. */
const FORM = 'sig.*.form';

const Id = optional('ID', 'saml.ids');
const Algorithm = required('anyURI', 'sig.*.form');

/**
 * The elements that a signature may consist of, after `xmldsig-core-schema.xsd` and `exc-c14n.xsd`, as far as SAML uses
 * them (SAML Core 5.4). `left-out.ts` has the others, with the reasons.
 */
export const signatureElements: ElementTable = new Map([
  [
    'ds:Signature',
    element(
      'XML Signature 4.1',
      children([
        row('ds:SignedInfo', '1', 'sig.*.form'),
        row('ds:SignatureValue', '1', 'sig.*.form'),
        row('ds:KeyInfo', '?', 'sig.*.form'),
      ]),
      { Id },
      FORM,
    ),
  ],
  ['ds:SignatureValue', element('XML Signature 4.2', text('base64Binary', 'sig.*.form'), { Id }, FORM)],
  [
    'ds:SignedInfo',
    element(
      'XML Signature 4.3',
      children([
        row('ds:CanonicalizationMethod', '1', 'sig.*.form'),
        row('ds:SignatureMethod', '1', 'sig.*.form'),
        // The schema allows more; SAML Core 5.4.2 wants one.
        row('ds:Reference', '1', 'sig.*.form'),
      ]),
      { Id },
      FORM,
    ),
  ],
  [
    'ds:CanonicalizationMethod',
    element('XML Signature 4.3.1', children([row('ec:InclusiveNamespaces', '?', 'sig.*.form')]), { Algorithm }, FORM),
  ],
  ['ds:SignatureMethod', element('XML Signature 4.3.2', children([]), { Algorithm }, FORM)],
  [
    'ds:Reference',
    element(
      'XML Signature 4.3.3',
      children([
        row('ds:Transforms', '?', 'sig.*.form'),
        row('ds:DigestMethod', '1', 'sig.*.form'),
        row('ds:DigestValue', '1', 'sig.*.form'),
      ]),
      { Id, URI: optional('anyURI', 'sig.*.form'), Type: optional('anyURI') },
      FORM,
    ),
  ],
  ['ds:Transforms', element('XML Signature 4.3.3.4', children([row('ds:Transform', '+', 'sig.*.form')]), {}, FORM)],
  [
    'ds:Transform',
    element('XML Signature 4.3.3.4', children([row('ec:InclusiveNamespaces', '?', 'sig.*.form')]), { Algorithm }, FORM),
  ],
  [
    'ec:InclusiveNamespaces',
    element('Exclusive XML Canonicalization 4', children([]), { PrefixList: optional('string') }, FORM),
  ],
  ['ds:DigestMethod', element('XML Signature 4.3.3.5', children([]), { Algorithm }, FORM)],
  ['ds:DigestValue', element('XML Signature 4.3.3.6', text('base64Binary', 'sig.*.form'), {}, FORM)],
  [
    'ds:KeyInfo',
    element('XML Signature 4.4', children([row(['ds:KeyName', 'ds:KeyValue', 'ds:X509Data'], '+')]), { Id }, FORM),
  ],
  ['ds:KeyName', element('XML Signature 4.4.1', text('string'), {}, FORM)],
  ['ds:KeyValue', element('XML Signature 4.4.2', children([row('ds:RSAKeyValue', '1')]), {}, FORM)],
  [
    'ds:RSAKeyValue',
    element('XML Signature 4.4.2.2', children([row('ds:Modulus', '1'), row('ds:Exponent', '1')]), {}, FORM),
  ],
  ['ds:Modulus', element('XML Signature 4.4.2.2', text('base64Binary', 'sig.*.cert'), {}, FORM)],
  ['ds:Exponent', element('XML Signature 4.4.2.2', text('base64Binary', 'sig.*.cert'), {}, FORM)],
  [
    'ds:X509Data',
    element(
      'XML Signature 4.4.4',
      children([row(['ds:X509Certificate', 'ds:X509SubjectName', 'ds:X509IssuerSerial', 'ds:X509SKI'], '+')]),
      {},
      FORM,
    ),
  ],
  ['ds:X509Certificate', element('XML Signature 4.4.4', text('base64Binary', 'sig.*.form'), {}, FORM)],
  ['ds:X509SubjectName', element('XML Signature 4.4.4', text('string'), {}, FORM)],
  [
    'ds:X509IssuerSerial',
    element(
      'XML Signature 4.4.4',
      children([row('ds:X509IssuerName', '1'), row('ds:X509SerialNumber', '1')]),
      {},
      FORM,
    ),
  ],
  ['ds:X509IssuerName', element('XML Signature 4.4.4', text('string'), {}, FORM)],
  ['ds:X509SerialNumber', element('XML Signature 4.4.4', text('integer'), {}, FORM)],
  ['ds:X509SKI', element('XML Signature 4.4.4', text('base64Binary'), {}, FORM)],
]);
