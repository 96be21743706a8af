import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect } from 'chai';
import { checkResponse } from '../../plugin/setup/verify/check-response.ts';
import type { ResponseReport } from '../../plugin/saml/check-response.ts';
import type { CheckId } from '../../plugin/saml/report/check-table.ts';
import type { Expected } from '../../plugin/setup/verify/check-response.ts';
import { expected } from './sign-in.ts';

const RESPONSES = join(import.meta.dirname, 'responses');

/** The file of a good response, for cases in which something other than the response is unusual. */
export const GOOD = '../../good';

/** A response in a file. */
export type ResponseCase = {
  /** Its name in the folder, without the ending. */
  file: string;
  /** What is unusual apart from the file, or instead of it. */
  when?: string;
  expecting?: Partial<Expected>;
};

/** Checks by their ids, with what each of them found in the response. */
export type Findings = Partial<Record<CheckId, string>>;

/** A response that must be refused, and exactly the checks that must fail. */
export type Rejection = ResponseCase & { fails: Findings };

/** A response that must pass, and exactly the checks that must warn, and that are not made (by default none). */
export type Acceptance = ResponseCase & { warns?: Findings; skips?: CheckId[] };

/** One test for each file of a folder: the response is refused. */
export function itRejects(folder: string, rejections: Rejection[]): void {
  for (const { file, when, expecting, fails } of rejections) {
    it(`${titleOf(folder, file, when)}: fails ${Object.keys(fails).join(', ')}`, () => {
      const report = checkResponse(readResponse(folder, file), { ...expected, ...expecting });
      expect(findings(report, 'fail')).to.deep.equal(fails);
      expect(report.ok).to.equal(false);
    });
  }
  itUsesEveryFile(folder, rejections);
}

/** One test for each file of a folder: the response passes. */
export function itAccepts(folder: string, acceptances: Acceptance[]): void {
  for (const { file, when, expecting, warns = {}, skips = [] } of acceptances) {
    const warnings = Object.keys(warns).join(', ');
    it(`${titleOf(folder, file, when)}: passes${warnings === '' ? '' : ` and warns ${warnings}`}`, () => {
      const seenAssertionIds = new Set<string>();
      const report = checkResponse(readResponse(folder, file), { ...expected, seenAssertionIds, ...expecting });
      expect(findings(report, 'fail')).to.deep.equal({});
      expect(findings(report, 'warn')).to.deep.equal(warns);
      expect(Object.keys(findings(report, 'skip'))).to.deep.equal(skips);
      expect(report.ok).to.equal(true);
    });
  }
  itUsesEveryFile(folder, acceptances);
}

/** A response as the field of a form carries it. */
export function readResponse(folder: string, file: string): string {
  return readFileSync(join(RESPONSES, folder, `${file}.xml`)).toString('base64');
}

function titleOf(folder: string, file: string, when: string | undefined): string {
  return [`${posix.join(folder, file)}.xml`, ...(when === undefined ? [] : [when])].join(', ');
}

function findings(report: ResponseReport, status: string): Findings {
  const checks = report.checks.filter((check) => check.status === status);
  return Object.fromEntries(checks.map(({ id, actual }) => [id, withoutPlace(id, actual)]));
}

/**
 * What a check found, without the place of an element, which says how long the file is before it (the tests of the report
 * and of the rules of the schema look at places), and without what OpenSSL says of a certificate in brackets at the end,
 * which differs between its versions.
 */
function withoutPlace(id: string, actual: string): string {
  const found = id.startsWith('xml.') ? actual : actual.replace(/^\d+:\d+: /, '');
  return found.replace(/ \(error:[^)]*\)$/, '');
}

function itUsesEveryFile(folder: string, cases: ResponseCase[]): void {
  it(`${folder}/ has no other file`, () => {
    const named = cases.map(({ file }) => `${file}.xml`).filter((name) => !name.startsWith('../'));
    expect(readdirSync(join(RESPONSES, folder))).to.have.members([...new Set(named)]);
  });
}
