import { ASSUMPTIONS, type Assumption, type Verdicts } from './assumptions.ts';

/** One assumption, and what was found out about it. */
export type AssumptionRow = { id: string; verdict: 'holds' | 'fails' | 'not tried'; evidence: string };

/** Every assumption in order, with what an org said about it, or why it was not asked. Pure. */
export function assumptionRows(verdicts: Verdicts): AssumptionRow[] {
  return ASSUMPTIONS.map((assumption: Assumption & { id: (typeof ASSUMPTIONS)[number]['id'] }) => {
    const { id } = assumption;
    const found = verdicts.get(id);
    if (found !== undefined) {
      return { id, verdict: found.verdict === 'open' ? 'not tried' : found.verdict, evidence: found.evidence };
    }
    const reason = 'notTried' in assumption ? assumption.notTried : `not reached: ${assumption.settledBy}`;
    return { id, verdict: 'not tried', evidence: reason };
  });
}

/** The table at the end of a run: verdict, statement, and the evidence below. It has no control characters. Pure. */
export function assumptionTable(verdicts: Verdicts): string[] {
  const statements = new Map<string, string>(ASSUMPTIONS.map(({ id, statement }) => [id, statement]));
  const rows = assumptionRows(verdicts);
  const count = (verdict: AssumptionRow['verdict']): number => rows.filter((row) => row.verdict === verdict).length;
  return [
    ...rows.flatMap(({ id, verdict, evidence }) => [
      `${verdict.padEnd(11)}${statements.get(id)}`,
      `${' '.repeat(11)}${evidence.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()}`,
    ]),
    '',
    `${count('holds')} hold, ${count('fails')} fail, ${count('not tried')} not tried`,
  ];
}
