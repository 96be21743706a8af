import { expect } from 'chai';
import { SHIPPED_SOURCE } from '../../plugin/salesforce/source/metadata-source.ts';
import { isSetupError } from '../../plugin/errors.ts';
import { deleteSso } from '../../plugin/setup/delete/delete-sso.ts';
import { deploySso, type DeployReport } from '../../plugin/setup/deploy/deploy-sso.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';
import { setupOf, type Setup } from './setup-of.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { connectionTo, freshRequest } from '../support/connection.ts';
import { certificatesIn } from '../support/rotation.ts';

/** A command in an org. */
export type Work = (org: EmulatedOrg) => Promise<unknown>;

/** Whether a grant has an id that no app has any more. */
function isLost(grant: string): boolean {
  return grant.endsWith('-> no app');
}

/** How one of two runs ended. */
type End = { report?: DeployReport; error?: Error };

/** Starts an org of a platform on which a second deployment renews a certificate's key, and gives an external client app another id. */
export function start(connectedAppCreation: 'allowed' | 'blocked' = 'allowed'): Promise<EmulatedOrg> {
  return startEmulatedOrg({
    identityProvider: 'off',
    connectedAppCreation,
    certificateAndSettingsTogether: 'refused',
    certificateRedeploy: 'new-key',
    pollsUntilDone: 1,
  });
}

export async function deploy(org: EmulatedOrg): Promise<DeployReport> {
  return deploySso(await connectionTo(org, 600_000), freshRequest(), {
    dryRun: false,
    approve: () => Promise.resolve(true),
    now: () => new Date(),
  });
}

async function deleteSetup(org: EmulatedOrg): Promise<unknown> {
  return deleteSso(
    await connectionTo(org, 600_000),
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

/** The number of requests of a single run in a fresh org, and the setup that it leads to. */
export async function alone(creation?: 'allowed' | 'blocked'): Promise<{ requests: number; setup: Setup }> {
  const org = await start(creation);
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

/** Whether the org allows connected apps. If it does not, the app is an external client app. */
export type Creation = 'allowed' | 'blocked';

/** Runs two deploys, and holds the first one at a request. Returns the errors' names, and whether a grant lost its app. */
export async function deployedTwice(
  creation: Creation,
  held: number,
  setup: Setup,
): Promise<{ stopped: string[]; moved: boolean }> {
  const org = await start(creation);
  try {
    const ends = await interleaved(org, held, deploy, deploy);
    const found = setupOf(org);
    const grants = found.grants.filter((grant) => !isLost(grant));
    expect({ ...found, grants }, `held at ${held}`).to.deep.equal(setup);
    expect(ends.some(({ report }) => report !== undefined)).to.equal(true);
    const errors = ends.flatMap(({ error }) => error ?? []);
    errors.forEach((error) => expect(isSetupError(error), `held at ${held}: ${error.stack}`).to.equal(true));
    const stopped = errors.map(({ name }) => name);
    // If the deploy is held between two reads, it can find an app in the list that had no content when it was read.
    expect(['AppUnreadableError', 'CertificateRenewedError', 'OrgChangedMeanwhileError']).to.include.members(stopped);
    if (!stopped.includes('CertificateRenewedError')) {
      const handedOver = ends.flatMap(({ report }) => report?.handOver?.certificate ?? []);
      expect(new Set(handedOver), `held at ${held}`).to.deep.equal(new Set([certificatesIn(org)['SalesforceSSO']]));
    }
    return { stopped, moved: found.grants.some(isLost) };
  } finally {
    await org.stop();
  }
}

/** Holds a deploy at a request, and deletes meanwhile what it sets up. */
export async function deployedAndDeleted(held: number, setup: Setup): Promise<void> {
  const org = await start();
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
