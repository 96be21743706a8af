import { cleanUp } from './clean-up.ts';
import type { OrgUnderTest } from './org-under-test.ts';
import type { Situation } from './situation.ts';
import { appSituations } from './situations/apps.ts';
import { certificateSituations } from './situations/certificates.ts';
import { identityProviderSituations, publishedSituations } from './situations/identity-provider.ts';
import { deletionSituations } from './situations/deletion.ts';
import { setupSituations } from './situations/setup.ts';
import { signInSituations } from './situations/sign-in.ts';

/** Everything that is tried, in order. Later situations need what earlier ones made. */
export const SITUATIONS: Situation[] = [
  ...certificateSituations,
  ...identityProviderSituations,
  ...setupSituations,
  ...publishedSituations,
  ...appSituations,
  ...signInSituations,
  ...deletionSituations,
];

/** How a run ended: the titles of the situations that failed, and what is left in the org. */
export type SuiteReport = { passed: number; failed: string[]; skipped: number; left: string[] };

export type SuiteOptions = {
  /** Leave what was made in the org. */
  keep: boolean;
  /** Is called before each situation. If it returns true, the run ends early and cleans up. */
  isInterrupted: () => boolean;
  /** Is called after each step. */
  onStep: (line: string) => void;
};

/** Runs the suite against an org. However it ends, it deletes what it made. */
export async function runSuite(
  org: OrgUnderTest,
  { keep, isInterrupted, onStep }: SuiteOptions,
  situations: Situation[] = SITUATIONS,
): Promise<SuiteReport> {
  const failed: string[] = [];
  let done = 0;
  for (const { title, run } of situations) {
    if (isInterrupted()) {
      break;
    }
    try {
      await run(org);
      onStep(`passed  ${title}`);
    } catch (error) {
      failed.push(title);
      onStep(`FAILED  ${title}: ${(error as Error).message}`);
    }
    done++;
  }
  const left = keep ? [] : await cleanUp(org).catch((error: Error) => [`not cleaned up: ${error.message}`]);
  return { passed: done - failed.length, failed, skipped: situations.length - done, left };
}
