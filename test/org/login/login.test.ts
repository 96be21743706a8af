import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { call, type Reply } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';
import type { OrgOptions } from '../state.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const CALLBACK = 'http://localhost:1717/OauthRedirect';
const VERIFIER = 'a-verifier-of-the-client';

function assertion(claims: object, header: object = { alg: 'RS256' }): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.c2lnbmF0dXJl`;
}

async function tokenFor(org: EmulatedOrg, form: Record<string, string>): Promise<Reply> {
  return call(org, '/services/oauth2/token', { method: 'POST', body: new URLSearchParams(form), token: undefined });
}

async function codeFor(org: EmulatedOrg, extra: Record<string, string> = {}): Promise<URL> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'PlatformCLI',
    redirect_uri: CALLBACK,
    state: 'st&te',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    ...extra,
  });
  const reply = await call(org, `/services/oauth2/authorize?${query}`, { token: undefined });
  expect(reply.status).to.equal(302);
  return new URL(reply.headers.get('location')!);
}

function redemption(code: string, extra: Record<string, string> = {}): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    code,
    client_id: 'PlatformCLI',
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...extra,
  };
}

describe('the login of the org', () => {
  let org: EmulatedOrg;
  let now: Date;

  const start = async (options: OrgOptions = {}): Promise<void> => {
    await org?.stop();
    now = new Date('2026-01-15T09:00:00Z');
    org = await startEmulatedOrg({ clock: () => now, ...options });
  };

  beforeEach(() => start());
  after(() => org.stop());

  it('hands out tokens in the form that the CLI takes in place of a username', () => {
    expect(org.token).to.match(/^(00D\w{12,15})![.\w]*$/);
    expect(org.token.split('!')[0]).to.equal(org.state.organizationId.slice(0, 15));
    expect(org.signIn()).not.to.equal(org.token);
    expect(() => org.signIn('nobody@example.test')).to.throw('No user nobody@example.test');
  });

  describe('user information', () => {
    it('says who the token belongs to and which address is the My Domain', async () => {
      await start({ myDomain: 'https://acme.my.salesforce.com' });
      const info = (await call(org, '/services/oauth2/userinfo')).json<Record<string, unknown>>();
      expect(info).to.deep.include({
        user_id: org.state.adminId,
        organization_id: org.state.organizationId,
        preferred_username: 'admin@example.test',
        sub: `${org.url}/id/${org.state.organizationId}/${org.state.adminId}`,
        email: 'admin@example.test',
        name: 'Ada Min',
      });
      expect(info['urls']).to.include({
        custom_domain: 'https://acme.my.salesforce.com',
        rest: `${org.url}/services/data/v{version}/`,
      });
    });

    it('names the org itself as its My Domain unless the options do', async () => {
      const info = (await call(org, '/services/oauth2/userinfo')).json<{ urls: Record<string, string> }>();
      expect(info.urls['custom_domain']).to.equal(org.url);
    });

    it('is of another user for that user’s token', async () => {
      const reply = await call(org, '/services/oauth2/userinfo', { token: org.signIn('pat@example.test') });
      expect(reply.json()).to.include({ preferred_username: 'pat@example.test', family_name: "O'Brien" });
    });

    for (const path of [
      '/services/oauth2/userinfo',
      '/services/oauth2/singleaccess',
      '/id/00D000000000001/005000000000001',
    ]) {
      it(`refuses an unknown token at ${path} with 403 and a text`, async () => {
        const reply = await call(org, path, { token: 'nope' });
        expect([reply.status, reply.text]).to.deep.equal([403, 'Bad_OAuth_Token']);
        expect(reply.headers.get('content-type')).to.equal('text/plain;charset=UTF-8');
      });
    }
  });

  describe('by an assertion', () => {
    const byAssertion = (value: string): Promise<Reply> => tokenFor(org, { grant_type: JWT_BEARER, assertion: value });

    it('opens a session of the subject, however far in the future the end and whatever the audience', async () => {
      const claims = { iss: 'client', sub: 'sam@example.test', aud: 'https://login.salesforce.com', exp: 1.8e12 };
      const grant = (await byAssertion(assertion(claims))).json<Record<string, string>>();
      expect(grant).to.include({ instance_url: org.url, token_type: 'Bearer', issued_at: String(now.getTime()) });
      expect(grant['id']!.split('/').slice(-2)[0]).to.equal(org.state.organizationId);
      expect(grant).not.to.have.property('refresh_token');
      const info = await call(org, '/services/oauth2/userinfo', { token: grant['access_token'] });
      expect(info.json()).to.include({ preferred_username: 'sam@example.test' });
    });

    for (const [situation, value, error] of [
      ['is no JWT', 'abc', ['invalid_grant', 'invalid assertion']],
      ['has parts that are no JSON', 'YQ.YQ.YQ', ['invalid_grant', 'invalid assertion']],
      [
        'is not signed by RS256',
        assertion({ iss: 'c', sub: 'sam@example.test' }, { alg: 'none' }),
        ['invalid_grant', 'invalid assertion'],
      ],
      ['names no client', assertion({ sub: 'sam@example.test' }), ['invalid_client_id', 'client identifier invalid']],
      [
        'names no user of the org',
        assertion({ iss: 'c', sub: 'nobody@example.test' }),
        ['invalid_grant', "user hasn't approved this consumer"],
      ],
      [
        'names an inactive user',
        assertion({ iss: 'c', sub: 'gone@example.test' }),
        ['inactive_user', 'user is inactive'],
      ],
    ] as const) {
      it(`refuses one that ${situation}`, async () => {
        const reply = await byAssertion(value);
        expect(reply.status).to.equal(400);
        expect(reply.json()).to.deep.equal({ error: error[0], error_description: error[1] });
      });
    }
  });

  describe('by the browser', () => {
    it('sends the browser back with a code that gives a session and a refresh token', async () => {
      const back = await codeFor(org);
      expect(back.origin + back.pathname).to.equal(CALLBACK);
      expect(back.searchParams.get('state')).to.equal('st&te');
      const grant = (await tokenFor(org, redemption(back.searchParams.get('code')!))).json<Record<string, string>>();
      expect(grant).to.include.keys('access_token', 'refresh_token', 'instance_url', 'id', 'signature');
      const info = await call(org, '/services/oauth2/userinfo', { token: grant['access_token'] });
      expect(info.json()).to.include({ preferred_username: 'admin@example.test' });
    });

    it('takes a code only once', async () => {
      const code = (await codeFor(org)).searchParams.get('code')!;
      expect((await tokenFor(org, redemption(code))).status).to.equal(200);
      expect((await tokenFor(org, redemption(code))).json()).to.include({ error: 'invalid_grant' });
    });

    for (const [situation, extra, error] of [
      ['another verifier', { code_verifier: 'other' }, 'invalid_grant'],
      ['another client', { client_id: 'Other' }, 'invalid_client_id'],
      ['another address', { redirect_uri: 'http://localhost:1717/Other' }, 'redirect_uri_mismatch'],
    ] as const) {
      it(`refuses a code with ${situation}`, async () => {
        const code = (await codeFor(org)).searchParams.get('code')!;
        const reply = await tokenFor(org, redemption(code, extra));
        expect([reply.status, reply.json<{ error: string }>().error]).to.deep.equal([400, error]);
      });
    }

    it('refuses a code after fifteen minutes', async () => {
      const code = (await codeFor(org)).searchParams.get('code')!;
      now = new Date('2026-01-15T09:15:00Z');
      expect((await tokenFor(org, redemption(code))).json()).to.deep.equal({
        error: 'invalid_grant',
        error_description: 'expired authorization code',
      });
    });

    it('sends the browser back with an error for another response type', async () => {
      const back = await codeFor(org, { response_type: 'token' });
      expect(back.searchParams.get('error')).to.equal('unsupported_response_type');
      expect(back.searchParams.has('code')).to.equal(false);
    });

    for (const [situation, query] of [
      ['no client', { redirect_uri: CALLBACK }],
      ['no address', { client_id: 'PlatformCLI' }],
      ['an address that is not of the web', { client_id: 'PlatformCLI', redirect_uri: 'javascript:alert(1)' }],
    ] as const) {
      it(`refuses ${situation} without sending the browser anywhere`, async () => {
        const reply = await call(
          org,
          `/services/oauth2/authorize?${new URLSearchParams({ response_type: 'code', ...query })}`,
        );
        expect(reply.status).to.equal(400);
        expect(reply.headers.get('location')).to.equal(null);
      });
    }
  });

  describe('by a refresh token', () => {
    const refresh = (value: string, client = 'PlatformCLI'): Promise<Reply> =>
      tokenFor(org, { grant_type: 'refresh_token', refresh_token: value, client_id: client });

    it('opens further sessions with the same token', async () => {
      const value = org.refreshToken('mina@example.test');
      const first = (await refresh(value)).json<Record<string, string>>();
      const second = (await refresh(value)).json<Record<string, string>>();
      expect(first).not.to.have.property('refresh_token');
      expect(second['access_token']).not.to.equal(first['access_token']);
      const info = await call(org, '/services/oauth2/userinfo', { token: second['access_token'] });
      expect(info.json()).to.include({ preferred_username: 'mina@example.test' });
    });

    it('replaces the token at every use where rotation is on', async () => {
      await start({ refreshTokenRotation: 'on' });
      const value = org.refreshToken();
      const next = (await refresh(value)).json<Record<string, string>>()['refresh_token']!;
      expect((await refresh(value)).json()).to.deep.equal({
        error: 'invalid_grant',
        error_description: 'expired access/refresh token',
      });
      expect((await refresh(next)).status).to.equal(200);
    });

    it('refuses the token of another client, and an unknown one', async () => {
      expect((await refresh(org.refreshToken(), 'Other')).json()).to.include({ error: 'invalid_client_id' });
      expect((await refresh('5Aep8nope')).status).to.equal(400);
    });
  });

  it('refuses another grant type', async () => {
    const reply = await tokenFor(org, { grant_type: 'password', username: 'admin@example.test', password: 'x' });
    expect([reply.status, reply.json<{ error: string }>().error]).to.deep.equal([400, 'unsupported_grant_type']);
  });

  describe('the front door', () => {
    const openDoor = async (query: string, method = 'GET', body?: URLSearchParams): Promise<URL> => {
      const reply = await call(org, `/services/oauth2/singleaccess${query}`, {
        method,
        ...(body === undefined ? {} : { body, token: undefined }),
      });
      return new URL(reply.json<{ frontdoor_uri: string }>().frontdoor_uri);
    };

    it('is an address with a value that the org remembers for the user and for a minute', async () => {
      const address = await openDoor(`?redirect_uri=${encodeURIComponent('/idp/login?app=0sp')}`);
      expect(address.origin + address.pathname).to.equal(`${org.url}/secur/frontdoor.jsp`);
      expect(org.state.frontDoors.get(address.searchParams.get('otp')!)).to.deep.equal({
        userId: org.state.adminId,
        startUrl: '/idp/login?app=0sp',
        expires: new Date('2026-01-15T09:01:00Z'),
      });
    });

    it('leads to the start page where no path is given, and takes a path without its slash', async () => {
      const startUrl = (address: URL): string | undefined =>
        org.state.frontDoors.get(address.searchParams.get('otp')!)?.startUrl;
      expect(startUrl(await openDoor(''))).to.equal('/');
      expect(startUrl(await openDoor('?redirect_uri=lightning/setup'))).to.equal('/lightning/setup');
    });

    it('takes the token in a form as well', async () => {
      const body = new URLSearchParams({ access_token: org.token, redirect_uri: '/x' });
      expect((await openDoor('', 'POST', body)).searchParams.get('startURL')).to.equal('/x');
    });

    for (const path of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      it(`never leads to ${path}`, async () => {
        const reply = await call(org, `/services/oauth2/singleaccess?redirect_uri=${encodeURIComponent(path)}`);
        expect(reply.status).to.equal(400);
        expect(org.state.frontDoors.size).to.equal(0);
      });
    }
  });

  it('tells of a user by the identity address, and of no user by another', async () => {
    const { organizationId, adminId } = org.state;
    const reply = await call(org, `/id/${organizationId}/${adminId}`);
    expect(reply.json()).to.include({ username: 'admin@example.test', asserted_user: true, user_id: adminId });
    expect((await call(org, `/id/${organizationId}/005000000000001`)).status).to.equal(404);
    expect((await call(org, `/id/00D000000000001/${adminId}`)).status).to.equal(404);
  });
});
