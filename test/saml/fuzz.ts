import { isDeepStrictEqual } from 'node:util';
import { checkResponse, type ResponseReport } from '../../plugin/saml/check-response.ts';
import { signBoth } from './library-signer.ts';
import { mutate, seededRandom } from './mutations.ts';
import { expected, makeXml, toBase64 } from './sign-in.ts';

/** What is being tested; a stand-in shows that the fuzzer finds what it looks for. */
export type Checker = (samlResponse: string) => Pick<ResponseReport, 'ok' | 'claims'>;

/** What became of the mutants; those in the last two lists are findings, and can be made again from the seed. */
export type FuzzResult = {
  accepted: number;
  refused: number;
  slowest: number;
  /** Thrown errors, with the number of the mutant. */
  thrown: string[];
  /** Mutants whose report gives other claims than those that were signed. */
  forged: string[];
};

const usualChecker: Checker = (samlResponse) => checkResponse(samlResponse, expected);

const unsigned = makeXml({ signatures: 'none' }).replace(/^<\?xml[^>]*>/, '');

/** Responses to start from: the usual form, and one with other white space that a library signed. */
const ORIGINALS = [makeXml(), signBoth(unsigned.replace(/></g, '>\n  <'))].map((xml) => ({
  xml,
  claims: checkResponse(toBase64(xml), expected).claims,
}));

/**
 * Checks mutants of good responses. A mutant may be accepted, when what was changed means nothing; but no report may
 * give claims that were not signed.
 */
export function fuzz(count: number, seed: number, checker: Checker = usualChecker): FuzzResult {
  const random = seededRandom(seed);
  const result: FuzzResult = { accepted: 0, refused: 0, slowest: 0, thrown: [], forged: [] };
  for (let number = 0; number < count; number += 1) {
    const original = ORIGINALS[number % ORIGINALS.length]!;
    const mutant = mutate(original.xml, random);
    const started = performance.now();
    judge(result, checker, mutant, original.claims, `mutant ${number} of seed ${seed}`);
    result.slowest = Math.max(result.slowest, performance.now() - started);
  }
  return result;
}

function judge(result: FuzzResult, checker: Checker, mutant: string, signed: unknown, name: string): void {
  try {
    const report = checker(toBase64(mutant));
    if (report.claims !== undefined && !isSigned(report.claims, signed)) {
      result.forged.push(name);
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
