import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { packageZip } from '../../../plugin/salesforce/metadata/metadata-package.ts';
import { deploySso, type DeployOptions, type DeployReport } from '../../../plugin/setup/deploy/deploy-sso.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { findRows } from '../../org/database/rows.ts';
import { connectionTo, freshRequest } from '../../support/connection.ts';

/** How often a deployment is asked for until it is done: so often that a second command finds it under way. */
const LONG = 40;

describe('an org in which a deployment is under way', () => {
  let org: EmulatedOrg;
  let busy: string[];

  beforeEach(async () => {
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      certificateRedeploy: 'new-key',
    });
    busy = [];
  });
  afterEach(() => org.stop());

  async function deploy(wait: number, dryRun = false, onStage?: DeployOptions['onStage']): Promise<DeployReport> {
    return deploySso(await connectionTo(org, wait), freshRequest(), {
      dryRun,
      ...(onStage === undefined ? {} : { onStage }),
      approve: () => Promise.resolve(true),
      onBusy: (id) => busy.push(id),
      now: () => new Date(),
    });
  }

  /** A deploy whose command gave up on the certificate, which the org goes on to make. */
  async function leaveBehind(): Promise<string> {
    let lost: ReturnType<EmulatedOrg['inject']> | undefined;
    const loseLooks: DeployOptions['onStage'] = (stage) => {
      // The validation before it ends at once, so that even a busy machine does not reach the deadline there.
      if (stage === 'identity-provider') {
        org.state.options.pollsUntilDone = LONG;
        lost ??= org.inject({ times: -1, method: 'GET', path: /deployRequest\/0Af/, action: { kind: 'reset' } });
      }
    };
    const error = (await deploy(60_000, false, loseLooks).catch((reason: SfError) => reason)) as SfError;
    lost?.remove();
    expect(error.name).to.equal('DeploymentUnknownError');
    org.state.options.pollsUntilDone = 0;
    return (error.data as { deploymentId: string }).deploymentId;
  }

  it('is waited for before anything is planned, so that no certificate is made twice', async () => {
    const id = await leaveBehind();
    const before = findRows(org.state, 'DeployRequest').length;
    const { outcome, handOver } = await deploy(600_000);
    expect([outcome, busy]).to.deep.equal(['changed', [id]]);
    // The certificate is there already, so that the app alone is left to deploy.
    expect(findRows(org.state, 'DeployRequest').length).to.equal(before + 1);
    expect(handOver?.certificate).to.equal(org.state.certificateKeys.get('SalesforceSSO')?.certificatePem);
  });

  it('is left alone and named, if its deployment goes on beyond the deadline', async () => {
    const id = await leaveBehind();
    const requests = findRows(org.state, 'DeployRequest').length;
    const error = (await deploy(10_000).catch((reason: SfError) => reason)) as SfError;
    expect([error.name, error.exitCode, error.data]).to.deep.equal(['OrgBusyError', 69, { deploymentId: id }]);
    expect(findRows(org.state, 'DeployRequest').length).to.equal(requests);
  });

  /** A deployment of somebody else that is over, and that the org's list goes on to show as under way. */
  async function leaveListed(): Promise<string> {
    const connection = await connectionTo(org);
    const component = { fullName: 'Other', document: { type: 'PermissionSet', content: { label: ['Other'] } } };
    const zip = await packageZip({ components: [component] }, connection.getApiVersion());
    const { id = '' } = await connection.metadata.deployRest(zip, { rollbackOnError: true, singlePackage: true });
    await connection.metadata.checkDeployStatus(id, true, true);
    showAsUnderWay(id);
    return id;
  }

  function showAsUnderWay(id: unknown): void {
    Object.assign(findRows(org.state, 'DeployRequest', { Id: String(id) })[0] ?? {}, { Status: 'InProgress' });
  }

  it('is waited for only once, if its deployment is over and still listed', async () => {
    const id = await leaveListed();
    expect((await deploy(600_000)).outcome).to.equal('changed');
    expect(busy).to.deep.equal([id]);
  });

  it("does not stop the next step, if the deployment is the command's own, over and still listed", async () => {
    org.state.options.connectedAppCreation = 'blocked';
    const shown = new Set<string>();
    const report = await deploySso(await connectionTo(org, 600_000), freshRequest(), {
      dryRun: false,
      approve: () => Promise.resolve(true),
      now: () => new Date(),
      onStage: (stage) => {
        const [first] = stage === 'app' ? findRows(org.state, 'DeployRequest', { CheckOnly: false }) : [];
        if (first !== undefined) {
          showAsUnderWay(first.Id);
          shown.add(stage);
        }
      },
    });
    expect([report.outcome, [...shown]]).to.deep.equal(['changed', ['app']]);
  });

  it('does not hold up a dry run', async () => {
    await leaveBehind();
    await deploy(600_000, true);
    expect(busy).to.deep.equal([]);
  });

  it('is not asked for deployments, if there is nothing to deploy', async () => {
    await deploy(600_000);
    org.clearLog();
    expect((await deploy(600_000)).outcome).to.equal('unchanged');
    expect(org.log.some(({ operation }) => operation.includes('tooling'))).to.equal(false);
  });

  it('is deployed to nevertheless, if the user may not see its deployments', async () => {
    const body = JSON.stringify([
      { errorCode: 'INVALID_TYPE', message: "sObject type 'DeployRequest' is not supported." },
    ]);
    org.inject({
      path: /tooling/,
      times: -1,
      action: { kind: 'status', status: 400, contentType: 'application/json', body },
    });
    expect((await deploy(600_000)).outcome).to.equal('changed');
  });
});
