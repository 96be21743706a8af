import type { PlanFinding } from '../setup/plan/plan-result.ts';

/** The exit codes of a preview under --detailed-exitcode. Those of errors are 1, 2 and 69. */
const EXIT_CODES: Record<PlanFinding, number> = { nothing: 0, changes: 3, blocked: 4 };

/** The exit code for what was found in one org or in several: that of the finding that needs most attention. */
export function detailedExitCode(findings: PlanFinding[]): number {
  return Math.max(0, ...findings.map((finding) => EXIT_CODES[finding]));
}
