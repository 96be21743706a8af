/** The form of a date and time in REST answers: `2026-01-15T09:00:00.000+0000`. */
export function restDateTime(date: Date): string {
  return date.toISOString().replace('Z', '+0000');
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
