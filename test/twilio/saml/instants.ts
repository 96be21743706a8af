/** An xs:dateTime, with or without an offset. */
const DATE_TIME = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/;

export function isXmlDateTime(text: string): boolean {
  return DATE_TIME.test(text) && !Number.isNaN(millisecondsOf(text));
}

/** Milliseconds since 1970, NaN when the text is no time. Without an offset it is UTC, as java-saml reads it. */
export function millisecondsOf(text: string): number {
  return Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
}

/** Now, and by how much clocks may differ, both in milliseconds. */
export type Clock = { now: number; skew: number };

/** Whether a NotOnOrAfter has been reached, with the clock difference in its favour. A text that is no time has. */
export function isOver(notOnOrAfter: string, { now, skew }: Clock): boolean {
  return !(now < millisecondsOf(notOnOrAfter) + skew);
}

/** Whether a NotBefore is still to come, with the clock difference in its favour. A text that is no time is. */
export function isToCome(notBefore: string, { now, skew }: Clock): boolean {
  return !(now >= millisecondsOf(notBefore) - skew);
}
