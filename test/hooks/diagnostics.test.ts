import { expect } from 'chai';
import { Lifecycle } from '@salesforce/core';
import { diagnose, type DiagnosisParts, type Doctor } from '../../plugin/hooks/diagnostics.ts';
import { installTransport } from '../../plugin/salesforce/api/transport.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { ageCertificate } from '../support/rotation.ts';

type Diagnosis = { statuses: string[]; suggestions: string[]; data: unknown[] };

async function diagnosisOf(targetOrg: string | undefined, parts: DiagnosisParts = {}): Promise<Diagnosis> {
  const diagnosis: Diagnosis = { statuses: [], suggestions: [], data: [] };
  const lifecycle = Lifecycle.getInstance();
  lifecycle.removeAllListeners('Doctor:diagnostic');
  lifecycle.on('Doctor:diagnostic', ({ status }: { status: string }) => {
    diagnosis.statuses.push(status);
    return Promise.resolve();
  });
  const doctor: Doctor = {
    addPluginData: (_name, data) => void diagnosis.data.push(data),
    addSuggestion: (suggestion) => void diagnosis.suggestions.push(suggestion),
  };
  await diagnose({ doctor }, { readDefaultOrg: () => Promise.resolve(targetOrg), ...parts });
  return diagnosis;
}

describe('sf doctor', () => {
  let org: EmulatedOrg;

  async function start(days: number): Promise<void> {
    org = await startDeployedOrg({ identityProvider: 'off' });
    ageCertificate(org, 'SalesforceSSO', days);
  }

  afterEach(async () => {
    Lifecycle.getInstance().removeAllListeners('Doctor:diagnostic');
    await org.stop();
  });

  it('passes the default org while its certificate lasts', async () => {
    await start(0);
    const { statuses, suggestions, data } = await diagnosisOf(org.token);
    expect(statuses).to.deep.equal(['pass']);
    expect(suggestions).to.deep.equal([]);
    expect(data).to.have.nested.property('[0].certificate.name', 'SalesforceSSO');
  });

  it('warns near the end, fails after it, says what to do, and shows no token', async () => {
    for (const [days, status] of [
      [320, 'warn'],
      [400, 'fail'],
    ] as const) {
      await start(days);
      const diagnosis = await diagnosisOf(org.token);
      expect(diagnosis.statuses).to.deep.equal([status]);
      expect(diagnosis.suggestions.join()).to.contain('sf frontline certificate rotate');
      expect(JSON.stringify(diagnosis)).not.to.contain(org.token.split('!')[1]);
      await org.stop();
    }
    await start(0);
  });

  it('knows nothing without a default org, or of one that cannot be reached, and does not fail', async () => {
    await start(0);
    expect((await diagnosisOf(undefined)).suggestions.join()).to.contain('sf config set target-org');
    await org.stop();
    const { statuses, suggestions } = await diagnosisOf('nobody@example.invalid');
    expect(statuses).to.deep.equal(['unknown']);
    expect(suggestions.join()).to.contain('could not be read');
    await start(0);
  });

  it('fails with the reason, not for the org, if the libraries use another copy of the client', async () => {
    await start(0);
    for (const targetOrg of [org.token, undefined]) {
      const diagnosis = await diagnosisOf(targetOrg, { install: () => installTransport(class {}) });
      expect(diagnosis.statuses).to.deep.equal(['fail']);
      expect(diagnosis.suggestions.join()).to.contain('another copy of their client').and.contain('npm ls');
      expect(diagnosis.data).to.deep.equal([]);
    }
  });

  it('does not fail if the default org cannot be read', async () => {
    await start(0);
    const readDefaultOrg = (): Promise<never> => Promise.reject(new Error('config.json is no JSON\u001b[2J'));
    const { statuses, suggestions } = await diagnosisOf(undefined, { readDefaultOrg });
    expect(statuses).to.deep.equal(['unknown']);
    expect(suggestions.join()).to.contain(
      'The certificate of the default org could not be read: config.json is no JSON\\u{1b}[2J',
    );
  });
});
