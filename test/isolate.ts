import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Context } from 'mocha';
import { setClock } from '../plugin/http/clock.ts';
import { reuseKeyPairs } from './org/certificate/certificate.ts';

/**
 * Cuts the tests off from the machine: a home of their own (auth files and caches of the Salesforce libraries), no
 * proxies (read once at import, honoured even for localhost), no telemetry, no colours. Loaded before every test file.
 */
const home = mkdtempSync(join(tmpdir(), 'frontline-test-home-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

/**
 * What Node.js, Mocha and the shells of a few tests need of the environment. The Salesforce libraries list all of it for
 * every value of their configuration, and npm adds many variables, so each one less makes every command faster.
 */
const NEEDED =
  /^(?:PATH|PATHEXT|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|TEMP|TMP|TMPDIR|LANG|TZ|NODE_OPTIONS|NODE_V8_COVERAGE|MOCHA_WORKER_ID)$/i;

for (const name of Object.keys(process.env).filter((known) => !NEEDED.test(known))) {
  delete process.env[name];
}
Object.assign(process.env, {
  HOME: home,
  USERPROFILE: home,
  CI: 'true',
  NO_COLOR: '1',
  // Sentences stay whole, so that tests can look for them. Tests of the layout choose a width.
  OCLIF_COLUMNS: '1000',
  SF_DISABLE_TELEMETRY: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
  SF_DISABLE_DNS_CHECK: 'true',
  SF_DISABLE_LOG_FILE: 'true',
  SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
});

// Processes that tests start load the same libraries again and again. Coverage would be less exact with compiled code.
if (process.env['NODE_V8_COVERAGE'] === undefined) {
  process.env['NODE_COMPILE_CACHE'] = join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled');
}

// A plain object is listed in a hundredth of the time. Modules that import `env` by its name have the one above.
process.env = { ...process.env };

/** More than the certificates of any one org, which must differ. */
const KEY_PAIRS = 5;

// Making a key pair takes a good part of a second, and almost no test cares which it is.
reuseKeyPairs(KEY_PAIRS);

export const mochaHooks = {
  /** With `--parallel`, this is after each file: a clock on which waits took no time is ahead for the files behind it. */
  afterAll(): void {
    setClock();
  },
  /** Mocha hands an error over from a process of `--parallel` without its cause, so the stack tells it there. */
  afterEach(this: Context): void {
    const error = this.currentTest?.err;
    if (error?.cause !== undefined && process.env['MOCHA_WORKER_ID'] !== undefined) {
      error.stack = inspect(error);
    }
  },
};
