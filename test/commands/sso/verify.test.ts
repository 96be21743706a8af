import { expect } from 'chai';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoVerify from '../../../plugin/commands/frontline/sso/verify.ts';
import { setClock } from '../../../plugin/http/clock.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { certificateFiles, deployed } from '../../org/metadata/samples.ts';
import { findRows } from '../../org/database/rows.ts';
import { shareKeyPairs } from '../../org/certificate/share-key-pairs.ts';
import type { ResponseFault } from '../../org/state.ts';
import { editApp, REALM_SID, refuseSecrets, startDeployedOrg, verify } from '../../support/deployed-org.ts';
import { errorOf, resultOf, runCommand } from '../../support/run-command.ts';

describe('sso verify', () => {
  let org: EmulatedOrg;

  shareKeyPairs(3);
  // The checks compare the clocks, and that of an earlier suite in this process may have moved on as it waited.
  before(() => setClock());
  afterEach(() => org.stop());

  it('passes every check in a fresh org after sso deploy, and says who signed in', async () => {
    org = await startDeployedOrg();
    const { report, exitCode, stdout, failed, warned } = await verify(org);
    expect([failed, warned]).to.deep.equal([[], []]);
    expect(report.ok).to.equal(true);
    expect(exitCode).to.equal(0);
    expect(new Set(report.checks.map(({ group }) => group))).to.deep.equal(new Set(['setup', 'sign-in', 'response']));
    // Which responses Twilio has seen is not known, so this check is not made, and is not counted.
    const passed = report.checks.filter(({ status }) => status === 'pass').length;
    expect(report.checks.filter(({ status }) => status === 'skip').map(({ id }) => id)).to.deep.equal(['replay']);
    expect(stdout).to.include(`${passed} checks passed`);
    expect(report.claims).to.include({ nameId: 'admin@example.test', source: 'response' });
    expect(stdout).to.include('Signed in as admin@example.test, roles agent');
    expect(stdout).to.include('The sign-in works');
  });

  it('sends nothing to Twilio, changes nothing, and asks for one sign-in', async () => {
    org = await startDeployedOrg();
    org.clearLog();
    await verify(org);
    const changes = org.log.filter(
      ({ method, operation }) => method !== 'GET' && !/soap (?:read|list)Metadata/.test(operation),
    );
    expect(changes).to.deep.equal([]);
    expect(org.log.filter(({ path }) => path.startsWith('/idp/')).map(({ path }) => path)).to.deep.equal([
      '/idp/endpoint/HttpRedirect',
    ]);
    expect(findRows(org.state, 'IdpEventLog').map(({ ErrorCode }) => ErrorCode)).to.deep.equal(['Success']);
  });

  for (const redirectForm of ['status', 'meta-refresh', 'script'] as const) {
    for (const formCharacters of ['plain', 'numeric-references'] as const) {
      it(`follows redirects by ${redirectForm} to a form with ${formCharacters}`, async () => {
        org = await startDeployedOrg({ redirectForm, formCharacters });
        expect((await verify(org)).report.ok).to.equal(true);
      });
    }
  }

  it('prints no secrets as JSON either', async () => {
    org = await startDeployedOrg();
    const run = await runCommand(SsoVerify, org, '--json');
    refuseSecrets(org, run.stdout + run.stderr);
    expect(JSON.parse(run.stdout)).to.have.nested.property('result.ok', true);
  });

  it('explains the refusal of a user without access from the log of the org', async () => {
    org = await startDeployedOrg();
    org.state.rows.set('SetupEntityAccess', []);
    const { failed, check } = await verify(org);
    expect(failed).to.deep.equal(['setup.access', 'signIn.form', 'signIn.log']);
    expect(check('signIn.form')?.actual).to.include('Insufficient Privileges');
    expect(check('signIn.log')).to.include({ actual: 'NoAccess' });
    expect(check('signIn.log')?.hint).to.include('sf frontline access assign');
  });

  it('explains it also if the org reports the refusal to the service provider', async () => {
    org = await startDeployedOrg({ signInRefusal: 'response' });
    org.state.rows.set('SetupEntityAccess', []);
    const { failed, check, report } = await verify(org);
    expect(failed).to.include.members(['setup.access', 'saml.status', 'signIn.log']);
    expect(check('saml.status')?.actual).to.include('User does not have access to this service provider');
    expect(check('signIn.log')).to.include({ actual: 'NoAccess' });
    expect(report).not.to.have.property('claims');
  });

  it('does not mistake the log entry of an earlier attempt for its own', async () => {
    org = await startDeployedOrg();
    org.state.rows.set('SetupEntityAccess', []);
    await verify(org);
    org.state.options.loginInterruption = 'login-flow';
    const { check } = await verify(org);
    expect(check('signIn.log')).to.equal(undefined);
  });

  it('finds response encryption', async () => {
    org = await startDeployedOrg();
    await deployed(org.state, certificateFiles('Partner'));
    editApp(org, '</acsUrl>', '</acsUrl><encryptionCertificate>Partner</encryptionCertificate>');
    const { failed } = await verify(org);
    expect(failed).to.include.members(['setup.encryption', 'saml.notEncrypted']);
  });

  const faults: Partial<Record<ResponseFault, { failed: string[]; warned?: string[] }>> = {
    sha1: { failed: [], warned: ['sig.response.alg', 'sig.assertion.alg'] },
    'unsigned-response': { failed: ['sig.response.present'] },
    'unsigned-assertion': { failed: ['sig.assertion.present'] },
    'clock-behind': { failed: ['resp.issueInstant', 'ass.issueInstant', 'ass.subjectTime', 'ass.conditionTime'] },
    'clock-ahead': { failed: ['resp.issueInstant', 'ass.issueInstant', 'ass.conditionTime', 'ass.authn'] },
    'wrong-issuer': { failed: ['resp.issuer', 'ass.issuer'] },
    'wrong-audience': { failed: ['ass.audience'] },
    'wrong-recipient': { failed: ['resp.destination', 'ass.recipient'] },
    'wrong-name-id': { failed: ['ass.nameId.value'] },
    'wrong-name-id-format': { failed: ['ass.nameId.format'] },
    'wrong-request': { failed: ['resp.inResponseTo', 'ass.inResponseTo'] },
    'no-roles': { failed: ['ass.roles'] },
    'wrong-action': { failed: ['signIn.action'] },
    'relay-state-changed': { failed: ['signIn.relayState'] },
  };
  for (const [fault, { failed, warned = [] }] of Object.entries(faults)) {
    it(`finds in the response ${fault}, and nothing else`, async () => {
      org = await startDeployedOrg({ responseFault: fault as ResponseFault });
      const result = await verify(org);
      expect(result.failed).to.deep.equal(failed);
      expect(result.warned).to.deep.equal(warned);
    });
  }

  it('names the certificate that signs instead of the one that was handed over', async () => {
    org = await startDeployedOrg({ responseFault: 'other-key' });
    const { failed, check, report } = await verify(org);
    expect(failed).to.include.members(['sig.response.value', 'sig.assertion.value', 'claims.source']);
    expect(check('sig.response.value')?.hint).to.include('SelfSignedCert_of_another_app');
    expect(report).not.to.have.property('claims');
  });

  it('warns if the clocks differ', async () => {
    org = await startDeployedOrg();
    org.state.options.clock = () => new Date(Date.now() + 100_000);
    const { warned, check } = await verify(org);
    expect(warned).to.include('signIn.clock');
    expect(check('signIn.clock')?.actual).to.match(/^(?:99|100) seconds ahead/);
  });

  it('says of a fresh org what is missing, and signs nobody in', async () => {
    org = await startEmulatedOrg({ identityProvider: 'off' });
    const { failed, exitCode, report } = await verify(org);
    expect(failed).to.deep.equal(['setup.identityProvider', 'setup.app']);
    expect([exitCode, report.ok]).to.deep.equal([1, false]);
    expect(report.checks.filter(({ group }) => group === 'sign-in').map(({ status }) => status)).to.deep.equal(
      Array<string>(4).fill('skip'),
    );
  });

  it('ends with an error, not with a verdict, if the session has expired', async () => {
    org = await startDeployedOrg();
    for (const session of org.state.sessions.values()) {
      session.expired = true;
    }
    expect(errorOf(await runCommand(SsoVerify, org))).to.include({ name: 'SessionExpiredError', exitCode: 1 });
  });

  describe('as part of sso deploy', () => {
    const flags = ['--realm-sid', REALM_SID, '--profile', 'Admin', '--verify'];

    it('proves the sign-in, and its verdict is the exit code', async () => {
      org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
      const good = await runCommand(SsoDeploy, org, ...flags);
      expect(resultOf(good).verification?.ok).to.equal(true);
      expect(good.exitCode).to.equal(0);
      expect(good.stdout).to.include('The sign-in works');
      refuseSecrets(org, JSON.stringify(good.result) + good.stdout + good.stderr);
      org.state.options.responseFault = 'no-roles';
      const bad = await runCommand(SsoDeploy, org, ...flags);
      expect(resultOf(bad).outcome).to.equal('unchanged');
      expect(resultOf(bad).verification?.ok).to.equal(false);
      expect(bad.exitCode).to.equal(1);
    });

    it('cannot be combined with a dry run', async () => {
      org = await startEmulatedOrg({ connectedAppCreation: 'allowed', appWithoutIdentityProvider: 'accepted' });
      const error = errorOf(await runCommand(SsoDeploy, org, ...flags, '--dry-run'));
      expect(error.message).to.include('--verify cannot also be provided when using --dry-run');
      expect(error.exitCode).to.equal(2);
      expect(org.log.some(({ operation }) => /deploy/i.test(operation))).to.equal(false);
    });
  });
});
