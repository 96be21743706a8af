import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import AccessCheck from '../../plugin/commands/frontline/access/check.ts';
import AccessList from '../../plugin/commands/frontline/access/list.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import { KILLED, ProcessPool } from '../interruption/process-pool.ts';
import { findRow, findRows, insertRow } from '../org/database/rows.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { resultOf, runCommand } from '../support/run-command.ts';

const COUNT = 10_000;

/** Assignments that the org is asked to make in one request. */
const IN_A_REQUEST = 200;

const ASSIGNING = 'POST composite/sobjects';

describe(`access of ${COUNT} users`, function () {
  this.timeout(600_000);

  const usernames = Array.from({ length: COUNT }, (_, index) => `agent${index}@acme.example`);
  let org: EmulatedOrg;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'many-users-'));
    file = join(folder, 'agents.csv');
    await writeFile(file, ['Username', ...usernames].join('\n'));
    org = await startDeployedOrg();
    const { ProfileId = null } = findRow(org.state, 'User', { Username: 'sam@example.test' })!;
    usernames.forEach((Username) =>
      insertRow(org.state, 'User', { Username, Name: Username, IsActive: true, ProfileId }),
    );
    org.clearLog();
  });

  afterEach(async () => {
    await org.stop();
    await rm(folder, { recursive: true });
  });

  const requests = (operation?: string): number =>
    org.log.filter((entry) => operation === undefined || entry.operation === operation).length;
  const assigned = (): number => {
    const { Id: PermissionSetId } = findRow(org.state, 'PermissionSet', { Name: 'Twilio_Frontline_Agent' })!;
    const rows = findRows(org.state, 'PermissionSetAssignment', { PermissionSetId });
    expect(new Set(rows.map(({ AssigneeId }) => AssigneeId)).size, 'nobody twice').to.equal(rows.length);
    return rows.length;
  };

  it('is given in requests of 200, and a second run changes nothing', async () => {
    const { users } = resultOf(await runCommand(AccessAssign, org, '--users-file', file));
    expect(users?.granted).to.have.length(COUNT);
    expect(assigned()).to.equal(COUNT);
    expect(requests(ASSIGNING)).to.equal(COUNT / IN_A_REQUEST);
    expect(requests(), 'all requests').to.be.at.most(220);
    org.clearLog();
    const again = resultOf(await runCommand(AccessAssign, org, '--users-file', file)).users;
    expect([again?.granted.length, again?.already.length]).to.deep.equal([0, COUNT]);
    expect(requests(ASSIGNING)).to.equal(0);
    expect(assigned()).to.equal(COUNT);
  });

  it('is checked, listed and counted in full', async () => {
    resultOf(await runCommand(AccessAssign, org, '--users-file', file));
    const answers = resultOf(await runCommand(AccessCheck, org, '--users-file', file));
    expect(answers.filter(({ answer }) => answer === 'yes')).to.have.length(COUNT);
    expect(resultOf(await runCommand(AccessList, org, '--users'))).to.have.length(COUNT + 1);
    expect(resultOf(await runCommand(SsoDisplay, org)).signInUsers).to.deep.equal({
      total: COUNT + 1,
      administrators: 1,
    });
  });

  for (const when of ['before', 'after'] as const) {
    it(`is given by the next run if a process is killed ${when} the org has acted on a request`, async () => {
      const pool = new ProcessPool(1);
      const running = await pool.take();
      const kill = (): void => running.kill();
      const fault = org.inject({
        operation: ASSIGNING,
        skip: 20,
        action: { kind: when === 'before' ? 'hang' : 'hang-after', met: kill },
      });
      const argv = ['--target-org', org.token, '--users-file', file];
      expect(await running.run({ command: 'access assign', argv, instanceUrl: org.url })).to.equal(KILLED);
      fault.remove();
      pool.stop();
      const done = (when === 'before' ? 20 : 21) * IN_A_REQUEST;
      expect(assigned()).to.equal(done);
      const { users } = resultOf(await runCommand(AccessAssign, org, '--users-file', file));
      expect(users?.granted).to.have.length(COUNT - done);
      expect(assigned()).to.equal(COUNT);
    });
  }
});
