import type { Connection, SfError } from '@salesforce/core';
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

  const soapFault = (code: string): FaultAction => ({ kind: 'soap-fault', code, text: 'Try again later.' });
  const restError = (status: number, code: string): FaultAction => ({
    kind: 'status',
    status,
    contentType: 'application/json',
    body: JSON.stringify([{ errorCode: code, message: 'Try again later.' }]),
  });
  const APIS = {
    SOAP: { faultOf: soapFault, ask: (connection: Connection) => connection.metadata.list([{ type: 'Profile' }]) },
    REST: {
      faultOf: (code: string) => restError(400, code),
      ask: (connection: Connection) => connection.query(SOQL),
    },
  };
  for (const [api, { faultOf, ask }] of Object.entries(APIS)) {
    for (const code of ['EXCEEDED_QUOTA', 'DATABASE_UNAVAILABLE', 'SERVER_UNAVAILABLE', 'UNABLE_TO_LOCK_ROW']) {
      it(`asks again while the org says ${code} over ${api}, and in the end gives its words`, async () => {
        const connection = await connect();
        org.inject({ times: 4, action: faultOf(code) });
        expect(await ask(connection)).not.to.equal(undefined);
        expect([org.log.length, clock.waits.length]).to.deep.equal([5, 4]);
        const lasting = org.inject({ times: -1, action: faultOf(code) });
        const error = await errorOf(ask(connection));
        expect([error.name, lasting.hits]).to.deep.equal(['OrgRefusedError', 5]);
        expect(error.message).to.contain(`${code}: Try again later.`);
      });
    }

    it(`asks twice more after a failure of the server, told over ${api}`, async () => {
      const connection = await connect();
      const action = api === 'SOAP' ? soapFault('UNKNOWN_EXCEPTION') : restError(500, 'UNKNOWN_EXCEPTION');
      org.inject({ times: 2, action });
      expect(await ask(connection)).not.to.equal(undefined);
      const lasting = org.inject({ times: -1, action });
      expect((await errorOf(ask(connection))).message).to.contain('UNKNOWN_EXCEPTION: Try again later.');
      expect(lasting.hits).to.equal(3);
    });
  }

  it('asks only once for what the org refuses, also where the refusal has the status of a failure', async () => {
    const connection = await connect();
    for (const code of ['INVALID_TYPE', 'INSUFFICIENT_ACCESS', 'INVALID_SESSION_ID', 'REQUEST_LIMIT_EXCEEDED']) {
      const fault = org.inject({ times: -1, action: soapFault(code) });
      await errorOf(connection.metadata.list([{ type: 'Profile' }]));
      expect(fault.hits, code).to.equal(1);
      fault.remove();
    }
    expect(clock.waits).to.deep.equal([]);
  });

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
