import { countOf, isSingle, requestOf } from './table.ts';
import type { Cell } from './matrix.ts';

/** Why a command does not succeed although its fault is over: which faults, at which requests. */
export type Reason = { fault?: RegExp; request?: RegExp; ending?: RegExp; because: string };

/** What a second try cannot mend. Everything else that happens once must end in success. */
export const REASONS: Reason[] = [
  { fault: /^403 request limit$/, because: 'the org has no requests left for the day' },
  { fault: /^404 not found$/, because: 'the org answers that there is no such thing' },
  {
    request: /^POST metadata\/deployRequest$/,
    ending: /^DeploymentStartUnknown/,
    because:
      'a second deployment would give a certificate another key, or an app another id, if the first still arrives',
  },
];

/** Cells of single faults that are told for none of the reasons, and reasons for which none is told. */
export function withoutReason(cells: Cell[]): { cells: Cell[]; reasons: Reason[] } {
  const told = cells.filter((cell) => isSingle(cell) && countOf(cell) === 'told');
  return {
    cells: told.filter((cell) => !REASONS.some((reason) => isOf(cell, reason))),
    reasons: REASONS.filter((reason) => !told.some((cell) => isOf(cell, reason))),
  };
}

function isOf({ fault, occasion, ending }: Cell, reason: Reason): boolean {
  return (
    (reason.fault?.test(fault) ?? true) &&
    (reason.request?.test(requestOf(occasion)) ?? true) &&
    (reason.ending?.test(ending) ?? true)
  );
}
