import { once } from 'node:events';
import { request as sendByNode, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import type { HttpAnswer, HttpRequest } from '../../../plugin/http/http.ts';
import { openFrontDoor } from '../../../plugin/salesforce/sign-in/front-door.ts';
import { driveSignIn, type SignInOutcome } from '../../../plugin/salesforce/sign-in/sign-in.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import {
  authnRequest,
  grant,
  ownedSet,
  redirectAddress,
  startIdentityProvider,
} from '../../org/identity-provider/testing.ts';
import { connectionTo } from '../../support/connection.ts';

const MY_DOMAIN = 'https://acme.my.salesforce.com';
const LIGHTNING = 'https://acme.lightning.force.com';
const FORM = '<form method="post" action="https://sp.example/acs"><input name="SAMLResponse" value="PD94"></form>';

/** A page of the web, by its address without a query. */
type Page = { body?: string; location?: string; cookies?: string[] };

/** Drives a sign-in over pages that no network holds, and records what was sent where. */
async function driveOver(
  pages: Record<string, Page>,
): Promise<{ outcome: SignInOutcome; sent: Array<[url: string, cookie: string | undefined]>; headers: string[] }> {
  const requests: HttpRequest[] = [];
  const send = (request: HttpRequest): Promise<HttpAnswer> => {
    requests.push(request);
    const page = pages[request.url.split('?')[0] ?? ''];
    if (page === undefined) {
      throw new Error(`no page ${request.url}`);
    }
    const { body = '', location, cookies = [] } = page;
    const headers: Record<string, string> = location === undefined ? {} : { location };
    return Promise.resolve({ statusCode: location === undefined ? 200 : 302, headers, body, cookies });
  };
  const outcome = await driveSignIn(`${MY_DOMAIN}/door?otp=secret`, { send });
  return {
    outcome,
    sent: requests.map(({ url, headers }) => [url, headers?.['cookie']]),
    headers: [...new Set(requests.flatMap(({ headers = {} }) => Object.keys(headers)))],
  };
}

describe('the way to the form over another host of the org', () => {
  it('is followed there and back, and each host gets only its own cookies', async () => {
    const { outcome, sent } = await driveOver({
      [`${MY_DOMAIN}/door`]: {
        location: `${LIGHTNING}/secur/door?sid=other`,
        cookies: ['sid=my; Secure; Domain=.salesforce.com', 'both=my; Domain=force.com'],
      },
      [`${LIGHTNING}/secur/door`]: {
        body: `<script>window.location.replace('${MY_DOMAIN}/idp')</script>`,
        cookies: ['sid=lightning', 'both=lightning; Domain=.com'],
      },
      [`${MY_DOMAIN}/idp`]: { location: `${LIGHTNING}/end` },
      [`${LIGHTNING}/end`]: { body: FORM },
    });
    expect(outcome).to.include({ outcome: 'response', samlResponse: 'PD94' });
    expect(sent).to.deep.equal([
      [`${MY_DOMAIN}/door?otp=secret`, undefined],
      [`${LIGHTNING}/secur/door?sid=other`, undefined],
      [`${MY_DOMAIN}/idp`, 'sid=my; both=my'],
      [`${LIGHTNING}/end`, 'sid=lightning; both=lightning'],
    ]);
  });

  it('carries nothing but cookies and the wish for a page', async () => {
    const { headers } = await driveOver({
      [`${MY_DOMAIN}/door`]: { location: `${LIGHTNING}/a`, cookies: ['a=1'] },
      [`${LIGHTNING}/a`]: { location: `${MY_DOMAIN}/b` },
      [`${MY_DOMAIN}/b`]: { body: FORM },
    });
    expect(headers).to.have.members(['accept', 'cookie']);
  });

  for (const [situation, location, origin] of [
    [
      'a host that begins like it',
      'https://acme.my.salesforce.com.evil.example/a',
      'https://acme.my.salesforce.com.evil.example',
    ],
    ['a host that ends like it', 'https://evil-acme.my.salesforce.com/a', 'https://evil-acme.my.salesforce.com'],
    ['the Lightning host of another org', 'https://evil.lightning.force.com/a', 'https://evil.lightning.force.com'],
    ['its host in front of an @', 'https://acme.my.salesforce.com@evil.example/a', 'https://evil.example'],
    ['its host after a user name', 'https://evil@acme.my.salesforce.com/a', MY_DOMAIN],
    ['another port of it', 'https://acme.lightning.force.com:444/a', 'https://acme.lightning.force.com:444'],
    ['itself without encryption', 'http://acme.my.salesforce.com/a', 'http://acme.my.salesforce.com'],
    ['its Lightning host without encryption', 'http://acme.lightning.force.com/a', 'http://acme.lightning.force.com'],
    ['the sign-in of another company', '//sso.example/a', 'https://sso.example'],
    ['a script', 'javascript:alert(1)', 'javascript://'],
  ] as const) {
    it(`ends before ${situation}, which gets no request`, async () => {
      const { outcome, sent } = await driveOver({
        [`${MY_DOMAIN}/door`]: { location: `${LIGHTNING}/a`, cookies: ['sid=1'] },
        [`${LIGHTNING}/a`]: { location, cookies: ['sid=2'] },
      });
      expect(outcome).to.deep.equal({ outcome: 'other-origin', origin });
      expect(sent).to.have.length(2);
    });
  }
});

describe('the way to the form in an org with a Lightning host', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  /** Sends a request to the emulated org, whatever host it is for, and notes that host with its cookies. */
  function sendTo(hosts: Array<[host: string, hasCookies: boolean]>) {
    return async ({ url, headers = {} }: HttpRequest): Promise<HttpAnswer> => {
      const { host, pathname, search } = new URL(url);
      hosts.push([host, headers['cookie'] !== undefined]);
      const sent = sendByNode(org.url + pathname + search, { headers: { ...headers, host } }).end();
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      return {
        statusCode: answer.statusCode ?? 0,
        headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
        body: await text(answer),
        cookies: answer.headers['set-cookie'] ?? [],
      };
    };
  }

  for (const redirectForm of ['status', 'meta-refresh', 'script'] as const) {
    it(`leads over it and back by ${redirectForm}, and it sees no cookie of the org`, async () => {
      org = await startIdentityProvider({ redirectForm, myDomain: MY_DOMAIN, lightningHost: LIGHTNING });
      grant(org, ownedSet(org, 'admin'));
      const door = await openFrontDoor(await connectionTo(org), redirectAddress(authnRequest()));
      const hosts: Array<[host: string, hasCookies: boolean]> = [];
      const outcome = await driveSignIn(door.replace(org.url, MY_DOMAIN), { send: sendTo(hosts) });
      expect(outcome).to.include({ outcome: 'response', action: 'https://sp.example/acs' });
      expect(hosts).to.deep.equal([
        ['acme.my.salesforce.com', false],
        ['acme.lightning.force.com', false],
        ['acme.my.salesforce.com', true],
        ['acme.my.salesforce.com', true],
      ]);
    });
  }
});
