import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ux } from '@oclif/core';
import { expect } from 'chai';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import { currentTime, setClock } from '../../plugin/http/clock.ts';
import { packageZip } from '../../plugin/salesforce/metadata/metadata-package.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { shareKeyPairs } from '../org/certificate/share-key-pairs.ts';
import type { OrgOptions } from '../org/state.ts';
import { connectionTo } from '../support/connection.ts';
import { REALM_SID } from '../support/deployed-org.ts';
import { instantClock } from '../support/instant-clock.ts';
import { logIn } from '../support/logged-in-orgs.ts';
import { captured, type CommandRun } from '../support/run-command.ts';

const MINUTE = 60_000;

const BUSY =
  /north: The org is busy with the deployment 0Af\w+, which was started earlier\. Waiting for it to end\.\n/g;
const NEW_APP = /north: The org may not know the new app yet\. The sign-in met a .+ UTC\n/g;

describe('a wait in one of several orgs', () => {
  let org: EmulatedOrg;
  let folder: string;
  let instanceUrl: string | undefined;

  shareKeyPairs(2);
  before(() => {
    // Tests that name an org by its token set this variable.
    instanceUrl = process.env['SF_ORG_INSTANCE_URL'];
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-waits-'));
    setClock(instantClock());
  });
  afterEach(async () => {
    setClock();
    if (instanceUrl === undefined) {
      delete process.env['SF_ORG_INSTANCE_URL'];
    } else {
      process.env['SF_ORG_INSTANCE_URL'] = instanceUrl;
    }
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(options: OrgOptions): Promise<void> {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed', clock: currentTime, ...options });
    await logIn(org, 'north');
  }

  async function deploy(...flags: string[]): Promise<CommandRun<unknown>> {
    const file = join(folder, 'frontline-sso.json');
    await writeFile(file, JSON.stringify({ orgs: [{ org: 'north', realmSid: REALM_SID }] }));
    delete process.env['SF_ORG_INSTANCE_URL'];
    return captured(SsoDeploy, ['--definition-file', file, ...flags]);
  }

  /** Somebody else's deployment, which ends after it was asked for a few times. */
  async function deployOther(): Promise<string> {
    const connection = await connectionTo(org);
    org.state.options.pollsUntilDone = 3;
    const component = { fullName: 'Other', document: { type: 'PermissionSet', content: { label: ['Other'] } } };
    const zip = await packageZip({ components: [component] }, connection.getApiVersion());
    const { id = '' } = await connection.metadata.deployRest(zip, { rollbackOnError: true, singlePackage: true });
    org.state.options.pollsUntilDone = 0;
    return id;
  }

  const times = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

  it("for somebody else's deployment is told in a log when it begins, and with what came of the org", async () => {
    await start({});
    const id = await deployOther();
    const { stdout, stderr, exitCode } = await deploy();
    expect(exitCode).to.equal(0);
    expect(times(stdout, BUSY)).to.equal(1);
    expect(stdout.indexOf(id)).to.be.lessThan(stdout.indexOf('== north'));
    expect(stdout).to.match(new RegExp(`== north\\nThe org is busy with the deployment ${id}.*\\nPlan for `));
    expect(stderr).not.to.contain('busy');
  });

  it('for a new app is told in a log once, however often the sign-in is tried, and with what came of the org', async () => {
    await start({ newAppKnownAfter: 8 * MINUTE });
    const { stdout, exitCode } = await deploy('--verify');
    expect(exitCode).to.equal(0);
    expect(times(stdout, NEW_APP)).to.equal(1);
    expect(stdout).to.match(/== north\n[^]*\nThe org may not know the new app yet\. .* UTC\n[^]*The sign-in works/);
  });

  it('is shown beside the spinner of a terminal, and stays with what came of the org', async () => {
    await start({ newAppKnownAfter: 8 * MINUTE });
    await deployOther();
    const { type } = ux.action;
    ux.action.type = 'spinner';
    const { stdout, stderr } = await deploy('--verify').finally(() => (ux.action.type = type));
    expect(stderr).to.contain('north: The org is busy with').and.contain('north: The org may not know the new app');
    expect([times(stdout, BUSY), times(stdout, NEW_APP)]).to.deep.equal([0, 0]);
    expect(stdout).to.match(/== north\nThe org is busy with[^]*\nThe org may not know the new app yet/);
  });

  it('is not told where the result is JSON', async () => {
    await start({});
    await deployOther();
    const { stdout } = await deploy('--json');
    expect(JSON.parse(stdout)).to.include({ status: 0 });
    expect(stdout).not.to.contain('busy');
  });
});
