import { AuthInfo, Connection, Org } from '@salesforce/core';
import { expect } from 'chai';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { call } from './client.ts';
import { startEmulatedOrg, type EmulatedOrg } from './emulated-org.ts';
import { findRows, insertRow } from './database/rows.ts';

const ORGANIZATION_QUERY =
  'query SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization';

function operations(org: EmulatedOrg): string[] {
  return org.log.map(({ operation }) => operation);
}

/** A connection without a login: the token stands in place of a username, the address in the environment. */
async function connect(org: EmulatedOrg, token = org.token): Promise<Connection> {
  process.env['SF_ORG_INSTANCE_URL'] = org.url;
  try {
    return await Connection.create({ authInfo: await AuthInfo.create({ username: token }) });
  } finally {
    delete process.env['SF_ORG_INSTANCE_URL'];
  }
}

async function refusalOf(connection: Connection, soql: string): Promise<Error> {
  try {
    await connection.query(soql);
  } catch (error) {
    return error as Error;
  }
  throw new Error(`Answered, but should be refused: ${soql}`);
}

describe('emulated orgs', () => {
  it('start in milliseconds, side by side, each knowing only its own sessions', async () => {
    const first = await startEmulatedOrg();
    const before = process.cpuUsage();
    const others = await Promise.all(Array.from({ length: 10 }, () => startEmulatedOrg()));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000 / 10).to.be.lessThan(30);
    const reply = await call(others[0]!, '/services/data/v66.0/limits', { token: first.token });
    expect(reply.status).to.equal(401);
    expect(new Set([first, ...others].map(({ url }) => url))).to.have.property('size', 11);
    await Promise.all([first, ...others].map((org) => org.stop()));
  });

  it('listen on the port that is asked for, and say when it is taken', async () => {
    const first = await startEmulatedOrg();
    const port = Number(new URL(first.url).port);
    const second = await startEmulatedOrg({ port }).catch((error: NodeJS.ErrnoException) => error.code);
    expect(second).to.equal('EADDRINUSE');
    await first.stop();
    const third = await startEmulatedOrg({ port });
    expect(third.url).to.equal(`http://127.0.0.1:${port}`);
    await third.stop();
  });

  it('are gone once they are stopped', async () => {
    const org = await startEmulatedOrg();
    await call(org, '/services/data');
    await org.stop();
    const gone = await call(org, '/services/data').catch(
      (error: Error & { cause: { code: string } }) => error.cause.code,
    );
    expect(gone).to.equal('ECONNREFUSED');
  });
});

describe('the Salesforce libraries against the org', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg({ queryPageSize: 4 });
  });

  afterEach(() => org.stop());

  it('connect without a login and ask for the versions alone', async () => {
    const connection = await connect(org);
    expect(operations(org)).to.deep.equal(['GET services/data']);
    expect(connection.version).to.equal('68.0');
    expect(org.log[0]!.path).to.equal('/services/data');
  });

  it('log in by an access token with the five requests of the CLI and find the username', async () => {
    const authInfo = await AuthInfo.create({
      accessTokenOptions: { accessToken: org.token, instanceUrl: org.url, loginUrl: org.url },
    });
    await authInfo.save();
    expect(authInfo.getUsername()).to.equal('admin@example.test');
    expect(operations(org).slice(0, 3)).to.deep.equal([
      'GET services/oauth2/userinfo',
      `GET sobjects/User/${org.state.adminId}`,
      'query SELECT Id FROM ScratchOrgInfo limit 1',
    ]);
    expect(org.log[2]!.status).to.equal(400);
    expect(operations(org)).to.include.members(['GET services/data', ORGANIZATION_QUERY]);
    expect(org.log.every(({ crash }) => crash === undefined)).to.equal(true);
  });

  it('log in by a JWT', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const privateKeyFile = join(mkdtempSync(join(homedir(), 'key-')), 'server.key');
    writeFileSync(privateKeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const authInfo = await AuthInfo.create({
      username: 'mina@example.test',
      oauth2Options: { clientId: 'client', privateKeyFile, loginUrl: org.url },
    });
    const { accessToken, orgId } = authInfo.getFields(true);
    expect(orgId).to.equal(org.state.organizationId);
    expect(org.state.sessions.get(accessToken!)?.userId).to.equal(
      findRows(org.state, 'User', { Username: 'mina@example.test' })[0]!.Id,
    );
  });

  it('refresh a session that is over and repeat the request', async () => {
    const authInfo = await AuthInfo.create({
      oauth2Options: {
        clientId: 'PlatformCLI',
        loginUrl: org.url,
        refreshToken: org.refreshToken('admin@example.test'),
      },
    });
    const connection = await Connection.create({ authInfo });
    const before = connection.accessToken!;
    org.state.sessions.get(before)!.expired = true;
    org.clearLog();
    const { totalSize } = await connection.query('SELECT Id FROM Organization');
    expect(totalSize).to.equal(1);
    expect(connection.accessToken).not.to.equal(before);
    expect(org.log.map(({ operation, status }) => `${status} ${operation}`)).to.include.members([
      '401 query SELECT Id FROM Organization',
      '200 POST services/oauth2/token',
      '200 query SELECT Id FROM Organization',
    ]);
  });

  it('show that a session without a refresh token is over', async () => {
    const connection = await connect(org);
    org.inject({ action: { kind: 'expire-token' } });
    expect(await refusalOf(connection, 'SELECT Id FROM User')).to.include({ name: 'INVALID_SESSION_ID' });
  });

  it('fetch all pages of a query and read the limits from the header', async () => {
    const connection = await connect(org);
    const { records, done } = await connection.query('SELECT Id FROM PermissionSet', {
      autoFetch: true,
      maxFetch: 100,
    });
    expect([records.length, done]).to.deep.equal([findRows(org.state, 'PermissionSet').length, true]);
    expect(connection.limitInfo.apiUsage).to.deep.equal({ used: org.state.apiUsage.used, limit: 15_000 });
  });

  it('tell an unknown field by the name and the words of the platform', async () => {
    const connection = await connect(org);
    const { name, message } = await refusalOf(connection, 'SELECT Foo FROM User');
    expect(name).to.equal('INVALID_FIELD');
    expect(message).to.match(/^\nSELECT Foo FROM User\n {7}\^\nERROR at Row:1:Column:8\nNo such column 'Foo'/);
  });

  it('read the Tooling API by its own addresses', async () => {
    insertRow(org.state, 'Certificate', { DeveloperName: 'SalesforceSSO', KeySize: 2048 });
    const connection = await connect(org);
    const { records } = await connection.tooling.query(
      "SELECT KeySize FROM Certificate WHERE DeveloperName = 'SalesforceSSO'",
    );
    expect(records[0]).to.include({ KeySize: 2048 });
  });

  it('make, read and delete records one by one and many at once', async () => {
    const SetupEntityId = insertRow(org.state, 'ConnectedApplication', { Name: 'Frontline' }).Id;
    const parents = findRows(org.state, 'PermissionSet').slice(0, 3);
    const connection = await connect(org);
    const access = connection.sobject('SetupEntityAccess');
    const one = await access.create({ ParentId: parents[0]!.Id, SetupEntityId });
    const many = await access.create(
      parents.map(({ Id }) => ({ ParentId: Id, SetupEntityId })),
      { allOrNone: false },
    );
    expect(many.map(({ success }) => success)).to.deep.equal([false, true, true]);
    expect(await access.retrieve(one.id!)).to.include({ ParentId: parents[0]!.Id });
    const ids = [one, ...many].flatMap(({ id }) => (id === undefined ? [] : [id]));
    await access.destroy(ids);
    expect(findRows(org.state, 'SetupEntityAccess')).to.have.lengthOf(0);
  });

  it('get a front door address after they have tried the session', async () => {
    const connection = await connect(org);
    org.clearLog();
    const address = await (await Org.create({ connection })).getFrontDoorUrl('/idp/login?app=0sp');
    expect(new URL(address).searchParams.get('startURL')).to.equal('/idp/login?app=0sp');
    expect(operations(org).slice(-2)).to.deep.equal(['GET services/data/v68.0', 'GET services/oauth2/singleaccess']);
  });

  it('repeat a query whose connection is reset', async () => {
    const connection = await connect(org);
    org.inject({ operation: /^query/, action: { kind: 'reset' } });
    expect((await connection.query('SELECT Id FROM Organization')).totalSize).to.equal(1);
    expect(org.log.filter(({ fault }) => fault === 'reset')).to.have.lengthOf(1);
  });

  it('describe the org over SOAP and refuse a SOAP session that is over', async () => {
    const connection = await connect(org);
    const { metadataObjects } = await connection.metadata.describe('66.0');
    expect(metadataObjects.map(({ xmlName }) => xmlName)).to.include('ConnectedApp');
    org.inject({ soapMethod: 'describeMetadata', action: { kind: 'expire-token' } });
    const refused = await connection.metadata.describe('66.0').catch((error: Error) => error.name);
    expect(refused).to.equal('sf:INVALID_SESSION_ID');
  });
});
