import { expect } from 'chai';
import { call, type Reply } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';
import { findRow, findRows, insertRow } from '../database/rows.ts';

const COLLECTION = '/services/data/v66.0/composite/sobjects';

type Result = {
  id?: string;
  success: boolean;
  errors: Array<{ statusCode: string; message: string; fields: string[] }>;
};

describe('collections of records', () => {
  let org: EmulatedOrg;
  let appId: string;
  let parents: string[];

  beforeEach(async () => {
    org = await startEmulatedOrg();
    appId = insertRow(org.state, 'ConnectedApplication', { Name: 'Frontline' }).Id;
    parents = findRows(org.state, 'PermissionSet').map(({ Id }) => Id);
  });

  afterEach(() => org.stop());

  const grantsFor = (parentIds: string[]): object[] =>
    parentIds.map((ParentId) => ({ attributes: { type: 'SetupEntityAccess' }, ParentId, SetupEntityId: appId }));
  const create = (records: object[], allOrNone = false): Promise<Reply> =>
    call(org, COLLECTION, { method: 'POST', body: { allOrNone, records } });
  const grants = (): number => findRows(org.state, 'SetupEntityAccess').length;

  it('are made in one request, each with its id', async () => {
    const results = (await create(grantsFor(parents))).json<Result[]>();
    expect(results.every(({ success, id }) => success && /^0J0/.test(id ?? ''))).to.equal(true);
    expect(grants()).to.equal(parents.length);
  });

  it('say of each record what became of it; one failure leaves the others', async () => {
    const reply = await create(grantsFor([parents[0]!, '0PS000000000001AAA', parents[0]!, parents[1]!]));
    expect(reply.status).to.equal(200);
    const results = reply.json<Result[]>();
    expect(results.map(({ success }) => success)).to.deep.equal([true, false, false, true]);
    expect(results[1]).to.deep.equal({
      success: false,
      errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: [] }],
    });
    expect(results[2]!.errors[0]!.statusCode).to.equal('DUPLICATE_VALUE');
    expect(grants()).to.equal(2);
  });

  it('are put back as a whole when all or none is asked for and one fails', async () => {
    const results = (await create(grantsFor([parents[0]!, '0PS000000000001AAA']), true)).json<Result[]>();
    expect(results.map(({ errors }) => errors[0]!.statusCode)).to.deep.equal([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'INVALID_CROSS_REFERENCE_KEY',
    ]);
    expect(grants()).to.equal(0);
  });

  it('are made two hundred at a time and no more', async () => {
    const many = Array.from({ length: 201 }, () => parents[0]!);
    const reply = await create(grantsFor(many));
    expect([reply.status, reply.json()]).to.deep.equal([
      400,
      [
        {
          errorCode: 'EXCEEDED_ID_LIMIT',
          message: 'record limit reached. cannot submit more than 200 records into this call',
        },
      ],
    ]);
    expect((await create(grantsFor(many.slice(1)))).json<Result[]>()).to.have.lengthOf(200);
  });

  it('are refused record by record for an unknown type or none', async () => {
    const results = (await create([{ attributes: { type: 'Nope' } }, { ParentId: parents[0] }])).json<Result[]>();
    expect(results.map(({ success }) => success)).to.deep.equal([false, false]);
    expect((await call(org, COLLECTION, { method: 'POST', body: {} })).status).to.equal(400);
  });

  it('are deleted by their ids, of any object', async () => {
    const made = (await create(grantsFor(parents.slice(0, 2)))).json<Result[]>().map(({ id }) => id!);
    const permissionSet = findRow(org.state, 'PermissionSet', { Name: 'Service_Agent' })!;
    const path = `${COLLECTION}?ids=${[...made, permissionSet.Id].join(',')}&allOrNone=false`;
    const results = (await call(org, path, { method: 'DELETE' })).json<Result[]>();
    expect(results.map(({ id, success }) => [id, success])).to.deep.equal(
      [...made, permissionSet.Id].map((id) => [id, true]),
    );
    expect(grants()).to.equal(0);
    expect(findRow(org.state, 'PermissionSet', { Name: 'Service_Agent' })).to.equal(undefined);
  });

  it('say of each id that cannot be deleted why', async () => {
    const [made] = (await create(grantsFor(parents.slice(0, 1)))).json<Result[]>();
    const ids = [made!.id!, made!.id!, '0J0000000000001AAA', 'nope', 'zzz000000000001'];
    const results = (await call(org, `${COLLECTION}?ids=${ids.join(',')}`, { method: 'DELETE' })).json<Result[]>();
    expect(results.map(({ errors }) => errors[0]?.statusCode)).to.deep.equal([
      undefined,
      'ENTITY_IS_DELETED',
      'INVALID_CROSS_REFERENCE_KEY',
      'MALFORMED_ID',
      'INVALID_CROSS_REFERENCE_KEY',
    ]);
  });

  it('stay when all or none is asked for and one cannot be deleted', async () => {
    const [made] = (await create(grantsFor(parents.slice(0, 1)))).json<Result[]>();
    await call(org, `${COLLECTION}?ids=${made!.id},0J0000000000001AAA&allOrNone=true`, { method: 'DELETE' });
    expect(grants()).to.equal(1);
  });

  it('are changed in one request', async () => {
    const user = findRow(org.state, 'User', { Alias: 'sam' })!;
    const records = [{ attributes: { type: 'User' }, Id: user.Id, Title: 'Chief' }];
    const results = (await call(org, COLLECTION, { method: 'PATCH', body: { records } })).json<Result[]>();
    expect(results).to.deep.equal([{ id: user.Id, success: true, errors: [] }]);
    expect(user['Title']).to.equal('Chief');
  });

  it('are read two thousand at a time and no more', async () => {
    const path = `${COLLECTION}/PermissionSet`;
    const ids = Array.from({ length: 2001 }, () => parents[0]!);
    const read = (some: string[]): Promise<Reply> =>
      call(org, path, { method: 'POST', body: { ids: some, fields: ['Id'] } });
    expect((await read(ids)).json<Array<{ errorCode: string }>>()[0]!.errorCode).to.equal('EXCEEDED_ID_LIMIT');
    expect((await read(ids.slice(1))).json<object[]>()).to.have.lengthOf(2000);
  });

  it('are read by their ids, null for one that is not there', async () => {
    const ids = [parents[0]!, '0PS000000000001AAA'];
    const expected = [{ Id: parents[0], IsOwnedByProfile: true }, null];
    const shown = (reply: Reply): unknown =>
      reply.json<Array<Record<string, unknown> | null>>().map((record) => {
        const { attributes: _attributes, ...fields } = record ?? {};
        return record === null ? null : fields;
      });
    const path = `${COLLECTION}/PermissionSet`;
    expect(shown(await call(org, `${path}?ids=${ids.join(',')}&fields=Id,IsOwnedByProfile`))).to.deep.equal(expected);
    const body = { ids, fields: ['Id', 'IsOwnedByProfile'] };
    expect(shown(await call(org, path, { method: 'POST', body }))).to.deep.equal(expected);
  });
});
