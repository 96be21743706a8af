import { children, element, optional, required, row, text, type ElementTable } from './element-model.ts';

/**
 * The schema wants an NCName. But the service provider has chosen it, the identity provider only repeats it, and real
 * ones are UUIDs that begin with a digit. It is compared with the ID of the request.
 */
const InResponseTo = optional('string');

/** The attributes of `NameIDType`: NameID and Issuer. */
const NAME_ID_ATTRIBUTES = {
  NameQualifier: optional('string'),
  SPNameQualifier: optional('string'),
  Format: optional('anyURI'),
  SPProvidedID: optional('string'),
};

const IDENTIFIERS = ['saml:NameID', 'saml:EncryptedID'];

/**
 * The elements that a Response may consist of, after `saml-schema-protocol-2.0.xsd` and `saml-schema-assertion-2.0.xsd`.
 * `left-out.ts` has the elements of these schemas that are missing here, with the reasons.
 */
export const samlElements: ElementTable = new Map([
  [
    'samlp:Response',
    element(
      'SAML Core 3.2.2',
      children([
        row('saml:Issuer', '?', 'resp.issuer'),
        row('ds:Signature', '?', 'sig.*.present'),
        row('samlp:Status', '1', 'saml.status'),
        // The schema allows any number of either; `saml.oneAssertion` and `saml.notEncrypted` want one plain Assertion.
        row(['saml:Assertion', 'saml:EncryptedAssertion'], '*'),
      ]),
      {
        ID: required('ID', 'saml.ids'),
        Version: required('string', 'resp.version'),
        IssueInstant: required('dateTime', 'resp.issueInstant'),
        Destination: optional('anyURI', 'resp.destination'),
        InResponseTo,
        Consent: optional('anyURI'),
      },
    ),
  ],
  [
    'samlp:Status',
    element(
      'SAML Core 3.2.2.1',
      children([row('samlp:StatusCode', '1', 'saml.status'), row('samlp:StatusMessage', '?')]),
    ),
  ],
  [
    'samlp:StatusCode',
    element('SAML Core 3.2.2.2', children([row('samlp:StatusCode', '?')]), { Value: required('anyURI') }),
  ],
  ['samlp:StatusMessage', element('SAML Core 3.2.2.3', text('string'))],
  [
    'saml:Assertion',
    element(
      'SAML Core 2.3.3',
      children([
        row('saml:Issuer', '1', 'ass.issuer'),
        row('ds:Signature', '?', 'sig.*.present'),
        row('saml:Subject', '?', 'ass.nameId.present'),
        row('saml:Conditions', '?', 'ass.conditions'),
        row(['saml:AuthnStatement', 'saml:AttributeStatement'], '*'),
      ]),
      {
        ID: required('ID', 'saml.ids'),
        Version: required('string', 'ass.version'),
        IssueInstant: required('dateTime', 'ass.issueInstant'),
      },
    ),
  ],
  ['saml:EncryptedAssertion', element('SAML Core 2.3.4', { kind: 'opaque' })],
  ['saml:Issuer', element('SAML Core 2.2.5', text('string'), NAME_ID_ATTRIBUTES)],
  [
    'saml:Subject',
    element(
      'SAML Core 2.4.1',
      children([row(IDENTIFIERS, '?', 'ass.nameId.present'), row('saml:SubjectConfirmation', '*')], {
        least: [...IDENTIFIERS, 'saml:SubjectConfirmation'],
      }),
    ),
  ],
  ['saml:NameID', element('SAML Core 2.2.3', text('string'), NAME_ID_ATTRIBUTES)],
  ['saml:EncryptedID', element('SAML Core 2.2.4', { kind: 'opaque' })],
  [
    'saml:SubjectConfirmation',
    element('SAML Core 2.4.1.1', children([row(IDENTIFIERS, '?'), row('saml:SubjectConfirmationData', '?')]), {
      Method: required('anyURI'),
    }),
  ],
  [
    'saml:SubjectConfirmationData',
    element(
      'SAML Core 2.4.1.2',
      children([]),
      {
        NotBefore: optional('dateTime'),
        NotOnOrAfter: optional('dateTime'),
        Recipient: optional('anyURI'),
        InResponseTo,
        Address: optional('string'),
      },
      'foreign',
    ),
  ],
  [
    'saml:Conditions',
    element(
      'SAML Core 2.5.1',
      children([row(['saml:AudienceRestriction', 'saml:OneTimeUse', 'saml:ProxyRestriction'], '*')], {
        once: [
          ['saml:OneTimeUse', 'SAML Core 2.5.1.5'],
          ['saml:ProxyRestriction', 'SAML Core 2.5.1.6'],
        ],
      }),
      {
        NotBefore: optional('dateTime', 'ass.conditionTime'),
        NotOnOrAfter: optional('dateTime', 'ass.conditionTime'),
      },
    ),
  ],
  ['saml:AudienceRestriction', element('SAML Core 2.5.1.4', children([row('saml:Audience', '+', 'ass.audience')]))],
  ['saml:Audience', element('SAML Core 2.5.1.4', text('anyURI'))],
  ['saml:OneTimeUse', element('SAML Core 2.5.1.5', { kind: 'empty' })],
  [
    'saml:ProxyRestriction',
    element('SAML Core 2.5.1.6', children([row('saml:Audience', '*')]), { Count: optional('nonNegativeInteger') }),
  ],
  [
    'saml:AuthnStatement',
    element('SAML Core 2.7.2', children([row('saml:SubjectLocality', '?'), row('saml:AuthnContext', '1')]), {
      AuthnInstant: required('dateTime', 'ass.authn'),
      SessionIndex: optional('string'),
      SessionNotOnOrAfter: optional('dateTime', 'ass.authn'),
    }),
  ],
  [
    'saml:SubjectLocality',
    element('SAML Core 2.7.2.1', { kind: 'empty' }, { Address: optional('string'), DNSName: optional('string') }),
  ],
  [
    'saml:AuthnContext',
    element(
      'SAML Core 2.7.2.2',
      children(
        [
          row('saml:AuthnContextClassRef', '?'),
          row('saml:AuthnContextDeclRef', '?'),
          row('saml:AuthenticatingAuthority', '*'),
        ],
        { least: ['saml:AuthnContextClassRef', 'saml:AuthnContextDeclRef'] },
      ),
    ),
  ],
  ['saml:AuthnContextClassRef', element('SAML Core 2.7.2.2', text('anyURI'))],
  ['saml:AuthnContextDeclRef', element('SAML Core 2.7.2.2', text('anyURI'))],
  ['saml:AuthenticatingAuthority', element('SAML Core 2.7.2.2', text('anyURI'))],
  [
    'saml:AttributeStatement',
    element('SAML Core 2.7.3', children([row(['saml:Attribute', 'saml:EncryptedAttribute'], '+')])),
  ],
  [
    'saml:Attribute',
    element(
      'SAML Core 2.7.3.1',
      children([row('saml:AttributeValue', '*')]),
      { Name: required('string', 'ass.attributes'), NameFormat: optional('anyURI'), FriendlyName: optional('string') },
      'foreign',
    ),
  ],
  ['saml:AttributeValue', element('SAML Core 2.7.3.1.1', { kind: 'value' }, {}, 'any')],
  ['saml:EncryptedAttribute', element('SAML Core 2.7.3.2', { kind: 'opaque' })],
]);
