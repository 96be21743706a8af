import { isDeepStrictEqual } from 'node:util';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import type { ResponseReport } from '../../../plugin/saml/check-response.ts';
import { signBoth } from '../library-signer.ts';
import { meaningOf } from './meaning.ts';
import { mutate, seededRandom } from './mutations.ts';
import { expected, makeXml, toBase64 } from '../sign-in.ts';

/** The checker under test. A stand-in for it shows that the fuzzer finds what it looks for. */
export type Checker = (samlResponse: string) => Pick<ResponseReport, 'ok' | 'claims'>;

/** What became of the mutants. Those in the lists are findings, and the seed makes them again. */
export type FuzzResult = {
  refused: number;
  /** Mutants, not in the count, that mean the same as the original. It does no harm if they are accepted. */
  rewritten: number;
  slowest: number;
  /** Mutants that were accepted. */
  accepted: string[];
  /** Mutants whose report gives other claims than those that were signed. */
  forged: string[];
  /** Thrown errors, with the number of the mutant. */
  thrown: string[];
};

const usualChecker: Checker = (samlResponse) => checkResponse(samlResponse, expected);

const unsigned = makeXml({ signatures: 'none' }).replace(/^<\?xml[^>]*>/, '');

/** Responses to start from: one in the usual form, and one that a library signed, with other white space. */
const ORIGINALS = [makeXml(), signBoth(unsigned.replace(/></g, '>\n  <'))].map((xml) => ({
  xml,
  claims: checkResponse(toBase64(xml), expected).claims,
  meaning: meaningOf(xml),
}));

type Original = (typeof ORIGINALS)[number];

/**
 * Checks mutants of good responses, none of which may be accepted. A mutant that means what the original does (with
 * other white space between attributes, a namespace that nothing uses, no certificate beside a signature) is checked
 * too, but another takes its place in the count. No report may give claims that were not signed.
 */
export function fuzz(count: number, seed: number, checker: Checker = usualChecker): FuzzResult {
  const random = seededRandom(seed);
  const result: FuzzResult = { refused: 0, rewritten: 0, slowest: 0, accepted: [], forged: [], thrown: [] };
  for (let number = 0; number - result.rewritten < count; number += 1) {
    const original = ORIGINALS[number % ORIGINALS.length]!;
    judge(result, checker, mutate(original.xml, random), original, `mutant ${number} of seed ${seed}`);
  }
  return result;
}

function judge(result: FuzzResult, checker: Checker, mutant: string, original: Original, name: string): void {
  const isRewritten = means(mutant, original.meaning);
  result.rewritten += isRewritten ? 1 : 0;
  const started = performance.now();
  try {
    const report = checker(toBase64(mutant));
    if (report.claims !== undefined && !isSigned(report.claims, original.claims)) {
      result.forged.push(name);
    }
    if (report.ok && !isRewritten) {
      result.accepted.push(name);
    }
    result.refused += report.ok || isRewritten ? 0 : 1;
  } catch (error) {
    result.thrown.push(`${name}: ${String(error)}`);
  }
  result.slowest = Math.max(result.slowest, performance.now() - started);
}

function means(mutant: string, meaning: string): boolean {
  try {
    return meaningOf(mutant) === meaning;
  } catch {
    return false;
  }
}

/** A mutant with a changed Response may still have a good Assertion, which makes the same claims. */
function isSigned(claims: object, signed: unknown): boolean {
  return isDeepStrictEqual({ ...claims, source: '' }, { ...(signed as object), source: '' });
}
