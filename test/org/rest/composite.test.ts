import { expect } from 'chai';
import { call } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';
import { findRow, findRows, insertRow } from '../database/rows.ts';

type Subanswer = { referenceId: string; httpStatusCode: number; body: unknown };
type Failure = { errorCode: string; message: string };

const BASE = '/services/data/v66.0';

function failureOf(answer: Subanswer | undefined): Failure | undefined {
  return (answer?.body as Failure[] | undefined)?.[0];
}

describe('a composite request', () => {
  let org: EmulatedOrg;
  let appId: string;

  beforeEach(async () => {
    org = await startEmulatedOrg();
    appId = insertRow(org.state, 'ConnectedApplication', { Name: 'Frontline' }).Id;
  });

  afterEach(() => org.stop());

  const send = async (compositeRequest: object[], allOrNone = false): Promise<Subanswer[]> => {
    const reply = await call(org, `${BASE}/composite`, { method: 'POST', body: { allOrNone, compositeRequest } });
    return reply.json<{ compositeResponse: Subanswer[] }>().compositeResponse;
  };

  const findSet = (referenceId: string, name: string): object => ({
    method: 'GET',
    referenceId,
    url: `${BASE}/query?q=${encodeURIComponent(`SELECT Id FROM PermissionSet WHERE Name = '${name}'`)}`,
  });
  const makeGrant = (referenceId: string, ParentId: string): object => ({
    method: 'POST',
    referenceId,
    url: `${BASE}/sobjects/SetupEntityAccess`,
    body: { ParentId, SetupEntityId: appId },
  });

  it('answers its subrequests in order, later ones using what earlier ones gave', async () => {
    const answers = await send([
      findSet('sets', 'Service_Agent'),
      makeGrant('grant', '@{sets.records[0].Id}'),
      { method: 'GET', referenceId: 'made', url: `${BASE}/sobjects/SetupEntityAccess/@{grant.id}` },
    ]);
    expect(answers.map(({ referenceId, httpStatusCode }) => [referenceId, httpStatusCode])).to.deep.equal([
      ['sets', 200],
      ['grant', 201],
      ['made', 200],
    ]);
    expect(answers[2]!.body).to.include({ SetupEntityId: appId, SetupEntityType: 'ConnectedApplication' });
  });

  it('reaches collections and deletions, whose empty body is null', async () => {
    const permissionSet = findRow(org.state, 'PermissionSet', { Name: 'Field_Sales' })!;
    const record = { attributes: { type: 'SetupEntityAccess' }, ParentId: permissionSet.Id, SetupEntityId: appId };
    const [all, gone] = await send([
      { method: 'POST', referenceId: 'all', url: `${BASE}/composite/sobjects`, body: { records: [record] } },
      { method: 'DELETE', referenceId: 'gone', url: `${BASE}/sobjects/SetupEntityAccess/@{all[0].id}` },
    ]);
    expect(all!.body).to.have.nested.property('[0].success', true);
    expect(gone).to.deep.include({ httpStatusCode: 204, body: null });
  });

  it('goes on after a failure, but not with what refers to it', async () => {
    const answers = await send([
      makeGrant('bad', '0PS000000000001AAA'),
      { method: 'GET', referenceId: 'dependent', url: `${BASE}/sobjects/SetupEntityAccess/@{bad.id}` },
      findSet('independent', 'Service_Agent'),
    ]);
    expect(answers.map(({ httpStatusCode }) => httpStatusCode)).to.deep.equal([400, 400, 200]);
    expect(failureOf(answers[1])?.errorCode).to.equal('PROCESSING_HALTED');
  });

  it('with all or none puts everything back at the first failure and says so of every other subrequest', async () => {
    const { Id } = findRow(org.state, 'PermissionSet', { Name: 'Service_Agent' })!;
    const answers = await send(
      [makeGrant('good', Id), makeGrant('bad', 'nope'), findSet('later', 'Service_Agent')],
      true,
    );
    expect(answers.map((answer) => failureOf(answer)?.errorCode)).to.deep.equal([
      'PROCESSING_HALTED',
      'MALFORMED_ID',
      'PROCESSING_HALTED',
    ]);
    expect(failureOf(answers[0])?.message).to.equal(
      'The transaction was rolled back since another operation in the same transaction failed.',
    );
    expect(findRows(org.state, 'SetupEntityAccess')).to.have.lengthOf(0);
  });

  it('reaches nothing but records and queries', async () => {
    const urls = [
      `${BASE}/limits`,
      `${BASE}/composite`,
      'https://other.example/services/data/v66.0/limits',
      '/services/oauth2/userinfo',
    ];
    const answers = await send(urls.map((url, index) => ({ method: 'GET', referenceId: `r${index}`, url })));
    expect(answers.map(({ httpStatusCode }) => httpStatusCode)).to.deep.equal([404, 404, 400, 400]);
  });

  it('is one request of the day, whatever it holds', async () => {
    const before = org.state.apiUsage.used;
    await send([findSet('a', 'x'), findSet('b', 'y')]);
    expect(org.state.apiUsage.used).to.equal(before + 1);
  });

  for (const [situation, compositeRequest, errorCode] of [
    ['no subrequest', [], 'REQUIRED_FIELD_MISSING'],
    ['more than 25', Array.from({ length: 26 }, (_, index) => findSet(`r${index}`, 'x')), 'LIMIT_EXCEEDED'],
    ['two of one reference', [findSet('same', 'x'), findSet('same', 'x')], 'INVALID_INPUT'],
    ['a reference with a space', [findSet('two words', 'x')], 'INVALID_INPUT'],
    ['a subrequest without an address', [{ method: 'GET', referenceId: 'r' }], 'REQUIRED_FIELD_MISSING'],
  ] as const) {
    it(`is refused as a whole for ${situation}`, async () => {
      const reply = await call(org, `${BASE}/composite`, { method: 'POST', body: { compositeRequest } });
      expect([reply.status, reply.json<Failure[]>()[0]?.errorCode]).to.deep.equal([400, errorCode]);
    });
  }
});
