/** Stands for whatever host the org is reached under; no address of it is ever sent. */
const ANY_HOST = 'http://org.invalid';

/**
 * The page of this org that an address names, ready to be put into a header: a path that begins with exactly one slash,
 * its query, percent-encoded.
 *
 * @returns undefined for what leads, or might be read as leading, to another host.
 */
export function startUrlOf(address: string): string | undefined {
  // Browsers read a backslash as a slash and drop tabs and line breaks before they look at the slashes.
  if (!/^\/(?!\/)[^\\\p{Cc}]*$/u.test(address)) {
    return undefined;
  }
  const { pathname, search, hash } = new URL(ANY_HOST + address);
  return pathname.startsWith('//') ? undefined : pathname + search + hash;
}
