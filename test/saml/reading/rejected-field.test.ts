import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import type { CheckId } from '../../../plugin/saml/report/check-table.ts';
import { readResponse } from '../responses.ts';
import { expected, toBase64, withStatus } from '../sign-in.ts';

const base64 = readResponse('.', 'good');
const bytes = Buffer.from(base64, 'base64');
const xml = bytes.toString();
const body = xml.replace(/^<\?xml[^>]*>/, '');

/** One test for a field as a form might carry it. Exactly one check fails. */
function itRejectsField(name: string, field: unknown, fails: CheckId): void {
  it(`${name}: fails ${fails}`, () => {
    const report = checkResponse(field as string, expected);
    expect(withStatus(report, 'fail')).to.deep.equal([fails]);
    expect(report.ok).to.equal(false);
  });
}

describe('a field that is no Base64 of UTF-8', () => {
  itRejectsField('empty', '', 'decode.base64');
  itRejectsField('white space', ' \n ', 'decode.base64');
  itRejectsField('the XML itself', xml, 'decode.base64');
  itRejectsField('the Base64url alphabet', Buffer.from(`${xml}<<???>>~~`).toString('base64url'), 'decode.base64');
  itRejectsField('percent-encoded', encodeURIComponent(`${base64}==`), 'decode.base64');
  itRejectsField('one character missing', base64.slice(0, -1), 'decode.base64');
  itRejectsField('padding in the middle', `AA==${base64}`, 'decode.base64');
  itRejectsField('too much padding', `${base64}==`, 'decode.base64');
  itRejectsField('stray bits at the end', 'PHg+PC94Pi/=', 'decode.base64');
  itRejectsField('a foreign character', `${base64.slice(0, 99)}*${base64.slice(100)}`, 'decode.base64');
  itRejectsField('a no-break space', `${base64.slice(0, 99)}\u00a0${base64.slice(99)}`, 'decode.base64');
  itRejectsField('a number instead of text', 42, 'decode.base64');
  itRejectsField('nothing', undefined, 'decode.base64');
  itRejectsField('compressed as for a redirect', deflateRawSync(bytes).toString('base64'), 'decode.utf8');
  itRejectsField('compressed by gzip', gzipSync(bytes).toString('base64'), 'decode.utf8');
  itRejectsField(
    'UTF-16 with a byte order mark',
    Buffer.from(`\uFEFF${body}`, 'utf16le').toString('base64'),
    'decode.utf8',
  );
  itRejectsField('UTF-16 without one', Buffer.from(body, 'utf16le').toString('base64'), 'xml.safe');
  itRejectsField('Latin-1', Buffer.from(body.replace('ada@', 'adä@'), 'latin1').toString('base64'), 'decode.utf8');
  itRejectsField(
    'an overlong form of a character',
    Buffer.concat([bytes, Buffer.from([0xc0, 0xbc])]).toString('base64'),
    'decode.utf8',
  );
  itRejectsField('cut off in the XML', bytes.subarray(0, 3000).toString('base64'), 'xml.wellformed');
});

describe('a document over a limit', () => {
  const attributes = (count: number, name: string): string =>
    Array.from({ length: count }, (_, index) => `${name}${index}="urn:e:${index}"`).join(' ');
  const withPart = (part: string): string => toBase64(xml.replace('<samlp:Status>', `${part}<samlp:Status>`));
  const documents: Record<string, string> = {
    'more than 5,000 elements': '<x/>'.repeat(5_000),
    'more than 100 levels': '<x>'.repeat(100) + '</x>'.repeat(100),
    'more than 200 attributes of one element': `<x ${attributes(201, 'a')}/>`,
    'more than 200 namespaces of one element': `<x ${attributes(201, 'xmlns:a')}/>`,
    'more than 400 namespaces in scope': `<x ${attributes(150, 'xmlns:a')}><x ${attributes(150, 'xmlns:b')}><x ${attributes(150, 'xmlns:c')}/></x></x>`,
    'more than 12,500 attributes in all': `<x ${attributes(199, 'a')}/>`.repeat(65),
    'more than 100 names of elements': Array.from({ length: 101 }, (_, index) => `<x${index}/>`).join(''),
    'a namespace of more than 1,024 characters': `<x xmlns="urn:${'e'.repeat(1_024)}"/>`,
    'namespaces that would be written out too often': `<e:x xmlns:e="urn:${'e'.repeat(1_000)}">${'<e:x/>'.repeat(2_000)}</e:x>`,
  };
  itRejectsField('more than 512 kB', withPart(' '.repeat(524_288)), 'decode.base64');
  for (const [name, part] of Object.entries(documents)) {
    itRejectsField(name, withPart(part), 'xml.wellformed');
  }
});
