import { expect } from 'chai';
import { clock } from '../../plugin/http/clock.ts';
import { SHIPPED_SOURCE } from '../../plugin/salesforce/metadata-source.ts';
import { isSetupError } from '../../plugin/errors.ts';
import { deleteSso } from '../../plugin/setup/delete-sso.ts';
import { deploySso, type DeployReport } from '../../plugin/setup/deploy-sso.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';
import { setupOf } from '../interruption/setup-of.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { connectionTo, freshRequest } from '../support/connection.ts';
import { certificatesIn } from '../support/rotation.ts';

type Work = (org: EmulatedOrg) => Promise<unknown>;

/** How one of two runs ended. */
type End = { report?: DeployReport; error?: Error };

describe('two commands at once', () => {
  /** The platform where a second deployment of a certificate would renew its key. */
  function start(): Promise<EmulatedOrg> {
    return startEmulatedOrg({
      connectedAppCreation: 'allowed',
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
  async function alone(): Promise<{ requests: number; setup: unknown }> {
    const org = await start();
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
    const one = endOf(first(org));
    while (fault.hits === 0) {
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

  it('leave the org as one deploy would have, and no key is renewed that was handed over', async function () {
    this.timeout(120_000);
    const { requests, setup } = await alone();
    const stopped: string[] = [];
    for (let held = 0; held < requests; held++) {
      const org = await start();
      try {
        const ends = await interleaved(org, held, deploy, deploy);
        expect(setupOf(org), `held at ${held}`).to.deep.equal(setup);
        const key = certificatesIn(org)['SalesforceSSO'];
        const renewed = ends.some(({ error }) => error?.name === 'CertificateRenewedError');
        for (const { report, error } of ends) {
          expect(report?.handOff?.certificate === undefined || renewed ? key : report.handOff.certificate).to.equal(
            key,
          );
          expect(error === undefined || isSetupError(error), `held at ${held}: ${error?.stack}`).to.equal(true);
          stopped.push(...(error === undefined ? [] : [error.name]));
        }
        expect(ends.some(({ report }) => report !== undefined)).to.equal(true);
      } finally {
        await org.stop();
      }
    }
    // A deployment knows no condition: held on its way, it makes a certificate that is there by then, and says so.
    expect(stopped.filter((name) => name === 'CertificateRenewedError')).to.have.length(1);
    // Held between two reads, it sees an app that is listed and has no content yet.
    expect([...new Set(stopped)].sort()).to.deep.equal([
      'AppUnreadableError',
      'CertificateRenewedError',
      'OrgChangedMeanwhileError',
    ]);
  });

  it('end truthfully where one takes back what the other sets up', async function () {
    this.timeout(120_000);
    const { requests } = await alone();
    for (let held = 0; held < requests; held++) {
      const org = await start();
      try {
        const ends = await interleaved(org, held, deploy, takeBack);
        for (const { error } of ends) {
          expect(error === undefined || isSetupError(error), `held at ${held}: ${error?.stack}`).to.equal(true);
        }
        // Whatever came of it, the next deploy makes it whole.
        expect(['changed', 'unchanged']).to.contain((await deploy(org)).outcome);
      } finally {
        await org.stop();
      }
    }
  });
});
