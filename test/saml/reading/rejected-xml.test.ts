import { itRejects } from '../responses.ts';

describe('nodes that split or change a value', () => {
  itRejects('reading/nodes', [
    { file: 'a-comment-in-the-nameid', fails: { 'xml.safe': 'a comment' } },
    { file: 'a-processing-instruction-in-the-nameid', fails: { 'xml.safe': 'a processing instruction' } },
    { file: 'a-cdata-section-in-the-nameid', fails: { 'xml.safe': 'a CDATA section' } },
    { file: 'a-comment-before-the-document-element', fails: { 'xml.safe': 'a comment' } },
    { file: 'a-comment-after-the-document-element', fails: { 'xml.safe': 'a comment' } },
    { file: 'a-processing-instruction-before-the-document-element', fails: { 'xml.safe': 'a processing instruction' } },
    { file: 'a-reference-to-a-carriage-return', fails: { 'xml.safe': 'the character reference &#13;' } },
    {
      file: 'a-reference-to-a-carriage-return-in-hexadecimal',
      fails: { 'xml.safe': 'the character reference &#x000D;' },
    },
    { file: 'a-reference-to-a-null-character', fails: { 'xml.safe': 'the character reference &#0;' } },
    { file: 'a-reference-to-half-a-character', fails: { 'xml.safe': 'the character reference &#xD800;' } },
    { file: 'a-reference-beyond-unicode', fails: { 'xml.safe': 'the character reference &#x110000;' } },
    { file: 'a-reference-to-a-noncharacter', fails: { 'xml.safe': 'the character reference &#xFFFE;' } },
  ]);
});

describe('document types and entities', () => {
  itRejects('reading/document-type', [
    { file: 'an-external-entity', fails: { 'xml.safe': 'a DOCTYPE' } },
    { file: 'a-parameter-entity', fails: { 'xml.safe': 'a DOCTYPE' } },
    { file: 'an-entity-that-expands', fails: { 'xml.safe': 'a DOCTYPE' } },
    { file: 'an-attribute-by-default', fails: { 'xml.safe': 'a DOCTYPE' } },
    { file: 'an-external-subset', fails: { 'xml.safe': 'a DOCTYPE' } },
    { file: 'a-document-type-in-lower-case', fails: { 'xml.safe': 'a DOCTYPE' } },
    { file: 'a-declaration-that-only-some-parsers-see', fails: { 'xml.safe': 'a markup declaration' } },
    { file: 'a-document-type-behind-white-space', fails: { 'xml.safe': 'a DOCTYPE' } },
  ]);
});

describe('an XML declaration that would make a parser read the document in another way', () => {
  itRejects('reading/declaration', [
    { file: 'xml-1-1', fails: { 'xml.safe': 'an XML declaration other than version 1.0 and UTF-8' } },
    { file: 'another-encoding', fails: { 'xml.safe': 'an XML declaration other than version 1.0 and UTF-8' } },
    { file: 'utf-7', fails: { 'xml.safe': 'an XML declaration other than version 1.0 and UTF-8' } },
    { file: 'a-declaration-that-is-not-the-first-thing', fails: { 'xml.safe': 'a processing instruction' } },
    { file: 'two-declarations', fails: { 'xml.safe': 'a processing instruction' } },
    { file: 'a-declaration-in-capitals', fails: { 'xml.safe': 'a processing instruction' } },
    {
      file: 'a-declaration-without-a-version',
      fails: { 'xml.safe': 'an XML declaration other than version 1.0 and UTF-8' },
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
    { file: 'a-repeated-attribute', fails: { 'xml.wellformed': '1:330: duplicate attribute: Version.' } },
    {
      file: 'an-attribute-repeated-under-another-prefix',
      fails: { 'xml.wellformed': '41:129: duplicate attribute: {urn:e}x.' },
    },
    { file: 'an-attribute-without-quotes', fails: { 'xml.wellformed': '1:311: unquoted attribute value.' } },
    { file: 'an-attribute-without-a-value', fails: { 'xml.wellformed': '1:318: attribute without value.' } },
    {
      file: 'attributes-without-a-blank-between-them',
      fails: { 'xml.wellformed': '1:302: no whitespace between attributes.' },
    },
    { file: 'a-bare-ampersand', fails: { 'xml.wellformed': '81:2568: unclosed tag: saml:NameID' } },
    { file: 'an-entity-that-nobody-declared', fails: { 'xml.wellformed': '81:178: undefined entity.' } },
    { file: 'a-less-than-sign-in-an-attribute', fails: { 'xml.wellformed': '1:320: disallowed character.' } },
    {
      file: 'the-end-of-a-cdata-section-in-text',
      fails: { 'xml.wellformed': '81:175: the string "]]>" is disallowed in char data.' },
    },
    { file: 'tags-that-cross', fails: { 'xml.wellformed': '81:189: unexpected close tag.' } },
    { file: 'names-that-differ-in-case', fails: { 'xml.wellformed': '41:166: unexpected close tag.' } },
    { file: 'a-prefix-that-is-taken-away', fails: { 'xml.wellformed': 'the namespace "" is no absolute URI' } },
    {
      file: 'a-relative-namespace-which-no-canonical-form-is-defined-for',
      fails: { 'xml.wellformed': 'the namespace "x" is no absolute URI' },
    },
    {
      file: 'content-that-an-html-reader-would-skip',
      fails: { 'xml.wellformed': 'two parsers read two different documents from it' },
    },
    { file: 'nothing-but-white-space', fails: { 'xml.wellformed': '2:1: document must contain a root element.' } },
    { file: 'base64-once-more', fails: { 'xml.wellformed': '1:12104: text data outside of root node.' } },
    { file: 'a-null-character', fails: { 'xml.safe': 'the character U+0000, which XML forbids' } },
    { file: 'a-control-character', fails: { 'xml.safe': 'the character U+0001, which XML forbids' } },
    { file: 'an-escape-character', fails: { 'xml.safe': 'the character U+001B, which XML forbids' } },
    { file: 'a-noncharacter', fails: { 'xml.safe': 'the character U+FFFF, which XML forbids' } },
  ]);
});
