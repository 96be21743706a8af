import { sameName } from '../../text/same-name.ts';

/** The longest name of a certificate: its label takes 64 characters, and we make both the same. */
const LONGEST_NAME = 64;

/** Room for `_` and the number of a successor. */
const LONGEST_NUMBER = 4;

/**
 * What the names of a certificate and of its successors have in common. Three digits at most count as a number, since
 * names that an org makes itself end in a time of day (`SelfSignedCert_27Jan2022_192645`, seen in retrieved files).
 */
export function stemOf(name: string): string {
  return name
    .replace(/_\d{1,3}$/, '')
    .slice(0, LONGEST_NAME - LONGEST_NUMBER)
    .replace(/_$/, '');
}

/** Whether two names are those of a certificate and of its successor, or of two successors. */
export function sameStem(one: string, other: string): boolean {
  return sameName(stemOf(one), stemOf(other));
}

/** Which successor a name is the name of: 1 for the first certificate, 2 for `<stem>_2`. */
export function numberOf(name: string): number {
  return Number(/_(\d{1,3})$/.exec(name)?.[1] ?? 1);
}

/** A name for a successor that is not among the names of the org's certificates. */
export function nextName(name: string, taken: Iterable<string>): string {
  const names = new Set([...taken].map((one) => one.toLowerCase()));
  for (let number = 2; ; number++) {
    const candidate = `${stemOf(name)}_${number}`;
    if (!names.has(candidate.toLowerCase())) {
      return candidate;
    }
  }
}
