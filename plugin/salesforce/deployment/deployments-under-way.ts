/**
 * The deployments that this process has sent and has not seen end. They are kept for the whole process: a signal can
 * come at any moment, and its handler knows neither the command's work nor its logins.
 */
const ids = new Set<string>();
let starting = 0;

/** The ids of deployments under way in an org, and the number of those that were sent and have no id yet. */
export function deploymentsUnderWay(): { ids: string[]; starting: number } {
  return { ids: [...ids], starting };
}

/** Counts a deployment as starting until it has an id or is known not to run. */
export async function whileStarting<T>(start: () => Promise<T>): Promise<T> {
  starting++;
  try {
    return await start();
  } finally {
    starting--;
  }
}

/** Counts a deployment as under way until the waiting for its end is over. */
export async function whileUnderWay<T>(id: string, wait: () => Promise<T>): Promise<T> {
  ids.add(id);
  try {
    return await wait();
  } finally {
    ids.delete(id);
  }
}
