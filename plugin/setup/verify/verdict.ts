import type { VerifyCheck } from './verify-check.ts';

/**
 * What a verification comes to. `proven` (exit code 0): a response was examined to its end, and no check failed. `refuted`
 * (1): a check failed, so a user cannot sign in. `not-proven` (5): neither of them, since something stood in the way of a
 * proof.
 */
export type Verdict = 'proven' | 'refuted' | 'not-proven';

/** The exit code of a command that ends with a verdict. The README lists those of all commands. */
export const EXIT_CODES: Record<Verdict, number> = { proven: 0, refuted: 1, 'not-proven': 5 };

/** How a sign-in that proved nothing can still be proven. */
type Remedy =
  /** Later: the org may answer otherwise then. */
  | 'later'
  /** By a person in a browser, whose response is then checked. */
  | 'browser'
  /** By the command once something else is done, which its check says. */
  | 'first';

/** What can keep a sign-in from being proven, and what helps. The names are stable, since scripts rely on them. */
export const REMEDIES = {
  /** The app was changed a short time ago, and the org may not know it yet. */
  'app-not-known-yet': 'later',
  /** MFA, or another verification of who the user is. */
  'identity-verification': 'browser',
  'password-change': 'browser',
  'login-flow': 'browser',
  /** The org did not accept the session. */
  'login-page': 'browser',
  /** The login has not the scope `web`, for example. */
  'front-door-refused': 'browser',
  /** A host that is not followed: it has not the org's My Domain name. */
  'other-host': 'browser',
  /** The app asks for a session of a higher security level. */
  'session-level': 'browser',
  /** The user of the login has no access, while others have. */
  'login-without-access': 'browser',
  'too-many-redirects': 'browser',
  /** A page that this command does not know. */
  'unknown-page': 'browser',
  unreachable: 'later',
  'my-domain-unknown': 'first',
  /** A captured response that was damaged. */
  'response-unreadable': 'first',
  /** An error of this plugin ended the examination of the response. */
  'checker-failed': 'first',
} as const satisfies Record<string, Remedy>;

export type Obstacle = keyof typeof REMEDIES;

/** Why a verification proves nothing. */
export type NotProven = {
  /** Stable; scripts may rely on it. */
  reason: Obstacle;
  /**
   * Where a person can do in a browser what stands in the way: an address that starts a sign-in. The response that comes
   * of it can be checked with `--response-file`. The address is no secret.
   */
  openByHand?: string;
};

/** Checks that a file which was damaged on its way fails, whatever the org answered. */
const READING_CHECKS = ['decode.base64', 'decode.utf8', 'xml.safe', 'xml.wellformed', 'saml.root'];

/**
 * The verdict on the checks of a verification; pure.
 *
 * @param obstacle what kept the sign-in from being proven, if something did.
 * @param isCaptured whether the response is from a file. One that cannot be read says nothing about users.
 */
export function verdictOn(
  checks: VerifyCheck[],
  { isExamined, isCaptured, obstacle }: { isExamined: boolean; isCaptured: boolean; obstacle?: Obstacle | undefined },
): { verdict: Exclude<Verdict, 'not-proven'> } | { verdict: 'not-proven'; reason: Obstacle } {
  const failed = checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
  if (failed.length > 0 && failed.every((id) => id === 'internal')) {
    return { verdict: 'not-proven', reason: 'checker-failed' };
  }
  if (failed.length > 0 && !(isCaptured && failed.every((id) => READING_CHECKS.includes(id)))) {
    return { verdict: 'refuted' };
  }
  return isExamined && failed.length === 0
    ? { verdict: 'proven' }
    : { verdict: 'not-proven', reason: obstacle ?? 'response-unreadable' };
}
