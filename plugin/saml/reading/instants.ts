import type { CheckStatus } from '../report/check.ts';

/** By how much clocks may differ. The SAML libraries of service providers allow the same. */
export const SKEW_SECONDS = 180;

/** SAML requires times in UTC, without a time zone part (SAML Core 1.3.3). */
const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?Z$/;

/** A SAML time in milliseconds since 1970; undefined if the text is not such a time, or its day does not exist. */
export function parseInstant(text: string | undefined): number | undefined {
  const match = INSTANT.exec(text ?? '');
  if (!match) {
    return undefined;
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const fraction = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const date = new Date(0);
  // Unlike `Date.UTC`, which takes a year before 100 for one of the last century.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, fraction);
  // XML Schema has no year 0.
  const sameDay = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return sameDay && hour < 24 && minute < 60 && second < 60 ? date.getTime() : undefined;
}

/** A span of time as a response states it. It starts at `notBefore` and ends just before `notOnOrAfter`. */
export type Window = { notBefore?: string | undefined; notOnOrAfter?: string | undefined };

export type WindowJudgement = { status: CheckStatus; actual: string; hint?: string | undefined };

/**
 * Whether a time is in the window. It is a warning if the time is outside, but within the allowance for clocks. A bound
 * that is absent sets no limit. A bound that cannot be read fails.
 */
export function judgeWindow({ notBefore, notOnOrAfter }: Window, now: Date): WindowJudgement {
  const actual = `from ${notBefore ?? 'any time'} to ${notOnOrAfter ?? 'any time'}`;
  const start = notBefore === undefined ? -Infinity : parseInstant(notBefore);
  const end = notOnOrAfter === undefined ? Infinity : parseInstant(notOnOrAfter);
  if (start === undefined || end === undefined || Number.isNaN(now.getTime())) {
    return { status: 'fail', actual, hint: 'A time cannot be read: SAML writes 2026-11-24T12:00:00.000Z.' };
  }
  if (start >= end) {
    return { status: 'fail', actual, hint: 'It ends before it starts.' };
  }
  const missed = Math.max(start - now.getTime(), now.getTime() - end + 1, 0) / 1000;
  if (missed === 0) {
    return { status: 'pass', actual };
  }
  const hint =
    now.getTime() < start
      ? `It starts in ${Math.ceil((start - now.getTime()) / 1000)} s by this clock.`
      : `It ended ${Math.floor((now.getTime() - end) / 1000)} s ago by this clock.`;
  return missed <= SKEW_SECONDS
    ? { status: 'warn', actual, hint: `${hint} Only the allowance for clock differences saves it.` }
    : { status: 'fail', actual, hint };
}
