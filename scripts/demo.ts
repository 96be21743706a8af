import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulatedOrg } from '../test/org/emulated-org.ts';

/**
 * Shows the main job to somebody without an org: starts an emulated one on this machine and runs the plugin's own
 * commands against it. Nothing leaves the machine.
 */
const REALM_SID = 'JB0123456789abcdef0123456789abcdef';
const RUN = join(import.meta.dirname, '..', 'bin', 'run.js');

const org = await startEmulatedOrg({ connectedAppCreation: 'allowed', deployDuration: 1500 });
const home = await mkdtemp(join(tmpdir(), 'frontline-demo-'));
const environment = {
  ...process.env,
  HOME: home,
  USERPROFILE: home,
  SF_ORG_INSTANCE_URL: org.url,
  SF_TARGET_ORG: org.token,
  SF_DISABLE_TELEMETRY: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
  SF_DISABLE_LOG_FILE: 'true',
  // The libraries warn of http, which is all that a loopback address needs.
  NODE_NO_WARNINGS: '1',
  http_proxy: '',
  https_proxy: '',
  HTTP_PROXY: '',
  HTTPS_PROXY: '',
};

try {
  console.log(`An emulated Salesforce org listens on ${org.url}; it stands for yours. Nothing leaves this machine.`);
  await run('What a deploy would change:', 'sso', 'preview', '--realm-sid', REALM_SID);
  await run('The deploy, and the values for Twilio:', 'sso', 'deploy', '--realm-sid', REALM_SID, '--verify');
  await run('The same once more, which changes nothing:', 'sso', 'deploy', '--realm-sid', REALM_SID);
  await run('The setup as it stands:', 'sso', 'display');
  console.log(
    `\nIn an org of yours it is: sf frontline sso deploy --target-org <your org> --realm-sid <your Realm SID>`,
  );
} finally {
  await org.stop();
  await rm(home, { recursive: true, force: true });
}

/** Runs one command as a user would, with its output on this screen. */
async function run(title: string, ...words: string[]): Promise<void> {
  console.log(`\n${'─'.repeat(100)}\n${title}\n\n  $ sf frontline ${words.join(' ')}\n`);
  const command = spawn(process.execPath, [RUN, 'frontline', ...words], { env: environment, stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve) => command.once('close', resolve));
  if (code !== 0) {
    throw new Error(`sf frontline ${words.join(' ')} ended with exit code ${code}`);
  }
}
