import { clock } from './clock.ts';
import { waitBeforeRetry } from './retry.ts';

/** How often and how long something is asked again. */
export type AskAgainOptions<Answer> = {
  /** Whether a later answer may be another one. */
  mayChange: (answer: Answer) => boolean;
  /** Until when to ask, in milliseconds since 1970. The last question is asked then. */
  until: number;
  /** The pause after the first answer, in milliseconds. Later pauses grow up to a limit. */
  firstPause: number;
  /** Tells each answer that is not the last. */
  onWait?: ((answer: Answer) => void) | undefined;
};

/** The longest pause, in milliseconds. */
const LONGEST_PAUSE = 60_000;

/** Asks until the answer is final or the time is over, with growing pauses. It always asks once. */
export async function askAgain<Answer>(
  ask: () => Promise<Answer>,
  { mayChange, until, firstPause, onWait }: AskAgainOptions<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    const left = until - clock().now();
    if (left <= 0 || !mayChange(answer)) {
      return answer;
    }
    onWait?.(answer);
    await clock().wait(Math.min(waitBeforeRetry(attempt, firstPause), LONGEST_PAUSE, left));
  }
}
