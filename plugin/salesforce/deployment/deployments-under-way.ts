import { shortId } from '../api/record-id.ts';

/**
 * The deployments that this process has asked for and whose end it has not seen. A signal can come at any moment and
 * knows nothing of what the command is at, so this is kept for the whole process.
 */
const ids = new Set<string>();
let starting = 0;

/** The deployments, anybody's, whose end this process has seen, by the short form of their ids. */
const ended = new Set<string>();

/** Ids of deployments that go on in an org, and how many were sent of which no id came back yet. */
export function deploymentsUnderWay(): { ids: string[]; starting: number } {
  return { ids: [...ids], starting };
}

/** Counts a deployment as sent until it has an id, or is known not to run. */
export async function whileStarting<T>(start: () => Promise<T>): Promise<T> {
  starting++;
  try {
    return await start();
  } finally {
    starting--;
  }
}

/** Counts a deployment as under way while its end is waited for, and as ended once `wait` has come back with it. */
export async function whileUnderWay<T>(id: string, wait: () => Promise<T>): Promise<T> {
  ids.add(id);
  try {
    const end = await wait();
    ended.add(shortId(id));
    return end;
  } finally {
    ids.delete(id);
  }
}

/** Whether this process has seen the end of a deployment. */
export function hasEnded(id: string): boolean {
  return ended.has(shortId(id));
}
