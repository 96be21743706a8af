import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '..', '..');

/** Violations that the text alone shows. */
const BAD_TEXT = `
import { Console } from 'node:console';
export function shown(thing: Console, unused: any) {
  console.log(thing);
}
`;

/** One violation of each kind that the types alone show. */
const BAD_TYPES = `
declare function start(): Promise<void>;
declare function read(): any;
declare const color: 'red' | 'green';
start();
const text: string = read();
if (start()) { throw 'text'; }
switch (color) {
  case 'red':
    break;
}
export const shown = \`\${{}}\${text}\`;
`;

/** The rules that a file breaks. It lies in a folder of its own, with the compiler's settings of this project. */
async function brokenRules(text: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rules-'));
  try {
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(ROOT, 'tsconfig.json'),
        compilerOptions: { rootDir: '.', types: [] },
        include: ['.'],
      }),
    );
    await writeFile(join(folder, 'file.ts'), text);
    const { diagnostics } = JSON.parse(await oxlint(folder)) as { diagnostics: { code: string }[] };
    return [...new Set(diagnostics.map(({ code }) => code))].sort();
  } finally {
    await rm(folder, { recursive: true });
  }
}

function oxlint(folder: string): Promise<string> {
  const tool = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const flags = ['--config', join(ROOT, '.oxlintrc.json'), '--format', 'json', folder];
  return new Promise((resolve, reject) =>
    // It ends with 1 when it finds something.
    execFile(process.execPath, [tool, ...flags], { cwd: ROOT }, (error, stdout, stderr) =>
      stdout.startsWith('{') ? resolve(stdout) : reject(new Error(`${stdout}${stderr}`, { cause: error })),
    ),
  );
}

describe('the lint rules for all files', () => {
  it('report what the text shows', async () => {
    expect(await brokenRules(BAD_TEXT)).to.include.members([
      'eslint(no-console)',
      'eslint(no-unused-vars)',
      'typescript(consistent-type-imports)',
      'typescript(explicit-module-boundary-types)',
      'typescript(no-explicit-any)',
    ]);
  });

  it('report what only the types show', async () => {
    expect(await brokenRules(BAD_TYPES)).to.include.members([
      'typescript(no-floating-promises)',
      'typescript(no-misused-promises)',
      'typescript(no-unsafe-assignment)',
      'typescript(only-throw-error)',
      'typescript(restrict-template-expressions)',
      'typescript(switch-exhaustiveness-check)',
    ]);
  });

  it('let a good file be', async () => {
    expect(await brokenRules('export const sum = (a: number, b: number): number => a + b;\n')).to.deep.equal([]);
  });
});
