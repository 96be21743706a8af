import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { settle } from './options.ts';

const run = promisify(execFile);
const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');

/** The form of a request is told in words. */
function isForm(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value);
}

describe('the README of the emulated Twilio', () => {
  const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, lines]) => lines);

  it('shows how a test starts each of the two products', () => {
    expect(examples).to.have.lengthOf(2);
  });

  for (const [index, lines] of examples.entries()) {
    it(`shows it in lines that run (${index + 1})`, async () => {
      // Here the package is known by its name.
      const words = ['--input-type=module', '--eval', `${lines}console.log(page.status);`];
      const { stdout } = await run(process.execPath, words, { cwd: import.meta.dirname });
      expect(stdout.trim()).to.equal('200');
    });
  }

  it('has a row for every switch, with its default first', () => {
    const rows = new Map([...readme.matchAll(/^\| `(\w+)` +\| (.*?) +\|/gm)].map(([, name, values]) => [name, values]));
    const { switches } = settle({});
    expect([...rows.keys()]).to.have.members(Object.keys(switches));
    for (const [name, value] of Object.entries(switches).filter(([, value]) => !isForm(value))) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      expect(rows.get(name)?.startsWith(`\`${text}\``), `${name}: ${rows.get(name)}`).to.equal(true);
    }
  });
});
