import { expect } from 'chai';
import { call, query, records } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';

type Page = { totalSize: number; done: boolean; nextRecordsUrl?: string; records: Array<{ Name: string }> };

describe('a query by REST', () => {
  let org: EmulatedOrg;

  before(async () => {
    org = await startEmulatedOrg({ queryPageSize: 3 });
  });

  after(() => org.stop());

  it('is answered in pages, each naming the next until the last', async () => {
    const first = (await query(org, 'SELECT Name FROM Profile ORDER BY Name')).json<Page>();
    expect(first).to.include({ totalSize: 8, done: false });
    expect(first.nextRecordsUrl).to.match(/^\/services\/data\/v66\.0\/query\/01g\w{15}-3$/);
    const second = (await call(org, first.nextRecordsUrl!)).json<Page>();
    const third = (await call(org, second.nextRecordsUrl!)).json<Page>();
    expect(third).to.include({ totalSize: 8, done: true }).and.not.to.have.property('nextRecordsUrl');
    const names = [first, second, third].map((page) => page.records.map(({ Name }) => Name));
    expect(names.map(({ length }) => length)).to.deep.equal([3, 3, 2]);
    expect(names.flat()).to.deep.equal(names.flat().toSorted());
  });

  it('can be asked for the same page again', async () => {
    const { nextRecordsUrl } = (await query(org, 'SELECT Name FROM Profile')).json<Page>();
    const once = (await call(org, nextRecordsUrl!)).json();
    expect((await call(org, nextRecordsUrl!)).json()).to.deep.equal(once);
  });

  it('keeps its answer from the first page on, whatever changes meanwhile', async () => {
    const { nextRecordsUrl } = (await query(org, 'SELECT Name FROM PermissionSet')).json<Page>();
    const before = (await call(org, nextRecordsUrl!)).json<Page>();
    org.state.rows.set('PermissionSet', org.state.rows.get('PermissionSet')!.slice(0, 4));
    expect((await call(org, nextRecordsUrl!)).json()).to.deep.equal(before);
  });

  for (const path of ['query/01g000000000001AAA-3', 'query/nope', 'queryAll/01g000000000001AAA-3']) {
    it(`is refused for a page nobody was told of: ${path}`, async () => {
      const reply = await call(org, `/services/data/v66.0/${path}`);
      expect([reply.status, reply.json()]).to.deep.equal([
        400,
        [{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }],
      ]);
    });
  }

  it('is refused for a page by the other API', async () => {
    const { nextRecordsUrl } = (await query(org, 'SELECT Name FROM Profile', { tooling: true })).json<Page>();
    expect(nextRecordsUrl).to.include('/tooling/query/');
    expect((await call(org, nextRecordsUrl!)).status).to.equal(200);
    expect((await call(org, nextRecordsUrl!.replace('/tooling', ''))).status).to.equal(400);
  });

  it('with columns=true describes its columns and gives no records', async () => {
    const soql = encodeURIComponent('SELECT Id, Profile.Name FROM User');
    const answer = (await call(org, `/services/data/v66.0/query?q=${soql}&columns=true`)).json<
      Record<string, unknown>
    >();
    expect(answer).to.have.all.keys('columnMetadata', 'entityName', 'groupBy', 'idSelected', 'keyPrefix');
  });

  it('is answered by queryAll as well', async () => {
    const soql = encodeURIComponent('SELECT Name FROM Profile LIMIT 2');
    const answer = (await call(org, `/services/data/v66.0/queryAll?q=${soql}`)).json<Page>();
    expect(answer).to.include({ totalSize: 2, done: true });
  });

  it('names the API version it was asked by in the addresses of its records', async () => {
    const soql = encodeURIComponent('SELECT Id FROM Organization');
    const answer = (await call(org, `/services/data/v51.0/query?q=${soql}`)).json<{
      records: Array<{ attributes: { url: string } }>;
    }>();
    expect(answer.records[0]!.attributes.url).to.match(/^\/services\/data\/v51\.0\/sobjects\/Organization\//);
  });

  it('is refused without a query, and asks loudly for what is not emulated', async () => {
    expect((await call(org, '/services/data/v66.0/query')).json()).to.deep.equal([
      { message: 'A query string has to be specified', errorCode: 'MALFORMED_QUERY' },
    ]);
    expect((await call(org, '/services/data/v66.0/query?q=SELECT+Id+FROM+User&explain=x')).status).to.equal(501);
  });

  it('reads plus signs in the address as spaces, as forms write them', async () => {
    const reply = await call(org, "/services/data/v66.0/query?q=SELECT+Alias+FROM+User+WHERE+Name+=+'Ada+Min'");
    expect(reply.json<Page>().totalSize).to.equal(1);
  });
});

describe('an org with thousands of profiles', () => {
  it('answers the query of all of them with their permission sets in well under a second', async () => {
    const org = await startEmulatedOrg({ customProfiles: 3000 });
    const before = process.cpuUsage();
    const found = await records(org, 'SELECT Id, Profile.Name FROM PermissionSet WHERE IsOwnedByProfile = true');
    const { user, system } = process.cpuUsage(before);
    await org.stop();
    expect(found).to.have.lengthOf(2000);
    expect((user + system) / 1000).to.be.lessThan(1000);
  });

  it('pages as a client asks by its header, never under two hundred', async () => {
    const org = await startEmulatedOrg({ customProfiles: 600 });
    const sizes: number[] = [];
    for (const batch of ['batchSize=500', 'batchSize=10', 'batchSize=9000']) {
      sizes.push((await records(org, 'SELECT Id FROM Profile', { headers: { 'Sforce-Query-Options': batch } })).length);
    }
    await org.stop();
    expect(sizes).to.deep.equal([500, 200, 608]);
  });
});
