import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '..', '..');

type Named = { name: string };
type Issues = { file: string } & Record<'files' | 'exports' | 'dependencies' | 'unlisted', Named[]>;

/** What knip finds with the project's own settings in a project of a few files. */
async function unusedIn(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'unused-'));
  try {
    await writeFile(join(folder, 'knip.jsonc'), await readFile(join(ROOT, 'knip.jsonc')));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const { issues } = JSON.parse(await knip(folder)) as { issues: Issues[] };
    return issues
      .flatMap((issue) =>
        (['files', 'exports', 'dependencies', 'unlisted'] as const).flatMap((kind) =>
          issue[kind].map(({ name }) => `${kind}: ${name} (${issue.file})`),
        ),
      )
      .sort();
  } finally {
    await rm(folder, { recursive: true });
  }
}

function knip(folder: string): Promise<string> {
  const tool = join(ROOT, 'node_modules/knip/bin/knip.js');
  return new Promise((resolve, reject) =>
    execFile(process.execPath, [tool, '--reporter', 'json'], { cwd: folder }, (error, stdout, stderr) =>
      stdout === '' ? reject(new Error(stderr, { cause: error })) : resolve(stdout),
    ),
  );
}

describe('the search for what is unused', () => {
  it('reports a file, an export and a package that nobody uses, and a package that is not declared', async () => {
    const unused = await unusedIn({
      'package.json': JSON.stringify({ name: 'sample', type: 'module', dependencies: { saxes: '^6.0.0' } }),
      'plugin/commands/deploy.ts':
        "import { used } from '../used.ts';\nimport { hoisted } from 'hoisted';\nhoisted(used);\n",
      'plugin/used.ts': 'export const used = 1;\nexport const unused = 2;\n',
      'plugin/forgotten.ts': 'export const forgotten = 3;\n',
    });
    expect(unused).to.deep.equal([
      'dependencies: saxes (package.json)',
      'exports: unused (plugin/used.ts)',
      'files: plugin/forgotten.ts (plugin/forgotten.ts)',
      'unlisted: hoisted (plugin/commands/deploy.ts)',
    ]);
  });
});
