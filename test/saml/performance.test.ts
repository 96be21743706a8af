import { expect } from 'chai';
import { checkResponse } from '../../plugin/setup/verify/check-response.ts';
import { otherKey } from './keys.ts';
import { processorMilliseconds } from '../support/processor-time.ts';
import { expected, makeXml, replace, signIn, toBase64 } from './sign-in.ts';

const xml = makeXml();
const insert = (part: string): string => replace('<samlp:Status>', `${part}<samlp:Status>`)(xml);
const inSignature = (part: string): string => replace('</ds:KeyInfo>', `${part}</ds:KeyInfo>`)(xml);
const names = (count: number, form: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => form(index)).join('');
const manyAttributes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `a${index}`, value: 'x' }));
const withManyAttributes = makeXml({ content: { attributes: [...signIn.attributes, ...manyAttributes(1_700)] } });

/** Inputs that cost more time or memory than they seem to, each for another reason. */
const HOSTILE: Record<string, string> = {
  '10 MB of Base64': 'A'.repeat(10_000_000),
  '10 MB of white space': ' '.repeat(10_000_000),
  '10 MB of foreign characters': '%'.repeat(10_000_000),
  'text without an end': toBase64('x'.repeat(500_000)),
  'half a million less-than signs': toBase64('<'.repeat(500_000)),
  'half a million ampersands': toBase64(insert('&'.repeat(500_000))),
  'an entity with an endless name': toBase64(insert(`&${'a'.repeat(490_000)}`)),
  '60,000 character references': toBase64(insert('&#65536;'.repeat(60_000))),
  '160,000 open elements': toBase64('<a>'.repeat(160_000)),
  '80,000 elements within one another': toBase64('<a>'.repeat(70_000) + '</a>'.repeat(70_000)),
  '4,900 empty elements': toBase64(insert('<x/>'.repeat(4_900))),
  '50 times 90 levels': toBase64(insert(('<x>'.repeat(90) + '</x>'.repeat(90)).repeat(50))),
  '50,000 attributes of one element': toBase64(insert(`<x ${names(50_000, (index) => `a${index}="" `)}/>`)),
  '12,000 attributes': toBase64(insert(`<x ${names(190, (index) => `a${index}="" `)}/>`.repeat(63))),
  '4,000 different element names': toBase64(
    insert(names(4_000, (index) => `<x${index}></x${index}>`) + ' '.repeat(400_000)),
  ),
  'an end tag with 400,000 blanks': toBase64(insert(`<x></x${' '.repeat(400_000)}>`)),
  'a start tag with 400,000 blanks': toBase64(insert(`<x${' '.repeat(400_000)}/>`)),
  'a namespace that would be written 4,000 times': toBase64(
    insert(`<e:x xmlns:e="urn:${'e'.repeat(900)}">${'<e:x/>'.repeat(4_000)}</e:x>`),
  ),
  '390 namespaces in scope of 4,000 elements': toBase64(
    insert(
      `<x ${names(195, (index) => `xmlns:a${index}="u:${index}" `)}><x ${names(195, (index) => `xmlns:b${index}="u:${index}" `)}>${'<b1:x/>'.repeat(4_000)}</x></x>`,
    ),
  ),
  '4,000 references': toBase64(replace('</ds:SignedInfo>', `${'<ds:Reference/>'.repeat(4_000)}</ds:SignedInfo>`)(xml)),
  '4,000 transforms': toBase64(replace('</ds:Transforms>', `${'<ds:Transform/>'.repeat(4_000)}</ds:Transforms>`)(xml)),
  '4,000 signatures': toBase64(insert('<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>'.repeat(4_000))),
  '3,000 assertions': toBase64(
    insert('<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>'.repeat(3_000)),
  ),
  '4,000 certificates inside': toBase64(
    inSignature(`<ds:X509Data>${'<ds:X509Certificate>AAAA</ds:X509Certificate>'.repeat(4_000)}</ds:X509Data>`),
  ),
  'a certificate of 400 kB inside': toBase64(replace(/(?<=<ds:X509Certificate>)/, 'AAAA'.repeat(100_000))(xml)),
  'a signature value of 400 kB': toBase64(replace(/(?<=<ds:SignatureValue>)/, 'AAAA'.repeat(100_000))(xml)),
  'a list of 100,000 prefixes': toBase64(replace('PrefixList="ds ', `PrefixList="${'ds '.repeat(100_000)}`)(xml)),
  'an ID of 400,000 characters': toBase64(replace(/(?<= ID="_)/, 'a'.repeat(400_000))(xml)),
  'a right form of 1,700 attributes, changed after signing': toBase64(
    replace('>agent<', '>admin<')(withManyAttributes),
  ),
};

/** The longest time of a check, in milliseconds. */
const LIMIT = 200;

/**
 * The first of some calls that is within the limit, or else the last: the first ones also compile the code, and collecting
 * garbage costs more on a busy machine.
 */
function checkedMilliseconds(work: () => void, calls = 5): number {
  const milliseconds = processorMilliseconds(work);
  return milliseconds < LIMIT || calls === 1 ? milliseconds : checkedMilliseconds(work, calls - 1);
}

const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1024;

describe('a hostile response', () => {
  for (const [name, field] of Object.entries(HOSTILE)) {
    it(`${name}: is refused within 200 ms and 200 MB`, () => {
      const peak = peakMegabytes();
      let ok = true;
      const milliseconds = checkedMilliseconds(() => {
        ok = checkResponse(field, expected).ok;
      });
      expect(ok).to.equal(false);
      expect(milliseconds).to.be.below(LIMIT);
      expect(peakMegabytes() - peak).to.be.below(200);
    });
  }

  it('signed with a key that none of ten trusted certificates fits: is refused within 200 ms', () => {
    const certificates = Array.from({ length: 10 }, () => otherKey.certificatePem);
    const milliseconds = checkedMilliseconds(() => {
      expect(checkResponse(toBase64(xml), { ...expected, certificates }).ok).to.equal(false);
    });
    expect(milliseconds).to.be.below(LIMIT);
  });
});

describe('a good response', () => {
  it('of 1,700 attributes more than usual: is accepted within 200 ms', () => {
    const field = toBase64(withManyAttributes);
    const milliseconds = checkedMilliseconds(() => {
      const { ok } = checkResponse(field, { ...expected, seenAssertionIds: new Set() });
      expect(ok).to.equal(true);
    }, 10);
    expect(milliseconds).to.be.below(LIMIT);
  });
});
