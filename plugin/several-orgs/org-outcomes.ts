/** What was done in one org and has ended, whether well or not. */
export type OrgWork<Result> = {
  ok: boolean;
  /** Whether nothing failed, and a sign-in that was to be proven is not. */
  notProven?: boolean;
  /** How it ended, or what failed, in some words. */
  summary: string;
  result: Result;
};

/** An error as scripts read it. */
export type OrgError = { name: string; message: string; actions: string[]; data?: unknown };

/**
 * How the work in one org ended. A failure has an error where it was met before there was any result. `not-proven` is
 * neither success nor failure: nothing failed, and the sign-in is not proven.
 */
export type OrgOutcome<Result> =
  | { org: string; outcome: 'succeeded' | 'not-proven' | 'failed'; summary: string; result: Result }
  | { org: string; outcome: 'failed'; summary: string; error: OrgError };

/** The result of a command that was run in several orgs; in the order of the definition file. */
export type SeveralOrgs<Result> = {
  /** Whether all succeeded. */
  ok: boolean;
  orgs: Array<OrgOutcome<Result>>;
};

/** How many orgs are worked on at the same time. */
const AT_A_TIME = 3;

/**
 * Does the same work in several orgs, a few at a time. One org's failure stops no other.
 *
 * @param work an error that it throws is the failure of its org alone.
 */
export async function inSeveralOrgs<Target extends { org: string }, Result>(
  targets: Target[],
  work: (target: Target) => Promise<OrgWork<Result>>,
): Promise<SeveralOrgs<Result>> {
  const orgs: Array<OrgOutcome<Result>> = [];
  const waiting = targets.entries();
  const workers = Array.from({ length: AT_A_TIME }, async () => {
    // Every worker draws from the one iterator.
    for (const [index, target] of waiting) {
      orgs[index] = await outcomeOf(target, work);
    }
  });
  await Promise.all(workers);
  return { ok: orgs.every(({ outcome }) => outcome === 'succeeded'), orgs };
}

/** The outcome of work that ended with a result. */
export function outcomeOfWork({ ok, notProven = false }: OrgWork<unknown>): 'succeeded' | 'not-proven' | 'failed' {
  if (ok) {
    return 'succeeded';
  }
  return notProven ? 'not-proven' : 'failed';
}

async function outcomeOf<Target extends { org: string }, Result>(
  target: Target,
  work: (target: Target) => Promise<OrgWork<Result>>,
): Promise<OrgOutcome<Result>> {
  const { org } = target;
  try {
    const done = await work(target);
    const { summary, result } = done;
    return { org, outcome: outcomeOfWork(done), summary, result };
  } catch (error) {
    const { name, message, actions = [], data } = error as Error & { actions?: string[]; data?: unknown };
    return {
      org,
      outcome: 'failed',
      summary: message,
      error: { name, message, actions, ...(data === undefined ? {} : { data }) },
    };
  }
}
