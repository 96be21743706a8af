import { clock } from '../../http/clock.ts';

/**
 * The cookies of one origin: name, value and deletion, which is the part of RFC 6265 that one origin and one sign-in
 * need. The path of a cookie does not matter, because all pages belong to one sign-in. A `Domain` is not honoured, so no
 * cookie reaches another host.
 */
export class CookieJar {
  private readonly cookies = new Map<string, string>();

  /** Stores the cookies of `Set-Cookie` headers. */
  public store(setCookies: string[]): void {
    for (const header of setCookies) {
      const [pair = '', ...attributes] = header.split(';');
      const separator = pair.indexOf('=');
      if (separator < 1) {
        continue;
      }
      const name = pair.slice(0, separator).trim();
      if (attributes.some(isDeletion)) {
        this.cookies.delete(name);
      } else {
        this.cookies.set(name, pair.slice(separator + 1).trim());
      }
    }
  }

  /** The value of a `Cookie` header. Undefined if there are no cookies. */
  public header(): string | undefined {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`);
    return pairs.length === 0 ? undefined : pairs.join('; ');
  }
}

function isDeletion(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('=').map((part) => part.trim());
  if (name.toLowerCase() === 'max-age') {
    return Number(value) <= 0;
  }
  return name.toLowerCase() === 'expires' && Date.parse(value) <= clock().now();
}
