import { AuthInfo, Connection } from '@salesforce/core';
import { expect } from 'chai';
import JSZip from 'jszip';
import { call, idOf, query, records } from './client.ts';
import { startEmulatedOrg, type EmulatedOrg } from './emulated-org.ts';

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

const FILES: Record<string, string> = {
  'package.xml':
    `<Package ${NAMESPACE}><types><members>SalesforceSSO</members><name>Certificate</name></types>` +
    '<types><members>Twilio_Frontline</members><name>ConnectedApp</name></types>' +
    '<types><members>IdentityProvider</members><name>Settings</name></types><version>66.0</version></Package>',
  'certs/SalesforceSSO.crt': '',
  'certs/SalesforceSSO.crt-meta.xml': `<Certificate ${NAMESPACE}><caSigned>false</caSigned><masterLabel>SalesforceSSO</masterLabel></Certificate>`,
  'settings/IdentityProvider.settings': `<IdentityProviderSettings ${NAMESPACE}><certificateName>SalesforceSSO</certificateName><enableIdentityProvider>true</enableIdentityProvider></IdentityProviderSettings>`,
  'connectedApps/Twilio_Frontline.connectedApp':
    `<ConnectedApp ${NAMESPACE}><contactEmail>admin@example.test</contactEmail><label>Twilio Frontline</label><samlConfig>` +
    '<acsUrl>https://sp.example/acs</acsUrl><entityUrl>https://sp.example</entityUrl><samlSubjectType>Username</samlSubjectType>' +
    '</samlConfig></ConnectedApp>',
};

async function deployAll(org: EmulatedOrg): Promise<boolean> {
  process.env['SF_ORG_INSTANCE_URL'] = org.url;
  const connection = await Connection.create({ authInfo: await AuthInfo.create({ username: org.token }) });
  delete process.env['SF_ORG_INSTANCE_URL'];
  const zip = new JSZip();
  Object.entries(FILES).forEach(([path, text]) => zip.file(path, text));
  const { id } = await connection.metadata.deploy(await zip.generateAsync({ type: 'nodebuffer' }), {
    rollbackOnError: true,
    singlePackage: true,
  });
  const { done, success } = await connection.metadata.checkDeployStatus(id, true);
  return done && success;
}

describe('what is deployed by metadata', () => {
  let org: EmulatedOrg;

  before(async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed', appWithoutIdentityProvider: 'accepted' });
    expect(await deployAll(org)).to.equal(true);
  });

  after(() => org.stop());

  it('is found by queries of both APIs', async () => {
    const [app] = await records(org, "SELECT Id FROM ConnectedApplication WHERE DeveloperName = 'Twilio_Frontline'", {
      tooling: true,
    });
    expect(await idOf(org, 'ConnectedApplication', "Name = 'Twilio Frontline'")).to.equal(app!['Id']);
    const menuItem = "SELECT ApplicationId FROM AppMenuItem WHERE Name = 'Twilio_Frontline'";
    expect((await records(org, menuItem))[0]).to.include({ ApplicationId: app!['Id'] });
    const certificate = "SELECT KeySize, OptionsIsCaSigned FROM Certificate WHERE DeveloperName = 'SalesforceSSO'";
    expect((await records(org, certificate, { tooling: true }))[0]).to.include({
      KeySize: 2048,
      OptionsIsCaSigned: false,
    });
  });

  it('leaves a row of the deployment, by which a client that lost the answer finds it', async () => {
    const soql =
      `SELECT Id, Status FROM DeployRequest WHERE CreatedById = '${org.state.adminId}' AND CreatedDate > YESTERDAY ` +
      'ORDER BY CreatedDate DESC';
    expect((await records(org, soql, { tooling: true }))[0]).to.include({ Status: 'Succeeded' });
  });

  it('can be granted to a profile', async () => {
    const ParentId = await idOf(org, 'PermissionSet', "Profile.Name = 'Standard User'");
    const SetupEntityId = await idOf(org, 'ConnectedApplication', "Name = 'Twilio Frontline'");
    const reply = await call(org, '/services/data/v66.0/sobjects/SetupEntityAccess', {
      method: 'POST',
      body: { ParentId, SetupEntityId },
    });
    expect(reply.status).to.equal(201);
    const soql = "SELECT COUNT() FROM SetupEntityAccess WHERE Parent.Profile.Name = 'Standard User'";
    expect((await query(org, soql)).json()).to.include({ totalSize: 1 });
  });

  it('turns the public side of the identity provider on', async () => {
    const reply = await call(org, '/.well-known/samlidp.xml', { token: undefined });
    expect(reply.status).to.equal(200);
    expect(reply.text).to.include(`entityID="${org.url}"`);
  });

  it('was answered without a failure of the emulated org', () => {
    expect(org.log.filter(({ crash }) => crash !== undefined)).to.deep.equal([]);
  });
});
