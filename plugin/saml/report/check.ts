import { terminalSafe } from '../../text/terminal-safe.ts';
import { checkStandards, type CheckKind } from './check-standards.ts';
import { checkIds, checkTable, type CheckId } from './check-table.ts';

/** A place in the XML text: its line and its character of Unicode in the line, both counted from 1. */
export type Position = { line: number; column: number };

/**
 * One line of a report. Of the statuses, `warn` leaves what is checked acceptable, `skip` means that the check was not
 * made (never that it passed), and `info` that there was nothing to compare with. `actual` is what was found, in one
 * line, and is empty when the check was not made.
 */
export type Check = {
  /** Stable; scripts may rely on it. */
  id: CheckId;
  status: 'pass' | 'warn' | 'fail' | 'skip' | 'info';
  /**
   * What kind of fault it finds, and so who can mend it. Absent on `internal`, since an error of the checker is no fault of
   * the response.
   */
  kind?: CheckKind | undefined;
  /** The section of the standard that it applies, for example "SAML Core 2.5.1.4". */
  section?: string | undefined;
  /** What is checked, in some words. */
  title: string;
  /** What is wanted: a value, or some words where there is no single one. */
  expected: string;
  /** What was found. */
  actual: string;
  /** Where a fault in the text is, or the first of several. `actual` begins with it too, as `line:column: `. */
  position?: Position | undefined;
  /** What it generally means. */
  hint?: string | undefined;
  /** Which side must change and how; present on `fail` and `warn`. */
  fix?: string | undefined;
};

/** What became of a check; `Check` says what each of them means. */
export type CheckStatus = Check['status'];

/** How bad a status is, from the best to the worst. */
export const SEVERITY: Record<CheckStatus, number> = { pass: 0, skip: 1, info: 2, warn: 3, fail: 4 };

/** The outcome of one check. The table adds the rest: texts and section, unless the outcome has its own. */
export type Finding<Id extends string = CheckId> = Pick<Check, 'status' | 'section' | 'position' | 'hint' | 'fix'> & {
  id: Id;
  expected?: string | undefined;
  actual?: string | undefined;
};

const LONGEST_VALUE = 160;
const LONGEST_HINT = 400;

/** Every check once, in the order of the table. A check without a finding was not made. */
export function completeReport(findings: Finding[]): Check[] {
  const found = new Map(findings.map((finding) => [finding.id, finding]));
  return checkIds.map((id) => completeCheck(id, found.get(id) ?? { id, status: 'skip' }));
}

/** Whether every check has a finding. One that does not apply has one too, which says so. */
export function isComplete(findings: Finding[]): boolean {
  const found = new Set(findings.map(({ id }) => id));
  return checkIds.every((id) => found.has(id));
}

function completeCheck(id: CheckId, finding: Finding): Check {
  const { status, expected, actual, position, hint, fix } = finding;
  const texts = checkTable[id];
  const { kind, section } = checkStandards[id];
  return {
    id,
    status,
    kind,
    section: finding.section ?? section,
    title: texts.title,
    expected: oneLine(expected ?? texts.expected),
    actual: `${position === undefined ? '' : `${position.line}:${position.column}: `}${oneLine(actual ?? '')}`,
    position,
    hint: hint === undefined ? undefined : oneLine(hint, LONGEST_HINT),
    fix: needsFix(status) ? (fix ?? texts.fix) : undefined,
  };
}

/** Whether something must be changed. The check then says what. */
export function needsFix(status: CheckStatus): boolean {
  return status === 'fail' || status === 'warn';
}

/** `pass` when a condition holds, else `fail`. */
export function passIf(condition: boolean): 'pass' | 'fail' {
  return condition ? 'pass' : 'fail';
}

function oneLine(text: string, longest = LONGEST_VALUE): string {
  const line = terminalSafe(text.slice(0, longest + 1));
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
