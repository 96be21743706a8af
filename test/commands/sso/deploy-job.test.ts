import { expect } from 'chai';
import SsoDeploy, { type SsoDeployOutput } from '../../../plugin/commands/frontline/sso/deploy.ts';
import { setClock } from '../../../plugin/http/clock.ts';
import { packageZip } from '../../../plugin/salesforce/metadata/metadata-package.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { findRows } from '../../org/database/rows.ts';
import { connectionTo } from '../../support/connection.ts';
import { REALM_SID } from '../../support/deployed-org.ts';
import { instantClock } from '../../support/instant-clock.ts';
import { captured, errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

describe('sso deploy --job-id', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      appWithoutIdentityProvider: 'accepted',
    });
  });
  afterEach(() => org.stop());

  function look(id: string): Promise<CommandRun<SsoDeployOutput>> {
    process.env['SF_ORG_INSTANCE_URL'] = org.url;
    return captured(SsoDeploy, ['--target-org', org.token, '--job-id', id]);
  }

  function jobs(): string[] {
    return findRows(org.state, 'DeployRequest').map(({ Id }) => Id);
  }

  it('says how a deployment ended, and changes nothing', async () => {
    resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    org.clearLog();
    const [deployment = ''] = jobs();
    const run = await look(deployment);
    expect(resultOf(run)).to.deep.include({ jobId: deployment, checkOnly: false });
    expect(run.stdout).to.match(
      /succeeded in [\s\S]+Certificate SalesforceSSO[\s\S]+sf frontline sso deploy --target-org/,
    );
    expect(run.stdout).not.to.contain(org.token);
    expect(run.stdout.replace(/\s+/g, ' '), 'what a first run needs')
      .to.contain('with all its flags')
      .and.contain(`--realm-sid '<Realm SID>'`);
    expect(org.log.filter(({ method }) => method !== 'GET')).to.deep.equal([]);
  });

  it('does not report a validation as failed, if the org could check only a part of it', async () => {
    await org.stop();
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      appWithoutIdentityProvider: 'refused',
    });
    resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, '--dry-run'));
    const run = await look(jobs()[0]!);
    expect(resultOf(run)).to.deep.include({ checkOnly: true, complete: false });
    expect(run.stdout).to.contain('accepts a part of it').and.contain('Enable the identity provider before');
  });

  it('reports a validation as failed if nothing makes its certificate', async () => {
    const connection = await connectionTo(org);
    const content = { certificateName: ['Typo'], enableIdentityProvider: ['true'] };
    const component = { fullName: 'IdentityProvider', document: { type: 'IdentityProviderSettings', content } };
    const zip = await packageZip({ components: [component] }, connection.getApiVersion());
    const options = { checkOnly: true, rollbackOnError: true, singlePackage: true };
    const { id = '' } = await connection.metadata.deployRest(zip, options);
    const error = errorOf(await look(id ?? ''));
    expect(error).to.include({ name: 'DeploymentFailedError', exitCode: 1 });
    expect(error.message).to.contain('Typo');
  });

  it('names only the cause, if the org also reports what follows from it', async () => {
    await org.stop();
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      missingPermissions: ['CustomizeApplication'],
    });
    const error = errorOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    expect(error.name).to.equal('DeploymentFailedError');
    expect(error.message).to.contain('Customize Application').and.not.to.contain('Enable the identity provider');
  });

  it('says what the org refused', async () => {
    await org.stop();
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'blocked' });
    errorOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, '--app-type', 'connected-app'));
    const error = errorOf(await look(jobs()[0]!));
    expect(error.name).to.equal('ConnectedAppBlockedError');
    expect(error.actions?.join(' ')).to.contain('creates an external client app');
  });

  it('refuses an id of something else, and flags that would change the org', async () => {
    expect(errorOf(await look('0Hf000000000001AAA')).message).to.contain('0Af');
    const run = await runCommand(SsoDeploy, org, '--job-id', org.state.newId('0Af'), '--profile', 'Admin');
    expect(errorOf(run)).to.include({ exitCode: 2 });
    expect(org.log.some(({ operation }) => /deployRequest/.test(operation))).to.equal(false);
  });

  it('says so if the org knows no such deployment', async () => {
    setClock(instantClock());
    const id = org.state.newId('0Af');
    const error = errorOf(await look(id));
    setClock();
    expect(error.name).to.equal('DeploymentNotFoundError');
    expect(error.message).to.contain(id);
  });
});
