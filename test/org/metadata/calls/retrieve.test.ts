import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import { shareKeyPairs } from '../../certificate/share-key-pairs.ts';
import type { OrgState } from '../../state.ts';
import type { RetrieveJob } from '../deployment/jobs.ts';
import { readManifest } from '../package/manifest.ts';
import { pollRetrieval, startRetrieval } from './retrieve.ts';
import { certificateFiles, connectedAppFiles, deployed, metadataXml, settingsFiles } from '../samples.ts';
import { readZip } from '../package/zip.ts';

async function retrieve(
  org: OrgState,
  members: Record<string, string[]>,
  { version = '66.0', singlePackage = false } = {},
): Promise<RetrieveJob> {
  const manifest = { members: new Map(Object.entries(members)), version };
  return startRetrieval(org, { manifest, version, singlePackage }, org.adminId);
}

async function filesOf(job: RetrieveJob): Promise<Record<string, string>> {
  const reading = await readZip(job.zip);
  return reading.ok ? Object.fromEntries([...reading.files].map(([path, content]) => [path, content.toString()])) : {};
}

describe('a retrieve', () => {
  let org: OrgState;

  shareKeyPairs(2);
  before(async () => {
    org = createOrgState({ identityProvider: 'off', connectedAppCreation: 'allowed' });
    await deployed(org, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
    await deployed(org, { ...connectedAppFiles('A', { label: 'A' }), ...connectedAppFiles('B', { label: 'B' }) });
  });

  it('gives files in the folder `unpackaged`, with a manifest of what was found', async () => {
    const files = await filesOf(await retrieve(org, { ConnectedApp: ['A', 'Nope'], Certificate: ['Sso'] }));
    expect(Object.keys(files)).to.have.members([
      'unpackaged/connectedApps/A.connectedApp',
      'unpackaged/certs/Sso.crt',
      'unpackaged/certs/Sso.crt-meta.xml',
      'unpackaged/package.xml',
    ]);
    expect(files['unpackaged/certs/Sso.crt']).to.match(/^-----BEGIN CERTIFICATE-----\n/);
    const reading = readManifest(Buffer.from(files['unpackaged/package.xml']!));
    expect(reading.ok && reading.manifest.version).to.equal('66.0');
    expect(reading.ok && [...reading.manifest.members]).to.deep.equal([
      ['Certificate', ['Sso']],
      ['ConnectedApp', ['A']],
    ]);
  });

  it('of a single package gives files at the root', async () => {
    const job = await retrieve(org, { ConnectedApp: ['A', 'Nope'] }, { singlePackage: true });
    expect(Object.keys(await filesOf(job))).to.have.members(['connectedApps/A.connectedApp', 'package.xml']);
    expect(job.messages[0]!.fileName).to.equal('package.xml');
    expect(job.fileProperties.map(({ fileName }) => fileName)).to.deep.equal([
      'connectedApps/A.connectedApp',
      'package.xml',
    ]);
  });

  it('describes every component and the manifest', async () => {
    const [app, manifest] = (await retrieve(org, { ConnectedApp: ['A'] })).fileProperties;
    expect(app).to.include({
      fileName: 'unpackaged/connectedApps/A.connectedApp',
      fullName: 'A',
      id: org.components.get('ConnectedApp:A')!.id,
      type: 'ConnectedApp',
      createdByName: 'Ada Min',
      manageableState: 'unmanaged',
    });
    expect(manifest).to.include({ fileName: 'unpackaged/package.xml', type: 'Package', id: '' });
  });

  it('succeeds with messages for a missing member, an unknown type and a type that the version does not know', async () => {
    const job = await retrieve(
      org,
      { ConnectedApp: ['Nope'], Nonsense: ['X'], ExternalClientApplication: ['X'] },
      { version: '58.0' },
    );
    expect(job.messages).to.deep.equal([
      { fileName: 'unpackaged/package.xml', problem: "Entity of type 'ConnectedApp' named 'Nope' cannot be found" },
      { fileName: 'unpackaged/package.xml', problem: "Entity type 'Nonsense' is unknown" },
      { fileName: 'unpackaged/package.xml', problem: "Entity type 'ExternalClientApplication' is unknown" },
    ]);
  });

  it('takes an asterisk for all components of a type, and gives each once', async () => {
    const job = await retrieve(org, { ConnectedApp: ['B', '*'] });
    expect(job.fileProperties.map(({ fullName }) => fullName)).to.deep.equal(['B', 'A', 'unpackaged/package.xml']);
  });

  it('takes no asterisk for settings', async () => {
    const job = await retrieve(org, { Settings: ['*'] });
    expect(job.fileProperties).to.have.lengthOf(1);
    expect(job.messages).to.deep.equal([]);
  });

  it('gives identity provider settings once they are set, and says before that they do not exist', async () => {
    const files = await filesOf(await retrieve(org, { Settings: ['IdentityProvider'] }));
    expect(files['unpackaged/settings/IdentityProvider.settings']).to.include('<certificateName>Sso</certificateName>');
    const job = await retrieve(createOrgState({ identityProvider: 'off' }), { Settings: ['IdentityProvider'] });
    expect(job.messages[0]!.problem).to.equal("Entity of type 'Settings' named 'IdentityProvider' cannot be found");
  });

  it('of a profile gives its own elements, and others only for components in the same request', async () => {
    const other = createOrgState();
    await deployed(other, {
      'applications/Seen.app': metadataXml('CustomApplication', '<label>Seen</label>'),
      'profiles/Admin.profile': metadataXml(
        'Profile',
        '<applicationVisibilities><application>Seen</application><default>false</default><visible>true</visible></applicationVisibilities>' +
          '<classAccesses><apexClass>Hidden</apexClass><enabled>true</enabled></classAccesses>' +
          '<userPermissions><enabled>true</enabled><name>ViewSetup</name></userPermissions>',
      ),
    });
    const alone = (await filesOf(await retrieve(other, { Profile: ['Admin'] })))['unpackaged/profiles/Admin.profile'];
    expect(alone).to.include('ViewSetup').and.not.to.include('Seen').and.not.to.include('Hidden');
    const together = await filesOf(await retrieve(other, { Profile: ['Admin'], CustomApplication: ['Seen'] }));
    expect(together['unpackaged/profiles/Admin.profile']).to.include('Seen').and.not.to.include('Hidden');
  });

  it('says "not yet" as often as the options of the org say', async () => {
    const slow = createOrgState({ pollsUntilDone: 2 });
    const { id } = await retrieve(slow, { Profile: ['Admin'] });
    expect([1, 2, 3].map(() => pollRetrieval(slow, id)?.done)).to.deep.equal([false, false, true]);
    expect(pollRetrieval(slow, slow.newId('09S'))).to.equal(undefined);
  });
});
