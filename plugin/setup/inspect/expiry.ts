/** Whole days before its end from which a certificate is warned of, and from which it is urgent. */
export const EARLY_WARNING_DAYS = 60;
const URGENT_DAYS = 30;

/** How near the end of a certificate is. */
export type Urgency = 'none' | 'early' | 'urgent' | 'expired';

/** @param days whole days until the end; negative when it has passed. */
export function urgencyOf(days: number): Urgency {
  if (days < 0) {
    return 'expired';
  }
  if (days <= URGENT_DAYS) {
    return 'urgent';
  }
  return days <= EARLY_WARNING_DAYS ? 'early' : 'none';
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * The day from which a successor is due: it must be made, handed over and proven while the certificate still works.
 *
 * @param expires ISO 8601, UTC.
 * @returns the day as `YYYY-MM-DD`.
 */
export function successorDue(expires: string): string {
  return new Date(Date.parse(expires) - EARLY_WARNING_DAYS * DAY).toISOString().slice(0, 10);
}
