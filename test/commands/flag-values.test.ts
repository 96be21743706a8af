import { expect } from 'chai';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import CertificateRotate from '../../plugin/commands/frontline/certificate/rotate.ts';
import SsoDelete from '../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import SsoGenerate from '../../plugin/commands/frontline/sso/generate.ts';
import SsoPreview from '../../plugin/commands/frontline/sso/preview.ts';
import SsoVerify from '../../plugin/commands/frontline/sso/verify.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { captured, errorOf, runCommand, type CommandClass } from '../support/run-command.ts';

const COMMANDS = {
  AccessAssign,
  CertificateRotate,
  SsoDelete,
  SsoDeploy,
  SsoExport,
  SsoGenerate,
  SsoPreview,
  SsoVerify,
} as Record<string, CommandClass<unknown>>;

describe('a flag with an empty text, as a shell variable that is not set gives it,', () => {
  let org: EmulatedOrg;

  before(async () => {
    org = await startDeployedOrg();
  });
  after(() => org.stop());

  const flags: Record<string, string[]> = {
    AccessAssign: ['profile', 'permission-set', 'app-name'],
    CertificateRotate: ['output-dir', 'certificate-name', 'source-dir'],
    SsoDelete: ['source-dir', 'app-name'],
    SsoDeploy: [
      'output-dir',
      'job-id',
      'source-dir',
      'certificate-name',
      'realm-sid',
      'contact-email',
      'issuer',
      'role',
    ],
    SsoExport: ['output-dir', 'app-name'],
    SsoGenerate: ['output-dir', 'attribute'],
    SsoPreview: ['definition-file'],
    SsoVerify: ['username', 'twilio-user', 'response-file', 'explain'],
  };
  for (const [name, command] of Object.entries(COMMANDS)) {
    it(`is a wrong flag, with ${name}`, async () => {
      org.clearLog();
      for (const flag of flags[name] ?? []) {
        for (const value of ['', ' ']) {
          const error = errorOf<unknown>(await runCommand(command, org, `--${flag}`, value));
          expect(error, flag).to.include({ name: 'FlagEmptyError', exitCode: 2 });
          expect(error.message).to.contain(`The flag --${flag} was given an empty text.`);
          expect(error.actions?.join()).to.contain('shell variable');
        }
      }
      // What is asked are the Salesforce libraries' own questions, for the flag that names the org.
      expect(org.log.filter(({ method }) => method !== 'GET')).to.deep.equal([]);
    });
  }

  it('is one too where the Salesforce libraries parse it', async () => {
    for (const flag of ['wait', 'api-version']) {
      expect(errorOf(await captured(SsoDeploy, [`--${flag}`, ''])).exitCode, flag).to.equal(2);
    }
  });
});
