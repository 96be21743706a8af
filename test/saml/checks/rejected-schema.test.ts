import { itRejects } from '../responses.ts';

/** Correctly signed, but not what the schemas of SAML allow. xmllint refuses all of them too, but those that say why not. */
describe('a response that departs from the schema', () => {
  itRejects('checks/schema', [
    // Something that does not belong there.
    { file: 'a-blank-in-a-onetimeuse', fails: { 'saml.noStray': 'text in saml:OneTimeUse' } },
    { file: 'a-language-of-the-nameid', fails: { 'saml.noStray': 'attribute xml:lang of saml:NameID' } },
    { file: 'a-nil-nameid', fails: { 'saml.noStray': 'attribute xsi:nil of saml:NameID' } },
    { file: 'a-type-named-constructor', fails: { 'saml.noStray': 'an unknown xsi:type in saml:AttributeValue' } },
    { file: 'a-type-of-the-nameid', fails: { 'saml.noStray': 'attribute xsi:type of saml:NameID' } },
    { file: 'a-type-with-two-colons', fails: { 'saml.noStray': 'an unknown xsi:type in saml:AttributeValue' } },
    {
      file: 'a-type-that-xml-schema-does-not-have',
      fails: { 'saml.noStray': 'an unknown xsi:type in saml:AttributeValue' },
    },
    { file: 'an-attribute-named-tostring', fails: { 'saml.noStray': 'attribute toString of saml:Assertion' } },
    {
      file: 'an-attribute-of-a-value-that-is-a-string',
      fails: { 'saml.noStray': 'attribute Role of saml:AttributeValue' },
    },
    {
      file: 'an-attribute-of-another-namespace-of-the-assertion',
      fails: { 'saml.noStray': 'attribute e:role of saml:Assertion' },
    },
    {
      file: 'an-attribute-of-the-saml-namespace-of-an-attribute',
      fails: { 'saml.noStray': 'attribute saml:Name of saml:Attribute' },
    },
    {
      file: 'an-element-named-constructor',
      fails: {
        'saml.noStray': 'constructor in saml:Conditions',
        'ass.audience': 'https://iam.twilio.com/v2/saml2/metadata/JB0123456789abcdef0123456789abcdef, constructor',
      },
    },
    { file: 'an-element-named-proto', fails: { 'saml.noStray': '__proto__ in saml:Subject' } },
    { file: 'an-unknown-attribute-of-an-attribute', fails: { 'saml.noStray': 'attribute Role of saml:Attribute' } },
    { file: 'an-unknown-attribute-of-an-audience', fails: { 'saml.noStray': 'attribute Role of saml:Audience' } },
    { file: 'an-unknown-attribute-of-the-assertion', fails: { 'saml.noStray': 'attribute Role of saml:Assertion' } },
    { file: 'an-unknown-attribute-of-the-conditions', fails: { 'saml.noStray': 'attribute Role of saml:Conditions' } },
    {
      file: 'an-unknown-attribute-of-the-confirmation-data',
      fails: { 'saml.noStray': 'attribute Role of saml:SubjectConfirmationData' },
    },
    { file: 'an-unknown-attribute-of-the-nameid', fails: { 'saml.noStray': 'attribute Role of saml:NameID' } },
    { file: 'an-unknown-attribute-of-the-response', fails: { 'saml.noStray': 'attribute Role of samlp:Response' } },
    {
      file: 'an-unknown-attribute-of-the-status-code',
      fails: { 'saml.noStray': 'attribute Role of samlp:StatusCode' },
    },
    // Something missing, too often there, or no value of its type.
    {
      file: 'a-boolean-that-is-none-and-not-nil',
      fails: { 'saml.schema': '"maybe" is no xs:boolean in saml:AttributeValue' },
    },
    { file: 'a-boolean-that-is-none', fails: { 'saml.schema': '"maybe" is no xs:boolean in saml:AttributeValue' } },
    { file: 'a-class-of-blanks', fails: { 'saml.schema': '"  " in saml:AuthnContextClassRef is no anyURI' } },
    {
      file: 'a-confirmation-with-two-data',
      fails: { 'saml.schema': '2 saml:SubjectConfirmationData in saml:SubjectConfirmation' },
    },
    { file: 'a-consent-that-is-no-uri', fails: { 'saml.schema': 'Consent "%zz" of samlp:Response is no anyURI' } },
    { file: 'a-name-format-that-is-empty', fails: { 'saml.schema': 'NameFormat "" of saml:Attribute is no anyURI' } },
    {
      file: 'a-nil-that-is-no-boolean',
      fails: { 'saml.schema': 'xsi:nil "yes" is no boolean in saml:AttributeValue' },
    },
    { file: 'a-nil-value-with-a-blank', fails: { 'saml.schema': 'content in a nil saml:AttributeValue' } },
    { file: 'a-nil-value-with-text', fails: { 'saml.schema': 'content in a nil saml:AttributeValue' } },
    { file: 'a-number-that-is-none', fails: { 'saml.schema': '"1.5" is no xs:int in saml:AttributeValue' } },
    {
      file: 'a-proxyrestriction-with-a-count-in-words',
      fails: { 'saml.schema': 'Count "one" of saml:ProxyRestriction is no nonNegativeInteger' },
    },
    {
      file: 'a-proxyrestriction-with-a-count-of-minus-one',
      fails: { 'saml.schema': 'Count "-1" of saml:ProxyRestriction is no nonNegativeInteger' },
    },
    {
      file: 'a-recipient-that-is-no-uri',
      fails: { 'saml.schema': 'Recipient "1:x" of saml:SubjectConfirmationData is no anyURI' },
    },
    {
      file: 'a-second-confirmation-whose-end-is-no-time',
      fails: { 'saml.schema': 'NotOnOrAfter "soon" of saml:SubjectConfirmationData is no dateTime' },
    },
    {
      file: 'a-second-confirmation-without-a-method',
      fails: { 'saml.schema': 'no Method of saml:SubjectConfirmation' },
    },
    {
      file: 'an-authentication-context-without-a-class',
      fails: { 'saml.schema': 'no saml:AuthnContextClassRef or saml:AuthnContextDeclRef in saml:AuthnContext' },
    },
    {
      file: 'an-authentication-without-a-context',
      fails: { 'saml.schema': 'no saml:AuthnContext in saml:AuthnStatement' },
    },
    {
      file: 'an-empty-attributestatement-beside-a-full-one',
      fails: { 'saml.schema': 'no saml:Attribute or saml:EncryptedAttribute in saml:AttributeStatement' },
    },
    { file: 'an-inner-status-code-without-a-value', fails: { 'saml.schema': 'no Value of samlp:StatusCode' } },
    { file: 'two-authentication-contexts', fails: { 'saml.schema': '2 saml:AuthnContext in saml:AuthnStatement' } },
    { file: 'two-inner-status-codes', fails: { 'saml.schema': '2 samlp:StatusCode in samlp:StatusCode' } },
    { file: 'two-onetimeuse', fails: { 'saml.schema': '2 saml:OneTimeUse in saml:Conditions' } },
    { file: 'two-proxyrestrictions', fails: { 'saml.schema': '2 saml:ProxyRestriction in saml:Conditions' } },
    { file: 'two-status-messages', fails: { 'saml.schema': '2 samlp:StatusMessage in samlp:Status' } },
  ]);
});
