import { expect } from 'chai';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { call, query } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';
import { BodyTooLarge, readRequest } from './read-request.ts';

const NOT_FOUND = [{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }];
const EXPIRED = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];

/** Sends bytes as they are and reads until the org closes the connection or `enough` says so. */
async function sendRaw(org: EmulatedOrg, text: string): Promise<string> {
  const socket = connect(Number(new URL(org.url).port), '127.0.0.1');
  socket.write(text);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return chunk.toString('utf8');
}

describe('the org as a server', () => {
  let org: EmulatedOrg;

  before(async () => {
    org = await startEmulatedOrg({ apiVersion: '66.0' });
  });

  after(() => org.stop());

  beforeEach(() => org.clearLog());

  it('answers a path with leading double slashes as the same path with one', async () => {
    const { status } = await call(org, '//services/data/v66.0/limits');
    expect(status).to.equal(200);
    expect(org.log[0]!.path).to.equal('/services/data/v66.0/limits');
  });

  it('dates its answers by its own clock', async () => {
    const later = await startEmulatedOrg({ clock: () => new Date('2027-01-02T03:04:05Z') });
    const { headers } = await call(later, '/services/data/v66.0/limits');
    await later.stop();
    expect(headers.get('date')).to.equal('Sat, 02 Jan 2027 03:04:05 GMT');
  });

  it('answers a path with a trailing slash as the same path without it', async () => {
    expect((await call(org, '/services/data/')).status).to.equal(200);
    expect((await call(org, '/services/data/v66.0/')).status).to.equal(200);
  });

  it('answers HEAD as GET without a body', async () => {
    const reply = await call(org, '/services/data', { method: 'HEAD' });
    expect([reply.status, reply.text]).to.deep.equal([200, '']);
  });

  it('answers an unknown path of the API in JSON and any other with a page', async () => {
    const api = await call(org, '/services/data/v66.0/nope');
    expect([api.status, api.json()]).to.deep.equal([404, NOT_FOUND]);
    const page = await call(org, '/nope');
    expect(page.status).to.equal(404);
    expect(page.headers.get('content-type')).to.equal('text/html;charset=UTF-8');
    expect(page.text).to.include('URL No Longer Exists');
  });

  it('says which methods a known path has when asked by another', async () => {
    const reply = await call(org, '/services/data/v66.0/sobjects/User', { method: 'PUT' });
    expect(reply.status).to.equal(405);
    expect(reply.json()).to.deep.equal([
      { message: "HTTP Method 'PUT' not allowed. Allowed are GET,POST", errorCode: 'METHOD_NOT_ALLOWED' },
    ]);
  });

  it('knows the API versions from 31.0 to its own and no other', async () => {
    const versions = (await call(org, '/services/data', { token: undefined })).json<Array<{ version: string }>>();
    expect(versions[0]!.version).to.equal('31.0');
    expect(versions.at(-1)).to.deep.equal({ label: 'v66', url: '/services/data/v66.0', version: '66.0' });
    expect((await call(org, '/services/data/v51.0/limits')).status).to.equal(200);
    const newer = await call(org, '/services/data/v67.0/limits');
    expect([newer.status, newer.json()]).to.deep.equal([404, NOT_FOUND]);
  });

  for (const [situation, token] of [
    ['no token', undefined],
    ['an unknown token', '00D000000000001!AQunknown'],
  ] as const) {
    it(`refuses ${situation} by REST with 401 and an array`, async () => {
      const reply = await call(org, '/services/data/v66.0/limits', { token });
      expect([reply.status, reply.json()]).to.deep.equal([401, EXPIRED]);
      expect(reply.headers.get('content-type')).to.equal('application/json;charset=UTF-8');
    });
  }

  it('refuses a session that is over and the session of a user who is no longer active', async () => {
    const token = org.signIn();
    org.state.sessions.get(token)!.expired = true;
    expect((await query(org, 'SELECT Id FROM User', { token })).status).to.equal(401);
    expect((await query(org, 'SELECT Id FROM User', { token: org.signIn('gone@example.test') })).status).to.equal(401);
    expect((await query(org, 'SELECT Id FROM User', { token: org.signIn('sam@example.test') })).status).to.equal(200);
  });

  it('tells the requests of the day in a header of REST answers alone', async () => {
    const first = await call(org, '/services/data/v66.0/limits');
    const second = await call(org, '/services/data/v66.0/limits');
    const used = (header: string | null): number => Number(/^api-usage=(\d+)\/15000$/.exec(header ?? '')?.[1]);
    expect(used(second.headers.get('sforce-limit-info'))).to.equal(used(first.headers.get('sforce-limit-info')) + 1);
    expect(second.json<{ DailyApiRequests: { Remaining: number } }>().DailyApiRequests.Remaining).to.be.lessThan(
      15_000,
    );
    expect((await call(org, '/services/data')).headers.get('sforce-limit-info')).to.equal(null);
  });

  it('refuses an address longer than 16,384 bytes with 414', async () => {
    expect((await query(org, `SELECT Id FROM User WHERE Name = '${'x'.repeat(17_000)}'`)).status).to.equal(414);
    expect((await query(org, `SELECT Id FROM User WHERE Name = '${'x'.repeat(16_000)}'`)).status).to.equal(200);
  });

  it('refuses a body that is announced as too long before it is sent', async () => {
    const answer = await sendRaw(
      org,
      `POST /services/oauth2/token HTTP/1.1\r\nHost: org\r\nContent-Length: ${2 ** 30}\r\n\r\n`,
    );
    expect(answer).to.match(/^HTTP\/1\.1 413 /);
  });

  it('stops reading a body that turns out too long', async () => {
    const incoming = Object.assign(Readable.from([Buffer.alloc(6), Buffer.alloc(6)]), {
      url: '/x',
      method: 'POST',
      headers: {},
    }) as unknown as IncomingMessage;
    const refused = await readRequest(incoming, 10).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(BodyTooLarge);
  });

  it('logs each request with its operation and status, and no token', async () => {
    await query(org, 'SELECT Id FROM Profile LIMIT 1');
    await call(org, `/services/data/v66.0/query?q=${encodeURIComponent('SELECT Id FROM User')}&columns=true`);
    await query(org, 'SELECT Id FROM Certificate', { tooling: true });
    await call(org, '/services/data/v66.0/sobjects/SetupEntityAccess', { method: 'POST', body: {} });
    await call(org, '/services/data/v66.0');
    await call(org, '/services/oauth2/token', { method: 'POST', body: '' });
    expect(org.log.map(({ status, operation }) => `${status} ${operation}`)).to.deep.equal([
      '200 query SELECT Id FROM Profile LIMIT 1',
      '200 query columns SELECT Id FROM User',
      '200 tooling query SELECT Id FROM Certificate',
      '400 POST sobjects/SetupEntityAccess',
      '200 GET services/data/v66.0',
      '400 POST services/oauth2/token',
    ]);
    expect(JSON.stringify(org.log)).not.to.include(org.token);
  });

  it('names a SOAP request after its method and refuses its session with a fault', async () => {
    const envelope =
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header xmlns="http://soap.sforce.com/2006/04/metadata">' +
      '<SessionHeader><sessionId>00D000000000001!AQnope</sessionId></SessionHeader></e:Header>' +
      '<e:Body xmlns="http://soap.sforce.com/2006/04/metadata"><describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata></e:Body></e:Envelope>';
    const reply = await call(org, '/services/Soap/m/66.0', { method: 'POST', body: envelope, token: undefined });
    expect(org.log[0]).to.include({ operation: 'soap describeMetadata', soapMethod: 'describeMetadata' });
    expect(reply.status).to.equal(500);
    expect(reply.headers.get('content-type')).to.equal('text/xml;charset=UTF-8');
    expect(reply.text).to.match(
      /<faultcode>sf:INVALID_SESSION_ID<\/faultcode><faultstring>INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session\. Session not found, missing session hash: [\w+/]{43}=\nThis error usually occurs after a session expires or a user logs out\. <\/faultstring>/,
    );
  });

  it('says so when it fails itself, and keeps the error in the log', async () => {
    const organization = new Proxy([], {
      get() {
        throw new Error('broken table');
      },
    });
    org.state.rows.set('Organization', organization);
    const reply = await query(org, 'SELECT Id FROM Organization');
    org.state.rows.delete('Organization');
    expect(reply.status).to.equal(500);
    expect(org.log[0]!.crash?.message).to.equal('broken table');
  });
});

describe('an org with latency', () => {
  it('lets that much time pass before every answer', async () => {
    const org = await startEmulatedOrg({ latency: 60 });
    const start = performance.now();
    await call(org, '/services/data');
    const elapsed = performance.now() - start;
    await org.stop();
    expect(elapsed).to.be.greaterThan(55);
  });
});
