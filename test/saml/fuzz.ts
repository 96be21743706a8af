import { isDeepStrictEqual } from 'node:util';
import { DOMParser } from '@xmldom/xmldom';
import { ExclusiveCanonicalization } from 'xml-crypto';
import { checkResponse, type ResponseReport } from '../../plugin/saml/check-response.ts';
import { signBoth } from './library-signer.ts';
import { mutate, seededRandom } from './mutations.ts';
import { expected, makeXml, toBase64 } from './sign-in.ts';

/** What is being tested; a stand-in shows that the fuzzer finds what it looks for. */
export type Checker = (samlResponse: string) => Pick<ResponseReport, 'ok' | 'claims'>;

/** What became of the mutants; those in the lists are findings, and can be made again from the seed. */
export type FuzzResult = {
  accepted: number;
  refused: number;
  slowest: number;
  /** Thrown errors, with the number of the mutant. */
  thrown: string[];
  /** Mutants whose report gives other claims than those that were signed. */
  forged: string[];
  /** Mutants that were accepted, although what is signed differs. */
  altered: string[];
};

const usualChecker: Checker = (samlResponse) => checkResponse(samlResponse, expected);

const unsigned = makeXml({ signatures: 'none' }).replace(/^<\?xml[^>]*>/, '');

/** Responses to start from: the usual form, and one with other white space that a library signed. */
const ORIGINALS = [makeXml(), signBoth(unsigned.replace(/></g, '>\n  <'))].map((xml) => ({
  xml,
  claims: checkResponse(toBase64(xml), expected).claims,
  content: signedContent(xml),
}));

type Original = (typeof ORIGINALS)[number];

/**
 * Checks mutants of good responses. A mutant may be accepted when it differs in what no signature covers (white space
 * between attributes, a namespace that nothing uses, the certificate beside a signature), and only then. No report may
 * give claims that were not signed.
 */
export function fuzz(count: number, seed: number, checker: Checker = usualChecker): FuzzResult {
  const random = seededRandom(seed);
  const result: FuzzResult = { accepted: 0, refused: 0, slowest: 0, thrown: [], forged: [], altered: [] };
  for (let number = 0; number < count; number += 1) {
    const original = ORIGINALS[number % ORIGINALS.length]!;
    const mutant = mutate(original.xml, random);
    const started = performance.now();
    judge(result, checker, mutant, original, `mutant ${number} of seed ${seed}`);
    result.slowest = Math.max(result.slowest, performance.now() - started);
  }
  return result;
}

function judge(result: FuzzResult, checker: Checker, mutant: string, original: Original, name: string): void {
  try {
    const report = checker(toBase64(mutant));
    if (report.claims !== undefined && !isSigned(report.claims, original.claims)) {
      result.forged.push(name);
    }
    if (report.ok && signedContent(mutant) !== original.content) {
      result.altered.push(name);
    }
    result[report.ok ? 'accepted' : 'refused'] += 1;
  } catch (error) {
    result.thrown.push(`${name}: ${String(error)}`);
  }
}

/** A mutant whose Response was changed may still have a good Assertion, which says the same. */
function isSigned(claims: object, signed: unknown): boolean {
  return isDeepStrictEqual({ ...claims, source: '' }, { ...(signed as object), source: '' });
}

/** The response in exclusive canonical form, without its signatures: the bytes that they vouch for. */
function signedContent(xml: string): string | undefined {
  try {
    const parser = new DOMParser({ errorHandler: refuseMalformed });
    const response = parser.parseFromString(xml, 'text/xml').documentElement;
    for (const signature of Array.from(response.getElementsByTagName('ds:Signature'))) {
      signature.parentNode?.removeChild(signature);
    }
    return new ExclusiveCanonicalization().process(response, {}).toString();
  } catch {
    return undefined;
  }
}

function refuseMalformed(_level: string, message: string): never {
  throw new Error(message);
}
