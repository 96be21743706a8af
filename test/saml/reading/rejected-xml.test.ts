import { itRejects } from '../responses.ts';

describe('nodes that split or change a value', () => {
  itRejects('reading/nodes', [
    { file: 'a-comment-in-the-nameid', fails: { 'xml.safe': '81:173: a comment' } },
    { file: 'a-processing-instruction-in-the-nameid', fails: { 'xml.safe': '81:173: a processing instruction' } },
    { file: 'a-cdata-section-in-the-nameid', fails: { 'xml.safe': '81:173: a CDATA section' } },
    { file: 'a-comment-before-the-document-element', fails: { 'xml.safe': '1:1: a comment' } },
    { file: 'a-comment-after-the-document-element', fails: { 'xml.safe': '81:2555: a comment' } },
    {
      file: 'a-processing-instruction-before-the-document-element',
      fails: { 'xml.safe': '1:1: a processing instruction' },
    },
    { file: 'a-reference-to-a-null-character', fails: { 'xml.safe': '81:173: the character reference &#0;' } },
    { file: 'a-reference-to-half-a-character', fails: { 'xml.safe': '81:173: the character reference &#xD800;' } },
    { file: 'a-reference-beyond-unicode', fails: { 'xml.safe': '81:173: the character reference &#x110000;' } },
    { file: 'a-reference-to-a-noncharacter', fails: { 'xml.safe': '81:173: the character reference &#xFFFE;' } },
  ]);
});

describe('document types and entities', () => {
  itRejects('reading/document-type', [
    { file: 'an-external-entity', fails: { 'xml.safe': '1:1: a DOCTYPE' } },
    { file: 'a-parameter-entity', fails: { 'xml.safe': '1:1: a DOCTYPE' } },
    { file: 'an-entity-that-expands', fails: { 'xml.safe': '1:1: a DOCTYPE' } },
    { file: 'an-attribute-by-default', fails: { 'xml.safe': '1:1: a DOCTYPE' } },
    { file: 'an-external-subset', fails: { 'xml.safe': '1:1: a DOCTYPE' } },
    { file: 'a-document-type-in-lower-case', fails: { 'xml.safe': '1:1: a DOCTYPE' } },
    { file: 'a-declaration-that-only-some-parsers-see', fails: { 'xml.safe': '81:173: a markup declaration' } },
    { file: 'a-document-type-behind-white-space', fails: { 'xml.safe': '3:1: a DOCTYPE' } },
  ]);
});

describe('an XML declaration that would make a parser read the document in another way', () => {
  itRejects('reading/declaration', [
    { file: 'xml-1-1', fails: { 'xml.safe': '1:1: an XML declaration other than version 1.0 and UTF-8' } },
    { file: 'another-encoding', fails: { 'xml.safe': '1:1: an XML declaration other than version 1.0 and UTF-8' } },
    { file: 'utf-7', fails: { 'xml.safe': '1:1: an XML declaration other than version 1.0 and UTF-8' } },
    { file: 'a-declaration-that-is-not-the-first-thing', fails: { 'xml.safe': '2:1: a processing instruction' } },
    { file: 'two-declarations', fails: { 'xml.safe': '1:22: a processing instruction' } },
    {
      file: 'a-byte-order-mark-before-and-behind-the-declaration',
      fails: { 'xml.safe': '1:39: a byte order mark that is not the first character' },
    },
    {
      file: 'a-byte-order-mark-behind-the-declaration',
      fails: { 'xml.safe': '1:39: a byte order mark that is not the first character' },
    },
    { file: 'two-byte-order-marks', fails: { 'xml.safe': '1:1: a byte order mark that is not the first character' } },
    { file: 'a-declaration-in-capitals', fails: { 'xml.safe': '1:1: a processing instruction' } },
    {
      file: 'a-declaration-without-a-version',
      fails: { 'xml.safe': '1:1: an XML declaration other than version 1.0 and UTF-8' },
    },
  ]);
});

describe('a document that is not well-formed', () => {
  itRejects('reading/not-well-formed', [
    {
      file: 'text-after-the-document-element',
      fails: { 'xml.wellformed': '81:2555: text data outside of root node.' },
    },
    { file: 'text-before-the-document-element', fails: { 'xml.wellformed': '1:2: text data outside of root node.' } },
    { file: 'a-second-document-element', fails: { 'xml.wellformed': '81:2557: documents may contain only one root.' } },
    { file: 'the-end-missing', fails: { 'xml.wellformed': '81:2534: unclosed tag: saml:Assertion' } },
    { file: 'an-unbound-prefix', fails: { 'xml.wellformed': '41:73: unbound namespace prefix: "e".' } },
    { file: 'an-unbound-prefix-of-an-attribute', fails: { 'xml.wellformed': '41:89: unbound namespace prefix: "e".' } },
    { file: 'a-repeated-attribute', fails: { 'xml.wellformed': '1:368: duplicate attribute: Version.' } },
    {
      file: 'an-attribute-repeated-under-another-prefix',
      fails: { 'xml.wellformed': '41:129: duplicate attribute: {urn:e}x.' },
    },
    { file: 'an-attribute-without-quotes', fails: { 'xml.wellformed': '1:349: unquoted attribute value.' } },
    { file: 'an-attribute-without-a-value', fails: { 'xml.wellformed': '1:356: attribute without value.' } },
    {
      file: 'attributes-without-a-blank-between-them',
      fails: { 'xml.wellformed': '1:340: no whitespace between attributes.' },
    },
    { file: 'a-bare-ampersand', fails: { 'xml.wellformed': '81:2568: unclosed tag: saml:NameID' } },
    { file: 'an-entity-that-nobody-declared', fails: { 'xml.wellformed': '81:178: undefined entity.' } },
    { file: 'a-less-than-sign-in-an-attribute', fails: { 'xml.wellformed': '1:358: disallowed character.' } },
    {
      file: 'the-end-of-a-cdata-section-in-text',
      fails: { 'xml.wellformed': '81:175: the string "]]>" is disallowed in char data.' },
    },
    { file: 'tags-that-cross', fails: { 'xml.wellformed': '81:189: unexpected close tag.' } },
    { file: 'names-that-differ-in-case', fails: { 'xml.wellformed': '41:166: unexpected close tag.' } },
    { file: 'a-prefix-that-is-taken-away', fails: { 'xml.wellformed': '41:91: the namespace "" is no absolute URI.' } },
    {
      file: 'a-relative-namespace-which-no-canonical-form-is-defined-for',
      fails: { 'xml.wellformed': '41:92: the namespace "x" is no absolute URI.' },
    },
    {
      file: 'content-that-an-html-reader-would-skip',
      fails: { 'xml.wellformed': 'two parsers read two different documents from it' },
    },
    { file: 'nothing-but-white-space', fails: { 'xml.wellformed': '2:1: document must contain a root element.' } },
    { file: 'base64-once-more', fails: { 'xml.wellformed': '1:12104: text data outside of root node.' } },
    { file: 'a-null-character', fails: { 'xml.safe': '81:173: the character U+0000, which XML forbids' } },
    { file: 'a-control-character', fails: { 'xml.safe': '81:173: the character U+0001, which XML forbids' } },
    { file: 'an-escape-character', fails: { 'xml.safe': '81:173: the character U+001B, which XML forbids' } },
    { file: 'a-noncharacter', fails: { 'xml.safe': '81:173: the character U+FFFF, which XML forbids' } },
  ]);
});

describe('a name that two readers understand differently', () => {
  itRejects('reading/names', [
    {
      file: 'a-prefix-with-a-character-beyond-u-ffff',
      fails: { 'xml.wellformed': '41:96: the name "xmlns:𐐀" has a character beyond U+FFFF.' },
    },
    {
      file: 'a-namespace-with-a-blank',
      fails: { 'xml.wellformed': '41:98: the namespace "urn:e x" holds the character U+0020.' },
    },
    {
      file: 'a-namespace-with-a-carriage-return',
      fails: { 'xml.wellformed': '41:102: the namespace "urn:e\\u{d}x" holds the character U+000D.' },
    },
    {
      file: 'a-namespace-with-a-letter-that-no-uri-has',
      fails: { 'xml.wellformed': '41:97: the namespace "urn:eä" holds the character U+00E4.' },
    },
    {
      file: 'a-namespace-with-a-quote',
      fails: { 'xml.wellformed': '41:102: the namespace "urn:e"" holds the character U+0022.' },
    },
    {
      file: 'a-namespace-with-an-ampersand',
      fails: { 'xml.wellformed': '41:102: the namespace "urn:e&x" holds the character U+0026.' },
    },
    {
      file: 'a-namespace-with-an-angle-bracket',
      fails: { 'xml.wellformed': '41:105: the namespace "urn:e<x>" holds the character U+003C.' },
    },
    {
      file: 'a-namespace-with-an-apostrophe',
      fails: { 'xml.wellformed': '41:97: the namespace "urn:e\'" holds the character U+0027.' },
    },
    {
      file: 'an-attribute-called-xmlns-role-in-capitals',
      fails: {
        'xml.wellformed': '81:112: the attribute name "XMLNS-role" begins with "xmlns" and declares no namespace.',
      },
    },
    {
      file: 'an-attribute-called-xmlnsx-of-the-assertion',
      fails: { 'xml.wellformed': '41:195: the attribute name "xmlnsX" begins with "xmlns" and declares no namespace.' },
    },
    {
      file: 'an-attribute-called-xmlnsx-of-the-conditions',
      fails: { 'xml.wellformed': '81:543: the attribute name "xmlnsX" begins with "xmlns" and declares no namespace.' },
    },
    {
      file: 'an-attribute-called-xmlnsx-of-the-nameid',
      fails: { 'xml.wellformed': '81:107: the attribute name "xmlnsX" begins with "xmlns" and declares no namespace.' },
    },
    {
      file: 'an-attribute-called-xmlnsx-of-the-response',
      fails: { 'xml.wellformed': '1:67: the attribute name "xmlnsX" begins with "xmlns" and declares no namespace.' },
    },
    {
      file: 'an-attribute-called-xmlnsx-of-the-statuscode',
      fails: { 'xml.wellformed': '41:112: the attribute name "xmlnsX" begins with "xmlns" and declares no namespace.' },
    },
    {
      file: 'an-attribute-called-xmlnsx-of-the-subjectconfirmationdata',
      fails: { 'xml.wellformed': '81:302: the attribute name "xmlnsX" begins with "xmlns" and declares no namespace.' },
    },
    {
      file: 'an-attribute-hidden-in-a-namespace',
      fails: {
        'xml.wellformed':
          '81:1561: the namespace "http://www.w3.org/2001/XMLSchema-instanc" holds the character U+0022.',
      },
    },
    {
      file: 'an-attribute-with-a-prefix-that-begins-with-xmlns',
      fails: {
        'xml.wellformed': '81:134: the attribute name "xmlns1:role" begins with "xmlns" and declares no namespace.',
      },
    },
  ]);
});

describe('a carriage return in a value that is compared', () => {
  itRejects('reading/carriage-returns', [
    {
      file: 'at-the-end-of-the-audience',
      fails: { 'ass.audience': 'https://iam.twilio.com/v2/saml2/metadata/JB0123456789abcdef0123456789abcdef\\u{d}' },
    },
    {
      file: 'at-the-end-of-the-destination',
      fails: {
        'resp.destination': 'https://iam.twilio.com/v2/saml2/authenticate/JB0123456789abcdef0123456789abcdef\\u{d}',
      },
    },
    {
      file: 'at-the-end-of-the-issuer',
      fails: {
        'resp.issuer': 'https://example.my.salesforce.com\\u{d}',
        'ass.issuer': 'https://example.my.salesforce.com\\u{d}',
      },
    },
    { file: 'at-the-end-of-the-nameid', fails: { 'ass.nameId.value': 'ada@example.com\\u{d}' } },
    {
      file: 'at-the-end-of-the-recipient',
      fails: {
        'ass.recipient': 'https://iam.twilio.com/v2/saml2/authenticate/JB0123456789abcdef0123456789abcdef\\u{d}',
      },
    },
    { file: 'at-the-end-of-the-role', fails: { 'ass.roles': '"agent\\u{d}"' } },
    {
      file: 'in-the-nameid-after-signing-in-hexadecimal',
      fails: {
        'sig.response.digest': 'ya3sBd80C5rTE/EIYArlWb58dGL6fg5Q2/EQdpvWcxU=',
        'sig.assertion.digest': 'k4G1+DK1kcb2OmMmfxSEr8iUHEbP5olbvjE0ZguhZD4=',
        'claims.source': 'none',
        'ass.nameId.value': 'ada@example.com\\u{d}.evil.example',
      },
    },
    {
      file: 'in-the-nameid-after-signing',
      fails: {
        'sig.response.digest': 'ya3sBd80C5rTE/EIYArlWb58dGL6fg5Q2/EQdpvWcxU=',
        'sig.assertion.digest': 'k4G1+DK1kcb2OmMmfxSEr8iUHEbP5olbvjE0ZguhZD4=',
        'claims.source': 'none',
        'ass.nameId.value': 'ada@example.com\\u{d}.evil.example',
      },
    },
    { file: 'in-the-request-id', fails: { 'ass.inResponseTo': '_0123456789abcdef0123456789abcdef\\u{d}' } },
  ]);
});
