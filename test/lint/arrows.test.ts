import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '..', '..');

/** Files by their path, with their text. */
type Files = Record<string, string>;

type Violation = { from: string; to: string; rule: { name: string } };

/** The violations in a tree of files, in order. The tree is laid in a folder that is deleted afterwards. */
async function violationsIn(files: Files): Promise<string[]> {
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

const THING = 'export type Thing = string;\n';

/** The text of a file that imports a type. */
const type = (path: string): string =>
  `import type { Thing as Imported } from '${path}';\nexport type Thing = Imported;\n`;

/** Trees whose files do not meet, with the violations in them. */
const TREES: Record<string, { files: Files; violations: string[] }> = {
  'refuse an import against the direction, also of a type': {
    files: {
      'plugin/saml/checks/role.ts': type('../../salesforce/org/app.ts'),
      'plugin/salesforce/org/app.ts': type('../source/folder.ts'),
      'plugin/salesforce/source/folder.ts': THING,
      'plugin/text/words.ts': type('../twilio/realm.ts'),
      'plugin/twilio/realm.ts': THING,
    },
    violations: [
      'arrows-of-everybody: plugin/text/words.ts → plugin/twilio/realm.ts',
      'arrows-of-salesforce/org: plugin/salesforce/org/app.ts → plugin/salesforce/source/folder.ts',
      'arrows-of-saml/checks: plugin/saml/checks/role.ts → plugin/salesforce/org/app.ts',
    ],
  },
  'refuse two files that import each other, also for a type alone': {
    files: {
      'plugin/setup/plan/one.ts': type('./two.ts'),
      'plugin/setup/plan/two.ts': type('./one.ts'),
    },
    violations: ['no-circle: plugin/setup/plan/one.ts → plugin/setup/plan/two.ts'],
  },
  'refuse the plugin in an emulator, and tests in the plugin': {
    files: {
      'test/org/plugin-user.ts': type('../../plugin/salesforce/org/profile.ts'),
      'plugin/salesforce/org/profile.ts': THING,
      'plugin/hooks/doctor.ts': type('../../test/support/example.ts'),
      'test/support/example.ts': THING,
    },
    violations: [
      'emulators-without-plugin: test/org/plugin-user.ts → plugin/salesforce/org/profile.ts',
      'plugin-without-tests: plugin/hooks/doctor.ts → test/support/example.ts',
    ],
  },
  'keep each emulator by itself, but for tests of Twilio that have the org write their responses': {
    files: {
      'test/org/state.ts': type('../support/thing.ts'),
      'test/twilio/state.ts': type('../org/state.ts'),
      'test/twilio/fixture.ts': type('../org/state.ts'),
      'test/twilio/pages.test.ts': type('../support/thing.ts'),
      'test/support/thing.ts': THING,
    },
    violations: [
      'emulated-org-by-itself: test/org/state.ts → test/support/thing.ts',
      'emulated-twilio-by-itself: test/twilio/state.ts → test/org/state.ts',
      'tests-of-emulated-twilio: test/twilio/pages.test.ts → test/support/thing.ts',
    ],
  },
  'refuse a room that says nothing of what it imports, and an import that is not found': {
    files: {
      'plugin/cellar/wine.ts': type('../http/bottle.ts'),
      'plugin/http/bottle.ts': `import './absent.ts';\n${THING}`,
    },
    violations: [
      'no-room-without-arrows: plugin/cellar/wine.ts → plugin/http/bottle.ts',
      'nothing-unresolvable: plugin/http/bottle.ts → ./absent.ts',
    ],
  },
  'refuse the libraries of Salesforce in the SAML library, also behind what every room may use': {
    files: {
      'plugin/saml.ts': type('./saml/report/line.ts'),
      'plugin/saml/report/line.ts': type('../../text/safe.ts'),
      'plugin/text/safe.ts': type('@salesforce/core'),
      'node_modules/@salesforce/core/package.json': '{ "name": "@salesforce/core", "main": "index.js" }',
      'node_modules/@salesforce/core/index.js': '',
    },
    violations: [
      'saml-without-platform: plugin/saml.ts → node_modules/@salesforce/core/index.js',
      'saml-without-platform: plugin/saml/report/line.ts → node_modules/@salesforce/core/index.js',
    ],
  },
  'let an import in their direction be': {
    files: {
      'plugin/commands/frontline/sso/deploy.ts': type('../../../setup/deploy/deploy-sso.ts'),
      'plugin/setup/deploy/deploy-sso.ts': type('../../salesforce/api/transport.ts'),
      'plugin/salesforce/api/transport.ts': type('../../http/http.ts'),
      'plugin/http/http.ts': type('../text/line.ts'),
      'plugin/text/line.ts': THING,
    },
    violations: [],
  },
};

describe('the arrows between the rooms', () => {
  let found: string[];

  before(async function () {
    this.timeout(60_000);
    // All trees at once, since the tool takes more than a second to start.
    found = await violationsIn(Object.assign({}, ...Object.values(TREES).map(({ files }) => files)) as Files);
  });

  for (const [title, { files, violations }] of Object.entries(TREES)) {
    it(title, () => {
      expect(
        found.filter((violation) => Object.keys(files).some((path) => violation.includes(`: ${path} `))),
      ).to.deep.equal(violations);
    });
  }

  it('are violated nowhere else in these trees', () => {
    expect(found).to.have.length(Object.values(TREES).flatMap(({ violations }) => violations).length);
  });
});
