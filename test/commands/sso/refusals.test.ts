import { expect } from 'chai';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import { shareKeyPairs } from '../../org/certificate/share-key-pairs.ts';
import { findRows } from '../../org/database/rows.ts';
import { putIdentityProvider } from '../../org/metadata/kinds/identity-provider-settings.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import type { OrgOptions } from '../../org/state.ts';
import { REALM_SID } from '../../support/deployed-org.ts';
import { deployRefused, someRefusals } from '../../support/refusing-orgs.ts';
import { failDeployment } from '../../setup/deploy/partial-work.ts';
import { certificatesIn } from '../../support/rotation.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

describe('a deploy in an org that refuses a part of it', () => {
  let org: EmulatedOrg;

  shareKeyPairs(3);
  afterEach(() => org.stop());

  async function start(options: OrgOptions = {}): Promise<void> {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed', identityProvider: 'off', ...options });
  }

  function deploy(...flags: string[]): Promise<CommandRun<SsoDeployResult>> {
    return runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, ...flags);
  }

  /** What was sent to the org: `validation` or `deployment`, and how it ended. */
  function sent(): string[] {
    return findRows(org.state, 'DeployRequest').map(
      ({ CheckOnly, Status }) => `${CheckOnly === true ? 'validation' : 'deployment'} ${String(Status)}`,
    );
  }

  it('comes to the same end, whatever the org refuses and in whatever words', async () => {
    for (const options of someRefusals()) {
      await deployRefused(options);
    }
    await start();
  });

  it('is one deployment, without a validation, if the org refuses nothing', async () => {
    for (const identityProvider of ['on', 'expired', 'none', 'off'] as const) {
      await start({ identityProvider, appWithoutIdentityProvider: 'with-settings' });
      const { deployments } = resultOf(await deploy());
      expect(deployments.map(({ stage }) => stage)).to.deep.equal([identityProvider === 'on' ? 'app' : 'setup']);
      expect(sent()).to.deep.equal(['deployment Succeeded']);
      await org.stop();
    }
    await start();
  });

  it('takes one validation and two more deployments, if the app must not come before the identity provider', async () => {
    await start();
    const run = await deploy();
    expect(resultOf(run).deployments.map(({ stage }) => stage)).to.deep.equal(['identity-provider', 'app']);
    expect(sent()).to.deep.equal([
      'deployment Failed',
      'validation Succeeded',
      'deployment Succeeded',
      'deployment Succeeded',
    ]);
    expect(run.stdout).to.contain('Deploying it in parts, since the org refuses it in one');
  });

  it('keeps a certificate that a refused deployment left behind, and never deploys it again', async () => {
    await start({ rolledBackCertificate: 'stays', certificateRedeploy: 'new-key' });
    const stop = org.inject({
      method: 'POST',
      path: /deployRequest$/,
      skip: 1,
      times: 1,
      action: { kind: 'delay', milliseconds: 0 },
    });
    const run = deploy();
    while (stop.hits === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const left = certificatesIn(org)['SalesforceSSO'];
    expect(left).to.be.a('string');
    expect(resultOf(await run).handOff?.certificate).to.equal(left);
  });

  it('names what the org refuses, and changes nothing, if it refuses the app without SAML too', async () => {
    await start();
    const failure = {
      componentType: 'ConnectedApp',
      fullName: 'Twilio_Frontline',
      fileName: 'x',
      problem: 'Not today.',
    };
    const end = { success: false, status: 'Failed', details: { componentFailures: [failure] } };
    failDeployment(org, 0, end);
    failDeployment(org, 0, end);
    const error = errorOf(await deploy());
    expect(error.name).to.equal('DeploymentFailedError');
    expect(error.message).to.contain('Not today.');
    expect(error.actions?.join()).to.contain('Nothing was changed');
    expect([certificatesIn(org), sent()]).to.deep.equal([{}, []]);
  });

  it('goes on in parts if the settings of the identity provider still name a certificate that was deleted', async () => {
    await start({ certificateAndSettingsTogether: 'refused' });
    putIdentityProvider(org.state, { enabled: false, certificateName: 'SalesforceSSO' });
    expect(resultOf(await deploy()).deployments.map(({ stage }) => stage)).to.deep.equal([
      'identity-provider',
      'identity-provider',
      'app',
    ]);
  });

  it('does not say that nothing was changed if a certificate has stayed that the org refused to deploy', async () => {
    await start({ connectedAppCreation: 'blocked', rolledBackCertificate: 'stays' });
    const error = errorOf(await deploy('--app-type', 'connected-app'));
    expect(error.name).to.equal('ConnectedAppBlockedHalfwayError');
    expect(error.message).to.contain('Already done, and kept: Certificate SalesforceSSO');
  });

  it('changes nothing if the user has no right to the settings', async () => {
    for (const refusalWording of ['usual', 'other'] as const) {
      await start({ refusalWording, missingPermissions: ['CustomizeApplication'] });
      const error = errorOf(await deploy());
      expect(error.name).to.equal('DeploymentFailedError');
      expect(error.message).to.match(/: IdentityProviderSettings [^;]*$/);
      expect(certificatesIn(org)).to.deep.equal({});
      await org.stop();
    }
    await start();
  });

  it('is validated in one deployment by a dry run, which shows what the org says of the rest', async () => {
    await start();
    const run = await deploy('--dry-run');
    const { openProblems = [], deployments, outcome } = resultOf(run);
    expect([outcome, openProblems.map(({ type }) => type)]).to.deep.equal(['validated', ['ConnectedApp']]);
    expect(run.stdout).to.contain('may accept the rest').and.contain('Enable the identity provider before');
    expect(deployments).to.have.length(1);
    expect(sent()).to.deep.equal(['validation Failed', 'validation Succeeded']);
    await org.stop();
    await start({ appWithoutIdentityProvider: 'with-settings' });
    const whole = await deploy('--dry-run');
    expect(resultOf(whole)).not.to.have.property('openProblems');
    expect(whole.stdout).to.contain('The org accepts the whole deployment.');
    expect(sent()).to.deep.equal(['validation Succeeded']);
  });
});
