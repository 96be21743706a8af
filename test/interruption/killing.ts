import { expect } from 'chai';
import { setClock } from '../../plugin/http/clock.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import type { OrgOptions } from '../org/state.ts';
import { REALM_SID, startDeployedOrg } from '../support/deployed-org.ts';
import { instantClock } from '../support/instant-clock.ts';
import { ACTIVATE, certificatesIn, rotate } from '../support/rotation.ts';
import { resultOf, runCommand } from '../support/run-command.ts';
import type { Order } from './command-process.ts';
import { COMMANDS, type CommandName } from './commands.ts';
import { killPointsOf, type KillPoint } from './kill-points.ts';
import { KILLED, ProcessPool } from './process-pool.ts';
import { setupOf, type Setup } from './setup-of.ts';

/** A command that changes an org, and the org that it begins in. */
export type KilledScenario = { name: string; command: CommandName; flags: string[]; start: () => Promise<EmulatedOrg> };

/** The most difficult platform: it needs the most deployments, and a second one would renew a key. */
const HARDEST: OrgOptions = {
  identityProvider: 'off',
  connectedAppCreation: 'allowed',
  certificateAndSettingsTogether: 'refused',
  certificateRedeploy: 'new-key',
  pollsUntilDone: 1,
};

/** The one that takes everything at once. */
const EASIEST: OrgOptions = {
  ...HARDEST,
  certificateAndSettingsTogether: 'accepted',
  appWithoutIdentityProvider: 'with-settings',
};

async function startRotated(...steps: string[][]): Promise<EmulatedOrg> {
  const org = await startDeployedOrg(HARDEST);
  for (const flags of steps) {
    resultOf(await rotate(org, ...flags));
  }
  return org;
}

/** The time in an org that names a certificate after it, so that the name is the same in the next one. */
const BEGINNING = new Date();

/** Every command that changes an org, in each situation that makes a difference to it. */
export const KILLED_SCENARIOS: KilledScenario[] = [
  {
    name: 'sso deploy in an org that is an identity provider already',
    command: 'sso deploy',
    flags: ['--realm-sid', REALM_SID],
    start: () => startEmulatedOrg({ ...HARDEST, identityProvider: 'on', clock: () => BEGINNING }),
  },
  {
    name: 'sso deploy',
    command: 'sso deploy',
    flags: ['--realm-sid', REALM_SID],
    start: () => startEmulatedOrg(HARDEST),
  },
  {
    name: 'sso deploy in one deployment',
    command: 'sso deploy',
    flags: ['--realm-sid', REALM_SID],
    start: () => startEmulatedOrg(EASIEST),
  },
  {
    name: 'sso deploy in an org that is an identity provider',
    command: 'sso deploy',
    flags: ['--realm-sid', REALM_SID],
    start: () => startEmulatedOrg({ ...HARDEST, identityProvider: 'on' }),
  },
  {
    name: 'sso deploy in an org whose certificate has expired',
    command: 'sso deploy',
    flags: ['--realm-sid', REALM_SID],
    start: () => startEmulatedOrg({ ...HARDEST, identityProvider: 'expired' }),
  },
  {
    name: 'sso deploy where a refused deployment leaves a certificate behind',
    command: 'sso deploy',
    flags: ['--realm-sid', REALM_SID],
    start: () => startEmulatedOrg({ ...HARDEST, rolledBackCertificate: 'stays' }),
  },
  {
    name: 'sso deploy where connected apps are refused',
    command: 'sso deploy',
    flags: ['--realm-sid', REALM_SID],
    start: () => startEmulatedOrg({ ...HARDEST, connectedAppCreation: 'blocked' }),
  },
  {
    name: 'sso deploy that gives an app another id, to which somebody beside the source has access',
    command: 'sso deploy',
    flags: ['--realm-sid', REALM_SID, '--contact-email', 'new@example.test'],
    start: async (): Promise<EmulatedOrg> => {
      const org = await startDeployedOrg({ ...HARDEST, connectedAppCreation: 'blocked' });
      resultOf(await runCommand<unknown>(COMMANDS['access assign'], org, '--profile', 'Standard User'));
      return org;
    },
  },
  {
    name: 'access assign',
    command: 'access assign',
    flags: ['--profile', 'Standard User'],
    start: () => startDeployedOrg(HARDEST),
  },
  {
    name: 'sso delete',
    command: 'sso delete',
    flags: ['--include-certificate', '--no-prompt'],
    start: () => startDeployedOrg(HARDEST),
  },
  {
    name: 'sso delete of an external client app',
    command: 'sso delete',
    flags: ['--no-prompt'],
    start: () => startDeployedOrg({ ...HARDEST, connectedAppCreation: 'blocked' }),
  },
  { name: 'certificate rotate', command: 'certificate rotate', flags: [], start: () => startRotated() },
  {
    name: 'certificate rotate --activate',
    command: 'certificate rotate',
    flags: ACTIVATE,
    start: () => startRotated([]),
  },
  {
    name: 'certificate rotate --retire',
    command: 'certificate rotate',
    flags: ['--retire', '--no-prompt'],
    start: () => startRotated([], ACTIVATE),
  },
];

/** The requests of a command that is not killed, and the setup that it leads to. */
export type Undisturbed = { points: KillPoint[]; setup: Setup };

/** Runs commands in processes that are killed. Then it runs the commands again to their end. */
export class Killing {
  private readonly pool: ProcessPool;

  private constructor(kills: number) {
    this.pool = new ProcessPool(kills);
  }

  /** @param kills how many commands will be killed in total, if it is known. */
  public static start(kills = Infinity): Killing {
    setClock(instantClock());
    return new Killing(kills);
  }

  public stop(): void {
    setClock();
    this.pool.stop();
  }

  public async undisturbed(scenario: KilledScenario): Promise<Undisturbed> {
    const org = await scenario.start();
    try {
      org.clearLog();
      await runToEnd(org, scenario);
      return { points: killPointsOf(org.log), setup: setupOf(org) };
    } finally {
      await org.stop();
    }
  }

  /** Kills the command at a point. The next run must complete its work, with the keys that were made. */
  public async killAndFinish(scenario: KilledScenario, point: KillPoint, setup: Setup): Promise<void> {
    try {
      await this.killedAndFinished(scenario, point, setup);
    } catch (error) {
      throw new Error(`killed ${point.when} request ${point.index + 1}, ${point.operation}`, { cause: error });
    }
  }

  private async killedAndFinished(scenario: KilledScenario, point: KillPoint, setup: Setup): Promise<void> {
    const org = await scenario.start();
    try {
      const before = certificatesIn(org);
      await this.runKilled(org, scenario, point);
      const between = { ...before, ...certificatesIn(org) };
      await runToEnd(org, scenario);
      const made = setupOf(org);
      // A command can be killed after it gave access again and before it deleted the grants of the old id. These grants
      // stay, but give access to nothing.
      const grants = made.grants.filter((grant) => !grant.endsWith('-> no app'));
      expect({ ...made, grants }).to.deep.equal(setup);
      for (const [name, pem] of Object.entries(certificatesIn(org))) {
        expect(between[name] ?? pem, `key of ${name}`).to.equal(pem);
      }
    } finally {
      await org.stop();
    }
  }

  /** Kills the process at one request. */
  private async runKilled(org: EmulatedOrg, scenario: KilledScenario, { index, when }: KillPoint): Promise<void> {
    const running = await this.pool.take();
    const fault = org.inject({
      skip: index,
      action: { kind: when === 'before' ? 'hang' : 'hang-after', met: () => running.kill() },
    });
    const ended = await running.run(orderOf(org, scenario));
    fault.remove();
    expect(ended).to.equal(KILLED);
  }
}

function orderOf(org: EmulatedOrg, { command, flags }: KilledScenario): Order {
  return { command, argv: ['--target-org', org.token, ...flags], instanceUrl: org.url };
}

/** Runs in this process, since starting another one takes most of a second. */
async function runToEnd(org: EmulatedOrg, { command, flags }: KilledScenario): Promise<void> {
  resultOf(await runCommand<unknown>(COMMANDS[command], org, ...flags));
}
