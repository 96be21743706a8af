import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createOrgState } from './create-state.ts';

const run = promisify(execFile);
const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const [snippet = '', faultSnippet = ''] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code ?? '');

/** Runs a program of the README here, where the package is known by its name. */
async function output(code: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: import.meta.dirname });
  return stdout.trim();
}

describe('the README of the emulated org', () => {
  it('shows how a test starts one, in lines that run', async () => {
    expect(Number(await output(`${snippet}console.log(records.length);`))).to.be.greaterThan(2);
  });

  it('shows how to inject a fault, in a line that runs', async () => {
    const start =
      "import { startEmulatedOrg } from 'emulated-salesforce-org';\nconst org = await startEmulatedOrg();\n";
    expect(await output(`${start}${faultSnippet}console.log(fault.hits);\nawait org.stop();`)).to.equal('0');
  });

  it('has a row for every option, with its default first', () => {
    const { options } = createOrgState();
    const rows = new Map([...readme.matchAll(/^\| `(\w+)` +\| (.*?) +\|/gm)].map(([, name, values]) => [name, values]));
    expect(Object.keys(options).filter((name) => !rows.has(name))).to.deep.equal([]);
    for (const [name, value] of Object.entries(options)) {
      if (typeof value !== 'function' && name !== 'myDomain') {
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        expect(rows.get(name)?.startsWith(`\`${text}\``), `${name}: ${rows.get(name)}`).to.equal(true);
      }
    }
  });
});
