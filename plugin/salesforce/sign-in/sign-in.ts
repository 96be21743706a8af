import { clock } from '../../http/clock.ts';
import { readPage, type Page } from './sign-in-page.ts';
import { CookieJar } from './cookie-jar.ts';
import { networkCode, sendHttp, type HttpAnswer } from '../../http/http.ts';
import { isOfSameOrg } from './org-hosts.ts';

/** A page at which the sign-in test ended before it found an answer for the service provider. */
export type MetPage = { kind: PageKind; status: number; path: string; title: string };

/**
 * The kind of page. `identity-verification`, `password-change` and `login-flow` need a person. `login` means that there
 * is no session. `no-access` and `misconfigured` are refusals of the identity provider.
 */
export type PageKind =
  | 'login'
  | 'identity-verification'
  | 'password-change'
  | 'login-flow'
  | 'no-access'
  | 'misconfigured'
  | 'unknown';

export type SignInOutcome =
  | {
      outcome: 'response';
      /** The unchanged form field. It is a credential for some minutes: never print, log or store it. */
      samlResponse: string;
      relayState?: string;
      /** Where the form sends it. */
      action: string;
      method: string;
      /** The org's clock minus the local clock, in milliseconds. The org's answer gives it to the second. */
      clockDifference?: number;
    }
  | { outcome: 'page'; page: MetPage }
  | { outcome: 'other-origin'; origin: string }
  | { outcome: 'too-many-hops' }
  | { outcome: 'unreachable'; code: string; path: string };

/** The largest number of redirects of every kind. */
const MOST_HOPS = 8;

/** Limits of one page: milliseconds and bytes. */
const PAGE_LIMITS = { timeLimit: 20_000, sizeLimit: 2 * 1024 * 1024 };

/** What a drive needs of its surroundings. */
export type Surroundings = {
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Sends a request as {@link sendHttp} does. */
  send?: typeof sendHttp;
};

/**
 * Acts like a browser from a front door to the form that would carry the SAML response to the service provider, and
 * stops there. It never sends anything to the service provider. Requests stay on the hosts of the org, and each host is
 * sent only its own cookies.
 *
 * @param frontDoor a single-use address that signs in and leads to the identity provider.
 */
export async function driveSignIn(
  frontDoor: string,
  { now = () => clock().now(), send = sendHttp }: Surroundings = {},
): Promise<SignInOutcome> {
  const start = new URL(frontDoor);
  const jars = new Map<string, CookieJar>();
  let url = start;
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    if (!isOfSameOrg(url, start)) {
      return { outcome: 'other-origin', origin: `${url.protocol}//${url.host}` };
    }
    const jar = jars.get(url.origin) ?? new CookieJar();
    jars.set(url.origin, jar);
    const visited = await visit(url, jar, send);
    if (visited.kind === 'unreachable') {
      return { outcome: 'unreachable', code: visited.code, path: url.pathname };
    }
    const { answer } = visited;
    const page = readPage(answer.body);
    const response = responseIn(page, url, clockDifference(answer, now()));
    if (response !== undefined) {
      return response;
    }
    const target = onwardAddress(answer, page);
    if (target === undefined || !URL.canParse(target, url.href)) {
      return { outcome: 'page', page: metPage(answer, page, url) };
    }
    url = new URL(target, url);
  }
  return { outcome: 'too-many-hops' };
}

/**
 * The address that an answer sends a browser to. A page with a form counts as waiting for a person, whatever its
 * scripts or its `noscript` part may do.
 */
function onwardAddress({ statusCode, headers }: HttpAnswer, { forms, redirect }: Page): string | undefined {
  if (statusCode >= 300 && statusCode < 400) {
    return headers['location'];
  }
  return forms.length === 0 ? redirect : undefined;
}

async function visit(
  url: URL,
  jar: CookieJar,
  send: typeof sendHttp,
): Promise<{ kind: 'answer'; answer: HttpAnswer } | { kind: 'unreachable'; code: string }> {
  const cookie = jar.header();
  try {
    const answer = await send(
      { method: 'GET', url: url.href, headers: { accept: 'text/html', ...(cookie === undefined ? {} : { cookie }) } },
      { redirect: 'manual', ...PAGE_LIMITS },
    );
    jar.store(answer.cookies);
    return { kind: 'answer', answer };
  } catch (error) {
    return { kind: 'unreachable', code: networkCode(error) };
  }
}

function responseIn(page: Page, url: URL, difference: number | undefined): SignInOutcome | undefined {
  const form = page.forms.find(({ fields }) => fields.has('SAMLResponse'));
  if (form === undefined) {
    return undefined;
  }
  const relayState = form.fields.get('RelayState');
  return {
    outcome: 'response',
    samlResponse: form.fields.get('SAMLResponse') ?? '',
    action: URL.canParse(form.action, url.href) ? new URL(form.action, url).href : form.action,
    method: form.method,
    ...(relayState === undefined ? {} : { relayState }),
    ...(difference === undefined ? {} : { clockDifference: difference }),
  };
}

function clockDifference({ headers }: HttpAnswer, now: number): number | undefined {
  const date = Date.parse(headers['date'] ?? '');
  return Number.isNaN(date) ? undefined : date - now;
}

/**
 * Kinds of pages, recognised by their addresses and words. The texts of refusals are those of the org's identity
 * provider log (Object Reference, IdpEventLog). It is inferred that pages show them too.
 */
const KINDS: Array<{ kind: PageKind; path?: RegExp; text?: RegExp }> = [
  { kind: 'identity-verification', path: /verif|totp|mfa|\/_ui\/identity\//i, text: /verify your identity/i },
  { kind: 'password-change', path: /changepassword/i, text: /change your password/i },
  { kind: 'login-flow', path: /loginflow|\/flow\//i },
  { kind: 'no-access', text: /insufficient privileges|does not have access to this service provider/i },
  {
    kind: 'misconfigured',
    text: /invalid service provider|unable to parse authnrequest|into a service provider|invalid issuer|invalid signature|invalid identity provider endpoint|idp certificate is invalid/i,
  },
];

function metPage(answer: HttpAnswer, page: Page, url: URL): MetPage {
  const found = KINDS.find(({ path, text }) => path?.test(url.pathname) === true || text?.test(answer.body) === true);
  const login = page.asksPassword || (url.pathname === '/' && url.searchParams.has('startURL'));
  return {
    kind: found?.kind ?? (login ? 'login' : 'unknown'),
    status: answer.statusCode,
    path: url.pathname,
    title: page.title.slice(0, 120),
  };
}
