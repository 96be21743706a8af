import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { driveSignIn, type SignInOutcome } from '../../../plugin/salesforce/sign-in/sign-in.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that has pages by path, and records its requests. */
type Pages = { url: string; requests: IncomingMessage[]; stop: () => Promise<void> };

const running: Server[] = [];

async function serve(pages: Record<string, Handler>): Promise<Pages> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const handler = pages[(request.url ?? '').split('?')[0] ?? ''];
    (handler ?? html('<title>Not found</title>', 404))(request, response);
  });
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, stop };
}

function html(body: string, status = 200, headers: Record<string, string | string[]> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'text/html', ...headers });
    response.end(body);
  };
}

function redirect(location: string, headers: Record<string, string | string[]> = {}): Handler {
  return html('', 302, { Location: location, ...headers });
}

const FORM =
  '<form method="post" action="https://sp.example/acs"><input name="SAMLResponse" value="PD94"><input name="RelayState" value="r"></form>';

describe('the way to the form for the service provider', () => {
  afterEach(async () => {
    for (const server of running.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  async function driveOver(pages: Record<string, Handler>): Promise<SignInOutcome> {
    const { url } = await serve(pages);
    return driveSignIn(`${url}/door?otp=1`);
  }

  it('follows redirects of every kind with the cookies it got, and stops at the form', async () => {
    const { url, requests } = await serve({
      '/door': redirect('/a?x=1', { 'Set-Cookie': ['sid=1; HttpOnly', 'b=2'] }),
      '/a': html('<meta http-equiv="Refresh" content="0; URL=b/c">', 200, { 'Set-Cookie': 'b=; Max-Age=0' }),
      '/b/c': html("<script>window.location.replace('\\/end')</script>"),
      '/end': html(FORM),
    });
    const outcome = await driveSignIn(`${url}/door?otp=1`);
    expect(outcome).to.deep.include({
      outcome: 'response',
      samlResponse: 'PD94',
      relayState: 'r',
      action: 'https://sp.example/acs',
      method: 'post',
    });
    expect(requests.map(({ url: path, headers }) => [path, headers.cookie])).to.deep.equal([
      ['/door?otp=1', undefined],
      ['/a?x=1', 'sid=1; b=2'],
      ['/b/c', 'sid=1'],
      ['/end', 'sid=1'],
    ]);
  });

  it('measures how far the clock of the org is ahead', async () => {
    const now = Date.parse('2026-11-24T12:00:00Z');
    const { url } = await serve({ '/door': html(FORM, 200, { Date: 'Tue, 24 Nov 2026 12:01:40 GMT' }) });
    expect(await driveSignIn(`${url}/door`, { now: () => now })).to.include({ clockDifference: 100_000 });
    const { url: other } = await serve({ '/door': html(FORM, 200, { Date: 'today' }) });
    expect(await driveSignIn(`${other}/door`, { now: () => now })).not.to.have.property('clockDifference');
  });

  it('has no relay state if the form has none, and resolves a relative action', async () => {
    const { url } = await serve({ '/door': html('<form action="/acs"><input name="SAMLResponse"></form>') });
    expect(await driveSignIn(`${url}/door`)).to.deep.include({ action: `${url}/acs`, method: 'get', samlResponse: '' });
    expect(await driveSignIn(`${url}/door`)).not.to.have.property('relayState');
  });

  it('goes to no other origin, not even to another port', async () => {
    const other = await serve({ '/': html(FORM) });
    const outcome = await driveOver({ '/door': redirect(`${other.url}/?secret=1`, { 'Set-Cookie': 'sid=1' }) });
    expect(outcome).to.deep.equal({ outcome: 'other-origin', origin: other.url });
    expect(other.requests).to.deep.equal([]);
  });

  it('ends if the org redirects in circles', async () => {
    const { url, requests } = await serve({ '/door': redirect('/door') });
    expect(await driveSignIn(`${url}/door`)).to.deep.equal({ outcome: 'too-many-hops' });
    expect(requests).to.have.length(9);
  });

  it('names what cannot be reached, without the query', async () => {
    const gone = await serve({});
    await gone.stop();
    expect(await driveSignIn(`${gone.url}/door?otp=secret`)).to.deep.equal({
      outcome: 'unreachable',
      code: 'ECONNREFUSED',
      path: '/door',
    });
    const cut = await driveOver({
      '/door': (_request, response) => {
        response.writeHead(200, { 'Content-Length': '1000' });
        response.write(FORM);
        response.socket?.destroySoon();
      },
    });
    expect(cut).to.include({ outcome: 'unreachable', path: '/door' });
  });

  it('does not read an endless page', async () => {
    const outcome = await driveOver({ '/door': html(' '.repeat(3 * 1024 * 1024) + FORM) });
    expect(outcome).to.deep.equal({ outcome: 'unreachable', code: 'BODY_TOO_LONG', path: '/door' });
  });

  it('stops at a page with a form, whatever its scripts do, or its part for browsers without scripts', async () => {
    const outcome = await driveOver({
      '/door': html(
        '<title>Login</title><noscript><meta http-equiv="refresh" content="0; URL=/end"></noscript>' +
          "<form><input type='password'></form><script>function f() { window.location.href ='/end'; }</script>",
      ),
      '/end': html(FORM),
    });
    expect(outcome).to.deep.equal({
      outcome: 'page',
      page: { kind: 'login', status: 200, path: '/door', title: 'Login' },
    });
  });

  it('stops at a redirect that leads nowhere', async () => {
    const outcome = await driveOver({ '/door': html('<title>Odd</title>', 302, { Location: 'http://' }) });
    expect(outcome).to.have.nested.property('page.status', 302);
  });

  for (const [kind, address, body] of [
    ['login', '/?ec=302&startURL=%2Fa', '<p>Loading</p>'],
    [
      'identity-verification',
      '/_ui/identity/verification/method/EmailVerificationFinishUi/e',
      '<form><input name="emc"></form>',
    ],
    ['identity-verification', '/x', '<h1>Verify Your Identity</h1>'],
    ['password-change', '/_ui/system/security/ChangePassword', '<form><input type="password"></form>'],
    ['login-flow', '/loginflow/loginFlow.apexp?retURL=%2F', '<form></form>'],
    ['no-access', '/idp/endpoint/HttpRedirect', '<h1>Insufficient Privileges</h1>'],
    ['misconfigured', '/idp/endpoint/HttpRedirect', '<p>Error: Misconfigured or invalid service provider</p>'],
    ['misconfigured', '/idp/endpoint/HttpRedirect', '<p>Error: Unable to resolve request into a Service Provider</p>'],
    ['misconfigured', '/idp/endpoint/HttpRedirect', '<p>Error: Invalid Signature</p>'],
    ['unknown', '/maintenance', '<h1>We are down for maintenance</h1>'],
    ['unknown', '/secur/frontdoor.jsp?otp=1&startURL=%2Fa', ''],
  ] as const) {
    it(`recognises a page of the kind ${kind} by ${address} with ${body}`, async () => {
      const outcome = await driveOver({ '/door': redirect(address), [address.split('?')[0]!]: html(body) });
      expect(outcome).to.have.nested.property('page.kind', kind);
      expect(outcome).to.have.nested.property('page.path', address.split('?')[0]);
    });
  }
});
