/**
 * The deployments that this process has asked for and whose end it has not seen. A signal can come at any moment and
 * knows nothing of the command's work or its logins, so this is kept for the whole process.
 */
const ids = new Set<string>();
let starting = 0;

/** Ids of deployments that go on in an org, and how many were sent without an id so far. */
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

/** Counts a deployment as under way while its end is waited for. */
export async function whileUnderWay<T>(id: string, wait: () => Promise<T>): Promise<T> {
  ids.add(id);
  try {
    return await wait();
  } finally {
    ids.delete(id);
  }
}
