import { AuthInfo, Connection, StateAggregator, type SfError } from '@salesforce/core';
import { expect } from 'chai';
import { setClock, type Clock } from '../../../plugin/http/clock.ts';
import { explainOrgError } from '../../../plugin/salesforce/api/org-errors.ts';
import { newLogin, waitAtMost } from '../../../plugin/salesforce/api/login.ts';
import { installTransport, sendWithRetries } from '../../../plugin/salesforce/api/transport.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import type { FaultAction } from '../../org/faults/fault.ts';
import { connectionTo } from '../../support/connection.ts';

const SOQL = 'SELECT Id FROM Profile';

/** A clock on which waits take no time, and a request that hangs ends at once. */
class TestClock implements Clock {
  public readonly waits: number[] = [];
  public readonly limits: number[] = [];
  /** Whether requests hang: each is given up as soon as it has been sent. */
  public hangs = false;
  private time = Date.now();

  public now(): number {
    return this.time;
  }

  public wait(milliseconds: number): Promise<unknown> {
    this.waits.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  }

  public within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.limits.push(milliseconds);
    if (this.hangs) {
      this.time += milliseconds;
      return work(AbortSignal.abort(new DOMException('timeout', 'TimeoutError')));
    }
    return work(new AbortController().signal);
  }
}

async function errorOf(request: PromiseLike<unknown>): Promise<SfError> {
  return explainOrgError(
    (await Promise.resolve(request).catch((reason: Error) => reason)) as Error,
    'my-org',
  ) as SfError;
}

describe('the transport', () => {
  let org: EmulatedOrg;
  let clock: TestClock;

  beforeEach(async () => {
    org = await startEmulatedOrg();
    clock = new TestClock();
  });
  afterEach(async () => {
    setClock();
    await org.stop();
  });

  async function connect(wait?: number): Promise<Connection> {
    const connection = await connectionTo(org);
    setClock(clock);
    if (wait !== undefined) {
      waitAtMost(connection, wait);
    }
    org.clearLog();
    return connection;
  }

  const busy = (seconds: number): FaultAction => ({
    kind: 'status',
    status: 429,
    headers: { 'Retry-After': String(seconds) },
  });

  it('waits as long as the org asks for, but at most half a minute', async () => {
    const connection = await connect();
    org.inject({ action: busy(7) });
    org.inject({ action: busy(3600) });
    expect((await connection.query(SOQL)).done).to.equal(true);
    expect(clock.waits).to.deep.equal([7000, 30_000]);
  });

  it('does not wait beyond the deadline of its connection, while another connection does', async () => {
    const [hurried, patient] = [await connect(5000), await connect(60_000)];
    org.inject({ action: busy(20) });
    const error = await errorOf(hurried.query(SOQL));
    expect([error.name, clock.waits]).to.deep.equal(['OrgAnswerUnexpectedError', []]);
    org.inject({ action: busy(20) });
    expect((await patient.query(SOQL)).done).to.equal(true);
    expect(clock.waits).to.deep.equal([20_000]);
  });

  it('gives a request no more time than is left', async () => {
    const connection = await connect(5000);
    clock.hangs = true;
    const error = await errorOf(connection.query(SOQL));
    expect(error.name).to.equal('DeadlinePassedError');
    expect(error.message).to.include(new URL(org.url).host);
    expect(clock.limits).to.deep.equal([15_000]);
  });

  it('sends nothing after the deadline', async () => {
    const connection = await connect(-60_000);
    expect((await errorOf(connection.query(SOQL))).name).to.equal('DeadlinePassedError');
    expect(org.log).to.deep.equal([]);
  });

  it('asks an org that hangs twice, and then only briefly, until it answers', async () => {
    const connection = await connect();
    clock.hangs = true;
    const error = await errorOf(connection.query(SOQL));
    expect([error.name, error.message]).to.deep.equal([
      'RequestTimedOutError',
      `The org at ${new URL(org.url).host} did not answer within 60 seconds, asking for /services/data/v68.0/query.`,
    ]);
    await errorOf(connection.query(SOQL));
    clock.hangs = false;
    await connection.query(SOQL);
    await connection.query(SOQL);
    expect(clock.limits).to.deep.equal([60_000, 60_000, 10_000, 10_000, 60_000]);
  });

  it('does not claim that a change was not made, if its request hangs', async () => {
    const connection = await connect();
    clock.hangs = true;
    const error = await errorOf(connection.request({ method: 'POST', url: '/composite/sobjects', body: '{}' }));
    expect(error.name).to.equal('AnswerLostError');
    expect(clock.limits).to.deep.equal([120_000]);
  });

  for (const [answer, contentType, body] of [
    ['a text', 'text/plain', 'ok'],
    ['an answer of another type', 'text/plain', '{"records":[],"done":true}'],
    ['half an answer', 'application/json', '{"records":['],
    ['an answer without rows', 'application/json', '{}'],
  ] as const) {
    it(`takes ${answer} as no answer`, async () => {
      const connection = await connect();
      org.inject({ times: -1, action: { kind: 'status', status: 200, contentType, body } });
      expect((await errorOf(connection.query(SOQL))).name).to.equal('OrgAnswerUnexpectedError');
      expect(org.log.length).to.equal(5);
    });
  }

  it('leaves errors of the API unchanged', async () => {
    const connection = await connect();
    expect((await errorOf(connection.query('SELECT Nothing FROM Profile'))).name).to.equal('OrgRefusedError');
    expect(org.log.length).to.equal(1);
  });

  it('fails if the Salesforce libraries use another copy of the client, which it would not change', () => {
    class ConnectionOfAnotherCopy {}
    expect(() => installTransport(ConnectionOfAnotherCopy))
      .to.throw()
      .with.property('name', 'TransportNotInstalledError');
  });

  it('also ends in time if nothing listens at the address', async () => {
    setClock(clock);
    const error = await errorOf(
      sendWithRetries({ method: 'GET', url: 'http://127.0.0.1:1/services/data' }, newLogin()),
    );
    expect(error.name).to.equal('OrgUnreachableError');
  });

  it('names the address with one slash, if the address of the login ends in one', async () => {
    setClock(clock);
    const error = await errorOf(
      sendWithRetries({ method: 'GET', url: 'http://127.0.0.1:1//services/data' }, newLogin()),
    );
    expect(error.message).to.contain('asking for /services/data)');
  });
});

const UNKNOWN_CLIENT = '{"error":"invalid_client_id","error_description":"client identifier invalid"}';

function text(status: number, body: string): FaultAction {
  return { kind: 'status', status, contentType: 'text/plain', body };
}

function json(status: number, body: string): FaultAction {
  return { kind: 'status', status, contentType: 'application/json', body };
}

describe('a login with a refresh token', () => {
  let org: EmulatedOrg;
  let connection: Connection;

  beforeEach(async () => {
    org = await startEmulatedOrg();
    installTransport();
    connection = await Connection.create({ authInfo: await loginWithRefreshToken(org) });
    org.clearLog();
  });
  afterEach(() => org.stop());

  const refreshes = (): number => org.log.filter(({ path }) => path.endsWith('/oauth2/token')).length;

  for (const [api, ask] of [
    ['REST', () => connection.query(SOQL)],
    ['SOAP', () => connection.metadata.list([{ type: 'Profile' }])],
  ] as const) {
    it(`goes on after its session has expired, asked by ${api}`, async () => {
      org.inject({ path: /query|Soap/, action: { kind: 'expire-token' } });
      expect(await ask()).not.to.equal(undefined);
      expect(refreshes()).to.equal(1);
    });
  }

  for (const [situation, action, reason] of [
    ['gets no answer', { kind: 'reset' }, /broke \(ECONNRESET\)/],
    ['gets half an answer', { kind: 'cut' }, /broke \(UND_ERR_SOCKET\)/],
    ['gets a page', { kind: 'html' }, /answered with an HTML page titled "Scheduled Maintenance"/],
    ['gets a text', text(200, 'ok'), /answered with a body that is not JSON/],
    ['gets an answer without a session', json(200, '{}'), /answered with JSON that holds no answer/],
    ['meets an outage', text(503, ''), /answered with a failure without words \(status 503/],
    ['is not known any more', json(400, UNKNOWN_CLIENT), /client identifier invalid/],
    ['is refused without words', json(400, '{"error":""}'), /no reason was given/],
  ] as const) {
    it(`that ${situation} while it is refreshed ends in an error that says so`, async () => {
      org.inject({ path: /\/query$/, action: { kind: 'expire-token' } });
      org.inject({ path: /\/token$/, times: -1, action });
      const error = await errorOf(connection.query(SOQL));
      expect(error.name).to.equal('SessionNotRefreshedError');
      expect(error.message)
        .to.match(/^The session of my-org has expired/)
        .and.match(reason);
      expect(refreshes()).to.equal(1);
    });
  }

  it('that was revoked ends in the advice to sign in', async () => {
    const revoked = json(400, '{"error":"invalid_grant","error_description":"expired access/refresh token"}');
    org.inject({ path: /\/query$/, action: { kind: 'expire-token' } });
    org.inject({ path: /\/token$/, times: -1, action: revoked });
    expect((await errorOf(connection.query(SOQL))).name).to.equal('SessionExpiredError');
  });

  it('is refreshed only once, if the org refuses the new session too', async () => {
    const body = '[{"errorCode":"INVALID_SESSION_ID","message":"Session expired or invalid"}]';
    const action: FaultAction = { kind: 'status', status: 401, contentType: 'application/json', body };
    org.inject({ path: /\/query$/, times: -1, action });
    const error = await errorOf(connection.query(SOQL));
    expect(error.name).to.equal('SessionExpiredError');
    expect(error.message).to.include('my-org');
    expect(refreshes()).to.equal(1);
    expect(org.log.filter(({ operation }) => operation.endsWith(SOQL)).length).to.equal(2);
  });
});

async function loginWithRefreshToken(org: EmulatedOrg): Promise<AuthInfo> {
  const { orgs } = await StateAggregator.getInstance();
  const { url, username, token } = org;
  orgs.set(username, {
    username,
    accessToken: token,
    refreshToken: org.refreshToken(),
    clientId: 'PlatformCLI',
    instanceUrl: url,
    loginUrl: url,
    orgId: org.state.organizationId,
  });
  await orgs.write(username);
  return AuthInfo.create({ username });
}
