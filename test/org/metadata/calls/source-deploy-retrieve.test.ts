import { AuthInfo, Connection } from '@salesforce/core';
import {
  ComponentSet,
  ComponentSetBuilder,
  ComponentStatus,
  DestructiveChangesType,
  type DeployResult,
} from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmulatedOrg, type EmulatedOrg } from '../../emulated-org.ts';
import { shareKeyPairs } from '../../certificate/share-key-pairs.ts';
import type { OrgOptions } from '../../state.ts';
import {
  certificateFiles,
  connectedAppFiles,
  deployed,
  permissionSetFiles,
  settingsFiles,
  type Files,
} from '../samples.ts';

const IDENTITY_PROVIDER = { ...certificateFiles('SalesforceSSO'), ...settingsFiles('SalesforceSSO') };

describe('the Metadata API with the libraries of the Salesforce CLI', function () {
  this.timeout(60_000);
  let directory: string;
  let org: EmulatedOrg;

  shareKeyPairs(2);
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'metadata-'));
    writeFileSync(
      join(directory, 'sfdx-project.json'),
      '{"packageDirectories":[{"path":"source","default":true}],"sfdcLoginUrl":"https://login.salesforce.com"}',
    );
  });
  afterEach(async () => {
    delete process.env['SF_ORG_INSTANCE_URL'];
    rmSync(directory, { recursive: true });
    await org.stop();
  });

  async function connect(options: OrgOptions = {}): Promise<Connection> {
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed', ...options });
    process.env['SF_ORG_INSTANCE_URL'] = org.url;
    return Connection.create({ authInfo: await AuthInfo.create({ username: org.token }) });
  }

  async function deploy(components: ComponentSet, connection: Connection, options: object = {}): Promise<DeployResult> {
    // The project of this repository is not used, since its replacements need environment variables.
    components.projectDirectory = directory;
    const job = await components.deploy({ usernameOrConnection: connection, ...options });
    return job.pollStatus({ frequency: 5 } as never);
  }

  /** Writes files in source format, with the suffix that files of a project have. */
  function writeSource(files: Files): string {
    for (const [path, content] of Object.entries(files)) {
      const file = join(
        directory,
        'source',
        path.endsWith('.crt') || path.endsWith('-meta.xml') ? path : `${path}-meta.xml`,
      );
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return join(directory, 'source');
  }

  it('names in a manifest of the org what the org has, settings among it', async () => {
    const connection = await connect({ identityProvider: 'on' });
    await deployed(org.state, connectedAppFiles());
    const components = await ComponentSetBuilder.build({
      org: { username: connection.getUsername()!, exclude: [] },
      sourceapiversion: '66.0',
    });
    const named = (await components.getObject()).Package.types;
    expect(named).to.deep.include({ members: ['IdentityProvider'], name: 'Settings' });
    expect(named).to.deep.include({ members: ['My_App'], name: 'ConnectedApp' });
    expect(named.map(({ name }) => name)).to.include.members(['Certificate', 'PermissionSet', 'Profile']);
    const { response } = await (
      await components.retrieve({ usernameOrConnection: connection, merge: true, output: join(directory, 'source') })
    ).pollStatus({ frequency: 5 } as never);
    expect(response).to.include({ success: true });
  });

  for (const api of ['SOAP', 'REST']) {
    it(`deploys over ${api} in two steps: the identity provider, then an app`, async () => {
      const connection = await connect({ pollsUntilDone: 1 });
      const apiOptions = { rest: api === 'REST' };
      const first = await deploy(ComponentSet.fromSource(writeSource(IDENTITY_PROVIDER)), connection, { apiOptions });
      expect(first.response.status, JSON.stringify(first.response.details)).to.equal('Succeeded');
      expect(first.getFileResponses().map(({ type, fullName, state }) => [type, fullName, state])).to.have.deep.members(
        [
          ['Certificate', 'SalesforceSSO', 'Created'],
          ['Certificate', 'SalesforceSSO', 'Created'],
          ['Settings', 'IdentityProvider', 'Created'],
        ],
      );
      const app = ComponentSet.fromSource(join(writeSource(connectedAppFiles()), 'connectedApps'));
      const second = await deploy(app, connection, { apiOptions });
      expect(second.response.status, JSON.stringify(second.response.details)).to.equal('Succeeded');
      expect(org.state.components.has('ConnectedApp:My_App')).to.equal(true);
      const used = org.log.filter(({ path }) => path.includes(api === 'REST' ? '/metadata/deployRequest' : '/Soap/m/'));
      expect(used.length).to.be.greaterThan(5);
    });
  }

  it('shows a failure with its file, line and text', async () => {
    const connection = await connect();
    const files = connectedAppFiles('My_App', { before: '<nonsense/>' });
    const result = await deploy(ComponentSet.fromSource(writeSource(files)), connection);
    expect(result.response.success).to.equal(false);
    expect(result.getFileResponses()[0]).to.include({
      state: 'Failed',
      fullName: 'My_App',
      lineNumber: 3,
      columnNumber: 12,
      problemType: 'Error',
    });
  });

  for (const api of ['SOAP', 'REST']) {
    it(`only validates if asked to, and carries the validation out over ${api}`, async () => {
      const connection = await connect();
      const source = ComponentSet.fromSource(writeSource(permissionSetFiles('P', 'P')));
      const validation = await deploy(source, connection, { apiOptions: { checkOnly: true } });
      expect(validation.response).to.include({ checkOnly: true, success: true });
      expect(org.state.components.size).to.equal(0);
      const rest = api === 'REST';
      const id = await connection.metadata.deployRecentValidation({ id: validation.response.id, rest });
      const status = await connection.metadata.checkDeployStatus(String(id), true, rest);
      expect(status).to.include({ id, checkOnly: false, success: true });
      expect(org.state.components.has('PermissionSet:P')).to.equal(true);
    });
  }

  it('cancels a deployment that waits', async () => {
    const connection = await connect({ deployDuration: 600_000 });
    const job = await ComponentSet.fromSource(writeSource(permissionSetFiles('P', 'P'))).deploy({
      usernameOrConnection: connection,
    });
    await job.cancel();
    const status = await job.checkStatus();
    expect(status).to.include({ status: 'Canceled', done: true, success: false });
  });

  it('retrieves the certificate that the org generated', async () => {
    const connection = await connect({ pollsUntilDone: 1 });
    await deploy(ComponentSet.fromSource(writeSource(IDENTITY_PROVIDER)), connection);
    const wanted = new ComponentSet([
      { type: 'Certificate', fullName: 'SalesforceSSO' },
      { type: 'Settings', fullName: 'IdentityProvider' },
      { type: 'ConnectedApp', fullName: 'Nope' },
    ]);
    const retrieval = await wanted.retrieve({ usernameOrConnection: connection, output: directory, merge: false });
    const result = await retrieval.pollStatus({ frequency: 5 } as never);
    expect(result.response.status).to.equal('Succeeded');
    const responses = result.getFileResponses();
    const certificate = responses.find(({ filePath }) => filePath?.endsWith('SalesforceSSO.crt'))!;
    expect(readFileSync(certificate.filePath!, 'utf8')).to.equal(
      org.state.certificateKeys.get('SalesforceSSO')!.certificatePem,
    );
    expect(responses.filter(({ state }) => state === ComponentStatus.Failed)).to.have.lengthOf(1);
    const settings = responses.find(({ type }) => type === 'Settings')!;
    expect(readFileSync(settings.filePath!, 'utf8')).to.include('<certificateName>SalesforceSSO</certificateName>');
  });

  it('deletes what exists, and accepts the deletion of what does not exist', async () => {
    const connection = await connect({ appWithoutIdentityProvider: 'accepted' });
    await deployed(org.state, connectedAppFiles());
    const source = writeSource({ ...connectedAppFiles(), ...connectedAppFiles('Nope', { label: 'Nope' }) });
    const components = new ComponentSet();
    for (const component of ComponentSet.fromSource(source).getSourceComponents()) {
      components.add(component, DestructiveChangesType.POST);
    }
    const result = await deploy(components, connection);
    expect(result.response.status, JSON.stringify(result.response.details)).to.equal('Succeeded');
    expect(org.state.components.size).to.equal(0);
    expect(result.getFileResponses().map(({ fullName, state }) => [fullName, state])).to.have.deep.members([
      ['My_App', 'Deleted'],
      ['Nope', 'Deleted'],
    ]);
  });

  it('answers reads, lists and deletions that jsforce sends', async () => {
    const connection = await connect();
    await deploy(ComponentSet.fromSource(writeSource(IDENTITY_PROVIDER)), connection);
    const settings = await connection.metadata.read('IdentityProviderSettings' as never, 'IdentityProvider');
    expect(settings).to.deep.include({
      fullName: 'IdentityProvider',
      certificateName: 'SalesforceSSO',
      enableIdentityProvider: 'true',
    });
    const certificates = await connection.metadata.list([{ type: 'Certificate' }]);
    expect(certificates.map(({ fullName }) => fullName)).to.deep.equal(['SalesforceSSO']);
    const refused = await connection.metadata.delete('Certificate', 'SalesforceSSO');
    expect(refused).to.include({ success: false, fullName: 'SalesforceSSO' });
    const described = await connection.metadata.describe('66.0');
    expect(described.metadataObjects.map(({ xmlName }) => xmlName)).to.include('ConnectedApp');
    const created = await connection.metadata.create('PermissionSet', { fullName: 'P', label: 'L' } as never);
    expect(created).to.include({ success: true, fullName: 'P' });
  });
});
