import type { OrgState } from '../state.ts';

/** The form of a date and time in REST answers: `2026-01-15T09:00:00.000+0000`. */
export function restDateTime(date: Date): string {
  return date.toISOString().replace('Z', '+0000');
}

/** Whether a span of milliseconds is over. A span of none always is, even if the clock was set back. */
export function isOver({ now }: Pick<OrgState, 'now'>, begin: Date, span: number): boolean {
  return span === 0 || now().getTime() - begin.getTime() >= span;
}

/**
 * A date, or a date and time, in any of the forms the platform's APIs write (an offset without its colon included).
 *
 * @returns undefined if the text is none.
 */
export function parseDateTime(text: string): Date | undefined {
  const date = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
