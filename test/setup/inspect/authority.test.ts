import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import CertificateDisplay from '../../../plugin/commands/frontline/certificate/display.ts';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../../plugin/commands/frontline/sso/display.ts';
import SsoExport from '../../../plugin/commands/frontline/sso/export.ts';
import SsoPreview from '../../../plugin/commands/frontline/sso/preview.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { REALM_SID } from '../../support/deployed-org.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

const REALM = ['--realm-sid', REALM_SID];
const NAME = 'Company_Sso';

describe('a certificate that an authority signs', () => {
  let org: EmulatedOrg;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-authority-'));
  });
  afterEach(async () => {
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function deploy(...flags: string[]): Promise<CommandRun<SsoDeployResult>> {
    return runCommand(SsoDeploy, org, ...REALM, ...flags);
  }

  const own = (): string => org.state.certificateKeys.get(NAME)?.certificatePem ?? '';
  const content = (): Map<string, Buffer> => org.state.components.get(`Certificate:${NAME}`)!.files;

  for (const certificateChain of [1, 2, 4]) {
    it(`is kept, proven and handed over alone, if the org holds ${certificateChain} certificates of its chain`, async () => {
      org = await startEmulatedOrg({ identityProvider: 'ca-signed', certificateChain });
      const { handOff, verification } = resultOf(await deploy('--verify', '--output-dir', folder));
      expect(handOff).to.deep.include({ certificateName: NAME, certificateCaSigned: true, certificate: own() });
      expect(verification?.ok).to.equal(true);
      expect(await readFile(join(folder, `${NAME}.pem`), 'utf8')).to.equal(own());
      expect(resultOf(await deploy()).outcome).to.equal('unchanged');
    });
  }

  it('is found wherever it is in its chain', async () => {
    org = await startEmulatedOrg({ identityProvider: 'ca-signed' });
    const chain = content()
      .get(`certs/${NAME}.crt`)!
      .toString('utf8')
      .match(/-----BEGIN[^]*?-----END CERTIFICATE-----/g);
    content().set(`certs/${NAME}.crt`, Buffer.from(chain!.reverse().join('\r\n')));
    expect(resultOf(await deploy()).handOff?.certificate).to.equal(own());
  });

  it('is told on the page, by sso display and by certificate display, with its own end', async () => {
    org = await startEmulatedOrg({ identityProvider: 'ca-signed' });
    const { handOff } = resultOf(await deploy('--output-dir', folder));
    const end = handOff!.certificateExpires.slice(0, 10);
    const page = (await readdir(folder)).find((name) => name.endsWith('.html'))!;
    expect(await readFile(join(folder, page), 'utf8')).to.match(
      /<dt>Signed by<\/dt>\s*<dd>A certificate authority\. The date below is that of this certificate/,
    );
    const display = await runCommand(CertificateDisplay, org);
    expect(resultOf(display).certificate).to.include({ caSigned: true });
    expect(display.stdout).to.contain(`"${NAME}" lasts until ${end}`).and.contain('A certificate authority signed it.');
    expect((await runCommand(SsoDisplay, org)).stdout).to.contain(`${NAME} (signed by a certificate authority)`);
    expect((await runCommand(SsoExport, org)).stdout).to.match(/Signed by +a certificate authority; the date below/);
  });

  it('is not said of one that the org made itself', async () => {
    org = await startEmulatedOrg({ identityProvider: 'on' });
    expect(resultOf(await deploy('--output-dir', folder)).handOff).not.to.have.property('certificateCaSigned');
    const page = (await readdir(folder)).find((name) => name.endsWith('.html'))!;
    expect(await readFile(join(folder, page), 'utf8')).not.to.contain('Signed by');
  });

  describe('and has not signed yet', () => {
    beforeEach(async () => {
      org = await startEmulatedOrg({ identityProvider: 'csr' });
    });

    it('is told before anything is changed', async () => {
      const error = errorOf(await deploy());
      expect(error).to.include({ name: 'CertificateNotSignedError', exitCode: 1 });
      expect(error.message).to.equal(
        `The certificate "${NAME}" is only a request so far: no certificate authority has answered it, or the answer was not uploaded.`,
      );
      expect(
        org.log.filter(({ method, path }) => method === 'POST' && !path.startsWith('/services/Soap')),
      ).to.deep.equal([]);
      const { stdout } = await runCommand(SsoPreview, org, ...REALM);
      expect(stdout).to.contain('is only a request so far');
    });

    it('is told by certificate display and sso display too', async () => {
      const run = await runCommand(CertificateDisplay, org);
      expect([resultOf(run).state, run.exitCode]).to.deep.equal(['unknown', 1]);
      expect(run.stdout).to.contain('it is a request that no certificate authority has answered. Look in Setup');
      expect((await runCommand(SsoDisplay, org)).stdout).to.contain(`${NAME} (it is a request that`);
    });

    it('is replaced by one of the org itself, if the user asks for it', async () => {
      const flags = ['--certificate-name', 'Own_One', '--replace-certificate', '--no-prompt'];
      expect(resultOf(await deploy(...flags)).handOff?.certificateName).to.equal('Own_One');
    });
  });

  it('stops a deploy too, if its content is no certificate', async () => {
    org = await startEmulatedOrg({ identityProvider: 'ca-signed' });
    content().set(`certs/${NAME}.crt`, Buffer.from('nothing of the kind'));
    expect(errorOf(await deploy()).name).to.equal('CertificateUnreadableError');
    expect(org.log.some(({ operation }) => operation.startsWith('POST'))).to.equal(false);
  });
});
