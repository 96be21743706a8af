import { isDeepStrictEqual } from 'node:util';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import type { ResponseReport } from '../../../plugin/saml/check-response.ts';
import type { Profile } from '../../../plugin/saml/report/expectations.ts';
import { key } from '../keys.ts';
import { expected } from '../sign-in.ts';
import { differenceOf, type Finding, type FindingKind } from './finding.ts';
import { judgeFor, readDocument, type Judge, type Verdict } from './judge/judge.ts';
import { readSignedClaims, type SignedClaims } from './judge/signed-claims.ts';
import { mutantOf, type NamedMutant } from './mutants.ts';
import { makeOriginals, type Original } from './originals/originals.ts';

/** The checker under test. A stand-in for it shows that the fuzzer finds what it looks for. */
export type Checker = (samlResponse: string) => Pick<ResponseReport, 'ok' | 'claims' | 'checks'>;

/** What became of the mutants. */
export type FuzzResult = {
  /** The profile asks for both signatures by default. By the profile `standard`, that of the Assertion is enough. */
  profile: Profile;
  /** Mutants that the judge calls different, and that were refused. */
  refused: number;
  /** Mutants that the judge calls the same, and that were accepted. */
  accepted: number;
  /** Mutants that were accepted with a changed Response around the signed Assertion, as the profile `standard` allows. */
  acceptedInPart: number;
  /** Mutants that were refused though they mean the same, by the reason of the declared policy. */
  byPolicy: Record<string, number>;
  findings: Finding[];
  /** Milliseconds that the checker needed for the slowest mutant. */
  slowest: number;
};

type JudgedOriginal = Original & { judge: Judge; claims: SignedClaims };

const checkerFor =
  (profile: Profile): Checker =>
  (samlResponse) =>
    checkResponse(samlResponse, { ...expected, profile });

const ORIGINALS: JudgedOriginal[] = makeOriginals().map((original) => ({
  ...original,
  judge: judgeFor(original.bytes, key.certificatePem),
  claims: readSignedClaims(readDocument(original.bytes)),
}));

/**
 * Checks good responses and mutants of them. Before the checker is asked, the judge has decided whether a mutant is the
 * same in other words, another response, or one that the declared policy refuses (`judge/policy.ts`). The checker must
 * accept the first kind and refuse the others. It must throw nothing, and report no claims but those that were signed.
 */
export function fuzz(
  count: number,
  seed: number,
  profile: Profile = 'salesforce',
  checker: Checker = checkerFor(profile),
): FuzzResult {
  const counts = { refused: 0, accepted: 0, acceptedInPart: 0 };
  const result: FuzzResult = { profile, ...counts, byPolicy: {}, findings: [], slowest: 0 };
  for (const original of ORIGINALS) {
    examine(result, checker, { name: 'no mutant', classes: [], bytes: original.bytes, original });
  }
  for (let number = 0; number < count; number += 1) {
    examine(result, checker, mutantOf(ORIGINALS, seed, number));
  }
  return result;
}

function examine(result: FuzzResult, checker: Checker, mutant: NamedMutant<JudgedOriginal>): void {
  const verdict = mutant.original.judge(mutant.bytes);
  const started = performance.now();
  let report: ReturnType<Checker>;
  try {
    report = checker(mutant.bytes.toString('base64'));
  } catch (error) {
    add(result, 'thrown', mutant, String(error));
    return;
  }
  result.slowest = Math.max(result.slowest, performance.now() - started);
  const { ok, claims, checks } = report;
  const failing = checks.filter(({ status }) => status === 'fail');
  const fault = failing.find(({ id }) => FAULTS_OF_THE_CHECKER.has(id));
  if (fault) {
    add(result, 'thrown', mutant, `${fault.id}: ${fault.actual ?? ''}`);
  }
  if (claims !== undefined && !isSigned(claims, mutant.original.claims)) {
    add(result, 'claims that were not signed', mutant, JSON.stringify(claims));
  }
  if (ok && result.profile === 'standard' && verdict.verdict === 'different' && verdict.isAssertionSigned) {
    result.acceptedInPart += 1;
  } else if (ok && verdict.verdict !== 'same') {
    add(result, 'accepted', mutant, verdict.verdict === 'different' ? verdict.part : `policy: ${verdict.reason}`);
  } else if (!ok && verdict.verdict === 'same') {
    add(result, 'refused', mutant, failing.map(({ id, actual = '' }) => `${id}: ${actual}`).join('; '));
  } else {
    countRight(result, verdict);
  }
}

/** The field is always good Base64. A check that says otherwise, or that the checker itself is at fault, hides an error. */
const FAULTS_OF_THE_CHECKER: ReadonlySet<string> = new Set(['internal', 'decode.base64']);

function countRight(result: FuzzResult, verdict: Verdict): void {
  if (verdict.verdict === 'refused by policy') {
    result.byPolicy[verdict.reason] = (result.byPolicy[verdict.reason] ?? 0) + 1;
  } else if (verdict.verdict === 'same') {
    result.accepted += 1;
  } else {
    result.refused += 1;
  }
}

function add(result: FuzzResult, kind: FindingKind, mutant: NamedMutant<Original>, why: string): void {
  const { name, classes, bytes, original } = mutant;
  const difference = differenceOf(original.bytes, bytes);
  result.findings.push({ kind, mutant: name, classes, original: original.name, why, difference, bytes });
}

/** A mutant with a changed Response may still have a good Assertion, which makes the same claims. */
function isSigned(claims: object, signed: SignedClaims): boolean {
  return Object.entries(signed).every(([name, value]) =>
    isDeepStrictEqual((claims as Record<string, unknown>)[name], value),
  );
}
