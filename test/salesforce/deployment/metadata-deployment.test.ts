import type { Connection, SfError } from '@salesforce/core';
import { expect } from 'chai';
import type { DeploymentOutcome } from '../../../plugin/salesforce/deployment/deployment-outcome.ts';
import type { DeploymentProgress } from '../../../plugin/salesforce/deployment/deployment-watch.ts';
import { deploymentsUnderWay } from '../../../plugin/salesforce/deployment/deployments-under-way.ts';
import { unfinishedDeployments } from '../../../plugin/salesforce/deployment/deploy-requests.ts';
import { waitAtMost } from '../../../plugin/salesforce/api/login.ts';
import { packageZip } from '../../../plugin/salesforce/metadata/metadata-package.ts';
import { deployChanges } from '../../../plugin/salesforce/deployment/metadata-deployment.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { cancelDeployment } from '../../org/metadata/deployment/deployments.ts';
import type { FaultAction } from '../../org/faults/fault.ts';
import { findRows } from '../../org/database/rows.ts';
import { connectionTo } from '../../support/connection.ts';

const MINUTE = 60_000;
const START = { method: 'POST', path: /deployRequest$/ };
const LOOK = { method: 'GET', path: /deployRequest\/0Af/ };

describe('a deployment', () => {
  let org: EmulatedOrg;
  /** The login of one command, which knows what it has sent and seen. */
  let connection: Connection;
  let progress: DeploymentProgress[];

  beforeEach(async () => {
    org = await startEmulatedOrg();
    connection = await connectionTo(org);
    progress = [];
  });
  afterEach(() => org.stop());

  async function deploy(
    wait = 10 * MINUTE,
    checkOnly = false,
    beforeSend = (): Promise<void> => Promise.resolve(),
  ): Promise<DeploymentOutcome> {
    waitAtMost(connection, wait);
    const component = { fullName: 'Made', document: { type: 'PermissionSet', content: { label: ['Made'] } } };
    return deployChanges(
      connection,
      { components: [component] },
      { checkOnly, beforeSend, onProgress: (news) => progress.push(news) },
    );
  }

  /** What another tool of the same user starts: by default, a validation of a permission set. */
  async function startOther(fullName: string, pollsUntilDone = 0, checkOnly = true): Promise<string> {
    org.state.options.pollsUntilDone = pollsUntilDone;
    const component = { fullName, document: { type: 'PermissionSet', content: { label: [fullName] } } };
    const zip = await packageZip({ components: [component] }, connection.getApiVersion());
    const options = { checkOnly, rollbackOnError: true, singlePackage: true };
    const { id } = await connection.metadata.deployRest(zip, options);
    org.state.options.pollsUntilDone = 0;
    return id ?? '';
  }

  async function failure(run: Promise<unknown>): Promise<SfError> {
    return run.then(
      (value) => Promise.reject(new Error(`it ended with ${JSON.stringify(value)}`)),
      (error: SfError) => error,
    );
  }

  function jobs(): string[] {
    return findRows(org.state, 'DeployRequest').map(({ Id }) => Id);
  }

  describe('whose start was not answered', () => {
    for (const action of [{ kind: 'reset-after' }, { kind: 'truncate' }] satisfies FaultAction[]) {
      it(`is found again in the org's list after ${action.kind}, and sent once`, async () => {
        org.inject({ ...START, action });
        const outcome = await deploy();
        expect(outcome).to.include({ outcome: 'succeeded', id: jobs()[0] });
        expect(jobs()).to.have.length(1);
      });
    }

    it('is not confused with one that was there before', async () => {
      await deploy();
      await deploy(undefined, true);
      org.inject({ ...START, action: { kind: 'reset-after' } });
      expect(await deploy()).to.include({ outcome: 'succeeded', id: jobs()[2] });
    });

    for (const [when, wait] of [
      ['ended', 0],
      ['goes on', 20],
    ] as const) {
      it(`is not confused with one of another tool that ${when}`, async () => {
        await startOther('Sales_Cloud', wait);
        org.inject({ ...START, action: { kind: 'reset' } });
        expect((await failure(deploy(undefined, true))).name).to.equal('DeploymentStartUnknownError');
      });
    }

    it('is found even if there is one of another tool', async () => {
      await startOther('Sales_Cloud');
      org.inject({ ...START, action: { kind: 'reset-after' } });
      expect(await deploy(undefined, true)).to.include({ outcome: 'succeeded', id: jobs()[1] });
    });

    it('is reported as not known if one of another run reports the same', async () => {
      await startOther('Made');
      org.inject({ ...START, action: { kind: 'reset-after' } });
      expect((await failure(deploy(undefined, true))).name).to.equal('DeploymentStartUnknownError');
    });

    it('is reported as not known if one that was canceled reports nothing', async () => {
      cancelDeployment(org.state, await startOther('Made', 20), org.state.adminId);
      org.inject({ ...START, action: { kind: 'reset' } });
      expect((await failure(deploy(undefined, true))).name).to.equal('DeploymentStartUnknownError');
    });

    it('is reported as not known if it does not end in time', async () => {
      org.state.options.pollsUntilDone = 100_000;
      org.inject({ ...START, action: { kind: 'reset-after' } });
      const { name, message, data } = await failure(deploy(MINUTE));
      expect([name, data]).to.deep.equal(['DeploymentStartUnknownError', { candidate: jobs()[0] }]);
      expect(message).to.contain(jobs()[0]);
    });

    it("is not confused with one that began before, by the org's clock", async () => {
      const row = findRows(org.state, 'DeployRequest', { Id: await startOther('Made') })[0];
      Object.assign(row ?? {}, { CreatedDate: new Date(Date.now() - MINUTE / 3).toISOString() });
      org.inject({ ...START, action: { kind: 'reset' } });
      expect((await failure(deploy(undefined, true))).name).to.equal('DeploymentStartUnknownError');
    });

    it('is not confused with one that was under way before', async () => {
      org.state.options.pollsUntilDone = 5;
      const id = await startOther('Made', 5, false);
      expect((await unfinishedDeployments(connection)).map(({ Id }) => Id)).to.deep.equal([id]);
      org.inject({ ...START, action: { kind: 'reset' } });
      expect((await failure(deploy())).name).to.equal('DeploymentStartUnknownError');
    });

    const lost: FaultAction[] = [
      { kind: 'reset' },
      { kind: 'html' },
      { kind: 'empty' },
      { kind: 'status', status: 503 },
    ];
    for (const action of lost) {
      it(`and that never arrived (${action.kind}) is reported as not known, and not sent again`, async () => {
        const fault = org.inject({ ...START, times: -1, action });
        const error = await failure(deploy());
        expect(error.name).to.equal('DeploymentStartUnknownError');
        expect(error.message).to.contain(new URL(org.url).host);
        expect([fault.hits, jobs().length]).to.deep.equal([1, 0]);
      });
    }

    it('is reported as not known if the list cannot be read either', async () => {
      org.inject({ ...START, action: { kind: 'reset-after' } });
      org.inject({ path: /tooling/, times: -1, action: { kind: 'reset' } });
      expect((await failure(deploy())).name).to.equal('DeploymentStartUnknownError');
    });
  });

  describe('whose status is asked for', () => {
    const troubles: FaultAction[] = [
      { kind: 'html' },
      { kind: 'empty' },
      { kind: 'reset' },
      { kind: 'truncate' },
      { kind: 'status', status: 500 },
      { kind: 'status', status: 503 },
    ];
    for (const action of troubles) {
      it(`goes on after ${JSON.stringify(action)} for a while, and says so`, async () => {
        org.inject({ ...LOOK, times: 12, action });
        expect(await deploy()).to.include({ outcome: 'succeeded' });
        expect(progress.some(({ trouble }) => trouble === 'unreachable')).to.equal(true);
      });
    }

    it('ends with its id and the next command if the org cannot be reached until the deadline', async () => {
      org.inject({ ...LOOK, times: -1, action: { kind: 'reset' } });
      const error = await failure(deploy(MINUTE));
      expect(error.name).to.equal('DeploymentUnknownError');
      expect(error.data).to.deep.equal({ deploymentId: jobs()[0] });
      expect(error.actions?.[0]).to.contain(`sf frontline sso deploy --job-id ${jobs()[0]}`);
      expect(deploymentsUnderWay().ids).to.deep.equal([]);
    });

    it('ends with its id if it takes longer than the deadline', async () => {
      org.state.options.pollsUntilDone = 100_000;
      expect(await failure(deploy(2 * MINUTE))).to.include({ name: 'DeploymentPendingError', exitCode: 69 });
      expect(progress.at(-1)).to.include({ id: jobs()[0], status: 'InProgress' });
    });

    it('is reported as unknown to the org once it is gone', async () => {
      const body = '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]';
      org.inject({
        ...LOOK,
        times: -1,
        action: { kind: 'status', status: 404, contentType: 'application/json', body },
      });
      const error = await failure(deploy());
      expect(error.name).to.equal('DeploymentNotFoundError');
      expect(error.message).to.contain(jobs()[0]);
    });

    it('ends at once with its id if the session ends', async () => {
      org.inject({ ...LOOK, times: 1, action: { kind: 'expire-token' } });
      const error = await failure(deploy());
      expect([error.name, error.data]).to.deep.equal(['DeploymentUnknownError', { deploymentId: jobs()[0] }]);
    });

    it('is reported as canceled once somebody has canceled it', async () => {
      org.state.options.pollsUntilDone = 1000;
      const running = deploy();
      while (jobs().length === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      cancelDeployment(org.state, jobs()[0]!, org.state.adminId);
      expect(await running).to.include({ outcome: 'canceled', id: jobs()[0] });
    });
  });

  describe('that meets a lock', () => {
    const locked = {
      kind: 'status' as const,
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify({
        deployResult: {
          done: true,
          success: false,
          status: 'Failed',
          details: {
            componentFailures: [
              { componentType: 'PermissionSet', fullName: 'Made', fileName: 'x', problem: 'UNABLE_TO_LOCK_ROW' },
            ],
          },
        },
      }),
    };

    it('is not sent again if the check before sending forbids it', async () => {
      org.inject({ ...LOOK, times: -1, action: locked });
      let looks = 0;
      const error = await failure(
        deploy(undefined, false, () => {
          looks += 1;
          return looks === 2 ? Promise.reject(new Error('made meanwhile')) : Promise.resolve();
        }),
      );
      expect(error.message).to.equal('made meanwhile');
      expect(jobs()).to.have.length(1);
    });

    it('is sent again after a while', async () => {
      org.inject({ ...LOOK, times: 2, action: locked });
      expect(await deploy()).to.include({ outcome: 'succeeded' });
      expect(jobs()).to.have.length(3);
      expect(progress.filter(({ trouble }) => trouble === 'locked')).to.have.length(2);
    });

    it('ends with the words of the org if the lock stays, or the deadline is near', async () => {
      org.inject({ ...LOOK, times: -1, action: locked });
      expect(await deploy()).to.include({ outcome: 'failed' });
      expect(jobs()).to.have.length(5);
      expect(await deploy(3000)).to.include({ outcome: 'failed' });
      expect(jobs()).to.have.length(6);
    });
  });
});
