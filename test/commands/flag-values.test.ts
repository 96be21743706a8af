import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import CertificateRotate from '../../plugin/commands/frontline/certificate/rotate.ts';
import SsoDelete from '../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import SsoGenerate from '../../plugin/commands/frontline/sso/generate.ts';
import SsoPreview from '../../plugin/commands/frontline/sso/preview.ts';
import SsoVerify from '../../plugin/commands/frontline/sso/verify.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';
import { REALM_SID, startDeployedOrg } from '../support/deployed-org.ts';
import { captured, errorOf, resultOf, runCommand, type CommandClass } from '../support/run-command.ts';

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

describe('a flag with an empty text, which a shell variable that is not set leads to,', () => {
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
      'profile',
      'permission-set',
    ],
    SsoExport: ['output-dir', 'app-name'],
    SsoGenerate: ['output-dir', 'attribute'],
    SsoPreview: ['definition-file'],
    SsoVerify: ['username', 'twilio-user', 'response-file'],
  };
  for (const [name, command] of Object.entries(COMMANDS)) {
    it(`is a wrong flag, with ${name}`, async () => {
      org.clearLog();
      for (const flag of flags[name] ?? []) {
        for (const value of ['', ' ']) {
          const error = errorOf<unknown>(await runCommand(command, org, `--${flag}`, value));
          expect(error, flag).to.include({ name: 'FlagEmptyError', exitCode: 2 });
          expect(error.message).to.contain(`The flag --${flag} has an empty value.`);
          expect(error.actions?.join()).to.contain('shell variable');
        }
      }
      // The requests come from the Salesforce libraries, for the flag that names the org.
      expect(org.log.filter(({ method }) => method !== 'GET')).to.deep.equal([]);
    });
  }

  it('is also a wrong flag if the Salesforce libraries parse it', async () => {
    for (const flag of ['wait', 'api-version']) {
      expect(errorOf(await captured(SsoDeploy, [`--${flag}`, ''])).exitCode, flag).to.equal(2);
    }
  });
});

describe('flags that contradict each other or themselves', () => {
  const cases: Array<[flags: string[], name: string, words: string]> = [
    [
      ['--attribute', "team='a'", '--attribute', "team='b'"],
      'AttributeTwiceError',
      'team was given twice, with --attribute',
    ],
    [
      ['--attribute', "team='a'", '--attribute', "team='a'"],
      'AttributeTwiceError',
      'team was given twice, with --attribute',
    ],
    [
      ['--role', 'lead', '--attribute', "roles='agent'"],
      'AttributeTwiceError',
      'roles was given twice, with --role and with --attribute',
    ],
    [
      ['--attribute', 'team=north'],
      'AttributeInvalidError',
      '"team=north" is not an attribute: north is neither a text in quotes nor a field',
    ],
    [['--role', "O'Brien"], 'RoleInvalidError', `"O'Brien" cannot be a role: a role holds no quotes.`],
  ];
  for (const [flags, name, words] of cases) {
    it(`are wrong: ${flags.join(' ')}`, async () => {
      const org = await startEmulatedOrg();
      try {
        for (const command of [SsoDeploy, SsoPreview] as Array<CommandClass<unknown>>) {
          const error = errorOf<unknown>(await runCommand(command, org, ...flags));
          expect(error).to.include({ name, exitCode: 2 });
          expect(error.message).to.contain(words);
        }
        expect(org.log.filter(({ method }) => method !== 'GET')).to.deep.equal([]);
      } finally {
        await org.stop();
      }
    });
  }

  it('are named without their values, since that of an org is no text', async () => {
    const org = await startEmulatedOrg();
    try {
      const error = errorOf<unknown>(
        await runCommand(SsoDeploy as CommandClass<unknown>, org, '--definition-file', 'd.json'),
      );
      expect(error.message)
        .to.contain('--target-org cannot also be provided when using --definition-file')
        .and.not.contain('object Object');
      expect(error.exitCode).to.equal(2);
    } finally {
      await org.stop();
    }
  });
});

describe('a flag that changes nothing', () => {
  let org: EmulatedOrg;

  before(async () => {
    org = await startDeployedOrg({ identityProvider: 'off' });
  });
  after(() => org.stop());

  it('is reported: --certificate-name without --replace-certificate', async () => {
    for (const command of [SsoDeploy, SsoPreview] as Array<CommandClass<unknown>>) {
      const run = await runCommand(command, org, '--certificate-name', 'Newer');
      resultOf(run);
      expect((run.stdout + run.stderr).replace(/\s+/g, ' ').replaceAll(' › ', ' ')).to.contain(
        'signs with "SalesforceSSO", which is kept. To switch it to "Newer", add --replace-certificate.',
      );
    }
    const same = await runCommand(SsoDeploy, org, '--certificate-name', 'SalesforceSSO');
    expect(same.stderr).not.to.contain('--replace-certificate');
  });

  it('is not --verify: after it, the command does not propose to prove the sign-in again', async () => {
    expect((await runCommand(SsoDeploy, org, '--verify')).stdout).not.to.contain('sf frontline sso verify');
  });
});

describe('a Realm SID', () => {
  let org: EmulatedOrg;

  before(async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
  });
  after(() => org.stop());

  it('that is missing or wrong is looked up on a page of the Console, whose address the error has', async () => {
    for (const flags of [[], ['--realm-sid', 'JB0123']]) {
      const error = errorOf(await runCommand(SsoPreview, org, ...flags));
      expect(error).to.include({ exitCode: 2 });
      expect(error.actions?.join()).to.contain(frontline.consoleUrl);
    }
  });

  it('with capitals is used as it was given, with a warning', async () => {
    const capitals = 'JB0123456789ABCDEF0123456789abcdef';
    for (const command of [SsoDeploy, SsoPreview] as Array<CommandClass<unknown>>) {
      const run = await runCommand(command, org, '--realm-sid', capitals);
      expect(JSON.stringify(resultOf(run))).to.contain(capitals);
      expect(run.stderr.replace(/\s+/g, ' ').replaceAll(' › ', ' '))
        .to.contain(`The Realm SID ${capitals} has capital letters among its digits`)
        .and.contain(frontline.consoleUrl);
    }
    const usual = await runCommand(SsoPreview, org, '--realm-sid', REALM_SID);
    expect(usual.stderr).not.to.contain('capital letters');
  });
});

describe('a source folder that does not exist', () => {
  it('is a wrong flag', async () => {
    const org = await startEmulatedOrg();
    try {
      for (const command of [SsoDeploy, SsoPreview, SsoDelete] as Array<CommandClass<unknown>>) {
        const error = errorOf<unknown>(await runCommand(command, org, '--source-dir', 'nowhere'));
        expect(error, command.name).to.include({ name: 'SourceDirMissingError', exitCode: 2 });
      }
    } finally {
      await org.stop();
    }
  });
});

describe('a source folder that is no folder', () => {
  it('is reported in a sentence', async () => {
    const org = await startEmulatedOrg();
    const folder = await mkdtemp(join(tmpdir(), 'frontline-source-'));
    const file = join(folder, 'file');
    await writeFile(file, '');
    try {
      const error = errorOf(await runCommand(SsoPreview, org, '--realm-sid', REALM_SID, '--source-dir', file));
      expect(error).to.include({ name: 'SourceUnreadableError', exitCode: 1 });
      expect(error.message).to.contain(`"${file}" cannot be read as Salesforce source: it is a file, not a folder.`);
      expect(error.actions?.join()).to.contain('--source-dir');
    } finally {
      await org.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
