import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageZip } from '../../../plugin/salesforce/metadata/metadata-package.ts';
import { textOf } from '../../handover/page/page-text.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { connectionTo } from '../../support/connection.ts';
import { startDeployedOrg, verify } from '../../support/deployed-org.ts';
import {
  ACTIVATE,
  addServiceProvider,
  ageCertificate,
  certificatesIn,
  rotate,
  signingCertificate,
} from '../../support/rotation.ts';
import { resultOf } from '../../support/run-command.ts';

describe('certificate rotate', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startDeployedOrg({ identityProvider: 'off' });
  });

  afterEach(() => org.stop());

  it('creates a successor in an org that refuses its expiration date, in whatever words', async () => {
    Object.assign(org.state.options, { certificateExpirationDate: 'refused', refusalWording: 'other' });
    const { handOff, outcome } = resultOf(await rotate(org));
    expect([outcome, handOff?.certificate]).to.deep.equal(['changed', certificatesIn(org)['SalesforceSSO_2']]);
  });

  it('rotates the certificate in three steps, with a sign-in that works after each, and renews no key', async () => {
    const before = certificatesIn(org);
    const prepared = resultOf(await rotate(org));
    expect(prepared).to.include({ step: 'create', outcome: 'changed', phase: 'prepared' });
    const made = certificatesIn(org);
    expect(Object.keys(made)).to.deep.equal(['SalesforceSSO', 'SalesforceSSO_2']);
    expect(signingCertificate(org)).to.equal('SalesforceSSO');
    expect((await verify(org)).report.ok).to.equal(true);

    const switched = await rotate(org, ...ACTIVATE);
    expect(resultOf(switched)).to.include({ step: 'activate', outcome: 'changed', phase: 'switched' });
    expect(switched.exitCode).to.equal(0);
    expect(resultOf(switched).verification?.ok).to.equal(true);
    expect(signingCertificate(org)).to.equal('SalesforceSSO_2');
    expect(certificatesIn(org)).to.deep.equal(made);

    const retired = resultOf(await rotate(org, '--retire', '--no-prompt'));
    expect(retired).to.include({ step: 'retire', outcome: 'changed', phase: 'idle' });
    expect(certificatesIn(org)).to.deep.equal({ SalesforceSSO_2: made['SalesforceSSO_2'] });
    expect(made['SalesforceSSO']).to.equal(before['SalesforceSSO']);
    expect((await verify(org)).report.ok).to.equal(true);
  });

  it('hands over the successor, not the certificate in use', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'frontline-rotate-'));
    try {
      const run = await rotate(org, '--output-dir', folder);
      const successor = certificatesIn(org)['SalesforceSSO_2'] ?? '';
      expect(resultOf(run).handOff).to.include({ certificateName: 'SalesforceSSO_2', certificate: successor });
      expect(await readFile(join(folder, 'SalesforceSSO_2.pem'), 'utf8')).to.equal(successor);
      const values = JSON.parse(await readFile(join(folder, 'twilio-sso.json'), 'utf8')) as object;
      expect(values).to.deep.equal(resultOf(run).handOff);
      expect(run.stdout).to.contain('Written:').and.not.contain('BEGIN CERTIFICATE');
      expect(run.stdout).to.contain('refuses every sign-in between the paste and the switch');
      const page = textOf(await readFile(join(folder, 'twilio-sso.html'), 'utf8'));
      expect(page)
        .to.contain('Paste the new certificate only when you switch to it')
        .and.to.contain('The org still signs with "SalesforceSSO"')
        .and.to.contain(`${resultOf(run).nextCommand} `);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('hands the same successor over again in a second run, and deploys nothing', async () => {
    const first = resultOf(await rotate(org));
    const second = resultOf(await rotate(org));
    expect(second).to.include({ outcome: 'unchanged', phase: 'prepared' });
    expect(second.deployments).to.deep.equal([]);
    expect(second.handOff?.certificate).to.equal(first.handOff?.certificate);
    expect(Object.keys(certificatesIn(org))).to.have.length(2);
  });

  it('proves the sign-in again in a second activation, and deploys nothing', async () => {
    resultOf(await rotate(org));
    resultOf(await rotate(org, ...ACTIVATE));
    const again = resultOf(await rotate(org, '--activate'));
    expect(again).to.include({ outcome: 'unchanged', phase: 'switched' });
    expect(again.deployments).to.deep.equal([]);
    expect(again.verification?.ok).to.equal(true);
  });

  it('begins no further rotation right after the switch', async () => {
    resultOf(await rotate(org));
    resultOf(await rotate(org, ...ACTIVATE));
    const again = resultOf(await rotate(org));
    expect(again).to.include({ outcome: 'unchanged', phase: 'switched' });
    expect(again.handOff?.certificateName).to.equal('SalesforceSSO_2');
    expect(Object.keys(certificatesIn(org))).to.have.length(2);
  });

  it('has nothing left to do if the old certificate is deleted a second time', async () => {
    resultOf(await rotate(org));
    resultOf(await rotate(org, ...ACTIVATE));
    resultOf(await rotate(org, '--retire', '--no-prompt'));
    const again = await rotate(org, '--retire');
    expect(resultOf(again)).to.include({ outcome: 'unchanged', phase: 'idle' });
    expect(again.stdout.split('There is no old certificate to delete.')).to.have.lengthOf(2);
  });

  it('names the command that goes back, and it does', async () => {
    resultOf(await rotate(org));
    const switched = await rotate(org, ...ACTIVATE);
    expect(switched.stdout).to.match(/To go back[^]+--activate --certificate-name SalesforceSSO\n/);
    const old = resultOf(await rotate(org, '--certificate-name', 'SalesforceSSO'));
    expect(old.handOff?.certificate).to.equal(certificatesIn(org)['SalesforceSSO']);
    const back = resultOf(await rotate(org, ...ACTIVATE, '--certificate-name', 'SalesforceSSO'));
    expect(back.verification?.ok).to.equal(true);
    expect(signingCertificate(org)).to.equal('SalesforceSSO');
  });

  it('takes a successor with a name of its own, and names the old one in the next command', async () => {
    resultOf(await rotate(org, '--certificate-name', 'Frontline2028'));
    const named = ['--certificate-name', 'Frontline2028'];
    const switched = resultOf(await rotate(org, ...ACTIVATE, ...named));
    expect(switched.nextCommand).to.match(/--retire --certificate-name SalesforceSSO$/);
    resultOf(await rotate(org, '--retire', '--no-prompt', '--certificate-name', 'SalesforceSSO'));
    expect(Object.keys(certificatesIn(org))).to.deep.equal(['Frontline2028']);
  });

  it('names the successor and the app in the next command', async () => {
    ageCertificate(org, 'SalesforceSSO', 300);
    addServiceProvider(org, 'Acme_Frontline');
    org.state.components.delete('ConnectedApp:Twilio_Frontline');
    const app = ['--app-name', 'Acme_Frontline'];
    const named = [...app, '--certificate-name', 'Acme_2028'];
    const planned = resultOf(await rotate(org, ...named, '--status'));
    expect(planned.nextCommand).to.match(
      /rotate --target-org \S+ --app-name Acme_Frontline --certificate-name Acme_2028$/,
    );
    const prepared = resultOf(await rotate(org, ...named));
    expect(prepared.nextCommand).to.match(/ --app-name Acme_Frontline --activate --certificate-name Acme_2028$/);
    const switched = await rotate(org, ...ACTIVATE, ...named);
    expect(resultOf(switched).nextCommand).to.match(
      /--app-name Acme_Frontline --retire --certificate-name SalesforceSSO$/,
    );
    expect(switched.stdout).to.match(/To go back[^]+--app-name Acme_Frontline --certificate-name SalesforceSSO\n/);
    const old = ['--retire', '--no-prompt', '--certificate-name', 'SalesforceSSO'];
    const retired = resultOf(await rotate(org, ...app, ...old));
    expect(retired.nextCommand).to.match(/ --app-name Acme_Frontline$/);
  });

  it('says when the next rotation is due, if none is under way and none is due', async () => {
    const run = await rotate(org, '--status');
    expect(run.stdout)
      .to.match(/The next rotation is due from \d{4}-\d\d-\d\d, 60 days/)
      .and.not.contain('Next:');
    ageCertificate(org, 'SalesforceSSO', 310);
    expect((await rotate(org, '--status')).stdout)
      .to.contain('Next:')
      .and.not.contain('is due from');
  });

  it('names a deployment that is under way, whose end decides how far the rotation has come', async () => {
    const connection = await connectionTo(org);
    const component = { fullName: 'Other', document: { type: 'PermissionSet', content: { label: ['Other'] } } };
    const zip = await packageZip({ components: [component] }, connection.getApiVersion());
    org.state.options.pollsUntilDone = 5;
    const { id = '' } = await connection.metadata.deployRest(zip, { rollbackOnError: true, singlePackage: true });
    const run = await rotate(org, '--status');
    expect(resultOf(run)).to.deep.include({ underWay: [id] });
    expect(resultOf(run).nextCommand).to.match(new RegExp(`frontline sso deploy --target-org \\S+ --job-id ${id}$`));
    expect(run.stdout).to.contain('is under way').and.not.contain('No rotation is under way');
  });

  it('says that a successor with a name of its own is found only by that name', async () => {
    ageCertificate(org, 'SalesforceSSO', 300);
    resultOf(await rotate(org, '--certificate-name', 'Acme_2028'));
    const run = await rotate(org, '--status');
    expect(resultOf(run).phase).to.equal('idle');
    expect(run.stdout).to.contain('found only with --certificate-name');
    const named = resultOf(await rotate(org, '--status', '--certificate-name', 'Acme_2028'));
    expect(named).to.include({ phase: 'prepared' });
  });

  it('names the other service providers that a switch affects', async () => {
    addServiceProvider(org, 'Payroll');
    resultOf(await rotate(org));
    const run = await rotate(org, '--activate', '--dry-run');
    expect(resultOf(run).otherServiceProviders).to.deep.equal(['Payroll']);
    expect(run.stdout).to.contain('Other service providers of the org trust the same certificate: Payroll');
  });

  for (const [situation, options, verdict, exitCode] of [
    ['Twilio would refuse the sign-in', { responseFault: 'no-roles' }, 'refuted', 1],
    ['the sign-in is not proven', { loginInterruption: 'mfa' }, 'not-proven', 5],
  ] as const) {
    it(`ends with exit code ${exitCode} and the way back if ${situation} after the switch`, async () => {
      resultOf(await rotate(org, '--certificate-name', 'Acme_2028'));
      Object.assign(org.state.options, options);
      const run = await rotate(org, ...ACTIVATE, '--certificate-name', 'Acme_2028');
      expect(resultOf(run).verification?.verdict).to.equal(verdict);
      expect(run.exitCode).to.equal(exitCode);
      expect(signingCertificate(org)).to.equal('Acme_2028');
      expect(run.stdout).to.contain('To go back');
      expect(run.stdout).not.to.match(/sso verify .*--certificate-name/);
      expect(run.stderr).to.contain(
        verdict === 'refuted' ? 'The sign-in test did not pass.' : 'The sign-in test proved nothing.',
      );
    });
  }

  for (const steps of [[], ['create'], ['create', 'activate']]) {
    it(`says how far it has come, and the next command, after ${steps.join(' and ') || 'nothing'}`, async () => {
      for (const step of steps) {
        resultOf(await rotate(org, ...(step === 'activate' ? ACTIVATE : [])));
      }
      org.clearLog();
      const { phase, nextCommand } = resultOf(await rotate(org, '--status'));
      const expected = [
        ['idle', /rotate --target-org \S+$/],
        ['prepared', /--activate --certificate-name SalesforceSSO_2$/],
        ['switched', /--retire --certificate-name SalesforceSSO$/],
      ][steps.length];
      expect(phase).to.equal(expected?.[0]);
      expect(nextCommand).to.match(expected?.[1] as RegExp);
      expect(org.log.filter(({ operation }) => /deployRequest/.test(operation))).to.deep.equal([]);
    });
  }

  it('changes nothing in a dry run of any step', async () => {
    const fresh = certificatesIn(org);
    expect(resultOf(await rotate(org, '--dry-run')).outcome).to.equal('validated');
    expect(certificatesIn(org)).to.deep.equal(fresh);
    resultOf(await rotate(org));
    const prepared = certificatesIn(org);
    expect(resultOf(await rotate(org, '--activate', '--dry-run')).outcome).to.equal('validated');
    expect(signingCertificate(org)).to.equal('SalesforceSSO');
    resultOf(await rotate(org, ...ACTIVATE));
    expect(resultOf(await rotate(org, '--retire', '--dry-run')).outcome).to.equal('validated');
    expect(certificatesIn(org)).to.deep.equal(prepared);
  });
});
