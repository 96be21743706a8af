import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  eventOfAttempt,
  newestEvents,
  type IdentityProviderEvent,
} from '../../../plugin/salesforce/org/idp-event-log.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { REFUSALS } from '../../org/identity-provider/sign-in/refusal.ts';
import { insertRow } from '../../org/database/rows.ts';
import { connectionTo } from '../../support/connection.ts';

describe("the org's log of sign-ins", () => {
  let org: EmulatedOrg;

  const log = (ErrorCode: string, SamlEntityUrl: string, Timestamp: string): string =>
    insertRow(org.state, 'IdpEventLog', { ErrorCode, SamlEntityUrl, Timestamp }).Id;

  afterEach(() => org.stop());

  it('gives the entries of a service provider, newest first', async () => {
    org = await startEmulatedOrg();
    const first = log('NoAccess', "https://o'brien.example", '2026-11-24T12:00:00.000+0000');
    const second = log('InvalidSp', "https://o'brien.example", '2026-11-24T12:00:01.000+0000');
    log('Success', 'https://other.example', '2026-11-24T12:00:02.000+0000');
    expect(await newestEvents(await connectionTo(org), "https://o'brien.example")).to.deep.equal([
      { id: second, errorCode: 'InvalidSp' },
      { id: first, errorCode: 'NoAccess' },
    ]);
  });

  it('gives nothing if the user may not read it', async () => {
    org = await startEmulatedOrg({ missingPermissions: ['ViewSetup'] });
    log('NoAccess', 'https://sp.example', '2026-11-24T12:00:00.000+0000');
    const connection = await connectionTo(org);
    expect(await newestEvents(connection, 'https://sp.example')).to.equal(undefined);
    org.state.options.missingPermissions = [];
    expect(await newestEvents(connection, 'https://other.example')).to.deep.equal([]);
  });

  describe('holds as the entry of an attempt', () => {
    const entry = (id: string, userId?: string): IdentityProviderEvent => ({
      id,
      errorCode: 'NoAccess',
      ...(userId === undefined ? {} : { userId }),
    });
    const [ADA, SAM] = ['005000000000001AAA', '005000000000002AAA'];

    it('the newest one that was not there before', () => {
      const [old, first, second] = [entry('1', ADA), entry('2', ADA), entry('3', ADA)];
      expect(eventOfAttempt([old], [second, first, old], ADA)).to.equal(second);
      expect(eventOfAttempt([old], [old], ADA)).to.equal(undefined);
      expect(eventOfAttempt([], [], ADA)).to.equal(undefined);
    });

    it('none of another user, but one without a user', () => {
      const [hers, his, nobodys] = [entry('2', ADA), entry('3', SAM), entry('4')];
      expect(eventOfAttempt([], [his, hers], ADA.slice(0, 15))).to.equal(hers);
      expect(eventOfAttempt([], [his], ADA)).to.equal(undefined);
      expect(eventOfAttempt([], [nobodys, hers], ADA)).to.equal(nobodys);
      expect(eventOfAttempt([], [his, hers], undefined)).to.equal(his);
    });

    it('none if the log could be read only once', () => {
      expect(eventOfAttempt(undefined, [entry('1', ADA)], ADA)).to.equal(undefined);
      expect(eventOfAttempt([], undefined, ADA)).to.equal(undefined);
    });
  });

  it('has a meaning in words for every code that a SAML sign-in can leave', async () => {
    org = await startEmulatedOrg();
    const texts = readFileSync(new URL('../../../messages/idp-event-log.md', import.meta.url), 'utf8');
    const headings = [...texts.matchAll(/^# (\S+)$/gm)].map(([, name]) => name);
    expect(headings).to.include.members([...Object.keys(REFUSALS), 'Success', 'ForceAuthNLogout', 'other']);
  });
});
