import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { clock } from '../../plugin/http/clock.ts';
import type { DeploymentOutcome } from '../../plugin/salesforce/deployment-outcome.ts';
import type { DeploymentProgress } from '../../plugin/salesforce/deployment-watch.ts';
import { deploymentsUnderWay } from '../../plugin/salesforce/deployments-under-way.ts';
import { deployChanges } from '../../plugin/salesforce/metadata-deployment.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { cancelDeployment } from '../org/metadata/deployments.ts';
import type { FaultAction } from '../org/faults/fault.ts';
import { findRows } from '../org/rows.ts';
import { connectionTo } from '../support/connection.ts';

const MINUTE = 60_000;
const START = { method: 'POST', path: /deployRequest$/ };
const LOOK = { method: 'GET', path: /deployRequest\/0Af/ };

describe('a deployment', () => {
  let org: EmulatedOrg;
  let progress: DeploymentProgress[];

  beforeEach(async () => {
    org = await startEmulatedOrg();
    progress = [];
  });
  afterEach(() => org.stop());

  async function deploy(
    wait = 10 * MINUTE,
    checkOnly = false,
    beforeSend = (): Promise<void> => Promise.resolve(),
  ): Promise<DeploymentOutcome> {
    const connection = await connectionTo(org);
    const component = { fullName: 'Made', document: { type: 'PermissionSet', content: { label: ['Made'] } } };
    return deployChanges(
      connection,
      { components: [component] },
      { checkOnly, beforeSend, deadline: clock().now() + wait, onProgress: (news) => progress.push(news) },
    );
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

    it('is not taken for one that was there before', async () => {
      await deploy();
      await deploy(undefined, true);
      org.inject({ ...START, action: { kind: 'reset-after' } });
      expect(await deploy()).to.include({ outcome: 'succeeded', id: jobs()[2] });
    });

    const lost: FaultAction[] = [
      { kind: 'reset' },
      { kind: 'html' },
      { kind: 'empty' },
      { kind: 'status', status: 503 },
    ];
    for (const action of lost) {
      it(`and that never arrived (${action.kind}) is told as not known, and not sent again`, async () => {
        const fault = org.inject({ ...START, times: -1, action });
        const error = await failure(deploy());
        expect(error.name).to.equal('DeploymentStartUnknownError');
        expect(error.message).to.contain(new URL(org.url).host);
        expect([fault.hits, jobs().length]).to.deep.equal([1, 0]);
      });
    }

    it('is told as not known where the list cannot be had either', async () => {
      org.inject({ ...START, action: { kind: 'reset-after' } });
      org.inject({ path: /tooling/, times: -1, action: { kind: 'reset' } });
      expect((await failure(deploy())).name).to.equal('DeploymentStartUnknownError');
    });
  });

  describe('that is looked at', () => {
    const troubles: FaultAction[] = [
      { kind: 'html' },
      { kind: 'empty' },
      { kind: 'reset' },
      { kind: 'truncate' },
      { kind: 'status', status: 500 },
      { kind: 'status', status: 503 },
    ];
    for (const action of troubles) {
      it(`survives ${JSON.stringify(action)} for a while, and says so`, async () => {
        org.inject({ ...LOOK, times: 12, action });
        expect(await deploy()).to.include({ outcome: 'succeeded' });
        expect(progress.some(({ trouble }) => trouble === 'unreachable')).to.equal(true);
      });
    }

    it('ends with its id and the next step when it is not reached until the deadline', async () => {
      org.inject({ ...LOOK, times: -1, action: { kind: 'reset' } });
      const error = await failure(deploy(MINUTE));
      expect(error.name).to.equal('DeploymentUnknownError');
      expect(error.data).to.deep.equal({ deploymentId: jobs()[0] });
      expect(error.actions?.[0]).to.contain(`sf frontline sso deploy --job-id ${jobs()[0]}`);
      expect(deploymentsUnderWay().ids).to.deep.equal([]);
    });

    it('ends with its id when it takes longer than the deadline', async () => {
      org.state.options.pollsUntilDone = 100_000;
      expect(await failure(deploy(2 * MINUTE))).to.include({ name: 'DeploymentPendingError', exitCode: 69 });
      expect(progress.at(-1)).to.include({ id: jobs()[0], status: 'InProgress' });
    });

    it('is told as unknown to the org once it is gone', async () => {
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

    it('ends at once with its id when the session does', async () => {
      org.inject({ ...LOOK, times: 1, action: { kind: 'expire-token' } });
      const error = await failure(deploy());
      expect([error.name, error.data]).to.deep.equal(['DeploymentUnknownError', { deploymentId: jobs()[0] }]);
    });

    it('is told as canceled, by whom, once somebody did that', async () => {
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

    it('is not sent again where a last look forbids it', async () => {
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

    it('ends with the words of the org where the lock stays, or the deadline is near', async () => {
      org.inject({ ...LOOK, times: -1, action: locked });
      expect(await deploy()).to.include({ outcome: 'failed' });
      expect(jobs()).to.have.length(5);
      expect(await deploy(3000)).to.include({ outcome: 'failed' });
      expect(jobs()).to.have.length(6);
    });
  });
});
