import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '..', '..');

type Violation = { from: string; to: string; rule: { name: string } };

/** Files by their path, with what they import, in a folder that is deleted afterwards. */
async function violationsIn(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'arrows-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const { summary } = JSON.parse(await cruise(folder)) as { summary: { violations: Violation[] } };
    return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs the tool in a process of its own, since it takes its paths from the working directory. */
function cruise(folder: string): Promise<string> {
  const tool = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(ROOT, '.dependency-cruiser.js');
  return new Promise((resolve, reject) =>
    execFile(
      process.execPath,
      [tool, '--config', config, '--output-type', 'json', '.'],
      { cwd: folder },
      // It ends with the number of violations.
      (error, stdout, stderr) => (stdout === '' ? reject(new Error(stderr, { cause: error })) : resolve(stdout)),
    ),
  );
}

const type = (path: string): string => `import type { Thing } from '${path}';\nexport type Other = Thing;\n`;
const THING = 'export type Thing = string;\n';

describe('the arrows between the rooms', () => {
  it('refuse an import against the direction, also of a type', async () => {
    expect(
      await violationsIn({
        'plugin/saml/checks/role.ts': type('../../salesforce/org/app.ts'),
        'plugin/salesforce/org/app.ts': type('../source/folder.ts'),
        'plugin/salesforce/source/folder.ts': THING,
        'plugin/text/words.ts': type('../twilio/realm.ts'),
        'plugin/twilio/realm.ts': THING,
      }),
    ).to.deep.equal([
      'arrows-of-everybody: plugin/text/words.ts → plugin/twilio/realm.ts',
      'arrows-of-salesforce/org: plugin/salesforce/org/app.ts → plugin/salesforce/source/folder.ts',
      'arrows-of-saml/checks: plugin/saml/checks/role.ts → plugin/salesforce/org/app.ts',
    ]);
  });

  it('refuse two files that import each other, also for a type alone', async () => {
    expect(
      await violationsIn({
        'plugin/setup/plan/one.ts': `${type('./two.ts')}${THING}`.replace('Thing }', 'Other as Thing }'),
        'plugin/setup/plan/two.ts': type('./one.ts'),
      }),
    ).to.deep.equal(['no-circle: plugin/setup/plan/one.ts → plugin/setup/plan/two.ts']);
  });

  it('refuse the plugin in an emulator, and tests in the plugin', async () => {
    expect(
      await violationsIn({
        'test/org/state.ts': type('../../plugin/salesforce/org/app.ts'),
        'plugin/salesforce/org/app.ts': THING,
        'plugin/hooks/doctor.ts': type('../../test/support/thing.ts'),
        'test/support/thing.ts': THING,
      }),
    ).to.deep.equal([
      'emulators-without-plugin: test/org/state.ts → plugin/salesforce/org/app.ts',
      'plugin-without-tests: plugin/hooks/doctor.ts → test/support/thing.ts',
    ]);
  });

  it('keep each emulator by itself, but for tests of Twilio that have the org write their responses', async () => {
    expect(
      await violationsIn({
        'test/org/state.ts': type('../support/thing.ts'),
        'test/twilio/state.ts': type('../org/state.ts').replace('Thing }', 'Other as Thing }'),
        'test/twilio/fixture.ts': type('../org/state.ts').replace('Thing }', 'Other as Thing }'),
        'test/twilio/pages.test.ts': type('../support/thing.ts'),
        'test/support/thing.ts': THING,
      }),
    ).to.deep.equal([
      'emulated-org-by-itself: test/org/state.ts → test/support/thing.ts',
      'emulated-twilio-by-itself: test/twilio/state.ts → test/org/state.ts',
      'tests-of-emulated-twilio: test/twilio/pages.test.ts → test/support/thing.ts',
    ]);
  });

  it('refuse a room that says nothing of what it imports, and an import that is not found', async () => {
    expect(
      await violationsIn({
        'plugin/cellar/wine.ts': type('../http/http.ts'),
        'plugin/http/http.ts': `import './absent.ts';\n${THING}`,
      }),
    ).to.deep.equal([
      'no-room-without-arrows: plugin/cellar/wine.ts → plugin/http/http.ts',
      'nothing-unresolvable: plugin/http/http.ts → ./absent.ts',
    ]);
  });

  it('let an import in their direction be', async () => {
    expect(
      await violationsIn({
        'plugin/commands/frontline/sso/deploy.ts': type('../../../setup/deploy/deploy-sso.ts'),
        'plugin/setup/deploy/deploy-sso.ts': type('../../salesforce/api/transport.ts').replace('Other', 'Thing2'),
        'plugin/salesforce/api/transport.ts': type('../../http/http.ts'),
        'plugin/http/http.ts': type('../text/words.ts'),
        'plugin/text/words.ts': THING,
      }),
    ).to.deep.equal([]);
  });
});
