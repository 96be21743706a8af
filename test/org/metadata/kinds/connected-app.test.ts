import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import { findRow, findRows, insertRow } from '../../database/rows.ts';
import { shareKeyPairs } from '../../certificate/share-key-pairs.ts';
import type { OrgOptions, OrgState } from '../../state.ts';
import {
  certificateFiles,
  connectedAppFiles,
  deployed,
  deployFiles,
  manifestXml,
  metadataXml,
  permissionSetFiles,
  problemsOf,
  SAML_CONFIG,
  settingsFiles,
} from '../samples.ts';
import { serviceProviderId } from './connected-app.ts';

function openOrg(options: OrgOptions = {}): OrgState {
  return createOrgState({
    identityProvider: 'off',
    connectedAppCreation: 'allowed',
    appWithoutIdentityProvider: 'accepted',
    ...options,
  });
}

function oauth(key: string): string {
  return (
    `<oauthConfig><callbackUrl>https://x.example</callbackUrl><consumerKey>${key}</consumerKey>` +
    '<scopes>Api</scopes></oauthConfig>'
  );
}

describe('connected apps', () => {
  shareKeyPairs(2);

  it('are refused if they are new in an org of today, also by a deployment that only checks', async () => {
    const org = createOrgState();
    const expected =
      "ConnectedApp:My_App: You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.";
    expect(problemsOf(await deployFiles(org, connectedAppFiles()))).to.deep.equal([expected]);
    expect(problemsOf(await deployFiles(org, connectedAppFiles(), { checkOnly: true }))).to.deep.equal([expected]);
  });

  it('can be edited in an org that refuses new ones', async () => {
    const org = openOrg();
    await deployed(org, connectedAppFiles());
    org.options.connectedAppCreation = 'blocked';
    await deployed(org, connectedAppFiles('My_App', { label: 'Renamed' }));
    expect(findRow(org, 'ConnectedApplication', { DeveloperName: 'My_App' })).to.include({ Name: 'Renamed' });
  });

  it('have an application row with their label, a menu item with their name, and a service provider', async () => {
    const org = openOrg();
    await deployed(
      org,
      connectedAppFiles('My_App', { after: `${SAML_CONFIG}<startUrl>https://start.example</startUrl>` }),
    );
    const id = org.components.get('ConnectedApp:My_App')!.id;
    expect(id).to.match(/^0H4/);
    expect(findRow(org, 'ConnectedApplication', { Name: 'My App' })).to.include({
      Id: id,
      DeveloperName: 'My_App',
      ContactEmail: 'me@example.com',
      StartUrl: 'https://start.example',
    });
    expect(findRow(org, 'AppMenuItem', { Name: 'My_App' })).to.include({
      ApplicationId: id,
      Label: 'My App',
      Type: 'ConnectedApplication',
    });
    expect(serviceProviderId(org, 'My_App')).to.match(/^0sp/);
  });

  it('have no second row of any kind after a change', async () => {
    const org = openOrg();
    await deployed(org, connectedAppFiles());
    const provider = serviceProviderId(org, 'My_App');
    await deployed(org, connectedAppFiles('My_App', { label: 'Renamed' }));
    for (const object of ['ConnectedApplication', 'AppMenuItem', 'ServiceProvider']) {
      expect(findRows(org, object), object).to.have.lengthOf(1);
    }
    expect(serviceProviderId(org, 'My_App')).to.equal(provider);
  });

  it('have no service provider without SAML, and lose theirs when SAML is removed', async () => {
    const org = openOrg();
    await deployed(org, connectedAppFiles('My_App', { after: '' }));
    expect(serviceProviderId(org, 'My_App')).to.equal(undefined);
    await deployed(org, connectedAppFiles());
    expect(serviceProviderId(org, 'My_App')).to.match(/^0sp/);
    await deployed(org, connectedAppFiles('My_App', { after: '' }));
    expect(serviceProviderId(org, 'My_App')).to.equal(undefined);
  });

  it('leave neither rows nor grants behind when they are deleted', async () => {
    const org = openOrg();
    await deployed(org, connectedAppFiles());
    const appId = org.components.get('ConnectedApp:My_App')!.id;
    const parent = findRows(org, 'PermissionSet')[0]!.Id;
    insertRow(org, 'SetupEntityAccess', { ParentId: parent, SetupEntityId: appId });
    insertRow(org, 'SetupEntityAccess', { ParentId: parent, SetupEntityId: serviceProviderId(org, 'My_App')! });
    await deployed(org, {
      'package.xml': manifestXml({}),
      'destructiveChanges.xml': manifestXml({ ConnectedApp: ['My_App'] }),
    });
    for (const object of ['ConnectedApplication', 'AppMenuItem', 'ServiceProvider', 'SetupEntityAccess']) {
      expect(findRows(org, object), object).to.deep.equal([]);
    }
  });

  it('with SAML are refused while the identity provider is off, even by the deployment that switches it on', async () => {
    const org = openOrg({ appWithoutIdentityProvider: 'refused' });
    const problem = 'ConnectedApp:My_App: Enable the identity provider before you define a SAML service provider.';
    expect(problemsOf(await deployFiles(org, connectedAppFiles()))).to.deep.equal([problem]);
    const identityProvider = { ...certificateFiles('Sso'), ...settingsFiles('Sso') };
    expect(problemsOf(await deployFiles(org, { ...identityProvider, ...connectedAppFiles() }))).to.deep.equal([
      problem,
    ]);
    await deployed(org, connectedAppFiles('No_Saml', { label: 'No SAML', after: '' }));
    await deployed(org, identityProvider);
    await deployed(org, connectedAppFiles());
  });

  it('refuse text that is not an email address', async () => {
    const files = {
      'connectedApps/A.connectedApp': metadataXml('ConnectedApp', '<contactEmail>x</contactEmail><label>A</label>'),
    };
    expect(problemsOf(await deployFiles(openOrg(), files))[0]).to.include('invalid email address: x');
  });

  it('with the same label in one deployment are refused, except the first', async () => {
    const job = await deployFiles(openOrg(), { ...connectedAppFiles('A'), ...connectedAppFiles('B') });
    expect(problemsOf(job)).to.deep.equal([
      'ConnectedApp:B: duplicate value found: <unknown> duplicates value on record with id: <unknown>',
    ]);
  });

  it('keep their consumer key, and cannot take that of another app', async () => {
    const org = openOrg();
    const withKey = (name: string, key: string) => connectedAppFiles(name, { label: name, after: oauth(key) });
    await deployed(org, withKey('A', 'one'));
    await deployed(org, withKey('A', 'one'));
    expect(problemsOf(await deployFiles(org, withKey('A', 'two')))).to.deep.equal([
      'ConnectedApp:A: You cannot provide a Consumer Key',
    ]);
    expect(problemsOf(await deployFiles(org, withKey('B', 'one')))).to.deep.equal([
      'ConnectedApp:B: The consumer key is already taken.',
    ]);
  });

  describe('with names of profiles and permission sets', () => {
    const named = (inside: string) => connectedAppFiles('My_App', { after: `${inside}${SAML_CONFIG}` });

    it('take labels, full names, and what is in the same deployment', async () => {
      const org = openOrg();
      await deployed(org, named('<profileName>System Administrator</profileName><profileName>Standard</profileName>'));
      await deployed(org, named('<permissionSetName>Service Agent</permissionSetName>'));
      await deployed(org, {
        ...permissionSetFiles('Fresh', 'Fresh Set'),
        ...named('<permissionSetName>Fresh Set</permissionSetName>'),
      });
    });

    it('refuse names that do not exist', async () => {
      const org = openOrg();
      expect(problemsOf(await deployFiles(org, named('<profileName>Nobody</profileName>')))).to.deep.equal([
        'ConnectedApp:My_App: In field: profileName - no Profile named Nobody found',
      ]);
      expect(problemsOf(await deployFiles(org, named('<permissionSetName>None</permissionSetName>')))).to.deep.equal([
        'ConnectedApp:My_App: In field: permissionSetName - no PermissionSet named None found',
      ]);
    });
  });

  it('encrypt for a certificate of the org only', async () => {
    const org = openOrg();
    const encrypted = SAML_CONFIG.replace(
      '<entityUrl>',
      '<encryptionCertificate>Enc</encryptionCertificate><entityUrl>',
    );
    expect(problemsOf(await deployFiles(org, connectedAppFiles('My_App', { after: encrypted })))).to.deep.equal([
      'ConnectedApp:My_App: In field: encryptionCertificate - no Certificate named Enc found',
    ]);
    await deployed(org, { ...certificateFiles('Enc'), ...connectedAppFiles('My_App', { after: encrypted }) });
  });
});
