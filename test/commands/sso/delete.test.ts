import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ux } from '@oclif/core';
import { expect } from 'chai';
import SsoDelete, { type SsoDeleteResult } from '../../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../../plugin/commands/frontline/sso/display.ts';
import { SHIPPED_SOURCE } from '../../../plugin/salesforce/source/metadata-source.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { findRow, insertRow } from '../../org/database/rows.ts';
import type { OrgOptions } from '../../org/state.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

describe('sso delete', () => {
  let org: EmulatedOrg;

  async function start(options: OrgOptions = {}): Promise<void> {
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      deletedCertificateRows: 'hidden',
      ...options,
    });
  }

  function deleteSso(...flags: string[]): Promise<CommandRun<SsoDeleteResult>> {
    return runCommand(SsoDelete, org, ...flags);
  }

  function setupTypes(): string[] {
    return [...org.state.components.values()]
      .map(({ type }) => type)
      .filter((type) => /^(?:ConnectedApp|Certificate|External|ExtlClnt)/.test(type));
  }

  afterEach(() => org.stop());

  for (const connectedAppCreation of ['allowed', 'blocked'] as const) {
    it(`leaves the org as it was before, if connected apps are ${connectedAppCreation}`, async () => {
      await start({ connectedAppCreation });
      const tables = [
        'PermissionSet',
        'SetupEntityAccess',
        'ConnectedApplication',
        'ExternalClientApplication',
        'AppMenuItem',
      ];
      const found = tables.map((table) => org.state.rows.get(table)?.length ?? 0);
      resultOf(await runCommand(SsoDeploy, org, ...REALM));
      expect(resultOf(await deleteSso('--include-certificate', '--no-prompt')).outcome).to.equal('removed');
      expect(setupTypes()).to.deep.equal([]);
      expect(tables.map((table) => org.state.rows.get(table)?.length ?? 0)).to.deep.equal(found);
      expect(resultOf(await runCommand(SsoDisplay, org)).identityProvider.enabled).to.equal(false);
      expect(resultOf(await deleteSso('--include-certificate', '--no-prompt')).outcome).to.equal('nothing');
    });
  }

  it('says of a dry run that it asks, and not that it deletes', async () => {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const told: string[] = [];
    const show = ux.action.start.bind(ux.action);
    ux.action.start = (text) => told.push(text);
    try {
      resultOf(await deleteSso('--dry-run'));
      resultOf(await deleteSso('--no-prompt'));
    } finally {
      ux.action.start = show;
    }
    expect(told).to.deep.equal(['Asking the org whether it accepts the deletions', 'Deleting it']);
  });

  it('leaves identity provider and certificate alone without the flag for them', async () => {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const key = org.state.certificateKeys.get('SalesforceSSO')?.certificatePem;
    resultOf(await deleteSso('--no-prompt'));
    const { identityProvider, app } = resultOf(await runCommand(SsoDisplay, org));
    expect(identityProvider.enabled).to.equal(true);
    expect(app).to.equal(undefined);
    expect(org.state.certificateKeys.get('SalesforceSSO')?.certificatePem).to.equal(key);
  });

  it('deletes the permission sets of the folder that is named, and not those of another setup', async () => {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const folder = await mkdtemp(join(tmpdir(), 'frontline-delete-'));
    await cp(join(SHIPPED_SOURCE, 'main', 'connectedApps'), join(folder, 'connectedApps'), { recursive: true });
    const run = await deleteSso('--source-dir', folder, '--no-prompt');
    await rm(folder, { recursive: true });
    expect(resultOf(run).outcome).to.equal('removed');
    expect(findRow(org.state, 'PermissionSet', { Name: 'Twilio_Frontline_Agent' })).not.to.equal(undefined);
    expect(setupTypes()).to.deep.equal(['Certificate']);
  });

  it('keeps a permission set of the folder that gives more than this access', async () => {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const folder = await mkdtemp(join(tmpdir(), 'frontline-delete-'));
    await cp(join(SHIPPED_SOURCE, 'main'), folder, { recursive: true });
    const [file = ''] = (await readdir(folder, { recursive: true })).filter((name) => name.includes('permissionset-'));
    const right = '<userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>';
    const text = await readFile(join(folder, file), 'utf8');
    await writeFile(join(folder, file), text.replace('</PermissionSet>', `${right}</PermissionSet>`));
    const run = await deleteSso('--source-dir', folder, '--no-prompt');
    await rm(folder, { recursive: true });
    expect(resultOf(run).outcome).to.equal('removed');
    expect(findRow(org.state, 'PermissionSet', { Name: 'Twilio_Frontline_Agent' })).not.to.equal(undefined);
  });

  it('does nothing without confirmation', async () => {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const before = JSON.stringify([...org.state.rows]);
    const run = await deleteSso();
    expect(errorOf(run)).to.include({ name: 'DeleteNotConfirmedError', exitCode: 1 });
    expect(run.stdout).to.match(/- app\s+Twilio_Frontline/);
    expect(JSON.stringify([...org.state.rows])).to.equal(before);
  });

  it('changes nothing in a dry run', async () => {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const grants = org.state.rows.get('SetupEntityAccess')?.length;
    expect(resultOf(await deleteSso('--dry-run', '--include-certificate')).outcome).to.equal('validated');
    expect(setupTypes()).to.have.members(['ConnectedApp', 'Certificate']);
    expect(org.state.rows.get('SetupEntityAccess')?.length).to.equal(grants);
  });

  /** An org that has an app of each kind. The plugin itself never makes the second one. */
  async function startWithBothKinds(): Promise<void> {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM, '--app-type', 'external-client-app'));
    const external = [...org.state.components].filter(([, { type }]) => /^(?:External|ExtlClnt)/.test(type));
    external.forEach(([key]) => org.state.components.delete(key));
    resultOf(await runCommand(SsoDeploy, org, ...REALM, '--app-type', 'connected-app'));
    external.forEach(([key, component]) => org.state.components.set(key, component));
  }

  it('deletes the app of one kind at a time, and says that the other stays', async () => {
    await startWithBothKinds();
    const run = await deleteSso('--no-prompt');
    expect(resultOf(run).outcome).to.equal('removed');
    expect(run.stdout).to.match(/= app +Twilio_Frontline\n.*--app-type external-client-app/);
    expect(setupTypes()).to.include('ExternalClientApplication').and.not.include('ConnectedApp');
    expect(resultOf(await deleteSso('--no-prompt')).outcome).to.equal('removed');
    expect(setupTypes()).to.deep.equal(['Certificate']);
  });

  it('keeps the identity provider on for an app of the other kind', async () => {
    await startWithBothKinds();
    expect(errorOf(await deleteSso('--include-certificate', '--no-prompt')).name).to.equal(
      'IdentityProviderInUseError',
    );
  });

  describe('in a dry run', () => {
    it('says that the org accepts all deletions, if the org could check them', async () => {
      await start();
      resultOf(await runCommand(SsoDeploy, org, ...REALM));
      expect((await deleteSso('--dry-run')).stdout).to.contain(
        'accepts all deletions. Revoking access cannot be validated',
      );
    });

    it('says which deletions cannot be checked beforehand', async () => {
      await start();
      resultOf(await runCommand(SsoDeploy, org, ...REALM));
      const { stdout } = await deleteSso('--dry-run', '--include-certificate');
      expect(stdout)
        .to.contain('It can validate the rest only once the first part is deleted')
        .and.not.contain('all deletions');
    });
  });

  it('keeps a permission set that users have', async () => {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const set = findRow(org.state, 'PermissionSet', { Name: 'Twilio_Frontline_Agent' });
    insertRow(org.state, 'PermissionSetAssignment', { AssigneeId: org.state.adminId, PermissionSetId: set?.Id ?? '' });
    const { removals } = resultOf(await deleteSso('--no-prompt'));
    expect(removals.find(({ step }) => step === 'permission-set')).to.include({ action: 'keep' });
    expect(findRow(org.state, 'PermissionSet', { Name: 'Twilio_Frontline_Agent' })).not.to.equal(undefined);
  });

  it('refuses to switch off an identity provider that serves another app, and names it', async () => {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const own = org.state.components.get('ConnectedApp:Twilio_Frontline');
    if (own !== undefined) {
      const files = new Map([['connectedApps/Payroll.connectedApp', [...own.files.values()][0] ?? Buffer.alloc(0)]]);
      org.state.components.set('ConnectedApp:Payroll', {
        ...own,
        fullName: 'Payroll',
        id: org.state.newId('0H4'),
        files,
      });
    }
    const error = errorOf(await deleteSso('--include-certificate', '--no-prompt'));
    expect(error).to.include({ name: 'IdentityProviderInUseError', exitCode: 1 });
    expect(error.message).to.contain('Payroll');
    expect(setupTypes()).to.contain('Certificate');
  });
});
