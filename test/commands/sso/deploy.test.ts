import { expect } from 'chai';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import { setClock } from '../../../plugin/http/clock.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import type { OrgOptions } from '../../org/state.ts';
import { instantClock } from '../../support/instant-clock.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

const REALM_SID = 'JB0123456789abcdef0123456789abcdef';

describe('sso deploy', () => {
  let org: EmulatedOrg;

  async function start(options: OrgOptions = {}): Promise<void> {
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed', ...options });
  }

  function deploy(...flags: string[]): Promise<CommandRun<SsoDeployResult>> {
    return runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, ...flags);
  }

  /** The changes that were or are to be made. */
  function toDo({ changes }: SsoDeployResult): string[] {
    return changes
      .filter(({ action }) => action !== 'keep')
      .map(({ action, step, target }) => `${action} ${step} ${target}`);
  }

  function writes(): string[] {
    return org.log
      .filter(({ operation }) => /deploy|POST|DELETE|PATCH|delete|create|update/.test(operation))
      .map(({ operation }) => operation);
  }

  afterEach(() => org.stop());

  it('sets up a fresh org and hands over what the org then has', async () => {
    await start();
    const result = resultOf(await deploy());
    expect(result.outcome).to.equal('changed');
    expect(result.handOff).to.deep.include({
      identityProviderIssuer: org.url,
      ssoUrl: `${org.url}/idp/endpoint/HttpRedirect`,
      certificate: org.state.certificateKeys.get('SalesforceSSO')?.certificatePem,
      certificateName: 'SalesforceSSO',
      realmSid: REALM_SID,
    });
  });

  it('changes nothing the second time, and sends no write', async () => {
    await start();
    await deploy();
    org.clearLog();
    const run = await deploy();
    expect(resultOf(run).outcome).to.equal('unchanged');
    expect(run.stdout).to.contain('Nothing was changed.');
    expect(writes()).to.deep.equal([]);
  });

  const variants: Array<{ situation: string; options: OrgOptions }> = [
    {
      situation: 'takes app and identity provider in one deployment',
      options: { appWithoutIdentityProvider: 'accepted' },
    },
    { situation: 'wants the identity provider on before the app', options: { appWithoutIdentityProvider: 'refused' } },
    { situation: 'wants the certificate before the settings', options: { certificateAndSettingsTogether: 'refused' } },
    { situation: 'refuses an expiration date', options: { certificateExpirationDate: 'refused' } },
    { situation: 'demands an expiration date', options: { certificateExpirationDate: 'required' } },
    {
      situation: 'wants all of it its own way',
      options: {
        appWithoutIdentityProvider: 'refused',
        certificateAndSettingsTogether: 'refused',
        certificateExpirationDate: 'refused',
      },
    },
    { situation: 'renews no key on redeployment', options: { certificateRedeploy: 'same-key' } },
    { situation: 'answers after several looks', options: { pollsUntilDone: 2 } },
  ];
  for (const { situation, options } of variants) {
    it(`reaches the same setup in an org that ${situation}`, async () => {
      await start(options);
      resultOf(await deploy());
      const again = resultOf(await deploy());
      expect(again.outcome).to.equal('unchanged');
      expect(again.changes.map(({ step }) => step)).to.deep.equal([
        'certificate',
        'identity-provider',
        'app',
        'access',
        'access',
      ]);
    });
  }

  it('keeps the certificate of an identity provider that is on', async () => {
    await start();
    resultOf(await deploy('--certificate-name', 'Older'));
    const pem = org.state.certificateKeys.get('Older')?.certificatePem;
    const result = resultOf(await deploy());
    expect(result.outcome).to.equal('unchanged');
    expect(result.handOff).to.deep.include({ certificateName: 'Older', certificate: pem });
    expect(org.state.certificateKeys.has('SalesforceSSO')).to.equal(false);
  });

  it('does not replace it without confirmation, and leaves the org untouched', async () => {
    await start();
    resultOf(await deploy());
    org.clearLog();
    const error = errorOf(await deploy('--certificate-name', 'Newer', '--replace-certificate'));
    expect(error).to.include({ name: 'ConfirmationMissingError', exitCode: 1 });
    expect(writes()).to.deep.equal([]);
  });

  it('replaces it if the user confirms, and renews no other key', async () => {
    await start();
    resultOf(await deploy());
    const before = org.state.certificateKeys.get('SalesforceSSO')?.certificatePem;
    const result = resultOf(await deploy('--certificate-name', 'Newer', '--replace-certificate', '--no-prompt'));
    expect(result.handOff?.certificateName).to.equal('Newer');
    expect(org.state.certificateKeys.get('SalesforceSSO')?.certificatePem).to.equal(before);
  });

  describe('with another Realm SID than the app has', () => {
    const OTHER = ['--realm-sid', 'JBffffffffffffffffffffffffffffffff'];

    beforeEach(async () => {
      await start();
      resultOf(await deploy());
      org.clearLog();
    });

    for (const flags of [[], ['--no-prompt'], ['--change-realm']]) {
      it(`changes nothing where nobody can be asked (${flags.join(' ') || 'no flags'})`, async () => {
        const error = errorOf(await runCommand(SsoDeploy, org, ...OTHER, ...flags));
        expect(error).to.include({ name: 'RealmChangeNotConfirmedError', exitCode: 1 });
        expect(error.message).to.include(OTHER[1]);
        expect(writes()).to.deep.equal([]);
      });
    }

    it('shows the plan in a dry run, and changes the app once that is confirmed', async () => {
      expect(resultOf(await runCommand(SsoDeploy, org, ...OTHER, '--dry-run'))).to.include({ outcome: 'validated' });
      const result = resultOf(await runCommand(SsoDeploy, org, ...OTHER, '--change-realm', '--no-prompt'));
      expect(toDo(result)).to.deep.equal(['update app Twilio_Frontline']);
    });
  });

  it('changes nothing in a dry run', async () => {
    await start({ appWithoutIdentityProvider: 'accepted' });
    const run = await deploy('--dry-run');
    expect(resultOf(run).outcome).to.equal('validated');
    expect(run.stdout).to.contain(
      'The org accepts the whole deployment. Giving access cannot be validated. Nothing was changed.',
    );
    expect(toDo(resultOf(await deploy('--dry-run')))).to.have.length(6);
    expect(org.state.certificateKeys.size).to.equal(0);
  });

  it('gives the reason of the org if connected apps are refused, and leaves the org untouched', async () => {
    await start({ connectedAppCreation: 'blocked' });
    const error = errorOf(await deploy('--app-type', 'connected-app'));
    expect(error.name).to.equal('ConnectedAppBlockedError');
    expect(error.message).to.contain("You can't create a connected app.");
    expect(error.actions?.join(' ')).to.contain('Allow creation of connected apps');
    expect(org.state.certificateKeys.size).to.equal(0);
  });

  it('edits an app that exists if new ones are refused', async () => {
    await start();
    resultOf(await deploy());
    org.state.options.connectedAppCreation = 'blocked';
    const result = resultOf(await deploy('--contact-email', "o'brien@example.ie"));
    expect(toDo(result)).to.deep.equal(['update app Twilio_Frontline']);
    expect(result.outcome).to.equal('changed');
  });

  it("finds the administrators' profile in an org of another language", async () => {
    await start({ language: 'nl_NL' });
    const result = resultOf(await deploy());
    expect(result.changes.map(({ target }) => target)).to.contain('profile Systeembeheerder');
    expect(result.outcome).to.equal('changed');
  });

  it('gives 450 profiles access in three requests', async () => {
    await start({ customProfiles: 450 });
    const labels =
      org.state.rows
        .get('Profile')
        ?.map((row) => String(row['Name']))
        .filter((name) => /\d/.test(name)) ?? [];
    resultOf(await deploy(...labels.slice(0, 450).flatMap((label) => ['--profile', label])));
    expect(writes().filter((operation) => operation.includes('composite/sobjects'))).to.have.length(3);
    expect(resultOf(await deploy('--profile', labels[0] ?? '')).outcome).to.equal('unchanged');
  });

  it('names the component, the file and the line that the org refuses, and changes nothing', async () => {
    await start();
    const error = errorOf(
      await deploy('--contact-email', 'a@b.example', '--source-dir', 'test/commands/fixtures/refused-source'),
    );
    expect(error.name).to.equal('DeploymentFailedError');
    expect(error.message).to.match(
      /ConnectedApp Twilio_Frontline \(connectedApps\/Twilio_Frontline\.connectedApp, line \d+\): Error parsing file/,
    );
    expect(org.state.certificateKeys.size).to.equal(0);
  });

  it('gives the id of a deployment that does not end in time, and finishes in the next run', async () => {
    let hours = 0;
    await start({ deployDuration: 3_600_000, clock: () => new Date(Date.now() + hours * 3_600_000) });
    process.env['SF_ORG_INSTANCE_URL'] = org.url;
    const { deploySso } = await import('../../../plugin/setup/deploy/deploy-sso.ts');
    const { connectionTo, freshRequest } = await import('../../support/connection.ts');
    const pending = await deploySso(await connectionTo(org, 0), freshRequest(), {
      dryRun: false,
      approve: () => Promise.resolve(true),
      now: () => new Date(),
    }).catch((error: Error) => error);
    expect(pending).to.include({ name: 'DeploymentPendingError', exitCode: 69 });
    hours = 2;
    org.state.options.deployDuration = 0;
    expect(resultOf(await deploy()).outcome).to.equal('changed');
  });

  it('shows as failed what the org refused, and as unfinished what goes on in the org', async () => {
    await start({ missingPermissions: ['CustomizeApplication'] });
    expect((await deploy()).stdout).to.match(/[✘×] Validate on the server/);
    await org.stop();
    await start({ pollsUntilDone: 100_000 });
    setClock(instantClock());
    const { error, stdout } = await deploy('--wait', '1').finally(() => setClock());
    expect(error?.name).to.equal('DeploymentPendingError');
    expect(stdout).to.contain('Certificate, identity provider and app (').and.not.match(/[✘×]/);
  });

  it('says that the user may not use the Metadata API', async () => {
    await start({ missingPermissions: ['ModifyMetadata'] });
    expect(errorOf(await deploy())).to.include({ name: 'MetadataRightsMissingError', exitCode: 1 });
  });

  it('says which permission shows the setup', async () => {
    await start({ missingPermissions: ['ViewSetup'] });
    const error = errorOf(await deploy());
    expect(error).to.include({ name: 'SetupHiddenError', exitCode: 1 });
    expect(error.message).to.not.contain('SELECT');
    expect(error.actions?.join(' ')).to.contain('View Setup and Configuration');
  });

  it('says which permissions are needed to give access, once everything else is done', async () => {
    await start({ missingPermissions: ['ManageProfilesPermissionsets'] });
    const error = errorOf(await deploy('--profile', 'Admin'));
    expect(error.name).to.equal('AccessRightsMissingError');
    expect(error.actions?.join()).to.contain('the certificate, the identity provider and the app are in place');
    expect(error.actions?.join(' ')).to.contain('Manage Profiles and Permission Sets');
  });

  it('says that a session has expired', async () => {
    await start();
    for (const session of org.state.sessions.values()) {
      session.expired = true;
    }
    const error = errorOf(await deploy());
    expect(error).to.include({ name: 'SessionExpiredError', exitCode: 1 });
    expect(JSON.stringify(error)).not.to.contain(org.token);
  });
});
