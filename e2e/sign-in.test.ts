import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startEmulatedOrg, type EmulatedOrg } from '../test/org/emulated-org.ts';
import { findRows } from '../test/org/database/rows.ts';
import { startEmulatedTwilio, type EmulatedTwilio } from '../test/twilio/emulated-twilio.ts';
import { startBrowser } from './support/browser.ts';
import { installSf, type Sf } from './support/sf.ts';
import { makeTls } from './support/tls.ts';

const MY_DOMAIN = 'https://acme.my.salesforce.com';
const PASSWORD = 'a password for this test alone';

type HandOff = { identityProviderIssuer: string; ssoUrl: string; certificate: string };

describe('a sign-in in a real browser, under the real names', () => {
  let sf: Sf;
  let org: EmulatedOrg;
  let twilio: EmulatedTwilio;
  let browser: Browser;
  let env: Record<string, string>;

  before(async () => {
    sf = await installSf();
    const tls = await makeTls(sf.folder, ['acme.my.salesforce.com', 'iam.twilio.com', 'frontline.twilio.com']);
    env = { NODE_EXTRA_CA_CERTS: tls.certFile };
    org = await startEmulatedOrg({
      identityProvider: 'off',
      tls,
      myDomain: MY_DOMAIN,
      userPassword: PASSWORD,
      connectedAppCreation: 'allowed',
      signInRefusal: 'response',
    });
    twilio = await startEmulatedTwilio({ tls });
    browser = await startBrowser({
      'acme.my.salesforce.com': new URL(org.url).port,
      ...Object.fromEntries(twilio.hosts.map((host) => [host, new URL(twilio.url).port])),
    });
    await sf.logIn(org, 'acme', env);
    const flags = ['-o', 'acme', '--realm-sid', twilio.realmSid, '--profile', 'Admin'];
    const { handOff } = await sf.json<{ handOff: HandOff }>(['frontline', 'sso', 'deploy', ...flags], { env });
    twilio.configure({
      workspaceId: 'acme',
      issuer: handOff.identityProviderIssuer,
      ssoUrl: handOff.ssoUrl,
      certificate: handOff.certificate,
    });
  });

  after(async () => {
    await browser.close();
    await Promise.all([org.stop(), twilio.stop()]);
    await sf.remove();
  });

  /** Signs in from Twilio's page on, as a person does, in a browser that remembers nothing. */
  async function signIn(username: string, context: Pick<BrowserContext, 'newPage'> = browser): Promise<Page> {
    const page = await context.newPage();
    await page.goto('https://frontline.twilio.com/login');
    await page.getByLabel('Workspace ID').fill('acme');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Log In' }).click();
    await page.waitForURL((url) => url.hostname.endsWith('twilio.com'));
    return page;
  }

  function standardUser(): string {
    const profile = findRows(org.state, 'Profile', { Name: 'Standard User' })[0];
    const user = findRows(org.state, 'User', { ProfileId: profile?.Id ?? '', IsActive: true })[0];
    return String(user?.['Username']);
  }

  it('leads an administrator from Twilio over the org back to Twilio, signed in', async () => {
    const page = await signIn(org.username);
    expect(new URL(page.url()).hostname).to.equal('frontline.twilio.com');
    expect(await page.locator('#name-id').innerText()).to.equal(org.username);
    expect(await page.locator('#roles').innerText()).to.equal('agent');
    await page.close();
  });

  it('ends in error 70004 for a user without access, which verify explains and access assign mends', async () => {
    const username = standardUser();
    const refused = await signIn(username);
    expect(await refused.locator('body').innerText()).to.contain('70004');
    await refused.close();
    const verify = await sf.run(['frontline', 'sso', 'verify', '-o', 'acme', '--username', username], { env });
    expect(verify.exitCode).to.equal(1);
    expect(verify.stdout).to.contain('sf frontline access assign --target-org acme --profile "Standard User"');
    const check = await sf.run(['frontline', 'access', 'check', '-o', 'acme', '--user', username], { env });
    expect([check.exitCode, check.stdout.includes('neither the profile nor a permission set')]).to.deep.equal([
      1,
      true,
    ]);
    await sf.json(['frontline', 'access', 'assign', '-o', 'acme', '--profile', 'Standard User'], { env });
    const page = await signIn(username);
    expect(await page.locator('#name-id').innerText()).to.equal(username);
    await page.close();
  });

  it("is checked afterwards from the browser's network log", async () => {
    const path = join(sf.folder, 'sign-in.har');
    const context = await browser.newContext({ recordHar: { path } });
    await signIn(org.username, context);
    await context.close();
    const verify = ['frontline', 'sso', 'verify', '-o', 'acme', '--response-file', path];
    const report = await sf.json<{ ok: boolean; claims: { nameId: string } }>(verify, { env });
    expect(report.claims.nameId).to.equal(org.username);
    expect(report.ok).to.equal(true);
  });

  it('is proven beforehand by verify', async () => {
    const run = await sf.run(['frontline', 'sso', 'verify', '-o', 'acme', '--json'], { env });
    expect(run.exitCode).to.equal(0);
    const { result } = JSON.parse(run.stdout) as { result: { ok: boolean; checks: Array<{ id: string }> } };
    expect(result.ok).to.equal(true);
    expect(result.checks.map(({ id }) => id)).to.include.members([
      'setup.access',
      'signIn.form',
      'sig.response.value',
      'ass.roles',
    ]);
  });
});
