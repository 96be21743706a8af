import { expect } from 'chai';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { findRow } from '../../org/database/rows.ts';
import { shareKeyPairs } from '../../org/certificate/share-key-pairs.ts';
import { editApp, REALM_SID, startDeployedOrg, verify } from '../../support/deployed-org.ts';
import { resultOf, runCommand } from '../../support/run-command.ts';

describe('sso verify of an app that differs from the guide', () => {
  let org: EmulatedOrg;

  shareKeyPairs(3);
  afterEach(() => org.stop());

  const edits: Array<{ situation: string; edit: [string | RegExp, string]; failed: string[]; warned?: string[] }> = [
    {
      situation: 'a role without its quotes',
      edit: ['<formula>&apos;agent&apos;</formula>', '<formula>agent</formula>'],
      failed: ['setup.roles', 'ass.roles'],
    },
    {
      situation: 'a role of other letters',
      edit: ['&apos;agent&apos;', '&apos;Agent&apos;'],
      failed: ['setup.roles'],
    },
    {
      situation: 'another role, which Twilio may or may not take',
      edit: ['&apos;agent&apos;', '&apos;supervisor&apos;'],
      failed: [],
      warned: ['setup.roles'],
    },
    {
      situation: 'a role that depends on the user and is another one',
      edit: ['&apos;agent&apos;', '$User.LastName'],
      failed: [],
      warned: ['setup.roles', 'ass.roles'],
    },
    {
      situation: 'a role that depends on the user, who has none',
      edit: ['&apos;agent&apos;', '$User.Department'],
      failed: ['ass.roles'],
      warned: ['setup.roles'],
    },
    {
      situation: 'a misspelt key',
      edit: ['<key>roles</key>', '<key>role</key>'],
      failed: ['setup.roles', 'ass.roles'],
    },
    {
      situation: 'no attribute',
      edit: [/<attributes>.*<\/attributes>/s, ''],
      failed: ['setup.roles', 'ass.roles'],
    },
    { situation: 'quotes that differ', edit: [/&apos;/, '&quot;'], failed: ['setup.roles', 'ass.roles'] },
    { situation: 'nothing wrong with double quotes', edit: [/&apos;agent&apos;/, '&quot;agent&quot;'], failed: [] },
    {
      situation: 'SHA-1',
      edit: ['SHA256', 'SHA1'],
      failed: [],
      warned: ['setup.algorithm', 'sig.response.alg', 'sig.assertion.alg'],
    },
    {
      situation: 'another ACS URL',
      edit: ['/authenticate/JB0', '/authenticate/JB1'],
      failed: ['setup.acsUrl'],
    },
    {
      situation: 'another subject',
      edit: ['>Username<', '>UserId<'],
      failed: [],
      warned: ['setup.subject'],
    },
    {
      situation: 'a subject that the user lacks',
      edit: ['>Username<', '>FederationId<'],
      failed: ['signIn.form', 'signIn.log'],
      warned: ['setup.subject'],
    },
    {
      situation: 'another NameID format',
      edit: ['>Unspecified<', '>EmailAddress<'],
      failed: ['setup.nameIdFormat', 'ass.nameId.format'],
    },
    {
      situation: 'another issuer',
      edit: [/<issuer>[^<]*</, '<issuer>https://old.my.salesforce.com<'],
      failed: [],
      warned: ['setup.issuer'],
    },
    {
      situation: 'request verification',
      edit: ['</acsUrl>', '</acsUrl><certificate>PEM</certificate>'],
      failed: ['setup.verification', 'signIn.form', 'signIn.log'],
    },
  ];
  for (const { situation, edit, failed, warned = [] } of edits) {
    it(`finds ${situation}`, async () => {
      org = await startDeployedOrg();
      editApp(org, ...edit);
      const result = await verify(org);
      expect(result.failed).to.deep.equal(failed);
      expect(result.warned).to.deep.equal(warned);
      expect(result.report.ok).to.equal(failed.length === 0);
      expect(result.report.checks.filter(({ status, fix }) => status === 'fail' && fix === undefined)).to.deep.equal(
        [],
      );
    });
  }

  for (const subject of ['federation-id', 'user-id']) {
    it(`expects in a response the subject that the app sends, ${subject}`, async () => {
      org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
      findRow(org.state, 'User', { Username: org.username })!['FederationIdentifier'] = 'ada-7';
      const flags = ['--realm-sid', REALM_SID, '--subject', subject, '--verify'];
      const { verification } = resultOf(await runCommand(SsoDeploy, org, ...flags));
      const value = verification?.checks.find(({ id }) => id === 'ass.nameId.value');
      const expected = subject === 'user-id' ? org.state.adminId.slice(0, 15) : 'ada-7';
      expect(value).to.include({ status: 'pass', expected });
      expect(verification?.ok).to.equal(true);
      expect(verification?.checks.find(({ id }) => id === 'setup.subject')?.status).to.equal('warn');
      org.state.options.responseFault = 'wrong-name-id';
      expect((await verify(org)).failed).to.deep.equal(['ass.nameId.value']);
    });
  }

  it('expects in a response the role that the app sends', async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    const flags = ['--realm-sid', REALM_SID, '--role', 'supervisor', '--verify'];
    const { verification } = resultOf(await runCommand(SsoDeploy, org, ...flags));
    expect(verification?.checks.find(({ id }) => id === 'ass.roles')).to.include({ status: 'pass' });
    const setup = verification?.checks.find(({ id }) => id === 'setup.roles');
    expect(setup?.status).to.equal('warn');
    expect(setup?.hint).to.include('agent');
    org.state.options.responseFault = 'no-roles';
    expect((await verify(org)).failed).to.deep.equal(['ass.roles']);
  });
});
