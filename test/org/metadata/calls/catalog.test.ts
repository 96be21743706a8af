import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import { findRow } from '../../database/rows.ts';
import { shareKeyPairs } from '../../certificate/share-key-pairs.ts';
import type { OrgState } from '../../state.ts';
import { describeTypes, listComponents, readComponents } from './catalog.ts';
import { certificateFiles, connectedAppFiles, deployed, settingsFiles } from '../samples.ts';
import { SoapFault } from './soap-envelope.ts';

function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof SoapFault ? `${error.code}: ${error.message}` : String(error);
  }
  return 'no fault';
}

describe('the catalog of metadata', () => {
  let org: OrgState;

  shareKeyPairs(2);
  before(async () => {
    org = createOrgState({ identityProvider: 'off', connectedAppCreation: 'allowed' });
    await deployed(org, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
    await deployed(org, connectedAppFiles());
  });

  it('lists up to three types in one call', () => {
    const listed = listComponents(org, ['Certificate', 'ConnectedApp', 'Settings'], 66);
    expect(listed.map(({ type, fullName, fileName }) => [type, fullName, fileName])).to.deep.equal([
      ['Certificate', 'Sso', 'certs/Sso.crt'],
      ['ConnectedApp', 'My_App', 'connectedApps/My_App.connectedApp'],
      ['Settings', 'IdentityProvider', 'settings/IdentityProvider.settings'],
    ]);
    expect(faultOf(() => listComponents(org, ['Profile', 'Profile', 'Profile', 'Profile'], 66))).to.match(
      /^LIMIT_EXCEEDED/,
    );
  });

  it('lists nothing if the org has no component of the type', () => {
    expect(
      listComponents(createOrgState({ identityProvider: 'off' }), ['Certificate', 'CustomObject', 'Settings'], 66),
    ).to.deep.equal([]);
  });

  it('lists the rows of the org that are components', () => {
    const admin = findRow(org, 'Profile', { Name: 'System Administrator' })!;
    const listed = listComponents(org, ['Profile'], 66).find(({ fullName }) => fullName === 'Admin');
    expect(listed).to.include({ id: admin.Id, fileName: 'profiles/Admin.profile' });
    expect(listComponents(org, ['PermissionSet'], 66).map(({ fullName }) => fullName)).to.include('Service_Agent');
  });

  it('refuses a type that it does not have, and one that the API version does not have', () => {
    expect(faultOf(() => listComponents(org, ['Form'], 66))).to.equal('INVALID_TYPE: Unknown type:Form');
    expect(faultOf(() => listComponents(org, ['ExtlClntAppSamlConfigurablePolicies'], 62))).to.match(/^INVALID_TYPE/);
  });

  it('describes its types by directory, suffix and meta file', () => {
    const { metadataObjects } = describeTypes(66) as { metadataObjects: Array<Record<string, unknown>> };
    expect(metadataObjects).to.deep.include({
      directoryName: 'certs',
      inFolder: false,
      metaFile: true,
      suffix: 'crt',
      xmlName: 'Certificate',
    });
    expect(metadataObjects.map(({ xmlName }) => xmlName))
      .to.include('Settings')
      .and.not.to.include('IdentityProviderSettings');
    const older = describeTypes(62) as { metadataObjects: unknown[] };
    expect(older.metadataObjects).to.have.lengthOf(metadataObjects.length - 1);
  });

  it('reads components by name in the order of the request, and nothing for a name that does not exist', () => {
    const [missing, app] = readComponents(org, 'ConnectedApp', ['Nope', 'My_App']);
    expect(missing).to.equal(null);
    expect(app).to.deep.include({ instanceType: 'ConnectedApp' });
    expect(app!.elements.map(({ name }) => name)).to.deep.equal(['fullName', 'contactEmail', 'label', 'samlConfig']);
  });

  it('reads a certificate with its file in Base64', () => {
    const [record] = readComponents(org, 'Certificate', ['Sso']);
    const content = record!.elements.find(({ name }) => name === 'content')!.content as string;
    expect(Buffer.from(content, 'base64').toString()).to.equal(org.certificateKeys.get('Sso')!.certificatePem);
  });

  it('reads settings under their own type, and no record before they are first set', () => {
    const [settings] = readComponents(org, 'IdentityProviderSettings', ['IdentityProvider']);
    expect(settings!.elements).to.deep.include({ name: 'certificateName', content: 'Sso' });
    expect(
      readComponents(createOrgState({ identityProvider: 'off' }), 'IdentityProviderSettings', ['IdentityProvider']),
    ).to.deep.equal([null]);
    expect(faultOf(() => readComponents(org, 'Settings', ['IdentityProvider']))).to.match(/^INVALID_TYPE/);
  });

  it('reads at most ten components in one call', () => {
    const names = Array.from({ length: 11 }, (_, index) => `N${index}`);
    expect(readComponents(org, 'ConnectedApp', names.slice(1))).to.have.lengthOf(10);
    expect(faultOf(() => readComponents(org, 'ConnectedApp', names))).to.equal(
      'EXCEEDED_ID_LIMIT: record limit reached. cannot submit more than 10 records in this operation',
    );
  });
});
