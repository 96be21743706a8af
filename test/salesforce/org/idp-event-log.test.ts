import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { newestEvent } from '../../../plugin/salesforce/org/idp-event-log.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { REFUSALS } from '../../org/identity-provider/sign-in/refusal.ts';
import { insertRow } from '../../org/database/rows.ts';
import { connectionTo } from '../../support/connection.ts';

describe("the org's log of sign-ins", () => {
  let org: EmulatedOrg;

  const log = (ErrorCode: string, SamlEntityUrl: string, Timestamp: string): string =>
    insertRow(org.state, 'IdpEventLog', { ErrorCode, SamlEntityUrl, Timestamp }).Id;

  afterEach(() => org.stop());

  it('gives the newest entry of a service provider', async () => {
    org = await startEmulatedOrg();
    log('NoAccess', "https://o'brien.example", '2026-11-24T12:00:00.000+0000');
    const id = log('InvalidSp', "https://o'brien.example", '2026-11-24T12:00:01.000+0000');
    log('Success', 'https://other.example', '2026-11-24T12:00:02.000+0000');
    expect(await newestEvent(await connectionTo(org), "https://o'brien.example")).to.deep.equal({
      id,
      errorCode: 'InvalidSp',
    });
  });

  it('gives nothing if there is no entry, or none that the user may read', async () => {
    org = await startEmulatedOrg({ missingPermissions: ['ViewSetup'] });
    log('NoAccess', 'https://sp.example', '2026-11-24T12:00:00.000+0000');
    const connection = await connectionTo(org);
    expect(await newestEvent(connection, 'https://sp.example')).to.equal(undefined);
    org.state.options.missingPermissions = [];
    expect(await newestEvent(connection, 'https://other.example')).to.equal(undefined);
  });

  it('has a meaning in words for every code that a SAML sign-in can leave', async () => {
    org = await startEmulatedOrg();
    const texts = readFileSync(new URL('../../../messages/idp-event-log.md', import.meta.url), 'utf8');
    const headings = [...texts.matchAll(/^# (\S+)$/gm)].map(([, name]) => name);
    expect(headings).to.include.members([...Object.keys(REFUSALS), 'Success', 'ForceAuthNLogout', 'other']);
  });
});
