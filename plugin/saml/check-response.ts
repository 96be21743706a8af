import { checkCertificates } from './checks/certificate-checks.ts';
import { readCertificate, type Certificate, type CertificateReading } from './reading/certificate.ts';
import { completeReport, isComplete, passIf, type Check, type Finding } from './report/check.ts';
import type { CheckId } from './report/check-table.ts';
import type { Claims } from './reading/claims.ts';
import { describeError } from './report/describe-error.ts';
import { examineDocument } from './checks/examine-document.ts';
import { MOST_CERTIFICATES, readExpectations, type Expectations, type Expected } from './report/expectations.ts';
import { decodeField, decodeUtf8, refuseAmbiguousMarkup, type ReadingResult } from './reading/decode-response.ts';
import { parseDocument } from './reading/xml/parse-document.ts';
import { checkRoot } from './checks/structure.ts';

/** The report on one captured response. */
export type ResponseReport = {
  /**
   * Whether to accept the response: no check failed, and the report is complete. Warnings leave a response acceptable. So
   * does a check that does not apply, such as `replay` without a set of IDs.
   */
  ok: boolean;
  /**
   * The examination reached its end: each check was made, or was found not to apply. Otherwise a fault ended it early,
   * or kept some checks from being made, and there may be more faults than the report has.
   */
  complete: boolean;
  /**
   * All checks, always the same ones in the same order. Texts from the response are cut: `expected` and `actual` at 160
   * characters, and `hint` at 400. They hold no character by which a terminal could be redrawn.
   */
  checks: Check[];
  /**
   * What the response says, read from signed content alone; undefined when no signature is good. There are claims also if
   * another check failed, so look at `ok` before you trust them.
   */
  claims?: Claims | undefined;
};

/** What the examination of the form field found. `certificates` are the trusted ones whose keys made a signature. */
type Examination = { findings: Finding[]; certificates: Certificate[]; claims?: Claims | undefined };

/**
 * Checks a captured response as a service provider that follows the standards would (SAML Core, Bindings and Profiles 2.0,
 * and XML Signature). It continues after a failure if it can, so that one report names everything that is wrong.
 *
 * It never throws, and fetches nothing. What is wrong with the response or with the expected values is in the report: an
 * expected value of a wrong type fails the check that needs it, and an error of this program fails the check `internal`.
 * It limits its work: it reads at most 524,288 bytes of XML, 5,000 elements and 100 levels.
 *
 * A response may be used once (SAML Profiles 4.1.4.5), which only a caller with a memory can check. Give a set as
 * `expected.seenAssertionIds`, and keep it: if the response is accepted, the Assertion's ID is added to it, so that the
 * same response fails the check `replay` the next time. Without a set, `replay` is skipped, and a response is accepted as
 * often as it comes.
 *
 * @param samlResponse the value of the form field SAMLResponse: Base64 of the XML, with or without line breaks.
 * @param expected the sign-in that the response is compared with, and `profile`, the rules that it is judged by.
 * @returns all checks with their outcome. `ok` says whether to accept the response.
 */
export function checkResponse(samlResponse: string, expected: Expected): ResponseReport {
  let expectations: Expectations;
  try {
    expectations = readExpectations(expected);
  } catch (error) {
    // Only values that are not plain data (a getter that throws, a revoked proxy) lead here.
    return notExamined({
      actual: `the expected values cannot be read: ${describeError(error)}`,
      fix: 'Pass the expected values as plain data.',
    });
  }
  try {
    return report(samlResponse, expectations);
  } catch (error) {
    return notExamined({
      actual: describeError(error),
      hint: 'This is a fault of the program that checks the response. It says nothing about the response.',
    });
  }
}

function notExamined(finding: Omit<Finding, 'id' | 'status'>): ResponseReport {
  return { ok: false, complete: false, checks: completeReport([{ id: 'internal', status: 'fail', ...finding }]) };
}

const TOO_MANY_CERTIFICATES: CertificateReading = {
  ok: false,
  reason: `more than ${MOST_CERTIFICATES} certificates were given`,
};

function report(samlResponse: unknown, expectations: Expectations): ResponseReport {
  const readings = expectations.certificates.map((text, index) =>
    index < MOST_CERTIFICATES ? readCertificate(text) : TOO_MANY_CERTIFICATES,
  );
  const trusted = readings.flatMap((reading) => (reading.ok ? [reading.certificate] : []));
  const { findings, certificates, claims } = examineField(samlResponse, trusted, expectations);
  const relevant = certificates.length > 0 ? certificates : trusted;
  findings.push({ id: 'internal', status: 'pass', actual: 'none' });
  findings.push(...checkCertificates(readings, relevant, expectations.now, expectations.organizationalUnit));
  findings.push(checkProfile(expectations), ...checkReplay(claims?.assertionId, expectations.seenAssertionIds));
  const complete = isComplete(findings);
  const ok = complete && findings.every(({ status }) => status !== 'fail');
  if (ok) {
    remember(claims?.assertionId, expectations.seenAssertionIds);
  }
  return { ok, complete, checks: completeReport(findings), claims };
}

function checkProfile({ profile, unknownProfile }: Expectations): Finding {
  return { id: 'profile', status: passIf(unknownProfile === undefined), actual: unknownProfile ?? profile };
}

/**
 * The checks in their order. A text that cannot be read ends the examination, before anything is canonicalised: size,
 * Base64 (nothing is inflated), UTF-8, XML declaration, nothing with a second meaning, one strict scan with limits,
 * line ends, parsing. After these every check runs: structure, then form and algorithms of each signature.
 */
function examineField(samlResponse: unknown, trusted: Certificate[], expectations: Expectations): Examination {
  const findings: Finding[] = [];
  const stopped: Examination = { findings, certificates: [] };
  const bytes = decodeField(samlResponse);
  findings.push(readingFinding('decode.base64', bytes, ({ length }) => `${length} bytes of XML`));
  if (!bytes.ok) {
    return stopped;
  }
  const text = decodeUtf8(bytes.value);
  findings.push(readingFinding('decode.utf8', text, ({ length }) => `${length} characters`));
  if (!text.ok) {
    return stopped;
  }
  const body = refuseAmbiguousMarkup(text.value);
  findings.push(readingFinding('xml.safe', body, () => 'nothing of the kind'));
  if (!body.ok) {
    return stopped;
  }
  const parsed = parseDocument(body.value);
  if (!parsed.ok) {
    findings.push({ id: 'xml.wellformed', status: 'fail', actual: parsed.reason, position: parsed.position });
    return stopped;
  }
  const { document } = parsed;
  const root = checkRoot(document.root);
  findings.push({ id: 'xml.wellformed', status: 'pass', actual: `${document.elements} elements` }, root);
  if (root.status === 'fail') {
    return stopped;
  }
  const examined = examineDocument(document, trusted, expectations);
  return { ...examined, findings: [...findings, ...examined.findings] };
}

function readingFinding<T>(id: CheckId, reading: ReadingResult<T>, describe: (value: T) => string): Finding {
  return reading.ok
    ? { id, status: 'pass', actual: describe(reading.value) }
    : { id, status: 'fail', actual: reading.actual, position: reading.position, hint: reading.hint };
}

/** Only an ID from signed content counts. Without a set of IDs, nobody can know. */
function checkReplay(assertionId: string | undefined, seen: Expectations['seenAssertionIds']): Finding[] {
  const id = 'replay';
  if (assertionId === undefined) {
    return [];
  }
  if (seen === 'not given') {
    return [{ id, status: 'skip', hint: 'No set of the IDs that were accepted before was given.' }];
  }
  if (seen === 'no set') {
    const hint = 'seenAssertionIds is no Set, so that a response that was accepted before is not known.';
    return [{ id, status: 'fail', actual: assertionId, hint }];
  }
  const isNew = !seen.has(assertionId);
  const hint = isNew ? undefined : 'The same assertion was accepted before.';
  return [{ id, status: passIf(isNew), actual: assertionId, hint }];
}

/** Only a response that is accepted is remembered. */
function remember(assertionId: string | undefined, seen: Expectations['seenAssertionIds']): void {
  if (assertionId !== undefined && typeof seen !== 'string') {
    seen.add(assertionId);
  }
}
