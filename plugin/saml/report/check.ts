import { terminalSafe } from '../../text/terminal-safe.ts';
import { checkIds, checkTable, type CheckId } from './check-table.ts';

/**
 * `warn` leaves the response acceptable, `skip` means that the check could not be reached (never that it passed),
 * `info` that there was nothing to compare with.
 */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skip' | 'info';

/** One line of the report. */
export type Check = {
  id: CheckId;
  status: CheckStatus;
  title: string;
  expected: string;
  /** What was found, in one line of at most 160 characters; empty when the check was not reached. */
  actual: string;
  /** What this generally means. */
  hint?: string | undefined;
  /** Which side must change and how; present on `fail` and `warn`. */
  fix?: string | undefined;
};

/** What an examination found out about one check; the table adds the rest. */
export type Finding = {
  id: CheckId;
  status: CheckStatus;
  expected?: string | undefined;
  actual?: string | undefined;
  hint?: string | undefined;
};

const LONGEST_VALUE = 160;
const LONGEST_HINT = 400;

/** Every check once, in the order of the table; those without a finding were not reached. */
export function completeReport(findings: Finding[]): Check[] {
  const found = new Map(findings.map((finding) => [finding.id, finding]));
  return checkIds.map((id) => completeCheck(id, found.get(id) ?? { id, status: 'skip' }));
}

function completeCheck(id: CheckId, { status, expected, actual, hint }: Finding): Check {
  const texts = checkTable[id];
  return {
    id,
    status,
    title: texts.title,
    expected: oneLine(expected ?? texts.expected),
    actual: oneLine(actual ?? ''),
    hint: hint === undefined ? undefined : oneLine(hint, LONGEST_HINT),
    fix: status === 'fail' || status === 'warn' ? texts.fix : undefined,
  };
}

/** `pass` when a condition holds, else `fail`. */
export function passIf(condition: boolean): 'pass' | 'fail' {
  return condition ? 'pass' : 'fail';
}

function oneLine(text: string, longest = LONGEST_VALUE): string {
  const line = terminalSafe(text.slice(0, longest + 1));
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
