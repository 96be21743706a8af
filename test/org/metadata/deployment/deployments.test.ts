import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import { findRow, findRows } from '../../database/rows.ts';
import type { OrgOptions, OrgState } from '../../state.ts';
import {
  advanceDeployments,
  cancelDeployment,
  pollDeployment,
  startDeployment,
  startQuickDeployment,
} from './deployments.ts';
import { deployResult } from './deploy-result.ts';
import { isDone, type DeployJob } from './jobs.ts';
import { deployFiles, DEPLOY_OPTIONS, permissionSetFiles } from '../samples.ts';
import { MAXIMUM_ZIP_BYTES } from '../package/zip.ts';

const START = new Date('2026-11-24T10:00:00Z').getTime();

/** An org with a clock that the test moves. */
function clockedOrg(options: OrgOptions = {}): { org: OrgState; pass: (milliseconds: number) => void } {
  let time = START;
  const org = createOrgState({ clock: () => new Date(time), ...options });
  return {
    org,
    pass: (milliseconds) => {
      time += milliseconds;
    },
  };
}

function hasSet(org: OrgState, name: string): boolean {
  return findRow(org, 'PermissionSet', { Name: name }) !== undefined;
}

function quick(org: OrgState, validation: DeployJob): DeployJob {
  const job = startQuickDeployment(org, validation.id, { userId: org.adminId, version: '66.0' });
  if ('code' in job) {
    throw new Error(job.text);
  }
  return job;
}

function quickRefusal(org: OrgState, id: string): string | undefined {
  const job = startQuickDeployment(org, id, { userId: org.adminId, version: '66.0' });
  return 'code' in job ? `${job.code}: ${job.text}` : undefined;
}

describe('deployments', () => {
  it('are done at once if they take no time, even if nobody asks', async () => {
    const { org } = clockedOrg();
    const job = await deployFiles(org, permissionSetFiles('P', 'P'));
    expect(hasSet(org, 'P')).to.equal(true);
    expect(pollDeployment(org, job.id)).to.include({ status: 'Succeeded' });
  });

  it('are found by their ids of 15 or 18 characters, and by no other id', async () => {
    const { org } = clockedOrg();
    const job = await deployFiles(org, permissionSetFiles('P', 'P'));
    expect(pollDeployment(org, job.id.slice(0, 15))).to.equal(job);
    expect(pollDeployment(org, org.newId('0Af'))).to.equal(undefined);
  });

  it('say "not yet" as often as the options of the org say, and store nothing before they are done', async () => {
    const { org } = clockedOrg({ pollsUntilDone: 2 });
    const { id } = await deployFiles(org, permissionSetFiles('P', 'P'));
    const answers = [1, 2, 3].map(() => ({ status: pollDeployment(org, id)!.status, stored: hasSet(org, 'P') }));
    expect(answers).to.deep.equal([
      { status: 'InProgress', stored: false },
      { status: 'InProgress', stored: false },
      { status: 'Succeeded', stored: true },
    ]);
  });

  it('take the time that the options of the org say, by the clock of the org', async () => {
    const { org, pass } = clockedOrg({ deployDuration: 5_000 });
    const { id } = await deployFiles(org, permissionSetFiles('P', 'P'));
    pass(4_999);
    expect(isDone(pollDeployment(org, id)!)).to.equal(false);
    pass(1);
    expect(pollDeployment(org, id)).to.include({ status: 'Succeeded' });
  });

  it('go on while nobody asks', async () => {
    const { org, pass } = clockedOrg({ deployDuration: 5_000 });
    await deployFiles(org, permissionSetFiles('P', 'P'));
    pass(5_000);
    advanceDeployments(org);
    expect(hasSet(org, 'P')).to.equal(true);
    expect(findRow(org, 'DeployRequest', {})).to.include({ Status: 'Succeeded' });
  });

  it('wait for those before them', async () => {
    const { org, pass } = clockedOrg({ deployDuration: 5_000 });
    const first = await deployFiles(org, permissionSetFiles('P', 'First'));
    const second = await deployFiles(org, permissionSetFiles('P', 'Second'));
    const states = (): string[] => [first, second].map(({ id }) => pollDeployment(org, id)!.status);
    expect(states()).to.deep.equal(['InProgress', 'Pending']);
    pass(5_000);
    expect(states()).to.deep.equal(['Succeeded', 'InProgress']);
    expect(findRow(org, 'PermissionSet', { Name: 'P' })).to.include({ Label: 'First' });
    pass(5_000);
    expect(states()).to.deep.equal(['Succeeded', 'Succeeded']);
    expect(findRow(org, 'PermissionSet', { Name: 'P' })).to.include({ Label: 'Second' });
  });

  it('that nobody asks about do not block the next one', async () => {
    const { org } = clockedOrg({ pollsUntilDone: 2 });
    await deployFiles(org, permissionSetFiles('P', 'First'));
    const { id } = await deployFiles(org, permissionSetFiles('P', 'Second'));
    const answers = Array.from({ length: 6 }, () => isDone(pollDeployment(org, id)!));
    expect(answers).to.deep.equal([false, false, false, false, false, true]);
  });

  it('of bytes that are not a zip fail with a message and no components', async () => {
    const { org } = clockedOrg();
    const by = { userId: org.adminId, version: '66.0' };
    const job = await startDeployment(org, Buffer.from('nonsense'), DEPLOY_OPTIONS, by);
    if ('code' in job) {
      throw new Error(job.text);
    }
    expect(job.status).to.equal('Failed');
    expect(deployResult(job, org, true)).to.deep.include({
      success: false,
      errorStatusCode: 'UNKNOWN_EXCEPTION',
      details: {
        componentFailures: [],
        componentSuccesses: [],
        runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
      },
    });
    expect(findRow(org, 'DeployRequest', { Id: job.id })!['ErrorMessage']).to.match(/^The zip file cannot be read/);
  });

  it('do not start with a zip that is larger than the platform takes', async () => {
    const { org } = clockedOrg();
    const zip = Buffer.alloc(MAXIMUM_ZIP_BYTES + 1);
    const refusal = await startDeployment(org, zip, DEPLOY_OPTIONS, { userId: org.adminId, version: '66.0' });
    expect(refusal).to.have.property('code', 'LIMIT_EXCEEDED');
    expect(findRows(org, 'DeployRequest')).to.deep.equal([]);
  });

  describe('in the Tooling API', () => {
    it('have a row from the start, which changes with them', async () => {
      const { org, pass } = clockedOrg({ deployDuration: 1_000 });
      const { id } = await deployFiles(org, permissionSetFiles('P', 'P'), { checkOnly: true });
      expect(findRow(org, 'DeployRequest', { Id: id })).to.include({
        Status: 'InProgress',
        CheckOnly: true,
        CreatedById: org.adminId,
        CreatedDate: '2026-11-24T10:00:00.000+0000',
        CompletedDate: null,
      });
      pass(1_000);
      pollDeployment(org, id);
      expect(findRow(org, 'DeployRequest', { Id: id })).to.include({
        Status: 'Succeeded',
        CompletedDate: '2026-11-24T10:00:01.000+0000',
        NumberComponentsTotal: 1,
        NumberComponentsDeployed: 1,
        NumberComponentErrors: 0,
      });
    });
  });

  describe('reported as a result', () => {
    it('leave the manifest out of the number of components, but not of the number of files', async () => {
      const { org } = clockedOrg();
      const job = await deployFiles(org, { ...permissionSetFiles('A', 'A'), ...permissionSetFiles('B', 'B') });
      expect(deployResult(job, org, false)).to.deep.include({
        createdByName: 'Ada Min',
        done: true,
        numberComponentsTotal: 2,
        numberComponentsDeployed: 2,
        numberComponentErrors: 0,
        numberFiles: 3,
        status: 'Succeeded',
        success: true,
      });
    });

    it('have details only if asked for them, and no end time before they have ended', async () => {
      const { org } = clockedOrg({ pollsUntilDone: 1 });
      const job = await deployFiles(org, permissionSetFiles('A', 'A'));
      const result = deployResult(job, org, false);
      expect(result).not.to.have.any.keys('details', 'numberFiles', 'zipSize');
      expect(result['completedDate']).to.equal(undefined);
    });
  });

  describe('that are cancelled', () => {
    it('store nothing, and say who cancelled them', async () => {
      const { org, pass } = clockedOrg({ deployDuration: 5_000 });
      const job = await deployFiles(org, permissionSetFiles('P', 'P'));
      expect(cancelDeployment(org, job.id, org.adminId)).to.equal(job);
      pass(10_000);
      expect(pollDeployment(org, job.id)).to.include({ status: 'Canceled' });
      expect(hasSet(org, 'P')).to.equal(false);
      expect(deployResult(job, org, false)).to.include({ success: false, done: true, canceledByName: 'Ada Min' });
    });

    it('let the next one start', async () => {
      const { org, pass } = clockedOrg({ deployDuration: 5_000 });
      const first = await deployFiles(org, permissionSetFiles('P', 'P'));
      const second = await deployFiles(org, permissionSetFiles('Q', 'Q'));
      cancelDeployment(org, first.id, org.adminId);
      pass(5_000);
      expect(pollDeployment(org, second.id)).to.include({ status: 'Succeeded' });
    });

    it('too late go on to their end, and unknown ones are not found', async () => {
      const { org } = clockedOrg();
      const job = await deployFiles(org, permissionSetFiles('P', 'P'));
      expect(cancelDeployment(org, job.id, org.adminId)).to.have.property('code', 'INVALID_ID_FIELD');
      expect(cancelDeployment(org, org.newId('0Af'), org.adminId)).to.equal(undefined);
    });
  });

  describe('that carry out a validation', () => {
    it('store what was validated, and have an id of their own', async () => {
      const { org, pass } = clockedOrg();
      const validation = await deployFiles(org, permissionSetFiles('P', 'P'), { checkOnly: true });
      pass(1_000);
      const job = quick(org, validation);
      expect(job.id).not.to.equal(validation.id);
      expect(job.status).to.equal('Succeeded');
      expect(hasSet(org, 'P')).to.equal(true);
    });

    it('are refused for the id of a deployment, of a failed validation, and for an unknown id', async () => {
      const { org } = clockedOrg();
      const deployment = await deployFiles(org, permissionSetFiles('P', 'P'));
      const failed = await deployFiles(org, { 'package.xml': '' }, { checkOnly: true });
      for (const id of [deployment.id, failed.id, org.newId('0Af')]) {
        expect(quickRefusal(org, id)).to.match(/^INVALID_ID_FIELD: .* is not the id of a successful validation$/);
      }
    });

    it('are refused if another deployment followed, or ten days have passed', async () => {
      const { org, pass } = clockedOrg();
      const overtaken = await deployFiles(org, permissionSetFiles('P', 'P'), { checkOnly: true });
      await deployFiles(org, permissionSetFiles('Q', 'Q'));
      expect(quickRefusal(org, overtaken.id)).to.include('no longer qualifies');
      pass(1_000);
      const old = await deployFiles(org, permissionSetFiles('P', 'P'), { checkOnly: true });
      pass(10 * 24 * 60 * 60 * 1000 + 1);
      expect(quickRefusal(org, old.id)).to.include('no longer qualifies');
    });
  });

  it('of two orgs are independent of each other', async () => {
    const { org } = clockedOrg();
    const other = createOrgState();
    const job = await deployFiles(org, permissionSetFiles('P', 'P'));
    expect(pollDeployment(other, job.id)).to.equal(undefined);
    expect(findRows(other, 'DeployRequest')).to.deep.equal([]);
  });
});
