import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import SsoGenerate from '../../plugin/commands/frontline/sso/generate.ts';
import { isSetupError } from '../../plugin/errors.ts';
import { readDefinitionFile } from '../../plugin/several-orgs/definition-file.ts';
import { readResponseFile } from '../../plugin/terminal/flags/response-file.ts';
import { REALM_SID, startDeployedOrg } from '../support/deployed-org.ts';
import { errorOf, runCommand } from '../support/run-command.ts';
import { itWith, systemHas } from '../support/system-abilities.ts';

/**
 * The error of a refusal. It must be one of the plugin's errors, in one sentence of a readable length. Below it, some errors
 * name faults, each in a line of a readable length.
 */
async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: Error) => reason,
  );
  if (error === undefined || !isSetupError(error)) {
    throw error ?? new Error('it was accepted');
  }
  expect(error.message).not.to.match(/\bat .*:\d+:\d+|call stack/);
  const [sentence = '', ...faults] = error.message.split('\n');
  expect(sentence.length).to.be.lessThan(4000);
  expect(faults.filter((fault) => !fault.startsWith('  ') || fault.length > 1000)).to.deep.equal([]);
  expect(faults.length).to.be.lessThan(1002);
  return `${error.name}: ${error.message}`;
}

/** A device that gives bytes without end. Windows has only one that gives nothing. */
const ENDLESS = process.platform === 'win32' ? devNull : '/dev/zero';

describe('a file that a flag names', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-files-'));
    file = join(folder, 'file');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const readers: Array<[name: string, read: (path: string) => Promise<unknown>, refusal: RegExp, largest: number]> = [
    ['--definition-file', readDefinitionFile, /^DefinitionUnreadableError: /, 4 * 1024 * 1024],
    ['--response-file', readResponseFile, /^ResponseFileUnreadableError: /, 64 * 1024 * 1024],
  ];
  for (const [flag, read, refusal, largest] of readers) {
    itWith('named-pipes', `is refused where it is a pipe, and nobody waits for it, with ${flag}`, async () => {
      execFileSync('mkfifo', [file]);
      expect(await refusalOf(read(file)))
        .to.match(refusal)
        .and.contain('no regular file');
    });

    it(`is refused if it is a folder or a device, with ${flag}`, async () => {
      expect(await refusalOf(read(folder))).to.match(refusal);
      expect(await refusalOf(read(ENDLESS))).to.match(refusal);
    });

    it(`is refused before it is read if it is too large, with ${flag}`, async () => {
      await writeFile(file, '');
      await truncate(file, 3 * 1024 ** 3);
      expect(await refusalOf(read(file)))
        .to.match(refusal)
        .and.contain(`more than ${largest}`);
    });

    it(`is refused if it has another encoding, with ${flag}`, async () => {
      await writeFile(file, Buffer.from('{"orgs":[{"org":"caf\u00e9"}]}', 'latin1'));
      expect(await refusalOf(read(file)))
        .to.match(refusal)
        .and.contain('not UTF-8');
    });
  }
});

describe('a hostile definition file', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-definition-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function read(content: string): Promise<unknown> {
    const path = join(folder, 'frontline-sso.json');
    await writeFile(path, content);
    return readDefinitionFile(path);
  }

  const orgs = (...names: string[]): string => JSON.stringify({ orgs: names.map((org) => ({ org })) });

  const contents: Array<[situation: string, content: string]> = [
    ['a prototype for an org', '{"orgs":[{"org":"a","__proto__":{"realmSid":"x"}}]}'],
    ['a prototype for all of it', '{"__proto__":{"orgs":[{"org":"a"}]}}'],
    ['a constructor among the defaults', '{"defaults":{"constructor":{"prototype":{}}},"orgs":[{"org":"a"}]}'],
    ['500,000 lists one in another', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['them in place of a name', `{"orgs":[{"org":${'['.repeat(500_000)}${']'.repeat(500_000)}}]}`],
    ['100,000 wrong orgs', `{"orgs":[${'{"bad":1,"worse":2},'.repeat(100_000)}{}]}`],
    ['an attribute with a control character', '{"orgs":[{"org":"a","attributes":{"key":"\'\\u0001\'"}}]}'],
    ['an attribute with half a character', '{"orgs":[{"org":"a","attributes":{"key":"\'\\ud800\'"}}]}'],
    ['two names that differ in case', orgs('North', 'north')],
    ['two ways to write one name', orgs('Zo\u00eb', 'Zoe\u0308')],
    ['names that differ in a last dot', orgs('a', 'a.')],
    ['text that is not JSON', '{"orgs": [secret'],
  ];
  for (const [situation, content] of contents) {
    it(`with ${situation} is refused`, async () => {
      expect(await refusalOf(read(content))).to.match(/^DefinitionInvalidError: /);
      expect(({} as Record<string, unknown>)['realmSid']).to.equal(undefined);
    });
  }

  it('can name no org whose folder would be outside the output folder', async () => {
    const out = resolve('/out');
    const part = fc.oneof(
      fc.constantFrom('..', '.', '/', '\\', '~', 'a', '%2e', '%2F', '\u0000', ' ', 'C:'),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        const name = parts.join('');
        const accepted = await read(orgs(name)).then(
          () => true,
          (error: Error) => !isSetupError(error),
        );
        // An accepted name is one part of a path. It is neither the folder itself nor the one above.
        expect(!accepted || (dirname(join(out, name)) === out && !/[/\\:\0]/.test(name)), name).to.equal(true);
      }),
      { numRuns: 200 },
    );
  });

  it('of any JSON is either read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const error = await read(JSON.stringify({ orgs: [value], defaults: value })).then(
          () => undefined,
          (reason: Error) => reason,
        );
        expect(error === undefined || isSetupError(error)).to.equal(true);
      }),
    );
  });
});

describe('what sso generate finds in its folder', () => {
  const path = join('connectedApps', 'Twilio_Frontline.connectedApp-meta.xml');

  itWith('links', 'is neither waited for nor read through a link, and counts as another content', async () => {
    const org = await startDeployedOrg();
    const folder = await mkdtemp(join(tmpdir(), 'frontline-generate-'));
    const generate = (name: string): ReturnType<typeof runCommand> =>
      runCommand(SsoGenerate, org, '--realm-sid', REALM_SID, '--output-dir', join(folder, name));
    const names = systemHas('named-pipes') ? ['pipe', 'link'] : ['link'];
    try {
      if (systemHas('named-pipes')) {
        await mkdir(join(folder, 'pipe', 'connectedApps'), { recursive: true });
        execFileSync('mkfifo', [join(folder, 'pipe', path)]);
      }
      await mkdir(join(folder, 'link', 'connectedApps'), { recursive: true });
      await writeFile(join(folder, 'precious'), 'untouched');
      await symlink(join(folder, 'precious'), join(folder, 'link', path));
      for (const name of names) {
        expect(errorOf(await generate(name)).name, name).to.equal('FilesDifferError');
      }
      expect(await readFile(join(folder, 'precious'), 'utf8')).to.equal('untouched');
    } finally {
      await org.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
