import { expect } from 'chai';
import JSZip from 'jszip';
import { createOrgState } from '../../create-state.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../emulated-org.ts';
import {
  authnRequest,
  grant,
  logIn,
  NOW,
  ownedSet,
  redirectAddress,
  responseIn,
  startWithExternalClientApp,
} from '../../identity-provider/testing.ts';
import type { OrgState } from '../../state.ts';
import { describeTypes, listComponents, readComponents } from '../calls/catalog.ts';
import { startRetrieval } from '../calls/retrieve.ts';
import {
  deployed,
  deployFiles,
  externalClientAppFiles,
  manifestXml,
  messageOf,
  metadataXml,
  problemsOf,
  type Files,
} from '../samples.ts';

const TEXT_FORMULA = '<formula>&quot;agent&quot;</formula>';

function field(name: string, inside = `${TEXT_FORMULA}<label>${name}</label><type>Text</type>`): string {
  return `<fields><fullName>${name}</fullName>${inside}</fields>`;
}

/** The file of the object User with these fields, and a manifest that names the given ones. */
function userFiles(fields: string, ...named: string[]): Files {
  return {
    'objects/User.object': metadataXml('CustomObject', fields),
    'package.xml': manifestXml({ CustomField: named }),
  };
}

const ROLE = userFiles(field('Role__c'), 'User.Role__c');

async function problemOf(org: OrgState, files: Files): Promise<string> {
  return problemsOf(await deployFiles(org, files)).join('\n');
}

describe('custom fields', () => {
  it('are deployed in the file of their object, each with a message of its own', async () => {
    const org = createOrgState();
    const files = userFiles(field('Role__c') + field('Team__c'), 'User.Role__c', 'User.Team__c');
    const job = await deployed(org, files);
    for (const name of ['User.Role__c', 'User.Team__c']) {
      expect(messageOf(job, 'CustomField', name)).to.include({ created: true, fileName: 'objects/User.object' });
    }
    const again = await deployed(org, files);
    expect(messageOf(again, 'CustomField', 'User.Team__c')).to.include({ changed: false });
  });

  it('are listed and read under their full names', async () => {
    const org = createOrgState();
    await deployed(org, ROLE);
    const [listed] = listComponents(org, ['CustomField'], 66);
    expect(listed).to.include({ fullName: 'User.Role__c', fileName: 'objects/User.object', type: 'CustomField' });
    expect(listed!.id).to.match(/^00N/);
    expect(readComponents(org, 'CustomField', ['User.Role__c', 'User.Nope__c'])).to.deep.equal([
      {
        instanceType: 'CustomField',
        elements: [
          { name: 'fullName', content: 'User.Role__c' },
          { name: 'formula', content: '"agent"' },
          { name: 'label', content: 'Role__c' },
          { name: 'type', content: 'Text' },
        ],
      },
      null,
    ]);
  });

  it('are described as part of their object', () => {
    const { metadataObjects } = describeTypes(66) as { metadataObjects: Array<Record<string, unknown>> };
    expect(metadataObjects.find(({ childXmlNames }) => childXmlNames === 'CustomField')).to.deep.equal({
      childXmlNames: 'CustomField',
      directoryName: 'objects',
      inFolder: false,
      metaFile: false,
      suffix: 'object',
      xmlName: 'CustomObject',
    });
  });

  it('are retrieved in one file of their object, which can be deployed again', async () => {
    const org = createOrgState();
    const names = ['User.Role__c', 'User.Team__c'];
    await deployed(org, userFiles(field('Role__c') + field('Team__c'), ...names));
    const manifest = { members: new Map([['CustomField', names]]), version: '66.0' };
    const { zip } = await startRetrieval(org, { manifest, version: '66.0', singlePackage: true }, org.adminId);
    const archive = await JSZip.loadAsync(zip);
    const [object = '', packageXml = ''] = await Promise.all(
      ['objects/User.object', 'package.xml'].map(async (path) => archive.file(path)?.async('text')),
    );
    expect(object.match(/<fullName>\w+<\/fullName>/g)).to.have.lengthOf(2);
    const job = await deployed(createOrgState(), { 'objects/User.object': object, 'package.xml': packageXml });
    expect(messageOf(job, 'CustomField', 'User.Role__c')).to.include({ created: true });
  });

  it('are deleted by their full names', async () => {
    const org = createOrgState();
    await deployed(org, ROLE);
    await deployed(org, {
      'package.xml': manifestXml({}),
      'destructiveChanges.xml': manifestXml({ CustomField: ['User.Role__c'] }),
    });
    expect(listComponents(org, ['CustomField'], 66)).to.deep.equal([]);
  });

  const refused: Array<[string, Files, RegExp]> = [
    ['of an object that there is not', { ...ROLE, ...renamed(ROLE, 'Nope') }, /Not in package.xml/],
    ['whose name does not say that it is custom', userFiles(field('Role'), 'User.Role'), /API name/],
    ['without a label', userFiles(field('A__c', '<type>Checkbox</type>'), 'User.A__c'), /missing: label/],
    [
      'of a text without its length',
      userFiles(field('A__c', '<label>A</label><type>Text</type>'), 'User.A__c'),
      /'length'/,
    ],
    [
      'whose formula cannot be read',
      userFiles(field('A__c', '<formula>agent</formula><label>A</label><type>Text</type>'), 'User.A__c'),
      /Syntax error/,
    ],
    ['that the manifest does not name', userFiles(field('A__c') + field('B__c'), 'User.A__c'), /Not in package.xml/],
    [
      'in a file with something else',
      userFiles(`${field('A__c')}<label>User</label>`, 'User.A__c'),
      /label invalid at this location in type CustomObject/,
    ],
    [
      'in a file that is no XML',
      { ...userFiles('', 'User'), 'objects/User.object': '<CustomObject' },
      /Error parsing file/,
    ],
  ];
  for (const [what, files, problem] of refused) {
    it(`are refused ${what}`, async () => {
      expect(await problemOf(createOrgState(), files)).to.match(problem);
    });
  }

  it('need the right to customize the application', async () => {
    const org = createOrgState({ missingPermissions: ['CustomizeApplication'] });
    expect(await problemOf(org, ROLE)).to.include('CustomField:User.Role__c');
  });
});

function renamed(files: Files, object: string): Files {
  return { [`objects/${object}.object`]: files['objects/User.object'] ?? '' };
}

describe('a custom field in the formula of an app', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  function appWith(formula: string): Files {
    return externalClientAppFiles('My_Client', {
      samlInside:
        `<acsUrl>https://sp.example/acs</acsUrl><customAttributes><formula>${formula}</formula><key>roles</key>` +
        '</customAttributes><entityUrl>https://sp.example</entityUrl>' +
        '<externalClientApplication>My_Client</externalClientApplication>',
    });
  }

  it('gives what its own formula gives', async () => {
    org = await startWithExternalClientApp({ literalInExternalClientApp: 'refused' });
    await deployed(org.state, ROLE);
    await deployed(org.state, appWith('$User.Role__c'));
    grant(org, ownedSet(org, 'sam'));
    const xml = responseIn(await (await logIn(org, 'sam')).get(redirectAddress(authnRequest())));
    expect(xml).to.match(/Name="roles"[^>]*>.*?xs:anyType">agent</);
  });

  it('is the way where a literal is refused', async () => {
    org = await startEmulatedOrg({ clock: () => NOW, appWithoutIdentityProvider: 'accepted' });
    expect(await problemOf(org.state, appWith("'agent'"))).to.equal('');
    org.state.options.literalInExternalClientApp = 'refused';
    expect(await problemOf(org.state, appWith("'agent'"))).to.match(/^ExtlClntAppSamlConfigurablePolicies:/);
    expect(await problemOf(org.state, appWith('$User.Role__c'))).to.equal('');
  });

  it('is the way where a literal is dropped without a word', async () => {
    org = await startEmulatedOrg({
      clock: () => NOW,
      appWithoutIdentityProvider: 'accepted',
      literalInExternalClientApp: 'dropped',
    });
    const formulas = (): unknown =>
      readComponents(org.state, 'ExtlClntAppSamlConfigurablePolicies', ['My_Client_saml'])[0]?.elements.filter(
        ({ name }) => name === 'customAttributes',
      ).length;
    await deployed(org.state, appWith("'agent'"));
    expect(formulas()).to.equal(0);
    await deployed(org.state, appWith('$User.Alias'));
    expect(formulas()).to.equal(1);
  });

  it('cannot be deleted before the app, and can be with it', async () => {
    org = await startEmulatedOrg({ clock: () => NOW, appWithoutIdentityProvider: 'accepted' });
    await deployed(org.state, ROLE);
    await deployed(org.state, appWith('$User.Role__c'));
    const deletion = (members: Record<string, string[]>): Files => ({
      'package.xml': manifestXml({}),
      'destructiveChanges.xml': manifestXml(members),
    });
    const role = { CustomField: ['User.Role__c'] };
    expect(await problemOf(org.state, deletion(role))).to.match(/^CustomField:User.Role__c: /);
    const all = {
      ...role,
      ExternalClientApplication: ['My_Client'],
      ExtlClntAppConfigurablePolicies: ['My_Client_plcy'],
      ExtlClntAppSamlConfigurablePolicies: ['My_Client_saml'],
    };
    expect(await problemOf(org.state, deletion(all))).to.equal('');
  });
});
