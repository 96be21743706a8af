/**
 * What a read gives, or undefined if the org refuses it. That is for reads without which a command still knows enough, and
 * says what it does not know. Whatever else goes wrong is thrown.
 */
export async function unlessRefused<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (typeof (error as { errorCode?: unknown }).errorCode === 'string') {
      return undefined;
    }
    throw error;
  }
}
