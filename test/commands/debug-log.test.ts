import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { REALM_SID, refuseSecrets } from '../support/deployed-org.ts';
import { logIn } from '../support/logged-in-orgs.ts';

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

describe('a command whose libraries log all they do', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg();
    await logIn(org, 'told');
  });

  afterEach(() => org.stop());

  async function everythingTold(...args: string[]): Promise<string> {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      SF_LOG_LEVEL: 'trace',
      SF_LOG_STDERR: 'true',
      DEBUG: '*',
      TWILIO_API_KEY: 'SK0123456789abcdef0123456789abcdef',
      TWILIO_API_SECRET: 'a-secret-of-the-account',
    };
    delete env['SF_ORG_INSTANCE_URL'];
    const child = spawn(process.execPath, [BIN, 'frontline', ...args, '--target-org', 'told'], { env });
    let told = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (told += chunk.toString()));
    }
    await once(child, 'close');
    return told;
  }

  it('holds neither a token, nor a front door, nor a response, nor the keys of Twilio', async function () {
    this.timeout(60_000);
    const told = await everythingTold('sso', 'deploy', '--realm-sid', REALM_SID, '--verify');
    expect(told).to.contain('The sign-in works');
    expect(told).to.match(/oclif:config|"level":10/);
    refuseSecrets(org, told);
    expect(told).not.to.contain('a-secret-of-the-account');
  });
});
