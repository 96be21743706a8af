import { expect } from 'chai';
import { newCertificate } from '../../plugin/salesforce/org/certificate.ts';
import { readIdentityProvider } from '../../plugin/salesforce/org/identity-provider.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import type { OrgOptions } from '../org/state.ts';
import { connectionTo } from '../support/connection.ts';
import { cleanUp } from './clean-up.ts';
import { commandsIn } from './emulated-runner.ts';
import { outcomeOf, productionReason } from './live-org.ts';
import { openOrg, type OrgUnderTest } from './org-under-test.ts';
import { shippedSetup } from './own-metadata.ts';
import type { Situation } from './situation.ts';
import { certificateSituations } from './situations/certificates.ts';
import { identityProviderSituations } from './situations/identity-provider.ts';
import { setupSituations } from './situations/setup.ts';
import { runSuite, type SuiteOptions } from './suite.ts';

const BROKEN: Situation = { title: 'a broken one', run: () => Promise.reject(new Error('it broke')) };
const UP_TO_THE_SETUP = [...certificateSituations, ...identityProviderSituations, ...setupSituations.slice(0, 1)];

describe('a run of the suite', () => {
  let emulated: EmulatedOrg;
  let org: OrgUnderTest;
  let lines: string[];

  beforeEach(async () => {
    lines = [];
    emulated = await startEmulatedOrg({ identityProvider: 'off', deletedCertificateRows: 'hidden' });
    org = await openOrg(await connectionTo(emulated), commandsIn(emulated));
  });

  afterEach(async () => {
    await org.close();
    await emulated.stop();
  });

  function options(more: Partial<SuiteOptions> = {}): SuiteOptions {
    return { keep: false, isInterrupted: () => false, onStep: (line) => void lines.push(line), ...more };
  }

  function madeByRun(): string[] {
    return [...emulated.state.components.keys()].filter((key) => key.includes(org.names.prefix));
  }

  it('goes on after a failure, reports it, and deletes what it made', async () => {
    const report = await runSuite(org, options(), [BROKEN, ...UP_TO_THE_SETUP]);
    expect(report).to.deep.equal({ passed: UP_TO_THE_SETUP.length, failed: [BROKEN.title], skipped: 0, left: [] });
    expect(lines[0]).to.equal('FAILED  a broken one: it broke');
    expect(madeByRun()).to.deep.equal([]);
  });

  it('ends after the current step if it is interrupted, and deletes what it made', async () => {
    const report = await runSuite(org, options({ isInterrupted: () => lines.length === 7 }), UP_TO_THE_SETUP);
    expect(report).to.deep.include({ passed: 7, skipped: 1, left: [] });
    expect(madeByRun()).to.deep.equal([]);
  });

  it('keeps what it made when it is told to, and a later clean-up deletes it', async () => {
    await runSuite(org, options({ keep: true }), UP_TO_THE_SETUP);
    expect(madeByRun().length).to.be.greaterThan(4);
    expect(await cleanUp(org)).to.deep.equal([]);
    expect(madeByRun()).to.deep.equal([]);
  });

  it('gives an identity provider that was off its former certificate back', async () => {
    const content = { certificateName: ['SalesforceSSO'], enableIdentityProvider: ['false'] };
    const off = { fullName: 'IdentityProvider', document: { type: 'IdentityProviderSettings', content } };
    const existing = newCertificate('SalesforceSSO', (await shippedSetup()).certificate.content, new Date());
    await org.deploy({ components: [existing, off] });
    const found = await readIdentityProvider(org.connection);
    const again = await openOrg(org.connection, commandsIn(emulated));
    const { failed, left } = await runSuite(again, options(), UP_TO_THE_SETUP);
    await again.close();
    expect({ failed, left }).to.deep.equal({ failed: [], left: [] });
    expect(found).to.deep.equal({ enabled: false, certificateName: 'SalesforceSSO' });
    expect(await readIdentityProvider(org.connection)).to.deep.equal(found);
  });

  it('names what it could not delete', async () => {
    await runSuite(org, options({ keep: true }), UP_TO_THE_SETUP);
    emulated.state.options.missingPermissions = ['CustomizeApplication'];
    const { left } = await runSuite(org, options(), []);
    expect(left.join()).to.contain(`Certificate ${org.names.certificate}`).and.to.contain('Customize Application');
  });
});

describe('an org that the suite may be run against', () => {
  for (const [kind, refused] of [
    ['production', true],
    ['developer', false],
    ['sandbox', false],
    ['scratch', false],
  ] as Array<[NonNullable<OrgOptions['kind']>, boolean]>) {
    it(`is ${refused ? 'never, without a word, ' : 'also '}one of the kind ${kind}`, async () => {
      const emulated = await startEmulatedOrg({ kind });
      const reason = await productionReason(await connectionTo(emulated));
      await emulated.stop();
      expect(reason).to.equal(refused ? 'it is a production org (Enterprise Edition)' : undefined);
    });
  }
});

describe('the answer of a command', () => {
  it('is its result, also if the command ends with an exit code other than 0', () => {
    const stdout = JSON.stringify({ status: 1, result: { ok: false } });
    expect(outcomeOf(stdout)).to.deep.equal({ outcome: 'succeeded', result: { ok: false } });
  });

  it('is its error by name', () => {
    const stdout = JSON.stringify({ name: 'AppMissingError', message: 'no app', status: 1 });
    expect(outcomeOf(stdout)).to.deep.equal({ outcome: 'failed', name: 'AppMissingError', message: 'no app' });
  });

  it('is a failure if there is no JSON', () => {
    expect(outcomeOf('')).to.include({ outcome: 'failed', name: 'NoAnswer' });
  });
});
