import { deflateRawSync, gzipSync } from 'node:zlib';
import { itRejects, type Rejection } from '../rejections.ts';
import { makeXml, replace, toBase64, type Edit } from '../sign-in.ts';

const xml = makeXml();
const body = xml.replace(/^<\?xml[^>]*>/, '');

/** Cases in which the document is changed after signing; gates come before signatures, so one check fails alone. */
function changed(fails: Rejection['fails'][number], edits: Record<string, Edit>): Rejection[] {
  return Object.entries(edits).map(([name, edit]) => ({ name, from: { xml: edit(xml) }, fails: [fails] }));
}

const before =
  (part: string): Edit =>
  () =>
    part + body;
const inNameId = (part: string): Edit => replace('>ada@example.com<', `>ada@example.com${part}.evil.example<`);

describe('nodes that split or change a value', () => {
  itRejects(
    changed('xml.safe', {
      'a comment in the NameID': inNameId('<!---->'),
      'a processing instruction in the NameID': inNameId('<?x y?>'),
      'a CDATA section in the NameID': inNameId('<![CDATA[x]]>'),
      'a comment before the document element': before('<!-- x -->'),
      'a comment after the document element': (text) => `${text}<!-- x -->`,
      'a processing instruction before the document element': before('<?xml-stylesheet href="x"?>'),
      'a reference to a carriage return': inNameId('&#13;'),
      'the same in hexadecimal with zeros': inNameId('&#x000D;'),
      'a reference to a null character': inNameId('&#0;'),
      'a reference to half a character': inNameId('&#xD800;'),
      'a reference beyond Unicode': inNameId('&#x110000;'),
      'a reference to a noncharacter': inNameId('&#xFFFE;'),
    }),
  );
});

describe('document types and entities', () => {
  itRejects(
    changed('xml.safe', {
      'an external entity': before('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      'a parameter entity': before('<!DOCTYPE r [<!ENTITY % x SYSTEM "https://evil.example/x.dtd"> %x;]>'),
      'an entity that expands': before('<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'),
      'an attribute by default': before('<!DOCTYPE r [<!ATTLIST samlp:Response ID ID "_x">]>'),
      'an external subset': before('<!DOCTYPE r SYSTEM "https://evil.example/x.dtd">'),
      'a document type in lower case': before('<!doctype html>'),
      'a declaration that only some parsers see': inNameId('<!ENTITY x "y">'),
      'a document type behind white space': before('\n\n<!DOCTYPE r>'),
    }),
  );
});

describe('an XML declaration that asks for another reading', () => {
  itRejects(
    changed('xml.safe', {
      'XML 1.1': before('<?xml version="1.1" encoding="UTF-8"?>'),
      'another encoding': before('<?xml version="1.0" encoding="ISO-8859-1"?>'),
      'UTF-7': before('<?xml version="1.0" encoding="UTF-7"?>'),
      'a declaration that is not the first thing': before('\n<?xml version="1.0"?>'),
      'two declarations': before('<?xml version="1.0"?><?xml version="1.0"?>'),
      'a declaration in capitals': before('<?XML version="1.0"?>'),
      'a declaration without a version': before('<?xml encoding="UTF-8"?>'),
    }),
  );
});

describe('a document that is not well-formed', () => {
  itRejects(
    changed('xml.wellformed', {
      'text after the document element': (text) => `${text}x`,
      'text before the document element': before('x'),
      'a second document element': (text) => `${text}<x/>`,
      'the end missing': (text) => text.slice(0, -20),
      'an unbound prefix': replace('<samlp:Status>', '<e:x/><samlp:Status>'),
      'an unbound prefix of an attribute': replace('<samlp:Status>', '<samlp:Status e:x="1">'),
      'a repeated attribute': replace(' Version="2.0"', ' Version="2.0" Version="2.0"'),
      'an attribute repeated under another prefix': replace(
        '<samlp:Status>',
        '<samlp:Status xmlns:a="urn:e" xmlns:b="urn:e" a:x="1" b:x="2">',
      ),
      'an attribute without quotes': replace(' Version="2.0"', ' Version=2.0'),
      'an attribute without a value': replace(' Version="2.0"', ' Version="2.0" x'),
      'attributes without a blank between them': replace('" Version=', '"Version='),
      'a bare ampersand': inNameId('&'),
      'an entity that nobody declared': inNameId('&nbsp;'),
      'a less-than sign in an attribute': replace(' Version="2.0"', ' Version="2.0" x="<"'),
      'the end of a CDATA section in text': inNameId(']]>'),
      'tags that cross': replace('</saml:NameID><saml:Sub', '<x></saml:NameID></x><saml:Sub'),
      'names that differ in case': replace('</samlp:Status>', '</samlp:status>'),
      'a prefix that is taken away': replace('<samlp:Status>', '<samlp:Status xmlns:e="">'),
      'a relative namespace, which no canonical form is defined for': replace(
        '<samlp:Status>',
        '<samlp:Status xmlns:e="x">',
      ),
      'content that an HTML reader would skip': replace(
        '<samlp:Status>',
        '<script xmlns="http://www.w3.org/1999/xhtml"><b>&amp;</b></script><samlp:Status>',
      ),
      'nothing but white space': () => '  \n ',
      'Base64 once more': toBase64,
    }),
  );
  itRejects(
    changed('xml.safe', {
      'a null character': inNameId('\0'),
      'a control character': inNameId('\u0001'),
      'an escape character': inNameId('\u001b'),
      'a noncharacter': inNameId('\uFFFF'),
    }),
  );
});

describe('a field that is no Base64 of UTF-8', () => {
  const field = (name: string, value: unknown, fails: Rejection['fails'][number]): Rejection => ({
    name,
    from: { field: value as string },
    fails: [fails],
  });
  const bytes = Buffer.from(xml);
  const base64 = bytes.toString('base64');
  itRejects([
    field('empty', '', 'decode.base64'),
    field('white space', ' \n ', 'decode.base64'),
    field('the XML itself', xml, 'decode.base64'),
    field('the Base64url alphabet', Buffer.from(`${xml}<<???>>~~`).toString('base64url'), 'decode.base64'),
    field('percent-encoded', encodeURIComponent(`${base64}==`), 'decode.base64'),
    field('one character missing', base64.slice(0, -1), 'decode.base64'),
    field('padding in the middle', `AA==${base64}`, 'decode.base64'),
    field('too much padding', `${base64}==`, 'decode.base64'),
    field('stray bits at the end', 'PHg+PC94Pi/=', 'decode.base64'),
    field('a foreign character', `${base64.slice(0, 99)}*${base64.slice(100)}`, 'decode.base64'),
    field('a no-break space', `${base64.slice(0, 99)}\u00a0${base64.slice(99)}`, 'decode.base64'),
    field('a number instead of text', 42, 'decode.base64'),
    field('nothing', undefined, 'decode.base64'),
    field('compressed as for a redirect', deflateRawSync(bytes).toString('base64'), 'decode.utf8'),
    field('compressed by gzip', gzipSync(bytes).toString('base64'), 'decode.utf8'),
    field('UTF-16 with a byte order mark', Buffer.from(`\uFEFF${body}`, 'utf16le').toString('base64'), 'decode.utf8'),
    field('UTF-16 without one', Buffer.from(body, 'utf16le').toString('base64'), 'xml.safe'),
    field('Latin-1', Buffer.from(body.replace('ada@', 'adä@'), 'latin1').toString('base64'), 'decode.utf8'),
    field(
      'an overlong form of a character',
      Buffer.concat([bytes, Buffer.from([0xc0, 0xbc])]).toString('base64'),
      'decode.utf8',
    ),
    field('cut off in the XML', bytes.subarray(0, 3000).toString('base64'), 'xml.wellformed'),
  ]);
});

describe('a document over a limit', () => {
  const insert = (part: string): Edit => replace('<samlp:Status>', `${part}<samlp:Status>`);
  const attributes = (count: number, name: string): string =>
    Array.from({ length: count }, (_, index) => `${name}${index}="urn:e:${index}"`).join(' ');
  itRejects([
    ...changed('decode.base64', { 'more than 512 kB': insert(' '.repeat(524_288)) }),
    ...changed('xml.wellformed', {
      'more than 5,000 elements': insert('<x/>'.repeat(5_000)),
      'more than 100 levels': insert('<x>'.repeat(100) + '</x>'.repeat(100)),
      'more than 200 attributes of one element': insert(`<x ${attributes(201, 'a')}/>`),
      'more than 200 namespaces of one element': insert(`<x ${attributes(201, 'xmlns:a')}/>`),
      'more than 400 namespaces in scope': insert(
        `<x ${attributes(150, 'xmlns:a')}><x ${attributes(150, 'xmlns:b')}><x ${attributes(150, 'xmlns:c')}/></x></x>`,
      ),
      'more than 12,500 attributes in all': insert(`<x ${attributes(199, 'a')}/>`.repeat(65)),
      'more than 100 names of elements': insert(Array.from({ length: 101 }, (_, index) => `<x${index}/>`).join('')),
      'a namespace of more than 1,024 characters': insert(`<x xmlns="urn:${'e'.repeat(1_024)}"/>`),
      'namespaces that would be written out too often': insert(
        `<e:x xmlns:e="urn:${'e'.repeat(1_000)}">${'<e:x/>'.repeat(2_000)}</e:x>`,
      ),
    }),
  ]);
});
