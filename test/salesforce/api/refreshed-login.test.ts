import { AuthInfo, Connection, StateAggregator, type SfError } from '@salesforce/core';
import { expect } from 'chai';
import { explainOrgError } from '../../../plugin/salesforce/api/org-errors.ts';
import { installTransport } from '../../../plugin/salesforce/api/transport.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import type { FaultAction } from '../../org/faults/fault.ts';

const SOQL = 'SELECT Id FROM Profile';

async function errorOf(request: PromiseLike<unknown>): Promise<SfError> {
  return explainOrgError(
    (await Promise.resolve(request).catch((reason: Error) => reason)) as Error,
    'my-org',
  ) as SfError;
}

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
