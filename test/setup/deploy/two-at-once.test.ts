import { expect } from 'chai';
import { clock } from '../../../plugin/http/clock.ts';
import { SHIPPED_SOURCE } from '../../../plugin/salesforce/source/metadata-source.ts';
import { isSetupError } from '../../../plugin/errors.ts';
import { assignAccess, type AccessOutcome } from '../../../plugin/setup/access/manage-access.ts';
import { deleteSso } from '../../../plugin/setup/delete/delete-sso.ts';
import { deploySso, type DeployReport } from '../../../plugin/setup/deploy/deploy-sso.ts';
import { frontline } from '../../../plugin/twilio/service-provider.ts';
import { setupOf, type Setup } from '../../interruption/setup-of.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { connectionTo, freshRequest } from '../../support/connection.ts';
import { certificatesIn } from '../../support/rotation.ts';

type Work = (org: EmulatedOrg) => Promise<unknown>;

/** A grant on an id that no app has any more. */
function isLost(grant: string): boolean {
  return grant.endsWith('-> no app');
}

/** How one of two runs ended. */
type End = { report?: DeployReport; error?: Error };

/** What becomes of the app: a connected app, or an external client app where those are refused. */
const KINDS = [
  ['a connected app', 'allowed'],
  ['an external client app', 'blocked'],
] as const;

describe('two commands at once', () => {
  /** The platform where a second deployment of a certificate would renew its key, and move an external client app. */
  function start(connectedAppCreation: 'allowed' | 'blocked' = 'allowed'): Promise<EmulatedOrg> {
    return startEmulatedOrg({
      connectedAppCreation,
      certificateAndSettingsTogether: 'refused',
      certificateRedeploy: 'new-key',
      pollsUntilDone: 1,
    });
  }

  async function deploy(org: EmulatedOrg): Promise<DeployReport> {
    return deploySso(await connectionTo(org), freshRequest(), {
      dryRun: false,
      deadline: clock().now() + 600_000,
      approve: () => Promise.resolve(true),
      now: () => new Date(),
    });
  }

  async function takeBack(org: EmulatedOrg): Promise<unknown> {
    return deleteSso(
      await connectionTo(org),
      {
        appName: 'Twilio_Frontline',
        appType: 'auto',
        serviceProvider: frontline,
        sourceDirectory: SHIPPED_SOURCE,
        includeCertificate: true,
      },
      { dryRun: false, deadline: clock().now() + 600_000, approve: () => Promise.resolve(true) },
    );
  }

  /** What one run alone asks of a fresh org, and leads to. */
  async function alone(creation?: 'allowed' | 'blocked'): Promise<{ requests: number; setup: Setup }> {
    const org = await start(creation);
    try {
      await deploy(org);
      return { requests: org.log.length, setup: setupOf(org) };
    } finally {
      await org.stop();
    }
  }

  /** Runs the first one up to a request, then the second one to its end, then the first one to its end. */
  async function interleaved(org: EmulatedOrg, held: number, first: Work, second: Work): Promise<[End, End]> {
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

  for (const [kind, creation] of KINDS) {
    it(`leave the org as one deploy would have, with ${kind}, and renew no key that was handed over`, async function () {
      this.timeout(120_000);
      const { requests, setup } = await alone(creation);
      const stopped: string[] = [];
      const moved: number[] = [];
      for (let held = 0; held < requests; held++) {
        const org = await start(creation);
        try {
          const ends = await interleaved(org, held, deploy, deploy);
          const found = setupOf(org);
          moved.push(...(found.grants.some(isLost) ? [held] : []));
          const grants = found.grants.filter((grant) => !isLost(grant));
          expect({ ...found, grants }, `held at ${held}`).to.deep.equal(setup);
          expect(ends.some(({ report }) => report !== undefined)).to.equal(true);
          const errors = ends.flatMap(({ error }) => error ?? []);
          errors.forEach((error) => expect(isSetupError(error), `held at ${held}: ${error.stack}`).to.equal(true));
          stopped.push(...errors.map(({ name }) => name));
          if (!errors.some(({ name }) => name === 'CertificateRenewedError')) {
            const handedOver = ends.flatMap(({ report }) => report?.handOver?.certificate ?? []);
            expect(new Set(handedOver), `held at ${held}`).to.deep.equal(
              new Set([certificatesIn(org)['SalesforceSSO']]),
            );
          }
        } finally {
          await org.stop();
        }
      }
      // A deployment knows no condition: held on its way, it makes a certificate that is there by then, and says so.
      expect(stopped.filter((name) => name === 'CertificateRenewedError')).to.have.length(1);
      // The same moment gives an external client app another id, and leaves the grants on the one of before.
      expect(moved).to.have.length(creation === 'blocked' ? 1 : 0);
      // Held between two reads, it sees an app that is listed and has no content yet.
      const known = ['AppUnreadableError', 'CertificateRenewedError', 'OrgChangedMeanwhileError'];
      expect(stopped.filter((name) => !known.includes(name))).to.deep.equal([]);
      expect(stopped).to.include('OrgChangedMeanwhileError');
    });
  }

  it('that give the same access say together once that it was given', async () => {
    for (const held of [0, 1, 2, 3, 4]) {
      const org = await start();
      try {
        await deploy(org);
        org.clearLog();
        const assign = async (): Promise<AccessOutcome> =>
          assignAccess(
            await connectionTo(org),
            { appName: 'Twilio_Frontline', appType: 'auto' },
            { profiles: ['Standard User'], permissionSets: [] },
          );
        const ends = await interleaved(org, held, assign, assign);
        const outcomes = ends.map(({ report }) => report as unknown as AccessOutcome | undefined);
        expect(
          outcomes.map((outcome) => outcome?.done.length),
          `held at ${held}`,
        ).to.have.members([0, 1]);
        expect(
          outcomes.map((outcome) => outcome?.already.length),
          `held at ${held}`,
        ).to.have.members([0, 1]);
      } finally {
        await org.stop();
      }
    }
  });

  it('end truthfully where one deletes what the other sets up', async function () {
    this.timeout(120_000);
    const { requests, setup } = await alone();
    for (let held = 0; held < requests; held++) {
      const org = await start();
      try {
        const ends = await interleaved(org, held, deploy, takeBack);
        for (const { error } of ends) {
          expect(error === undefined || isSetupError(error), `held at ${held}: ${error?.stack}`).to.equal(true);
        }
        // Whatever came of it, the next deploy makes it whole.
        await deploy(org);
        expect(setupOf(org), `held at ${held}`).to.deep.equal(setup);
      } finally {
        await org.stop();
      }
    }
  });
});
