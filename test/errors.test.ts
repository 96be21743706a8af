import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ERROR_NAMES } from '../plugin/error-names.ts';

const ROOT = join(import.meta.dirname, '..');

function sourcesIn(directory: string): string {
  return readdirSync(join(ROOT, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'error-names.ts')
    .map((name) => readFileSync(join(ROOT, directory, name), 'utf8'))
    .join('\n');
}

describe('the texts of errors', () => {
  const headings = [...readFileSync(join(ROOT, 'messages/errors.md'), 'utf8').matchAll(/^# error\.(\S+)$/gm)].map(
    ([, name = '']) => name,
  );
  const names = headings.filter((name) => !name.endsWith('.actions'));
  const code = sourcesIn('plugin');

  it('say for every error what to do', () => {
    expect(names.filter((name) => !headings.includes(`${name}.actions`))).to.deep.equal([]);
  });

  it('have no list for a situation that the code does not know', () => {
    const situations = headings.flatMap((name) => /^\w+\.(\w+)\.actions$/.exec(name)?.[1] ?? []);
    expect(situations.filter((situation) => !code.includes(`situation: '${situation}'`))).to.deep.equal([]);
  });

  it('are all in use', () => {
    expect(names.filter((name) => !code.includes(`'${name}'`))).to.deep.equal([]);
  });

  it('are those of the names that the code knows, which the compiler holds it to', () => {
    expect(names).to.deep.equal(ERROR_NAMES);
  });
});
