import { createHash, sign } from 'node:crypto';
import { expect } from 'chai';
import { childrenNamed } from '../../../plugin/saml/reading/elements.ts';
import { SIGNATURE } from '../../../plugin/saml/reading/namespaces.ts';
import { canonicalize } from '../../../plugin/saml/signature/canonicalize.ts';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import { key } from '../keys.ts';
import { parse } from '../parse.ts';
import { expected, makeXml, replace, signIn, toBase64 } from '../sign-in.ts';

const EXCLUSIVE = { kind: 'exclusive', prefixes: [] } as const;
const PREFIXES = { kind: 'exclusive', prefixes: ['ds', 'saml', 'samlp', 'xs', 'xsi'] } as const;

/** A response with a letter beyond ASCII, whose Assertion is not signed. */
const unsigned = makeXml({
  signatures: 'response',
  content: { attributes: [...signIn.attributes, { name: 'city', value: 'Zürich\n8001' }] },
}).replace(/^<\?xml[^>]*>/, '');

/** The hint about a Response that is rightly signed but for its digest, which is of these bytes. */
function hintOnDigestOf(bytes: string | Buffer): string | undefined {
  const digest = createHash('sha256').update(bytes).digest('base64');
  const digested = unsigned.replace(/(?<=<ds:DigestValue>)[^<]*/, digest);
  const [signature] = childrenNamed(parse(digested), SIGNATURE, 'Signature');
  const [signedInfo] = childrenNamed(signature!, SIGNATURE, 'SignedInfo');
  const value = sign('sha256', Buffer.from(canonicalize(signedInfo!, EXCLUSIVE)), key.privateKey).toString('base64');
  const field = toBase64(replace(/(?<=<ds:SignatureValue>)[^<]*/, value)(digested));
  const { checks } = checkResponse(field, { ...expected, profile: 'standard' });
  return checks.find(({ id, status }) => id === 'sig.response.digest' && status === 'fail')?.hint;
}

describe('a response that was signed over other bytes than its canonical form', () => {
  const root = parse(unsigned);
  const [signature] = childrenNamed(root, SIGNATURE, 'Signature');
  const canonical = canonicalize(root, PREFIXES, { leftOut: signature });

  it('is not found at fault if the bytes are the right ones', () => {
    expect(hintOnDigestOf(canonical)).to.equal(undefined);
  });

  const cases: Array<{ what: string; bytes: string | Buffer; hint: RegExp }> = [
    {
      what: 'the text as it was written',
      bytes: unsigned.replace(/<ds:Signature [^]*?<\/ds:Signature>/, ''),
      hint: /^The digest fits the text as it was written, without canonicalization: the signature was built wrongly\.$/,
    },
    {
      what: 'the line ends of Windows',
      bytes: canonical.replace(/\n/g, '\r\n'),
      hint: /^The digest fits the content with the line ends of Windows: the signature was built wrongly\.$/,
    },
    {
      what: 'Latin-1',
      bytes: Buffer.from(canonical, 'latin1'),
      hint: /^The digest fits the content in Latin-1 instead of UTF-8: the signature was built wrongly\.$/,
    },
    {
      what: 'UTF-16',
      bytes: Buffer.from(canonical, 'utf16le'),
      hint: /^The digest fits the content in UTF-16 instead of UTF-8: the signature was built wrongly\.$/,
    },
    {
      what: 'another text',
      bytes: canonical.replace('>agent<', '>admin<'),
      hint: /^The content is not what was signed: it was changed afterwards, or the signer digested other bytes\.$/,
    },
  ];
  for (const { what, bytes, hint } of cases) {
    it(`is told as what it is: ${what}`, () => {
      expect(hintOnDigestOf(bytes)).to.match(hint);
    });
  }
});
