import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { writeResponse } from '../org/identity-provider/response.ts';
import { chromeHar } from './reading/browser-exports.ts';
import { signIn } from './sign-in.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');

/** The first program in the README that imports the library. */
const EXAMPLE = /```js\n((?:(?!```).)*sf-plugin-frontline\/saml.*?)```/s.exec(
  readFileSync(join(ROOT, 'README.md'), 'utf8'),
)?.[1];

/** Prints the address of every file that is loaded for the library. */
const LOADED = `
  import { registerHooks } from 'node:module';
  const addresses = [];
  registerHooks({ load: (address, context, next) => (addresses.push(address), next(address, context)) });
  const library = await import('sf-plugin-frontline/saml');
  console.log(JSON.stringify({ addresses, names: Object.keys(library) }));`;

/** The library as another program has it: built (\`npm test\` builds first), and found by its name. */
describe('the SAML library in another program', () => {
  let folder: string;

  before(async () => {
    expect(existsSync(join(ROOT, 'lib', 'saml.js')), 'the library must be built: npm run build').to.equal(true);
    folder = await mkdtemp(join(tmpdir(), 'frontline-library-'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(ROOT, join(folder, 'node_modules', 'sf-plugin-frontline'), 'junction');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function output(code: string): Promise<string> {
    await writeFile(join(folder, 'program.mjs'), code);
    const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: folder });
    return stdout.trim();
  }

  /** Writes the files that the example of the README reads. */
  async function capture(entityId: string): Promise<void> {
    const acsUrl = 'https://sp.example/acs';
    const now = new Date();
    const issuer = 'https://acme.my.salesforce.com';
    const { samlResponse } = writeResponse({ ...signIn, issuer, acsUrl, entityId, inResponseTo: undefined, now });
    const post = { url: acsUrl, at: now, fields: { SAMLResponse: samlResponse } };
    await writeFile(join(folder, 'sign-in.har'), chromeHar([post]));
    await writeFile(join(folder, 'identity-provider.pem'), signIn.key.certificatePem);
  }

  it('is loaded without any library of Salesforce or oclif', async () => {
    const { addresses, names } = JSON.parse(await output(LOADED)) as { addresses: string[]; names: string[] };
    expect(names).to.have.members(['checkResponse', 'createAuthnRequest', 'readCapturedResponse']);
    expect(addresses.join('\n')).to.contain('/node_modules/saxes/');
    const platform = /\/(?:node_modules\/@(?:salesforce|oclif|jsforce)|lib\/(?:salesforce|twilio|terminal))\//;
    expect(addresses.filter((address) => platform.test(address))).to.deep.equal([]);
  });

  it('accepts a good response in the example of the README, as it stands there', async () => {
    await capture('https://sp.example');
    expect(await output(EXAMPLE ?? '')).to.equal('Signed in as ada@example.com');
  });

  it('says there what is wrong with another response', async () => {
    await capture('https://other.example');
    const lines = (await output(EXAMPLE ?? '')).split('\n');
    expect(lines).to.have.length(2);
    expect(lines[0]).to.match(
      /^ass\.audience: expected https:\/\/sp\.example, found https:\/\/other\.example\. Enter /,
    );
    expect(lines[1]).to.equal('Refused');
  });
});
