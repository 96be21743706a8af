import type { OrgUnderTest } from './org-under-test.ts';

/** One thing that is tried in an org. It throws if the plugin does not do what it promises. */
export type Situation = { title: string; run: (org: OrgUnderTest) => Promise<void> };

/** @throws Error with the sentence, if something is not as the plugin promises. */
export function requireThat(condition: boolean, sentence: string): asserts condition {
  if (!condition) {
    throw new Error(sentence);
  }
}
