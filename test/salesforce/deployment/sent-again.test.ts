import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import { setClock } from '../../../plugin/http/clock.ts';
import { waitAtMost } from '../../../plugin/salesforce/api/login.ts';
import type { DeploymentOutcome } from '../../../plugin/salesforce/deployment/deployment-outcome.ts';
import { deployChanges } from '../../../plugin/salesforce/deployment/metadata-deployment.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { findRows } from '../../org/database/rows.ts';
import type { FaultAction } from '../../org/faults/fault.ts';
import { connectionTo } from '../../support/connection.ts';

const START = { method: 'POST', path: /deployRequest$/ };

describe('a deployment that could not be started', () => {
  let org: EmulatedOrg;
  let connection: Connection;
  let looks: number;

  beforeEach(async () => {
    org = await startEmulatedOrg();
    connection = await connectionTo(org);
    waitAtMost(connection, 600_000);
    looks = 0;
  });
  afterEach(async () => {
    setClock();
    await org.stop();
  });

  function deploy(mayRepeat: boolean): Promise<DeploymentOutcome> {
    const component = { fullName: 'Made', document: { type: 'PermissionSet', content: { label: ['Made'] } } };
    const beforeSend = (): Promise<void> => {
      looks++;
      return Promise.resolve();
    };
    return deployChanges(connection, { components: [component] }, { checkOnly: false, beforeSend, mayRepeat });
  }

  const jobs = (): number => findRows(org.state, 'DeployRequest').length;

  function refusal(status: number, errorCode: string): FaultAction {
    const body = JSON.stringify([{ errorCode, message: 'Try again.' }]);
    return { kind: 'status', status, contentType: 'application/json', body };
  }

  for (const action of [refusal(503, 'SERVER_UNAVAILABLE'), refusal(400, 'UNABLE_TO_LOCK_ROW')]) {
    for (const mayRepeat of [true, false]) {
      it(`since the org refused it for now, is sent again after another look: ${JSON.stringify({ action, mayRepeat })}`, async () => {
        org.inject({ ...START, times: 2, action });
        expect(await deploy(mayRepeat)).to.include({ outcome: 'succeeded' });
        expect([jobs(), looks]).to.deep.equal([1, 3]);
      });
    }
  }

  it('ends in the words of the org, if it is refused each time', async () => {
    const fault = org.inject({ ...START, times: -1, action: refusal(503, 'SERVER_UNAVAILABLE') });
    const error = await deploy(true).catch((reason: Error) => reason);
    expect(error).to.include({ errorCode: 'SERVER_UNAVAILABLE' });
    expect([fault.hits, jobs()]).to.deep.equal([5, 0]);
  });

  it('is sent again if it came too soon after others, even if it must not be carried out twice', async () => {
    org.inject({
      ...START,
      times: 2,
      action: { kind: 'status', status: 429, contentType: 'text/html', body: '<html>' },
    });
    expect(await deploy(false)).to.include({ outcome: 'succeeded' });
    expect(jobs()).to.equal(1);
  });

  const LOST: FaultAction[] = [
    { kind: 'reset' },
    { kind: 'html' },
    { kind: 'empty' },
    { kind: 'status', status: 503 },
    refusal(500, 'UNKNOWN_EXCEPTION'),
  ];
  for (const action of LOST) {
    it(`without an answer (${JSON.stringify(action)}), is sent once more if it is not in the list and may be repeated`, async () => {
      const once = org.inject({ ...START, action });
      expect(await deploy(true)).to.include({ outcome: 'succeeded' });
      expect([once.hits, jobs(), looks]).to.deep.equal([1, 1, 2]);
    });

    it(`without an answer (${JSON.stringify(action)}), is not sent again if it must not be carried out twice`, async () => {
      const lasting = org.inject({ ...START, times: -1, action });
      expect(await deploy(false).catch((reason: Error) => reason)).to.include({ name: 'DeploymentStartUnknownError' });
      expect([lasting.hits, jobs()]).to.deep.equal([1, 0]);
      expect(await deploy(true).catch((reason: Error) => reason)).to.include({ name: 'DeploymentStartUnknownError' });
      expect([lasting.hits, jobs()]).to.deep.equal([3, 0]);
    });
  }

  it('is not sent again if the list has it, whether it may be repeated or not', async () => {
    for (const action of [{ kind: 'reset-after' }, { kind: 'truncate' }, { kind: 'cut' }] satisfies FaultAction[]) {
      const before = jobs();
      const once = org.inject({ ...START, action });
      expect(await deploy(true)).to.include({ outcome: 'succeeded' });
      expect([once.hits, jobs() - before]).to.deep.equal([1, 1]);
    }
  });
});
