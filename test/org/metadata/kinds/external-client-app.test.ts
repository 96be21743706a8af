import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import { listComponents, readComponents } from '../calls/catalog.ts';
import { findRow, findRows, insertRow } from '../../database/rows.ts';
import type { OrgState } from '../../state.ts';
import {
  deployed,
  deployFiles,
  externalClientAppFiles,
  manifestXml,
  messageOf,
  problemsOf,
  type Files,
} from '../samples.ts';

const PARENT = '<externalClientApplication>My_Client</externalClientApplication>';
const URLS = '<acsUrl>https://sp.example/acs</acsUrl>';
const ENTITY = '<entityUrl>https://sp.example</entityUrl>';

function newOrg(): OrgState {
  return createOrgState({ identityProvider: 'off', appWithoutIdentityProvider: 'accepted' });
}

function without(files: Files, directory: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith(`${directory}/`)));
}

function permissionSetOf(org: OrgState, profile: string): string {
  const { Id } = findRow(org, 'Profile', { Name: profile })!;
  return findRow(org, 'PermissionSet', { ProfileId: Id })!.Id;
}

describe('external client apps with SAML', () => {
  it('are created in an org that refuses connected apps, with a row of the app', async () => {
    const org = newOrg();
    const job = await deployed(org, externalClientAppFiles());
    expect(job.messages.filter(({ created }) => created)).to.have.lengthOf(3);
    expect(findRow(org, 'ExternalClientApplication', { DeveloperName: 'My_Client' })).to.include({
      Id: org.components.get('ExternalClientApplication:My_Client')!.id,
      MasterLabel: 'My_Client',
      DistributionState: 'Local',
    });
  });

  for (const directory of ['externalClientApps', 'extlClntAppPolicies', 'extlClntAppSamlConfigurablePolicies']) {
    it(`without the file in ${directory} report success or name the parent, and are not kept`, async () => {
      const org = newOrg();
      const job = await deployFiles(org, without(externalClientAppFiles(), directory));
      const problems = problemsOf(job).map((problem) => problem.replace(/^[^:]+:[^:]+: /, ''));
      expect([...new Set(problems)]).to.deep.equal(
        directory === 'externalClientApps' ? ['Enter the name of the parent external client app'] : [],
      );
      expect(org.components.size).to.equal(0);
      expect(findRows(org, 'ExternalClientApplication')).to.deep.equal([]);
    });
  }

  it('alone are kept, with policies that the org makes for them', async () => {
    const org = newOrg();
    const [path = ''] = Object.keys(externalClientAppFiles());
    const app = { [path]: externalClientAppFiles()[path]! };
    await deployed(org, app);
    expect([...org.components.keys()]).to.deep.equal([
      'ExtlClntAppConfigurablePolicies:My_Client_defaultPolicy',
      'ExternalClientApplication:My_Client',
    ]);
    expect(findRows(org, 'ExternalClientApplication')).to.have.lengthOf(1);
    await deployed(org, app);
    expect(org.components.size).to.equal(2);
  });

  it('get SAML later by policies of the name that they have, and not of another', async () => {
    const org = newOrg();
    const files = externalClientAppFiles();
    const [path = ''] = Object.keys(files);
    await deployed(org, { [path]: files[path]! });
    expect(problemsOf(await deployFiles(org, files))).to.deep.equal([
      'ExtlClntAppConfigurablePolicies:My_Client_plcy: duplicate value found: My_Client_defaultPolicy is the policy of this app already',
    ]);
    const renamed = Object.entries(files).map(([name, text]) => [name.replace('_plcy', '_defaultPolicy'), text]);
    await deployed(org, Object.fromEntries(renamed) as Files);
    expect(org.components.size).to.equal(3);
  });

  it('do not exist for files written for API 62.0', async () => {
    const job = await deployFiles(newOrg(), externalClientAppFiles(), { version: '62.0' });
    expect(problemsOf(job)).to.deep.equal([
      'ExtlClntAppSamlConfigurablePolicies:My_Client_saml: Not available for deploy for this API version',
    ]);
  });

  it('need the developer name of the parent', async () => {
    const files = externalClientAppFiles('My_Client', {
      samlInside: `${URLS}${ENTITY}<externalClientApplication>My Client</externalClientApplication>`,
    });
    expect(problemsOf(await deployFiles(newOrg(), files))).to.deep.equal([
      'ExtlClntAppSamlConfigurablePolicies:My_Client_saml: Enter the name of the parent external client app',
    ]);
  });

  it('lose elements that are not in the order of the schema, without a message', async () => {
    const org = newOrg();
    const samlInside = `${URLS}${ENTITY}${PARENT}<issuer>https://me.example</issuer><subjectType>Username</subjectType><signingAlgorithmType>SHA256</signingAlgorithmType>`;
    await deployed(org, externalClientAppFiles('My_Client', { samlInside }));
    const [file] = org.components.get('ExtlClntAppSamlConfigurablePolicies:My_Client_saml')!.files.values();
    expect(file!.toString()).to.include('<subjectType>').and.not.to.include('signingAlgorithmType');
  });

  it('lose the name of their parent if it comes too late in the file', async () => {
    const samlInside = `${URLS}${ENTITY}<label>L</label>${PARENT}`;
    const job = await deployFiles(newOrg(), externalClientAppFiles('My_Client', { samlInside }));
    expect(problemsOf(job)).to.deep.equal([
      'ExtlClntAppSamlConfigurablePolicies:My_Client_saml: Enter the name of the parent external client app',
    ]);
  });

  it('must be for their own org only', async () => {
    const job = await deployFiles(newOrg(), externalClientAppFiles('My_Client', { distribution: 'Packaged' }));
    expect(problemsOf(job)[0]).to.include('Distribution State must be Local');
  });

  it('are refused while they are switched off in Setup', async () => {
    const org = createOrgState({ appWithoutIdentityProvider: 'accepted', externalClientApps: 'off' });
    expect(problemsOf(await deployFiles(org, externalClientAppFiles()))).to.have.lengthOf(3);
  });

  it('need one right to be made and another to be seen', async () => {
    const org = newOrg();
    await deployed(org, externalClientAppFiles());
    org.options.missingPermissions = ['ExternalClientAppDeveloper'];
    expect(problemsOf(await deployFiles(org, externalClientAppFiles()))[0]).to.include('ExternalClientAppDeveloper');
    expect(listComponents(org, ['ExternalClientApplication'], 66)).to.have.lengthOf(1);
    org.options.missingPermissions = ['ExternalClientAppViewer'];
    expect(problemsOf(await deployFiles(org, externalClientAppFiles()))).to.have.lengthOf(2);
    expect(listComponents(org, ['ExternalClientApplication'], 66)).to.deep.equal([]);
    expect(readComponents(org, 'ExtlClntAppSamlConfigurablePolicies', ['My_Client_saml'])).to.deep.equal([null]);
  });

  it('are refused while the identity provider is off, if the org has that option', async () => {
    const org = createOrgState({ identityProvider: 'off', appWithoutIdentityProvider: 'refused' });
    expect(problemsOf(await deployFiles(org, externalClientAppFiles()))).to.deep.equal([
      'ExtlClntAppSamlConfigurablePolicies:My_Client_saml: Enable the identity provider before you define a SAML service provider.',
    ]);
  });

  it('get another id when they are deployed again, and grants stay on the old one', async () => {
    const org = newOrg();
    await deployed(org, externalClientAppFiles());
    const old = findRow(org, 'ExternalClientApplication', { DeveloperName: 'My_Client' })!.Id;
    insertRow(org, 'SetupEntityAccess', { ParentId: permissionSetOf(org, 'Standard User'), SetupEntityId: old });
    const job = await deployed(org, externalClientAppFiles());
    const [row, ...others] = findRows(org, 'ExternalClientApplication');
    expect(others).to.deep.equal([]);
    expect(row!.Id).not.to.equal(old);
    expect(messageOf(job, 'ExternalClientApplication', 'My_Client')).to.include({
      created: false,
      changed: true,
      id: row!.Id,
    });
    expect(findRows(org, 'SetupEntityAccess', { SetupEntityId: old })).to.have.lengthOf(1);
  });

  it('keep their id if the org is so, and are unchanged by a second deployment', async () => {
    const org = createOrgState({ appWithoutIdentityProvider: 'accepted', externalClientAppId: 'kept' });
    const first = messageOf(await deployed(org, externalClientAppFiles()), 'ExternalClientApplication', 'My_Client');
    const second = messageOf(await deployed(org, externalClientAppFiles()), 'ExternalClientApplication', 'My_Client');
    expect(second).to.include({ id: first!.id, changed: false });
    expect(findRows(org, 'ExternalClientApplication').map(({ Id }) => Id)).to.deep.equal([first!.id]);
  });

  it('are named by the id of before, in answers and lists, if the org does so; a query always has the live one', async () => {
    const org = createOrgState({
      appWithoutIdentityProvider: 'accepted',
      deployResultId: 'former',
      listedId: 'former',
    });
    const reported: Array<string | undefined> = [];
    const live: string[] = [];
    const listed: string[] = [];
    for (let deployment = 0; deployment < 3; deployment += 1) {
      const job = await deployed(org, externalClientAppFiles());
      reported.push(messageOf(job, 'ExternalClientApplication', 'My_Client')!.id);
      live.push(findRow(org, 'ExternalClientApplication', { DeveloperName: 'My_Client' })!.Id);
      listed.push(...listComponents(org, ['ExternalClientApplication'], 66).map(({ id }) => id));
    }
    const [first, second, third] = live;
    expect(new Set([first, second, third]).size).to.equal(3);
    expect(reported).to.deep.equal([first, first, second]);
    expect(listed).to.deep.equal([first, first, second]);
  });

  describe('with profiles and permission sets in the policies', () => {
    const granting = (inside: string): Files =>
      externalClientAppFiles('My_Client', { samlInside: `${URLS}${inside}${ENTITY}${PARENT}` });

    it('give them access to the app', async () => {
      const org = newOrg();
      await deployed(
        org,
        granting(
          '<commaSeparatedPermissionSet>Service_Agent</commaSeparatedPermissionSet>' +
            '<commaSeparatedProfile>Standard User, System Administrator</commaSeparatedProfile>',
        ),
      );
      const appId = findRow(org, 'ExternalClientApplication', { DeveloperName: 'My_Client' })!.Id;
      const parents = findRows(org, 'SetupEntityAccess', { SetupEntityId: appId }).map((row) => row['ParentId']);
      expect(parents).to.have.members([
        permissionSetOf(org, 'Standard User'),
        permissionSetOf(org, 'System Administrator'),
        findRow(org, 'PermissionSet', { Name: 'Service_Agent' })!.Id,
      ]);
    });

    it('refuse a profile that has access already, and one that does not exist', async () => {
      const org = newOrg();
      await deployed(org, granting('<commaSeparatedProfile>Standard User</commaSeparatedProfile>'));
      const again = await deployFiles(org, granting('<commaSeparatedProfile>Standard User</commaSeparatedProfile>'));
      expect(problemsOf(again)[0]).to.include('profile names are already taken');
      const unknown = await deployFiles(org, granting('<commaSeparatedProfile>Nobody</commaSeparatedProfile>'));
      expect(problemsOf(unknown)[0]).to.include('In field: commaSeparatedProfile - no Profile named Nobody found');
    });
  });

  describe('deleted', () => {
    it('are gone with their policies, whatever the order of the names', async () => {
      const org = newOrg();
      await deployed(org, externalClientAppFiles());
      await deployed(org, {
        'package.xml': manifestXml({}),
        'destructiveChanges.xml': manifestXml({
          ExternalClientApplication: ['My_Client'],
          ExtlClntAppConfigurablePolicies: ['My_Client_plcy'],
          ExtlClntAppSamlConfigurablePolicies: ['My_Client_saml'],
        }),
      });
      expect(org.components.size).to.equal(0);
      expect(findRows(org, 'ExternalClientApplication')).to.deep.equal([]);
    });

    it('are refused while they have policies', async () => {
      const org = newOrg();
      await deployed(org, externalClientAppFiles());
      const job = await deployFiles(org, {
        'package.xml': manifestXml({}),
        'destructiveChanges.xml': manifestXml({ ExternalClientApplication: ['My_Client'] }),
      });
      expect(problemsOf(job)[0]).to.include('Delete the policies');
      expect(org.components.size).to.equal(3);
    });
  });
});
