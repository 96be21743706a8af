import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { settle } from './options.ts';

const run = promisify(execFile);
const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');

describe('the README of the emulated Twilio', () => {
  it('shows how a test starts one, in lines that run', async () => {
    const code = `${/```js\n(.*?)```/s.exec(readme)?.[1]}console.log(page.status);`;
    // Here the package is known by its name.
    const words = ['--input-type=module', '--eval', code];
    const { stdout } = await run(process.execPath, words, { cwd: import.meta.dirname });
    expect(stdout.trim()).to.equal('200');
  });

  it('has a row for every switch, with its default first', () => {
    const rows = new Map([...readme.matchAll(/^\| `(\w+)` +\| (.*?) +\|/gm)].map(([, name, values]) => [name, values]));
    const { switches } = settle({});
    expect([...rows.keys()]).to.have.members(Object.keys(switches));
    for (const [name, value] of Object.entries(switches).filter(([name]) => name !== 'request')) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      expect(rows.get(name)?.startsWith(`\`${text}\``), `${name}: ${rows.get(name)}`).to.equal(true);
    }
  });
});
