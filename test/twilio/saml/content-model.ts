/** Attributes and content of an element as the schema has them. */
export type ElementModel = {
  required: readonly string[];
  optional: readonly string[];
  /** Child elements, each name with a space behind it; `text` for text alone. */
  content: RegExp | 'text';
};

const NAME_QUALIFIERS = ['NameQualifier', 'SPNameQualifier', 'Format', 'SPProvidedID'];
const IDENTIFIER = '(saml:BaseID |saml:NameID |saml:EncryptedID )';
const DECLARATION = '(saml:AuthnContextDecl |saml:AuthnContextDeclRef )';

/**
 * The elements of a response to a sign-in, after the schemas of SAML 2.0 (saml-schema-protocol-2.0.xsd,
 * saml-schema-assertion-2.0.xsd) and XML Signature. Elements that stand in no table are accepted unread.
 */
export const contentModels: Record<string, ElementModel> = {
  'samlp:Response': {
    required: ['ID', 'Version', 'IssueInstant'],
    optional: ['InResponseTo', 'Destination', 'Consent'],
    content: children(
      '(saml:Issuer )?(ds:Signature )?(samlp:Extensions )?samlp:Status (saml:Assertion |saml:EncryptedAssertion )*',
    ),
  },
  'samlp:Status': {
    required: [],
    optional: [],
    content: children('samlp:StatusCode (samlp:StatusMessage )?(samlp:StatusDetail )?'),
  },
  'samlp:StatusCode': { required: ['Value'], optional: [], content: children('(samlp:StatusCode )?') },
  'samlp:StatusMessage': { required: [], optional: [], content: 'text' },
  'saml:Assertion': {
    required: ['ID', 'Version', 'IssueInstant'],
    optional: [],
    content: children(
      'saml:Issuer (ds:Signature )?(saml:Subject )?(saml:Conditions )?(saml:Advice )?' +
        '(saml:Statement |saml:AuthnStatement |saml:AuthzDecisionStatement |saml:AttributeStatement )*',
    ),
  },
  'saml:Issuer': { required: [], optional: NAME_QUALIFIERS, content: 'text' },
  'saml:Subject': {
    required: [],
    optional: [],
    content: children(`(${IDENTIFIER}(saml:SubjectConfirmation )*|(saml:SubjectConfirmation )+)`),
  },
  'saml:NameID': { required: [], optional: NAME_QUALIFIERS, content: 'text' },
  'saml:SubjectConfirmation': {
    required: ['Method'],
    optional: [],
    content: children(`${IDENTIFIER}?(saml:SubjectConfirmationData )?`),
  },
  'saml:Conditions': {
    required: [],
    optional: ['NotBefore', 'NotOnOrAfter'],
    content: children('(saml:Condition |saml:AudienceRestriction |saml:OneTimeUse |saml:ProxyRestriction )*'),
  },
  'saml:AudienceRestriction': { required: [], optional: [], content: children('(saml:Audience )+') },
  'saml:Audience': { required: [], optional: [], content: 'text' },
  'saml:AuthnStatement': {
    required: ['AuthnInstant'],
    optional: ['SessionIndex', 'SessionNotOnOrAfter'],
    content: children('(saml:SubjectLocality )?saml:AuthnContext '),
  },
  'saml:AuthnContext': {
    required: [],
    optional: [],
    content: children(`(saml:AuthnContextClassRef ${DECLARATION}?|${DECLARATION})(saml:AuthenticatingAuthority )*`),
  },
  'saml:AuthnContextClassRef': { required: [], optional: [], content: 'text' },
  'saml:AttributeStatement': {
    required: [],
    optional: [],
    content: children('(saml:Attribute |saml:EncryptedAttribute )+'),
  },
  'saml:Attribute': {
    required: ['Name'],
    optional: ['NameFormat', 'FriendlyName'],
    content: children('(saml:AttributeValue )*'),
  },
  'ds:Signature': {
    required: [],
    optional: ['Id'],
    content: children('ds:SignedInfo ds:SignatureValue (ds:KeyInfo )?(ds:Object )*'),
  },
  'ds:SignedInfo': {
    required: [],
    optional: ['Id'],
    content: children('ds:CanonicalizationMethod ds:SignatureMethod (ds:Reference )+'),
  },
  'ds:Reference': {
    required: [],
    optional: ['Id', 'URI', 'Type'],
    content: children('(ds:Transforms )?ds:DigestMethod ds:DigestValue '),
  },
};

function children(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}
