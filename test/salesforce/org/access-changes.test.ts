import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import { setClock } from '../../../plugin/http/clock.ts';
import { readGrants, readPrincipals, type Principal } from '../../../plugin/salesforce/org/access.ts';
import { grantAccess, revokeAccess } from '../../../plugin/salesforce/org/access-changes.ts';
import { waitAtMost } from '../../../plugin/salesforce/api/login.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { insertRow } from '../../org/database/rows.ts';
import type { FaultAction } from '../../org/faults/fault.ts';
import { connectionTo } from '../../support/connection.ts';

const JSON_TYPE = 'application/json';

function answer(status: number, body: object): FaultAction {
  return { kind: 'status', status, contentType: JSON_TYPE, body: JSON.stringify(body) };
}

function refusal(status: number, errorCode: string): FaultAction {
  return answer(status, [{ errorCode, message: 'Try again.' }]);
}

/** What can become of one request for a change of access. Afterwards, the org may have done it or not. */
const ACCIDENTS: Array<[string, FaultAction]> = [
  ['never arrives', { kind: 'reset' }],
  ['is carried out, but its answer is lost', { kind: 'reset-after' }],
  ['gets half an answer', { kind: 'cut' }],
  ['gets an empty answer', { kind: 'empty' }],
  ['gets an answer without results', answer(200, {})],
  ['gets fewer results than records', answer(200, [])],
  ['gets a page', { kind: 'html' }],
  ['meets an outage page', { kind: 'status', status: 503, contentType: 'text/html', body: '<html></html>' }],
  ['meets an outage', { kind: 'status', status: 503, contentType: 'text/plain', body: '' }],
  ['meets a failure without words', { kind: 'status', status: 500, contentType: 'text/plain', body: '' }],
  ['meets a failure of the server', refusal(500, 'UNKNOWN_EXCEPTION')],
  ['meets an overloaded org', refusal(503, 'SERVER_UNAVAILABLE')],
  ['comes too often', { kind: 'status', status: 429, contentType: 'text/plain', body: '' }],
  ['meets a lock', refusal(400, 'UNABLE_TO_LOCK_ROW')],
];

describe('a change of access', () => {
  let org: EmulatedOrg;
  let connection: Connection;
  let appId: string;
  let principals: Principal[];

  beforeEach(async () => {
    org = await startEmulatedOrg();
    connection = await connectionTo(org);
    appId = insertRow(org.state, 'ConnectedApplication', { Name: 'Frontline', DeveloperName: 'Frontline' }).Id;
    principals = (await readPrincipals(connection, [])).slice(0, 3);
    org.clearLog();
  });
  afterEach(async () => {
    setClock();
    await org.stop();
  });

  async function whoHas(): Promise<string[]> {
    return (await readGrants(connection, appId)).map(({ principal }) => principal.permissionSetId).sort();
  }

  const everybody = (): string[] => principals.map(({ permissionSetId }) => permissionSetId).sort();

  const writes = (): number => org.log.filter(({ operation }) => /^(?:POST|DELETE) composite/.test(operation)).length;

  const CHANGES = {
    grant: async () => void (await grantAccess(connection, appId, principals)),
    withdrawal: async () => revokeAccess(connection, await readGrants(connection, appId)),
  };

  for (const [change, make] of Object.entries(CHANGES)) {
    const before = async (): Promise<void> => {
      if (change === 'withdrawal') {
        await grantAccess(connection, appId, principals);
        org.clearLog();
      }
    };
    const after = (): string[] => (change === 'grant' ? everybody() : []);
    const path = /composite\/sobjects/;

    for (const [accident, action] of ACCIDENTS) {
      it(`is made in the end, if a ${change} ${accident}`, async () => {
        await before();
        const fault = org.inject({ path, action });
        await make();
        expect([fault.hits, await whoHas()]).to.deep.equal([1, after()]);
      });
    }

    it(`is sent again only for what is missing, if an answer says that some records of a ${change} are locked`, async () => {
      await before();
      const locked = { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: 'busy', fields: [] }] };
      const action = answer(200, [locked, locked, locked]);
      org.inject({ path, action });
      await make();
      expect([writes(), await whoHas()]).to.deep.equal([2, after()]);
    });

    it(`is asked for only once, if a ${change} is refused for want of rights`, async () => {
      await before();
      org.state.options.missingPermissions = ['CustomizeApplication'];
      const error = await make().catch((reason: Error) => reason);
      expect([error?.name, writes()]).to.deep.equal(['AccessRightsMissingError', 1]);
    });

    it(`is not claimed and not denied, if neither the answer to a ${change} nor the records come`, async () => {
      await before();
      const grants = await readGrants(connection, appId);
      org.inject({ path, times: -1, action: answer(200, {}) });
      org.inject({ path: /query/, times: -1, action: { kind: 'html' } });
      const error = await (
        change === 'grant' ? grantAccess(connection, appId, principals) : revokeAccess(connection, grants)
      ).catch((reason: Error) => reason);
      expect(error).to.include({ name: 'AccessUnknownError' });
      expect((error as Error).message).to.match(/^It is not known whether the access of ".*" was changed: /);
    });

    for (const [situation, wait, most] of [
      ['', Infinity, 4],
      [', and no later than --wait', 1000, 2],
    ] as const) {
      it(`ends in an error with the reason, if every ${change} fails${situation}`, async () => {
        await before();
        waitAtMost(connection, wait);
        const locked = { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: 'busy', fields: [] }] };
        org.inject({ path, times: -1, action: answer(200, [locked, locked, locked]) });
        const error = await make().catch((reason: Error) => reason);
        expect(error).to.include({ name: change === 'grant' ? 'AccessNotGrantedError' : 'AccessNotRevokedError' });
        expect((error as Error).message).to.contain('UNABLE_TO_LOCK_ROW: busy');
        expect(writes()).to.be.within(2, most);
      });
    }
  }

  it('that somebody else made meanwhile is no error, and not counted as ours', async () => {
    const [first, ...others] = principals;
    insertRow(org.state, 'SetupEntityAccess', { ParentId: first!.permissionSetId, SetupEntityId: appId });
    expect(await grantAccess(connection, appId, principals)).to.deep.equal(others);
    const grants = await readGrants(connection, appId);
    await revokeAccess(connection, grants);
    await revokeAccess(connection, grants);
    expect(await whoHas()).to.deep.equal([]);
  });

  it('counts what an unanswered request did as made here', async () => {
    org.inject({ path: /composite\/sobjects/, action: { kind: 'reset-after' } });
    expect(await grantAccess(connection, appId, principals)).to.have.members(principals);
    expect(writes()).to.equal(1);
  });

  it('needs one request and no look at the records, if nothing goes wrong', async () => {
    await grantAccess(connection, appId, principals);
    expect(org.log.length).to.equal(1);
  });
});
