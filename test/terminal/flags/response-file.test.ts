import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { SfError } from '@salesforce/core';
import { readResponseFile } from '../../../plugin/terminal/flags/response-file.ts';
import { chromeHar, tracerExport } from '../../saml/reading/browser-exports.ts';

const XML = '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>';
const BASE64 = Buffer.from(XML).toString('base64');
const POST = { url: 'https://sp.example/acs', at: new Date(), fields: { SAMLResponse: BASE64 } };

describe('a file with a captured response', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-response-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function read(content: string): Promise<string> {
    const path = join(folder, 'response.txt');
    await writeFile(path, content);
    return (await readResponseFile(path))[0].samlResponse;
  }

  async function refusal(content: string): Promise<SfError> {
    return read(content).then(
      () => {
        throw new Error('it was read');
      },
      (error: SfError) => error,
    );
  }

  for (const [form, content] of [
    ['Base64', `${BASE64}\n`],
    ['the body of the form', `RelayState=a&SAMLResponse=${encodeURIComponent(BASE64)}`],
    ['XML', XML],
    ['a HAR file', chromeHar([POST])],
    ['an export of SAML-tracer', tracerExport([POST])],
  ] as const) {
    it(`gives the field from ${form}`, async () => {
      expect(Buffer.from(await read(content), 'base64').toString('utf8')).to.equal(XML);
    });
  }

  for (const [situation, content, words] of [
    ['nothing', ' \n', 'it is empty'],
    ['a web page', '<!DOCTYPE html><html></html>', 'it is a web page'],
    ['the message in the other direction', '<AuthnRequest/>', 'SAMLRequest'],
    ['anything else', 'hello, world!', 'not a SAML response'],
    ['more than any response has', `<${'a'.repeat(4_194_304)}`, 'larger than any SAML response'],
    ['a browser log without a response', chromeHar([]), 'no SAML response was posted'],
    ['a browser log that ends too early', chromeHar([POST]).slice(0, -300), 'ends too early'],
    ['a masked browser log', tracerExport([POST], 'mask', 'without-saml'), 'masked'],
  ] as const) {
    it(`is refused with the reason if it holds ${situation}`, async () => {
      const error = await refusal(content);
      expect(error.name).to.equal('ResponseFileInvalidError');
      expect(error.message).to.include(words).and.include('response.txt');
      expect(error.actions?.join(' ')).to.include('HAR file').and.include('SAMLResponse');
    });
  }

  it('gives all responses of an export with where they were posted, newest first', async () => {
    const path = join(folder, 'sign-in.har');
    const other = { ...POST, url: 'https://other.example/acs', at: new Date(POST.at.getTime() + 1) };
    await writeFile(path, chromeHar([POST, other]));
    expect(await readResponseFile(path)).to.deep.equal([
      { samlResponse: BASE64, postedTo: other.url },
      { samlResponse: BASE64, postedTo: POST.url },
    ]);
  });

  it('is named if it cannot be read', async () => {
    for (const path of [join(folder, 'missing.txt'), folder]) {
      const error = await readResponseFile(path).catch((reason: SfError) => reason);
      expect(error).to.include({ name: 'ResponseFileUnreadableError' });
    }
  });

  it('may be standard input', async () => {
    const original = Object.getOwnPropertyDescriptor(process, 'stdin')!;
    Object.defineProperty(process, 'stdin', { value: Readable.from([BASE64]), configurable: true });
    try {
      expect(await readResponseFile('-')).to.deep.equal([{ samlResponse: BASE64 }]);
    } finally {
      Object.defineProperty(process, 'stdin', original);
    }
  });
});
