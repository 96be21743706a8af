import { expect } from 'chai';
import { call, type Reply } from '../../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../emulated-org.ts';
import { shareKeyPairs } from '../../certificate/share-key-pairs.ts';
import {
  certificateFiles,
  connectedAppFiles,
  deployed,
  manifestFor,
  permissionSetFiles,
  settingsFiles,
  zipOf,
} from '../samples.ts';
import { child, childText, readXml, type XmlElement } from '../package/xml-document.ts';

const ENVELOPE =
  '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Header xmlns="http://soap.sforce.com/2006/04/metadata">';

async function soap(org: EmulatedOrg, method: string, { token = org.token, headers = '' } = {}): Promise<Reply> {
  const body =
    `${ENVELOPE}<SessionHeader><sessionId>${token}</sessionId></SessionHeader>${headers}</soapenv:Header>` +
    `<soapenv:Body xmlns="http://soap.sforce.com/2006/04/metadata">${method}</soapenv:Body></soapenv:Envelope>`;
  const contentType = { 'Content-Type': 'text/xml', SOAPAction: '""' };
  return call(org, '/services/Soap/m/66.0', { method: 'POST', body, headers: contentType, token: undefined });
}

/** The `result` elements of a successful answer. */
async function results(org: EmulatedOrg, method: string): Promise<XmlElement[]> {
  const reply = await soap(org, method);
  expect(reply.status, reply.text).to.equal(200);
  expect(reply.headers.get('content-type')).to.equal('text/xml;charset=UTF-8');
  const reading = readXml(reply.text);
  const body = reading.ok ? child(reading.root, 'Body') : undefined;
  const name = /^<(\w+)/.exec(method)![1];
  return child(body!, `${name}Response`)!.children;
}

async function deployCall(org: EmulatedOrg, files: Record<string, string>, options = ''): Promise<string> {
  const zip = await zipOf({ ...files, 'package.xml': manifestFor(files) });
  const [result] = await results(
    org,
    `<deploy><ZipFile>${zip.toString('base64')}</ZipFile><DeployOptions><rollbackOnError>true</rollbackOnError>` +
      `<singlePackage>true</singlePackage>${options}</DeployOptions></deploy>`,
  );
  expect(childText(result!, 'done')).to.equal('false');
  expect(childText(result!, 'state')).to.equal('Queued');
  return childText(result!, 'id')!;
}

const status = (id: string, details = 'true'): string =>
  `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId><includeDetails>${details}</includeDetails></checkDeployStatus>`;

describe('the Metadata API over SOAP', () => {
  let org: EmulatedOrg;

  shareKeyPairs(2);
  beforeEach(async () => {
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      appWithoutIdentityProvider: 'accepted',
    });
  });
  afterEach(() => org.stop());

  it('starts a deployment, and reports its end with a message for each component', async () => {
    const id = await deployCall(org, permissionSetFiles('P', 'P'));
    const [result] = await results(org, status(id));
    expect(childText(result!, 'status')).to.equal('Succeeded');
    expect(result!.children.map(({ name }) => name)).to.include.members(['completedDate', 'numberFiles', 'zipSize']);
    const successes = child(result!, 'details')!.children.filter(({ name }) => name === 'componentSuccesses');
    const [component, manifest] = successes;
    expect(childText(component!, 'fullName')).to.equal('P');
    expect(childText(component!, 'createdDate')).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(child(manifest!, 'componentType')).to.include({ text: '' });
    expect(childText(manifest!, 'fullName')).to.equal('package.xml');
  });

  it('leaves the details out if nobody asks for them', async () => {
    const id = await deployCall(org, permissionSetFiles('P', 'P'));
    const [result] = await results(org, status(id, 'false'));
    expect(child(result!, 'details')).to.equal(undefined);
  });

  it('validates, and carries the validation out under a new id, which is all that the result has', async () => {
    const validation = await deployCall(
      org,
      permissionSetFiles('P', 'P'),
      '<checkOnly>true</checkOnly><testLevel>RunLocalTests</testLevel>',
    );
    const [checked] = await results(org, status(validation));
    expect(childText(checked!, 'checkOnly')).to.equal('true');
    expect(childText(checked!, 'runTestsEnabled')).to.equal('true');
    const [quick] = await results(
      org,
      `<deployRecentValidation><validationId>${validation}</validationId></deployRecentValidation>`,
    );
    expect(quick!.children).to.deep.equal([]);
    expect(quick!.text)
      .to.match(/^0Af\w{15}$/)
      .and.not.to.equal(validation);
  });

  it('cancels a deployment', async () => {
    org.state.options.deployDuration = 60_000;
    const id = await deployCall(org, permissionSetFiles('P', 'P'));
    const [cancelled] = await results(org, `<cancelDeploy><id>${id}</id></cancelDeploy>`);
    expect(childText(cancelled!, 'done')).to.equal('true');
    const [result] = await results(org, status(id));
    expect(childText(result!, 'status')).to.equal('Canceled');
    expect(childText(result!, 'success')).to.equal('false');
  });

  it('retrieves: the zip is nil at first, and then comes with properties and messages', async () => {
    org.state.options.pollsUntilDone = 1;
    const request =
      '<retrieve><request><apiVersion>66.0</apiVersion><unpackaged><types><members>Admin</members><members>Nope</members>' +
      '<name>Profile</name></types><version>66.0</version></unpackaged></request></retrieve>';
    const [started] = await results(org, request);
    const check = `<checkRetrieveStatus><asyncProcessId>${childText(started!, 'id')!}</asyncProcessId></checkRetrieveStatus>`;
    const [pending] = await results(org, check);
    expect(child(pending!, 'zipFile')).to.include({ nil: true });
    expect(childText(pending!, 'status')).to.equal('Pending');
    const [done] = await results(org, check);
    expect(childText(done!, 'status')).to.equal('Succeeded');
    expect(childText(done!, 'zipFile')).to.match(/^UEsDB/);
    expect(childText(child(done!, 'messages')!, 'problem')).to.include("named 'Nope' cannot be found");
  });

  it('lists components, and answers with an empty element if there are none', async () => {
    await deployed(org.state, connectedAppFiles());
    const list = (type: string): string =>
      `<listMetadata><queries><type>${type}</type></queries><asOfVersion>66.0</asOfVersion></listMetadata>`;
    expect((await results(org, list('ConnectedApp'))).map((item) => childText(item, 'fullName'))).to.deep.equal([
      'My_App',
    ]);
    expect(await results(org, list('Certificate'))).to.deep.equal([]);
  });

  it('describes its types', async () => {
    const [result] = await results(org, '<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>');
    const first = child(result!, 'metadataObjects')!;
    expect(first.children.map(({ name }) => name)).to.deep.equal([
      'directoryName',
      'inFolder',
      'metaFile',
      'suffix',
      'xmlName',
    ]);
    expect(childText(result!, 'partialSaveAllowed')).to.equal('true');
  });

  it('reads records with their type, and answers nil for one that does not exist', async () => {
    await deployed(org.state, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
    const [result] = await results(
      org,
      '<readMetadata><type>Certificate</type><fullNames>Sso</fullNames><fullNames>Nope</fullNames></readMetadata>',
    );
    const [certificate, missing] = result!.children;
    expect(certificate).to.include({ name: 'records', instanceType: 'Certificate' });
    expect(childText(certificate!, 'masterLabel')).to.equal('Sso');
    expect(missing).to.include({ nil: true });
  });

  it('saves and deletes records', async () => {
    const metadata = (label: string): string =>
      `<metadata xsi:type="PermissionSet"><fullName>P</fullName><label>${label}</label></metadata>`;
    const save = async (method: string, label: string): Promise<string | undefined> =>
      childText((await results(org, `<${method}>${metadata(label)}</${method}>`))[0]!, 'success');
    expect(await save('createMetadata', 'One')).to.equal('true');
    expect(await save('updateMetadata', 'Two')).to.equal('true');
    expect(await save('upsertMetadata', 'Three')).to.equal('true');
    expect(await save('createMetadata', 'Four')).to.equal('false');
    const [deleted] = await results(
      org,
      '<deleteMetadata><type>PermissionSet</type><fullNames>P</fullNames></deleteMetadata>',
    );
    expect(childText(deleted!, 'success')).to.equal('true');
  });

  it('follows the header that asks for all or none', async () => {
    const method =
      '<createMetadata><metadata xsi:type="PermissionSet"><fullName>P</fullName><label>L</label></metadata>' +
      '<metadata xsi:type="PermissionSet"><fullName>Q</fullName></metadata></createMetadata>';
    const reply = await soap(org, method, {
      headers: '<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>',
    });
    expect(reply.text).to.include('ALL_OR_NONE_OPERATION_ROLLED_BACK');
  });

  it('answers a fault with HTTP 500 and has the code in two places', async () => {
    const reply = await soap(org, '<listMetadata><queries><type>Form</type></queries></listMetadata>');
    expect(reply.status).to.equal(500);
    expect(reply.text).to.include(
      '<faultcode>sf:INVALID_TYPE</faultcode><faultstring>INVALID_TYPE: Unknown type:Form</faultstring>',
    );
  });

  it('refuses every call of a user without the right to use it', async () => {
    const reply = await soap(org, '<describeMetadata/>', { token: org.signIn('sam@example.test') });
    expect(reply.status).to.equal(500);
    expect(reply.text).to.include(
      'INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
    );
  });

  it('refuses an unknown session', async () => {
    const reply = await soap(org, '<describeMetadata/>', { token: 'nonsense' });
    expect(reply.text).to.include('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
  });

  it('refuses an unknown method and names it', async () => {
    const reply = await soap(org, '<renameMetadata/>');
    expect(reply.status).to.equal(500);
    expect(reply.text)
      .to.include('<faultcode>soapenv:Client</faultcode>')
      .and.include('}renameMetadata, please check the WSDL');
    expect((await soap(org, '<constructor/>')).text).to.include('No operation available');
  });

  it('answers with a fault to unknown ids and to a body without a method', async () => {
    const unknown = org.state.newId('0Af');
    for (const method of [
      status(unknown),
      `<cancelDeploy><id>${unknown}</id></cancelDeploy>`,
      '<checkRetrieveStatus/>',
    ]) {
      expect((await soap(org, method)).text).to.include('sf:INVALID_ID_FIELD');
    }
    expect((await soap(org, '')).status).to.equal(500);
    expect((await soap(org, '<retrieve/>')).status).to.equal(500);
  });

  it('does not cancel a deployment that is done, and carries out nothing but a validation', async () => {
    const id = await deployCall(org, permissionSetFiles('P', 'P'));
    expect((await soap(org, `<cancelDeploy><id>${id}</id></cancelDeploy>`)).text).to.include('already complete');
    const quick = `<deployRecentValidation><validationId>${id}</validationId></deployRecentValidation>`;
    expect((await soap(org, quick)).text).to.include('not the id of a successful validation');
  });

  it('finishes deployments that are due before it answers another call', async () => {
    let time = Date.now();
    org.state.options.clock = () => new Date(time);
    org.state.options.deployDuration = 5_000;
    await deployCall(org, permissionSetFiles('P', 'P'));
    const list = '<listMetadata><queries><type>PermissionSet</type></queries></listMetadata>';
    const names = async (): Promise<unknown[]> => (await results(org, list)).map((item) => childText(item, 'fullName'));
    expect(await names()).not.to.include('P');
    time += 5_000;
    expect(await names()).to.include('P');
  });

  it('refuses a document type declaration', async () => {
    const body = `<!DOCTYPE a><Envelope><Header><sessionId>${org.token}</sessionId></Header><Body><describeMetadata/></Body></Envelope>`;
    const reply = await call(org, '/services/Soap/m/66.0', {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'text/xml' },
    });
    expect(reply.status).to.equal(500);
    expect(reply.text).to.include('DOCTYPE is disallowed');
  });
});
