import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { clock, setClock } from '../../plugin/http/clock.ts';
import type { TwilioApi } from '../../plugin/twilio/api.ts';
import { readStanding } from '../../plugin/twilio/frontline-api.ts';
import type { EmulatedTwilio } from '../twilio/emulated-twilio.ts';
import { openConfigured, stopAll, username } from '../twilio/fixture.ts';

const SECRET = 'a-secret-of-the-account';
const RESTRICTED = { sid: 'SK0123456789abcdef0123456789abcdef', secret: SECRET, restricted: true };

let waits: number[];

function apiAt(url: string, credentials: TwilioApi['credentials']): TwilioApi {
  return {
    credentials,
    addresses: { frontline: url, flex: url, conversations: url },
  };
}

function ownApi({ url, account }: EmulatedTwilio): TwilioApi {
  return apiAt(url, { username: account.sid, password: account.authToken, accountSid: account.sid });
}

async function refusalOf(reading: Promise<unknown>): Promise<SfError> {
  try {
    await reading;
  } catch (error) {
    expect(JSON.stringify([(error as SfError).message, (error as SfError).actions])).not.to.include(SECRET);
    return error as SfError;
  }
  throw new Error('Twilio answered');
}

/** A server that gives every request the same answer. */
async function answering(status: number, headers: Record<string, string>, body: string): Promise<[string, () => void]> {
  const server = createServer((_request, response) => void response.writeHead(status, headers).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return [`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => server.close()];
}

describe('what Twilio says of a user', () => {
  beforeEach(() => {
    const own: number[] = [];
    waits = own;
    setClock({ ...clock(), wait: (milliseconds) => Promise.resolve(own.push(milliseconds)) });
  });
  afterEach(async () => {
    setClock();
    await stopAll();
  });

  it('is "active" after a sign-in, in an account with Frontline', async () => {
    const { twilio, signIn } = await openConfigured();
    await signIn();
    expect(await readStanding(ownApi(twilio), username)).to.deep.equal({
      account: { kind: 'frontline', accountSid: twilio.account.sid },
      user: { sid: twilio.users()[0]?.sid, identity: username, state: 'active' },
    });
  });

  it('is "deactivated" for a deactivated user', async () => {
    const { twilio, signIn } = await openConfigured();
    await signIn();
    twilio.deactivate(username);
    expect((await readStanding(ownApi(twilio), username)).user?.state).to.equal('deactivated');
  });

  for (const identity of [username, 'Ada@example.com', 'a/b?c#d%', '..', '']) {
    it(`is nothing for "${identity}", who never signed in`, async () => {
      const { twilio } = await openConfigured();
      expect((await readStanding(ownApi(twilio), identity)).user).to.equal(undefined);
    });
  }

  it('recognises a Flex account by its runtime domain', async () => {
    const { twilio } = await openConfigured({ account: { product: 'flex', runtimeDomain: 'owl-1' } });
    expect((await readStanding(ownApi(twilio), username)).account).to.deep.equal({
      kind: 'flex',
      accountSid: twilio.account.sid,
      runtimeDomain: 'owl-1',
    });
  });

  it('is refused to wrong credentials with code 20003, and not asked for again', async () => {
    const { twilio } = await openConfigured();
    twilio.clearLog();
    const api = apiAt(twilio.url, { username: twilio.account.sid, password: SECRET });
    const error = await refusalOf(readStanding(api, username));
    expect(error).to.include({ name: 'TwilioCredentialsRefusedError', exitCode: 1 });
    expect(error.message).to.include('20003');
    expect(waits).to.deep.equal([]);
  });

  it('is refused to a key without permissions with code 70051', async () => {
    const { twilio } = await openConfigured({ account: { apiKeys: [RESTRICTED] } });
    const api = apiAt(twilio.url, { username: RESTRICTED.sid, password: SECRET });
    expect((await refusalOf(readStanding(api, username))).message).to.include('70051');
  });

  it('is asked for again after 429 and 503, with the delay that Twilio asks for, at most half a minute', async () => {
    const { twilio } = await openConfigured();
    twilio.inject({ status: 429, retryAfter: '2' });
    twilio.inject({ status: 503, retryAfter: '3600' });
    expect((await readStanding(ownApi(twilio), username)).account.kind).to.equal('frontline');
    expect(waits.sort((a, b) => a - b)).to.deep.equal([2000, 30_000]);
  });

  it('ends as unavailable if the outage goes on, with growing waits', async () => {
    const { twilio } = await openConfigured();
    twilio.inject({ status: 503, times: 100 });
    const error = await refusalOf(readStanding(ownApi(twilio), username));
    expect(error).to.include({ name: 'TwilioUnavailableError', exitCode: 1 });
    expect(error.message).to.include('status 503');
    expect(Math.max(...waits)).to.be.greaterThan(2900);
  });

  it('ends as unavailable if nothing listens', async () => {
    const [url, close] = await answering(200, {}, '');
    close();
    const error = await refusalOf(readStanding(apiAt(url, { username: 'AC', password: SECRET }), username));
    expect(error).to.include({ name: 'TwilioUnavailableError' });
    expect(error.message).to.include('ECONNREFUSED');
  });

  for (const [situation, status, headers, body] of [
    ['an HTML page with status 200', 200, { 'Content-Type': 'text/html' }, '<html>maintenance</html>'],
    ['half a JSON document', 200, {}, '{"sid": "US'],
    ['a user who was not asked for', 200, {}, '{"sid": "US1", "identity": "eve@example.com", "state": "active"}'],
    ['a page for what is not there', 404, { 'Content-Type': 'text/html' }, '<html>not found</html>'],
    ['a redirect', 302, { Location: 'http://127.0.0.1:9/' }, ''],
    ['a page of a proxy that wants a login', 401, { 'Content-Type': 'text/html' }, '<html>login</html>'],
  ] as const) {
    it(`is never taken from ${situation}`, async () => {
      const [url, close] = await answering(status, headers, body);
      try {
        const error = await refusalOf(readStanding(apiAt(url, { username: 'AC', password: SECRET }), username));
        expect(error).to.include({ name: 'TwilioUnavailableError' });
      } finally {
        close();
      }
    });
  }

  it('is also found on further pages, always at the same address, whatever address the answer names', async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      const isSecond = url.includes('Page=1');
      const service = { friendly_name: isSecond ? 'Frontline Service' : 'Default', account_sid: 'AC1' };
      const meta = { next_page_url: 'http://elsewhere.example/v1/Services?Page=1' };
      const missing = JSON.stringify({ code: 20404 });
      const found = url.startsWith('/v1/Services');
      response.writeHead(found ? 200 : 404).end(found ? JSON.stringify({ services: [service], meta }) : missing);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const { account } = await readStanding(apiAt(url, { username: 'AC1', password: SECRET }), username);
      expect(account).to.deep.equal({ kind: 'frontline', accountSid: 'AC1' });
      expect(asked).to.include('/v1/Services?Page=1');
    } finally {
      server.close();
    }
  });
});
