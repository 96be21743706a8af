import { expect } from 'chai';
import { call, type Reply } from '../../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../emulated-org.ts';
import { deployFiles, manifestFor, metadataXml, permissionSetFiles, zipOf, type Files } from '../samples.ts';
import { MAXIMUM_ZIP_BYTES } from '../package/zip.ts';

const PATH = '/services/data/v66.0/metadata/deployRequest';

type Message = { componentType: string; fullName: string; success: boolean; lineNumber?: number };

/** The part of an answer that the tests read. */
type DeployRequest = {
  id: string;
  url: string;
  deployResult: {
    completedDate: string;
    details: Record<'allComponentMessages' | 'componentFailures' | 'componentSuccesses', Message[]>;
  };
};

/** The errors of the REST API. */
type Errors = Array<{ errorCode: string }>;

async function post(
  org: EmulatedOrg,
  files: Files,
  {
    options = {},
    optionsPart = 'entity_content',
    token = org.token,
  }: { options?: object; optionsPart?: string; token?: string } = {},
): Promise<Reply> {
  const zip = await zipOf({ ...files, 'package.xml': manifestFor(files) });
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(zip)], { type: 'application/zip' }), 'package.xml');
  const deployOptions = { rollbackOnError: true, singlePackage: true, ...options };
  form.append(optionsPart, new Blob([JSON.stringify({ deployOptions })], { type: 'application/json' }));
  const response = await fetch(org.url + PATH, {
    method: 'POST',
    body: form,
    headers: { Authorization: `Bearer ${token}` },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T };
}

describe('deployments over REST', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg();
  });
  afterEach(() => org.stop());

  for (const optionsPart of ['entity_content', 'json']) {
    it(`start with a zip and options in a part named ${optionsPart}, and are reported with JSON numbers and booleans`, async () => {
      const reply = await post(org, permissionSetFiles('P', 'P'), { optionsPart });
      expect(reply.status).to.equal(201);
      const started = reply.json<DeployRequest>();
      expect(started.deployResult).to.include({ id: started.id, status: 'Pending', done: false, success: false });
      const { deployResult, url } = (
        await call(org, `${PATH}/${started.id}?includeDetails=true`)
      ).json<DeployRequest>();
      expect(url).to.equal(`${PATH}/${started.id}`);
      expect(deployResult).to.include({ done: true, success: true, status: 'Succeeded', numberComponentsTotal: 1 });
      expect(deployResult.completedDate).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
      expect(deployResult.details.componentSuccesses[0]).to.include({ fullName: 'P', success: true, created: true });
      expect(deployResult.details.componentSuccesses[1]).to.include({ componentType: '', fullName: 'package.xml' });
      expect(deployResult.details.componentFailures).to.deep.equal([]);
    });
  }

  it('list failures before successes, and also all messages in one list', async () => {
    const files = {
      ...permissionSetFiles('P', 'P'),
      'permissionsets/Q.permissionset': metadataXml('PermissionSet', ''),
    };
    const { id } = (await post(org, files)).json<DeployRequest>();
    const { details } = (await call(org, `${PATH}/${id}?includeDetails=true`)).json<DeployRequest>().deployResult;
    expect(details.allComponentMessages.map(({ fullName }) => fullName)).to.deep.equal(['Q', 'P', 'package.xml']);
    expect(details.componentFailures[0]).to.include({ lineNumber: 2, problemType: 'Error', success: false });
  });

  it('leave the details out if nobody asks for them', async () => {
    const { id } = (await post(org, permissionSetFiles('P', 'P'))).json<DeployRequest>();
    expect((await call(org, `${PATH}/${id}`)).json<DeployRequest>().deployResult).not.to.have.property('details');
  });

  it('are the same deployments as those of SOAP', async () => {
    const job = await deployFiles(org.state, permissionSetFiles('P', 'P'));
    expect((await call(org, `${PATH}/${job.id}`)).json<DeployRequest>().deployResult).to.include({
      status: 'Succeeded',
    });
  });

  it('carry out a validation', async () => {
    const validation = (
      await post(org, permissionSetFiles('P', 'P'), { options: { checkOnly: true } })
    ).json<DeployRequest>();
    const reply = await call(org, PATH, { method: 'POST', body: { validatedDeployRequestId: validation.id } });
    expect(reply.status).to.equal(201);
    expect(reply.json<DeployRequest>()).to.include({
      validatedDeployRequestId: validation.id,
      deployResult: null,
      deployOptions: null,
    });
    expect(
      (await call(org, `${PATH}/${reply.json<DeployRequest>().id}`)).json<DeployRequest>().deployResult,
    ).to.include({
      checkOnly: false,
      success: true,
    });
    const refused = await call(org, PATH, {
      method: 'POST',
      body: { validatedDeployRequestId: org.state.newId('0Af') },
    });
    expect(refused.status).to.equal(400);
    expect(refused.json<Errors>()[0]!.errorCode).to.equal('INVALID_ID_FIELD');
  });

  it('are cancelled by a request that changes their status', async () => {
    org.state.options.deployDuration = 60_000;
    const { id } = (await post(org, permissionSetFiles('P', 'P'))).json<DeployRequest>();
    const cancel = (body: object): Promise<Reply> => call(org, `${PATH}/${id}`, { method: 'PATCH', body });
    expect((await cancel({ deployResult: { status: 'Succeeded' } })).status).to.equal(400);
    const reply = await cancel({ deployResult: { status: 'Canceling' } });
    expect(reply.status).to.equal(202);
    expect(reply.json<DeployRequest>().deployResult).to.deep.equal({ id, status: 'Canceling' });
    expect((await call(org, `${PATH}/${id}`)).json<DeployRequest>().deployResult).to.include({
      status: 'Canceled',
      done: true,
    });
    expect((await cancel({ deployResult: { status: 'Canceling' } })).status).to.equal(400);
  });

  it('are not found by an unknown id', async () => {
    const path = `${PATH}/${org.state.newId('0Af')}`;
    expect((await call(org, path)).status).to.equal(404);
    expect(
      (await call(org, path, { method: 'PATCH', body: { deployResult: { status: 'Canceling' } } })).status,
    ).to.equal(404);
  });

  it('are refused if the zip is larger than the platform takes', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(MAXIMUM_ZIP_BYTES + 1)]));
    form.append('entity_content', new Blob(['{"deployOptions":{}}']));
    const headers = { Authorization: `Bearer ${org.token}` };
    const response = await fetch(org.url + PATH, { method: 'POST', body: form, headers });
    expect(response.status).to.equal(413);
    expect(await response.text()).to.include('LIMIT_EXCEEDED');
  });

  it('need a zip, options and the right to deploy', async () => {
    const form = new FormData();
    form.append('file', new Blob(['x']));
    const headers = { Authorization: `Bearer ${org.token}` };
    const response = await fetch(org.url + PATH, { method: 'POST', body: form, headers });
    expect(response.status).to.equal(400);
    expect((await call(org, PATH, { method: 'POST', body: '{' })).status).to.equal(400);
    const refused = await post(org, permissionSetFiles('P', 'P'), { token: org.signIn('sam@example.test') });
    expect(refused.status).to.equal(403);
    expect(refused.json<Errors>()[0]!.errorCode).to.equal('INSUFFICIENT_ACCESS');
  });
});
