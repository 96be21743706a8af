import { expect } from 'chai';
import { SHIPPED_SOURCE } from '../../plugin/salesforce/source/metadata-source.ts';
import { isSetupError } from '../../plugin/errors.ts';
import { deleteSso } from '../../plugin/setup/delete/delete-sso.ts';
import { deploySso, type DeployReport } from '../../plugin/setup/deploy/deploy-sso.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';
import { setupOf, type Setup } from './setup-of.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import type { OrgOptions } from '../org/state.ts';
import { connectionTo, freshRequest } from '../support/connection.ts';
import { certificatesIn } from '../support/rotation.ts';

/** A command in an org. */
export type Work = (org: EmulatedOrg) => Promise<unknown>;

/** The value of `--wait`, in milliseconds. The waits of both commands count, and take no time. */
const LONGEST_WAIT = 36_000_000;

/** Whether a grant has an id that no app has any more. */
function isLost(grant: string): boolean {
  return grant.endsWith('-> no app');
}

/** How one of two runs ended. */
type End = { report?: DeployReport; error?: Error };

/** The platforms on which a second deployment renews a key, and gives an external client app another id, by their names. */
export const PLATFORMS = {
  'a connected app, in one deployment': {
    connectedAppCreation: 'allowed',
    appWithoutIdentityProvider: 'with-settings',
  },
  'an external client app, in one deployment': { appWithoutIdentityProvider: 'with-settings' },
  'a connected app, in parts': { connectedAppCreation: 'allowed', certificateAndSettingsTogether: 'refused' },
  'an external client app, in parts': { certificateAndSettingsTogether: 'refused' },
} satisfies Record<string, OrgOptions>;

export type Platform = keyof typeof PLATFORMS;

/** Starts an org whose identity provider is off. */
export function start(platform: Platform, options: OrgOptions = {}): Promise<EmulatedOrg> {
  return startEmulatedOrg({
    identityProvider: 'off',
    certificateRedeploy: 'new-key',
    pollsUntilDone: 1,
    ...PLATFORMS[platform],
    ...options,
  });
}

export async function deploy(org: EmulatedOrg): Promise<DeployReport> {
  return deploySso(await connectionTo(org, LONGEST_WAIT), freshRequest(), {
    dryRun: false,
    approve: () => Promise.resolve(true),
    now: () => new Date(),
  });
}

async function deleteSetup(org: EmulatedOrg): Promise<unknown> {
  return deleteSso(
    await connectionTo(org, LONGEST_WAIT),
    {
      appName: 'Twilio_Frontline',
      appType: 'auto',
      serviceProvider: frontline,
      sourceDirectory: SHIPPED_SOURCE,
      includeCertificate: true,
    },
    { dryRun: false, approve: () => Promise.resolve(true) },
  );
}

/** What a single run in a fresh org comes to: the number of its requests, and the setup. */
type Alone = { requests: number; setup: Setup };

const aloneOn = new Map<Platform, Promise<Alone>>();

/** It is the same every time, so it is found out only once for each platform. */
export async function alone(platform: Platform): Promise<Alone> {
  const before = aloneOn.get(platform) ?? deployedAlone(platform);
  aloneOn.set(platform, before);
  return before;
}

async function deployedAlone(platform: Platform): Promise<Alone> {
  const org = await start(platform);
  try {
    await deploy(org);
    return { requests: org.log.length, setup: setupOf(org) };
  } finally {
    await org.stop();
  }
}

/** Runs the first command up to a request, then the second one to its end, then the rest of the first one. */
export async function interleaved(org: EmulatedOrg, held: number, first: Work, second: Work): Promise<[End, End]> {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const fault = org.inject({ skip: held, action: { kind: 'hold', until } });
  let ended = false;
  const one = endOf(first(org)).finally(() => (ended = true));
  while (fault.hits === 0 && !ended) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const two = await endOf(second(org));
  release();
  return [await one, two];
}

async function endOf(run: Promise<unknown>): Promise<End> {
  return run.then(
    (report) => ({ report: report as DeployReport }),
    (error: Error) => ({ error }),
  );
}

/** What came of two deploys, of which the first was held at a request until the second had ended. */
export type Twice = {
  /** Names of the errors. */
  stopped: string[];
  /** Whether grants stayed on an id that no app has any more. */
  moved: boolean;
  /** Whether the first one renewed the key that the second one had handed over, and said so. */
  renewed: boolean;
};

/** Runs two deploys, and holds the first one at a request. The setup must be that of one deploy. */
export async function deployedTwice(platform: Platform, held: number, setup: Setup): Promise<Twice> {
  const org = await start(platform);
  try {
    const ends = await interleaved(org, held, deploy, deploy);
    const errors = ends.flatMap(({ error }) => error ?? []);
    errors.forEach((error) => expect(isSetupError(error), `held at ${held}: ${error.stack}`).to.equal(true));
    const moved = expectSetup(org, setup, `held at ${held}`);
    const inForce = certificatesIn(org)['SalesforceSSO'];
    const [first, second] = ends.map(({ report }) => report);
    const renewed = (first?.warnings.length ?? 0) > 0;
    expect(first?.handOver?.certificate ?? inForce, `held at ${held}`).to.equal(inForce);
    expect(second?.handOver?.certificate === inForce, `held at ${held}`).to.equal(!renewed);
    return { stopped: errors.map(({ name }) => name), moved, renewed };
  } finally {
    await org.stop();
  }
}

/** @returns whether grants stayed on an id that no app has any more; they open nothing. */
function expectSetup(org: EmulatedOrg, setup: Setup, when: string): boolean {
  const found = setupOf(org);
  const grants = found.grants.filter((grant) => !isLost(grant));
  expect({ ...found, grants }, when).to.deep.equal(setup);
  return found.grants.some(isLost);
}

/**
 * Answers "not done yet" before a deployment is done. As with real orgs, it takes much longer than what a command asks
 * between its last look at the org and its own deployment.
 */
const LONG = 25;

/** Starts a second deploy once the first one has made so many requests. Both must hand over what is true in the end. */
export async function deployedSideBySide(platform: Platform, lead: number, setup: Setup): Promise<void> {
  const org = await start(platform, { pollsUntilDone: LONG });
  try {
    const first = endOf(deploy(org));
    while (org.log.length < lead) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const ends = await Promise.all([first, endOf(deploy(org))]);
    expectBothTrue(org, ends, setup, `${lead} requests later`);
  } finally {
    await org.stop();
  }
}

/** Runs two deploys that send their first deployments at the same moment. */
export async function deployedAtOnce(platform: Platform, setup: Setup): Promise<void> {
  const org = await start(platform, { pollsUntilDone: LONG });
  try {
    expectBothTrue(org, await atOnce(org, deploy), setup, 'at once');
  } finally {
    await org.stop();
  }
}

/** Runs a command twice. Both send their first deployments at the same moment, after their last looks at the org. */
export async function atOnce(org: EmulatedOrg, work: Work): Promise<End[]> {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const fault = org.inject({ method: 'POST', path: /deployRequest$/, times: 2, action: { kind: 'hold', until } });
  const runs = [endOf(work(org)), endOf(work(org))];
  while (fault.hits < 2) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  release();
  return Promise.all(runs);
}

function expectBothTrue(org: EmulatedOrg, ends: End[], setup: Setup, when: string): void {
  expect(
    ends.flatMap(({ error }) => error ?? []),
    when,
  ).to.deep.equal([]);
  expectSetup(org, setup, when);
  const handedOver = ends.map(({ report }) => report?.handOver?.certificate);
  const inForce = certificatesIn(org)['SalesforceSSO'];
  expect(handedOver, when).to.deep.equal([inForce, inForce]);
}

/** Holds a deploy at a request, and deletes meanwhile what it sets up. */
export async function deployedAndDeleted(platform: Platform, held: number, setup: Setup): Promise<void> {
  const org = await start(platform);
  try {
    const ends = await interleaved(org, held, deploy, deleteSetup);
    for (const { error } of ends) {
      expect(error === undefined || isSetupError(error), `held at ${held}: ${error?.stack}`).to.equal(true);
    }
    // However the two ended, the next deploy completes the setup.
    await deploy(org);
    expect(setupOf(org), `held at ${held}`).to.deep.equal(setup);
  } finally {
    await org.stop();
  }
}
