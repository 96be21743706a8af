import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import AccessRevoke from '../../../plugin/commands/frontline/access/revoke.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { findRow, insertRow } from '../../org/database/rows.ts';
import { shareKeyPairs } from '../../org/certificate/share-key-pairs.ts';
import { ageApp, editApp, startDeployedOrg, verify } from '../../support/deployed-org.ts';
import { resultOf, runCommand } from '../../support/run-command.ts';

describe('sso verify --username', () => {
  let org: EmulatedOrg;

  shareKeyPairs(3);
  beforeEach(async () => {
    org = await startDeployedOrg();
  });
  afterEach(() => org.stop());

  it('says which profile gives a user access', async () => {
    const { report, check } = await verify(org, '--username', 'Admin@Example.test');
    expect(report.ok).to.equal(true);
    expect(check('user.access')?.actual).to.equal('by profile System Administrator');
    expect(check('user.nameId')).to.include({ status: 'info', actual: 'admin@example.test' });
  });

  it('says which permission set gives a user access', async () => {
    insertRow(org.state, 'PermissionSetAssignment', {
      AssigneeId: findRow(org.state, 'User', { Username: 'sam@example.test' })!.Id,
      PermissionSetId: findRow(org.state, 'PermissionSet', { Name: 'Twilio_Frontline_Agent' })!.Id,
      IsActive: true,
    });
    const { report, check } = await verify(org, '--username', 'sam@example.test');
    expect(check('user.access')?.actual).to.equal('by permission set Twilio_Frontline_Agent');
    expect(report.ok).to.equal(true);
  });

  it('names the command that gives access to a user without it, and the command does so', async () => {
    const { failed, check, exitCode, stdout } = await verify(org, '--username', 'sam@example.test');
    expect(failed).to.deep.equal(['user.access']);
    expect(exitCode).to.equal(1);
    expect(check('user.access')?.fix).to.include('sf frontline access assign --user sam@example.test');
    expect(stdout).to.include('To correct');
    resultOf(await runCommand(AccessAssign, org, '--user', 'sam@example.test'));
    expect((await verify(org, '--username', 'sam@example.test')).report.ok).to.equal(true);
  });

  it('does not fail if the sign-in is refused only because the user of the login has no access', async () => {
    resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
    resultOf(await runCommand(AccessRevoke, org, '--profile', 'Admin', '--no-prompt'));
    for (const signInRefusal of ['page', 'response'] as const) {
      org.state.options.signInRefusal = signInRefusal;
      const { failed, check, report, exitCode, stdout } = await verify(org, '--username', 'sam@example.test');
      expect(failed).to.deep.equal([]);
      expect(check('user.access')).to.include({ status: 'pass' });
      expect(check('signIn.form')).to.include({ status: 'warn' });
      expect(check('signIn.form')?.actual).to.contain('admin@example.test');
      expect(check('signIn.log')).to.include({ status: 'info', actual: 'NoAccess' });
      // Nothing is proved, so this is neither a success nor a failure.
      expect([report.verdict, report.notProven?.reason]).to.deep.equal(['not-proven', 'login-without-access']);
      expect([report.ok, exitCode]).to.deep.equal([false, 5]);
      expect(stdout).to.contain('is not proven').and.not.to.contain('cannot sign in:');
    }
  });

  for (const [situation, body, status, met] of [
    ['that the org is down', '<html>internal error</html>', 500, 'status 500'],
    ['a page that nobody knows', '<html><title>Be right back</title></html>', 200, 'Be right back'],
  ] as const) {
    it(`does not blame ${situation} on the missing access of the user of the login`, async () => {
      ageApp(org);
      resultOf(await runCommand(AccessRevoke, org, '--profile', 'Admin', '--no-prompt'));
      const action = { kind: 'status', status, contentType: 'text/html', body } as const;
      org.inject({ path: /idp\/endpoint/, times: -1, action });
      const { report, check } = await verify(org);
      expect(report.notProven?.reason).to.equal('unknown-page');
      expect(check('signIn.form')?.actual).to.contain(met);
    });
  }

  it('checks a response that came, whatever access the user of the login has', async () => {
    resultOf(await runCommand(AccessRevoke, org, '--profile', 'Admin', '--no-prompt'));
    const form = `<form method="post" action="https://iam.twilio.com/x"><input type="hidden" name="SAMLResponse" value="AAAA"/></form>`;
    const body = `<html><body onload="document.forms[0].submit()">${form}</body></html>`;
    const action = { kind: 'status', status: 200, contentType: 'text/html', body } as const;
    org.inject({ path: /idp\/endpoint/, times: -1, action });
    expect((await verify(org)).failed).to.include.members(['signIn.action', 'xml.safe']);
  });

  it('agrees with the result of a sign-in as that user', async () => {
    for (const name of ['admin', 'sam', 'mina', 'lee']) {
      const username = `${name}@example.test`;
      const said = (await verify(org, '--username', username)).check('user.access')?.status;
      const asUser = { url: org.url, state: org.state, token: org.signIn(username) } as EmulatedOrg;
      await fetch(`${org.url}/secur/frontdoor.jsp`, {
        method: 'POST',
        body: new URLSearchParams({ sid: asUser.token, retURL: '/' }),
      });
      const page = await fetch(`${org.url}/idp/login?apiName=Twilio_Frontline`, {
        headers: { cookie: `sid=${asUser.token}` },
      });
      expect([username, (await page.text()).includes('name="SAMLResponse"')]).to.deep.equal([
        username,
        said === 'pass',
      ]);
    }
  });

  it('trusts the sign-in more than the rows of access, if the org goes by other rows than those of the app', async () => {
    ageApp(org);
    org.state.options.accessHonoured = 'service-provider';
    const { failed, check } = await verify(org, '--username', org.username);
    expect(check('user.access')).to.include({ status: 'pass' });
    expect(failed).to.deep.equal(['signIn.form', 'signIn.log']);
    expect(check('signIn.log')).to.include({ actual: 'NoAccess' });
  });

  it('says what the NameID of a user is, if the app makes it from another field', async () => {
    editApp(org, '>Username<', '>UserId<');
    const sam = findRow(org.state, 'User', { Username: 'sam@example.test' })!;
    const { check } = await verify(org, '--username', 'Sam@Example.test');
    expect(check('user.nameId')).to.include({ status: 'info', actual: sam.Id.slice(0, 15) });
    editApp(org, '>UserId<', '>FederationId<');
    const without = await verify(org, '--username', 'Sam@Example.test');
    expect(without.failed).to.include('user.nameId');
    expect(without.check('user.nameId')?.fix).to.include('Federation ID');
    sam['FederationIdentifier'] = 'sam-9';
    const identified = await verify(org, '--username', 'Sam@Example.test');
    expect(identified.check('user.nameId')).to.include({ status: 'info', actual: 'sam-9' });
    editApp(org, '>FederationId<', '>PersistentId<');
    const { check: persistent } = await verify(org, '--username', 'Sam@Example.test');
    expect(persistent('user.nameId')?.actual).to.include('PersistentId');
  });

  it('says that a user is inactive', async () => {
    const { failed, check } = await verify(org, '--username', 'gone@example.test');
    expect(failed).to.deep.equal(['user.active', 'user.access']);
    expect(check('user.active')?.fix).to.equal('Activate the user in Setup.');
  });

  it('says that there is no such user, and still checks everything else', async () => {
    const { failed, check } = await verify(org, '--username', "no'body@example.test");
    expect(failed).to.deep.equal(['user.found']);
    expect(check('user.found')).to.include({ expected: "no'body@example.test", actual: 'the org has no such user' });
    expect(check('ass.roles')).to.include({ status: 'pass' });
  });
});
