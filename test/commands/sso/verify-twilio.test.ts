import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import SsoVerify from '../../../plugin/commands/frontline/sso/verify.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { errorOf, runCommand } from '../../support/run-command.ts';

const SECRET = 'a-secret-of-the-account';

describe('sso verify --twilio-user', () => {
  let org: EmulatedOrg;
  let folder: string;

  beforeEach(async () => {
    org = await startEmulatedOrg();
    folder = await mkdtemp(join(tmpdir(), 'frontline-verify-twilio-'));
  });
  afterEach(async () => {
    for (const name of ['TWILIO_API_KEY', 'TWILIO_API_SECRET', 'TWILIO_CONFIG_DIR']) {
      delete process.env[name];
    }
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The org is asked who the user of the flag is and what the org can do, but nothing about the setup. */
  const askedForSetup = (): boolean => org.log.some(({ operation }) => /readMetadata|listMetadata/.test(operation));

  it('ends with an error if there are no credentials, before it inspects the org', async () => {
    const error = errorOf(await runCommand(SsoVerify, org, '--twilio-user', 'ada@example.com'));
    expect(error).to.include({ name: 'TwilioCredentialsMissingError', exitCode: 2 });
    expect(error.actions?.join()).to.include('TWILIO_API_KEY').and.include('--twilio-profile');
    expect(askedForSetup()).to.equal(false);
  });

  it('uses the named profile instead of the environment, and prints no value of either', async () => {
    process.env['TWILIO_API_KEY'] = 'SK0123456789abcdef0123456789abcdef';
    process.env['TWILIO_API_SECRET'] = SECRET;
    process.env['TWILIO_CONFIG_DIR'] = folder;
    const profiles = { work: { apiKey: 'SKfedcba9876543210fedcba9876543210', apiSecret: SECRET } };
    await writeFile(join(folder, 'config.json'), JSON.stringify({ profiles }));
    for (const json of [[], ['--json']]) {
      const run = await runCommand(SsoVerify, org, '--twilio-user', 'ada', '--twilio-profile', 'play', ...json);
      expect(run.stdout + run.stderr + String(run.error?.stack)).not.to.include(SECRET);
      expect(JSON.stringify([run.error?.name ?? '', run.stdout])).to.include('TwilioProfileMissingError');
    }
    expect(askedForSetup()).to.equal(false);
  });

  it('is needed for --twilio-profile, and cannot be combined with --explain', async () => {
    const alone = errorOf(await runCommand(SsoVerify, org, '--twilio-profile', 'work'));
    expect(alone.message).to.include('--twilio-user');
    const both = errorOf(await runCommand(SsoVerify, org, '--explain', '70004', '--twilio-user', 'ada'));
    expect(both.message).to.include('--twilio-user');
  });
});
