import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setClock } from '../../plugin/http/clock.ts';
import { newLogin } from '../../plugin/salesforce/api/login.ts';
import { reuseKeyPairs } from '../org/certificate/certificate.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import type { OrgOptions, OrgState } from '../org/state.ts';
import { ageCertificate, signingCertificate } from '../support/rotation.ts';
import { logIn } from '../support/logged-in-orgs.ts';
import { captured, resultOf, type CommandRun } from '../support/run-command.ts';
import { FaultPlan, type Meeting, type Occasion } from './fault-plan.ts';
import type { MatrixFault } from './faults.ts';
import { DIRECTORY, SCENARIOS, WAYS, type Beginning, type Scenario } from './scenarios.ts';
import { snapshotOf, setupOf, type Restore } from './snapshot.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What an org has of the setup: without ids and keys, with them, and its certificates by name as PEM texts. */
export type Standing = { setup: string; exact: string; keys: Map<string, string> };

/** How one run of a command ended, and what the org has afterwards. */
export type Run = CommandRun<unknown> &
  Standing & {
    meeting: Meeting;
    /** Milliseconds that the run would have waited. */
    waited: number;
  };

/** One org, one clock and one folder, which all runs use one after the other. */
export type Bench = {
  org: EmulatedOrg;
  /** Runs a command in the org as it is now. */
  run(scenario: Scenario, fault?: MatrixFault, occasion?: Occasion): Promise<Run>;
  /** What the org has now. */
  standing(): Standing;
  /** Puts the org back to a situation in which scenarios begin. */
  reset(beginning: Beginning): void;
  stop(): Promise<void>;
};

const AT_ONCE: OrgOptions = { certificateAndSettingsTogether: 'accepted', appWithoutIdentityProvider: 'with-settings' };
const IN_PARTS: OrgOptions = { certificateAndSettingsTogether: 'refused', appWithoutIdentityProvider: 'refused' };

/** The login of all runs. It has a refresh token, as that of a person has. */
const ALIAS = 'my-org';

/** All certificates share a few key pairs, since making one takes longer than a run. */
const KEY_PAIRS = 4;

/** Starts an org, and brings it once to each situation in which scenarios begin. */
export async function startBench(): Promise<Bench> {
  const clock = new VirtualClock();
  const plan = new FaultPlan(clock);
  setClock(clock);
  const forgetKeyPairs = reuseKeyPairs(KEY_PAIRS);
  const folder = mkdtempSync(join(tmpdir(), 'frontline-faults-'));
  const org = await startEmulatedOrg({
    connectedAppCreation: 'allowed',
    // If a fault makes a command wait, the time of the org passes too.
    clock: () => new Date(clock.now()),
    faults: plan.faults,
  });
  const login = { refreshToken: org.refreshToken(), clientId: 'PlatformCLI' };
  const run: Bench['run'] = async ({ command, flags, atOnce = false }, fault, occasion) => {
    Object.assign(org.state.options, atOnce ? AT_ONCE : IN_PARTS);
    // A user's command is a process of its own, which does not know that the org hung in an earlier one.
    newLogin().hangingHosts.clear();
    // Also after a run that has refreshed the session, since the org can have forgotten the new one.
    await logIn(org, ALIAS, login);
    plan.start(fault, occasion);
    org.clearLog();
    clock.restart();
    const given = flags.map((flag) => (flag === DIRECTORY ? emptied(join(folder, 'source')) : flag));
    const ended = await withoutInstanceUrl(() => captured(command, ['--target-org', ALIAS, ...given]));
    return { ...ended, meeting: plan.meeting, waited: clock.waited, ...standingOf(org) };
  };
  const beginnings = await beginningsOf(org, run);
  return {
    org,
    run,
    standing: () => standingOf(org),
    reset: (beginning) => beginnings.get(beginning)?.(),
    stop: async () => {
      setClock();
      forgetKeyPairs();
      rmSync(folder, { recursive: true, force: true });
      await org.stop();
    },
  };
}

/** Tests that name an org by its token set the address of all orgs. */
async function withoutInstanceUrl<T>(work: () => Promise<T>): Promise<T> {
  const { SF_ORG_INSTANCE_URL: before } = process.env;
  delete process.env['SF_ORG_INSTANCE_URL'];
  try {
    return await work();
  } finally {
    if (before !== undefined) {
      process.env['SF_ORG_INSTANCE_URL'] = before;
    }
  }
}

function emptied(directory: string): string {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  return directory;
}

function standingOf({ state }: EmulatedOrg): Standing {
  const keys = new Map([...state.certificateKeys].map(([name, { certificatePem }]) => [name, certificatePem]));
  return { setup: setupOf(state, false), exact: setupOf(state, true), keys };
}

/** The org before anybody switched its identity provider on. All that it has is the certificate and the settings. */
function snapshotWithoutIdentityProvider(state: OrgState): Restore {
  state.components.clear();
  state.certificateKeys.clear();
  state.rows.delete('Certificate');
  return snapshotOf(state);
}

/** The org with the certificate that it has, but over a year old. */
function snapshotOfExpired(org: EmulatedOrg): Restore {
  ageCertificate(org, signingCertificate(org) ?? '', 400);
  return snapshotOf(org.state);
}

async function beginningsOf(org: EmulatedOrg, run: Bench['run']): Promise<Map<Beginning, Restore>> {
  const { state } = org;
  const ordinary = snapshotOf(state);
  const beginnings = new Map<Beginning, Restore>([
    ['ordinary', ordinary],
    ['expired', snapshotOfExpired(org)],
    ['off', snapshotWithoutIdentityProvider(state)],
  ]);
  for (const { to, by } of WAYS) {
    const scenario = SCENARIOS.find(({ name }) => name === by);
    if (scenario === undefined) {
      throw new Error(`no scenario ${by}`);
    }
    beginnings.get(scenario.beginning)?.();
    resultOf(await run(scenario));
    beginnings.set(to, snapshotOf(state));
  }
  return beginnings;
}
