import { terminalSafe } from '../../text/terminal-safe.ts';
import { checkIds, checkTable, type CheckId } from './check-table.ts';

/**
 * One line of a report. Of the statuses, `warn` leaves what is checked acceptable, `skip` means that the check could not
 * be reached (never that it passed), and `info` that there was nothing to compare with. `actual` is what was found, in
 * one line, and is empty when the check was not reached.
 */
export type Check = {
  /** Stable; scripts may rely on it. */
  id: CheckId;
  status: 'pass' | 'warn' | 'fail' | 'skip' | 'info';
  title: string;
  expected: string;
  actual: string;
  /** What it generally means. */
  hint?: string | undefined;
  /** Which side must change and how; present on `fail` and `warn`. */
  fix?: string | undefined;
};

export type CheckStatus = Check['status'];

/** The outcome of one check. The check's texts add the rest, and the fix unless the outcome has one of its own. */
export type Finding<Id extends string = CheckId> = Pick<Check, 'status' | 'hint' | 'fix'> & {
  id: Id;
  expected?: string | undefined;
  actual?: string | undefined;
};

const LONGEST_VALUE = 160;
const LONGEST_HINT = 400;

/** Every check once, in the order of the table. A check without a finding was not reached. */
export function completeReport(findings: Finding[]): Check[] {
  const found = new Map(findings.map((finding) => [finding.id, finding]));
  return checkIds.map((id) => completeCheck(id, found.get(id) ?? { id, status: 'skip' }));
}

function completeCheck(id: CheckId, { status, expected, actual, hint, fix }: Finding): Check {
  const texts = checkTable[id];
  return {
    id,
    status,
    title: texts.title,
    expected: oneLine(expected ?? texts.expected),
    actual: oneLine(actual ?? ''),
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
