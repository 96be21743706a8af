import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulatedOrg } from '../test/org/emulated-org.ts';

/**
 * Shows what the plugin does to somebody who has no org. It starts an emulated org on this machine and runs the
 * plugin's own commands against it. Nothing leaves the machine.
 */
const REALM_SID = 'JB0123456789abcdef0123456789abcdef';
const RUN = join(import.meta.dirname, '..', 'bin', 'run.js');

/** The alias of the org in the commands. */
const ALIAS = 'my-org';

const org = await startEmulatedOrg({ connectedAppCreation: 'allowed', deployDuration: 1500 });
const home = await mkdtemp(join(tmpdir(), 'frontline-demo-'));
Object.assign(process.env, {
  HOME: home,
  USERPROFILE: home,
  // Keeps the login's key in a file of that home, not in the keychain of this machine.
  SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  SF_DISABLE_DNS_CHECK: 'true',
  SF_DISABLE_TELEMETRY: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
  SF_DISABLE_LOG_FILE: 'true',
  // The libraries warn about http, which is safe at a loopback address.
  NODE_NO_WARNINGS: '1',
  http_proxy: '',
  https_proxy: '',
  HTTP_PROXY: '',
  HTTPS_PROXY: '',
});
// This is imported late, because the Salesforce libraries read the home and the proxies when they are loaded.
const { logIn } = await import('../test/support/logged-in-orgs.ts');

try {
  console.log(`An emulated Salesforce org listens on ${org.url}; it stands for yours. Nothing leaves this machine.`);
  await logIn(org, ALIAS, { username: org.username });
  await run('What a deploy would change:', 'sso', 'preview', '--realm-sid', REALM_SID);
  await run('The deploy, and the values for Twilio:', 'sso', 'deploy', '--realm-sid', REALM_SID, '--verify');
  await run('The same once more, which changes nothing:', 'sso', 'deploy', '--realm-sid', REALM_SID);
  await run('The setup as it stands:', 'sso', 'display');
  console.log(
    '\nThe emulated org ends here; the commands that are proposed above are for an org of yours, where it begins with\n' +
      '  sf frontline sso deploy --target-org <your org> --realm-sid <your Realm SID>',
  );
} finally {
  await org.stop();
  await rm(home, { recursive: true, force: true });
}

/** Runs one command as a user would, with its output on this screen. */
async function run(title: string, ...given: string[]): Promise<void> {
  const words = [...given, '--target-org', ALIAS];
  console.log(`\n${'─'.repeat(80)}\n${title}\n\n  $ sf frontline ${words.join(' ')}\n`);
  const command = spawn(process.execPath, [RUN, 'frontline', ...words], { stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve) => command.once('close', resolve));
  if (code !== 0) {
    throw new Error(`sf frontline ${words.join(' ')} ended with exit code ${code}`);
  }
}
