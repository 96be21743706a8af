import '../test/isolate.ts';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import SsoDeploy from '../plugin/commands/frontline/sso/deploy.ts';
import type { HandOff } from '../plugin/setup/inspect/hand-over-values.ts';
import { handOverPage } from '../plugin/handover/page/hand-over-page.ts';
import type { HandOverPageData } from '../plugin/handover/page/page-data.ts';
import { startEmulatedOrg } from '../test/org/emulated-org.ts';
import { resultOf, runCommand } from '../test/support/run-command.ts';
import { FAILED, pageData, PASSED } from '../test/handover/page/fixtures.ts';
import { startBrowser } from './support/browser.ts';
import { openedPage, type OpenedPage } from './support/opened-page.ts';

const REALM_SID = 'JB0123456789abcdef0123456789abcdef';

describe('the hand-over page in a real browser, opened from disk', () => {
  let folder: string;
  let browser: Browser;
  let context: BrowserContext;
  let handOver: HandOff;
  let opened: OpenedPage;
  let page: Page;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-page-'));
    const org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
    try {
      const flags = ['--realm-sid', REALM_SID, '--verify', '--output-dir', folder];
      handOver = resultOf(await runCommand(SsoDeploy, org, ...flags)).handOff!;
    } finally {
      await org.stop();
    }
    browser = await startBrowser({});
  });

  after(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    context = await browser.newContext();
    opened = await openedPage(context, pathToFileURL(join(folder, 'twilio-sso.html')));
    page = opened.page;
  });

  afterEach(() => context.close());

  /** What another program would get from the clipboard. */
  async function pasted(): Promise<string> {
    const other = await context.newPage();
    await other.setContent('<textarea></textarea>');
    await other.locator('textarea').focus();
    await other.keyboard.press('Control+V');
    const text = await other.locator('textarea').inputValue();
    await other.close();
    return text;
  }

  /** Opens a page with other values than those of the emulated org. */
  async function open(differences: Partial<HandOverPageData>): Promise<OpenedPage> {
    return openedPage(context, { html: handOverPage(pageData(differences)), folder });
  }

  it('loads nothing, breaks no policy, and logs nothing', async () => {
    await page.getByRole('button', { name: 'Copy SSO URL' }).click();
    await page.getByLabel('Workspace ID to check').fill('acme corp');
    await page.getByLabel("Paste the Console's Realm SID").fill('JB');
    expect(await opened.violations()).to.deep.equal([]);
    expect(opened.complaints).to.deep.equal([]);
    expect(opened.requests).to.deep.equal([page.url()]);
  });

  it('is protected by its policy: a script that got into it would not run', async () => {
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken over"';
      document.body.append(script);
    });
    expect(await page.title()).to.match(/^Single sign-on for Twilio Frontline/);
    expect(await opened.violations()).to.deep.equal(['script-src-elem']);
  });

  describe('copies', () => {
    const values: Array<[string, (values: HandOff) => string]> = [
      ['Identity provider issuer', ({ identityProviderIssuer }) => identityProviderIssuer],
      ['SSO URL', ({ ssoUrl }) => ssoUrl],
      ['X.509 Certificate', ({ certificate }) => certificate],
    ];
    for (const [label, valueOf] of values) {
      it(`${label} byte for byte`, async () => {
        await page.getByRole('button', { name: `Copy ${label}` }).click();
        await page.getByText(`On the clipboard: ${label}.`).waitFor();
        expect(await pasted()).to.equal(valueOf(handOver));
      });
    }

    it('the same PEM text that stands in the file beside it', async () => {
      await page.getByRole('button', { name: 'Copy X.509 Certificate' }).click();
      await page.getByText('On the clipboard: X.509 Certificate.').waitFor();
      expect(await pasted()).to.equal(await readFile(join(folder, `${handOver.certificateName}.pem`), 'utf8'));
    });

    it('the PEM text to the byte also where the browser keeps the clipboard from pages', async () => {
      const { page: other } = await openedPage(context, page.url(), () => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
      });
      await other.getByRole('button', { name: 'Copy X.509 Certificate' }).click();
      await other.getByText('On the clipboard: X.509 Certificate.').waitFor();
      expect(await pasted()).to.equal(handOver.certificate);
    });

    it('the certificate by hand, which is unfolded for that, where the browser refuses every way', async () => {
      const { page: other } = await openedPage(context, page.url(), () => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
        document.execCommand = () => false;
      });
      await other.getByRole('button', { name: 'Copy X.509 Certificate' }).click();
      await other.getByText('This is selected: X.509 Certificate.').waitFor();
      await other.keyboard.press('Control+C');
      expect((await pasted()).trim()).to.equal(handOver.certificate.trim());
    });

    it('nothing, and says how to do it by hand, where the browser refuses every way', async () => {
      const { page: other } = await openedPage(context, page.url(), () => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
        document.execCommand = () => false;
      });
      await other.getByRole('button', { name: 'Copy Identity provider issuer' }).click();
      await other.getByText('This is selected: Identity provider issuer.').waitFor();
      expect(await other.evaluate(() => getSelection()?.toString())).to.equal(handOver.identityProviderIssuer);
    });
  });

  describe('checks the Workspace ID while it is typed', () => {
    it('and takes one that keeps the rule, with a button to copy it', async () => {
      await page.getByLabel('Workspace ID to check').fill('Acme-1');
      await page.getByText('✓ Its form is valid.').waitFor();
      await page.getByRole('button', { name: 'Copy Workspace ID' }).click();
      await page.getByText('On the clipboard: Workspace ID.').waitFor();
      expect(await pasted()).to.equal('Acme-1');
    });

    const broken: Array<[string, string]> = [
      ['-acme', 'starts with a letter or a number'],
      ['acme corp', 'holds letters (a to z), numbers and hyphens only'],
      ['a'.repeat(22), 'has 2 to 21 characters'],
      [
        '_',
        'starts with a letter or a number; holds letters (a to z), numbers and hyphens only; has 2 to 21 characters',
      ],
    ];
    for (const [typed, rules] of broken) {
      it(`and says of "${typed}" what is broken`, async () => {
        const field = page.getByLabel('Workspace ID to check');
        await field.fill(typed);
        expect(await page.locator('#workspace-id-outcome').innerText()).to.equal(
          `✗ Not valid. What is broken: ${rules}`,
        );
        expect(await field.getAttribute('aria-invalid')).to.equal('true');
        expect(await page.getByRole('button', { name: 'Copy Workspace ID' }).isDisabled()).to.equal(true);
      });
    }

    it('and begins with a valid one made from the name of the My Domain', async () => {
      const other = await open({
        handOver: { ...handOver, ssoUrl: 'https://acme--a-long-sandbox-name.sandbox.my.salesforce.com/idp' },
      });
      expect(await other.page.getByLabel('Workspace ID to check').inputValue()).to.equal('acme--a-long-sandbox');
      expect(await other.page.locator('#workspace-id-outcome').innerText()).to.equal('✓ Its form is valid.');
    });
  });

  describe('says "Copied" no longer than it is true:', () => {
    const buttonOf = (what: string): Locator =>
      page.locator('button', { has: page.locator('.unseen', { hasText: new RegExp(`^${what}$`) }) });

    beforeEach(async () => {
      await page.clock.install();
      await page.reload();
    });

    /** Clicks and waits for the word. */
    async function copy(what: string): Promise<void> {
      await buttonOf(what).click();
      await page.getByText(`On the clipboard: ${what}.`).waitFor();
      expect(await buttonOf(what).innerText()).to.match(/^✓ Copied/);
    }

    /** Whether the button is as before, and nothing is announced. */
    async function expectEnded(what: string): Promise<void> {
      expect(await buttonOf(what).innerText()).to.match(/^Copy\s/);
      expect(await page.locator('#announcements').innerText()).not.to.contain(what);
    }

    it('it ends after some seconds', async () => {
      await copy('SSO URL');
      await page.clock.runFor(2000);
      expect(await buttonOf('SSO URL').innerText()).to.match(/^✓ Copied/);
      await page.clock.runFor(8000);
      await expectEnded('SSO URL');
    });

    it('it begins anew when the value is copied again', async () => {
      await copy('SSO URL');
      await page.clock.runFor(4000);
      await copy('SSO URL');
      await page.clock.runFor(4000);
      expect(await buttonOf('SSO URL').innerText()).to.match(/^✓ Copied/);
    });

    it('it ends when the value changes, and a change elsewhere is no reason', async () => {
      await page.getByLabel('Workspace ID to check').fill('acme-1');
      await copy('Workspace ID');
      await page.getByLabel("Paste the Console's Realm SID").fill('JB01');
      expect(await buttonOf('Workspace ID').innerText()).to.match(/^✓ Copied/);
      await page.getByLabel('Workspace ID to check').fill('acme-2');
      await expectEnded('Workspace ID');
    });

    it('it ends when something else is copied', async () => {
      await copy('SSO URL');
      await copy('Identity provider issuer');
      await expectEnded('SSO URL');
    });

    it('it ends when the value must not be pasted any more', async () => {
      await copy('SSO URL');
      await page.getByLabel("Paste the Console's Realm SID").fill('AC01');
      await expectEnded('SSO URL');
    });
  });

  it('is walked through with the Tab key in the order of the Console, and copies with Enter', async () => {
    const { page: other } = await open({});
    const names: string[] = [];
    for (let step = 0; step < 9; step += 1) {
      await other.keyboard.press('Tab');
      names.push(await other.evaluate(() => document.activeElement!.id || document.activeElement!.textContent.trim()));
    }
    expect(names).to.deep.equal([
      'Copy the command that tests the sign-in',
      handOver.consoleUrl,
      'workspace-id',
      'Copy Workspace ID',
      'compare-realm-sid',
      'Copy Identity provider issuer',
      'Copy SSO URL',
      'Show the certificate',
      'Copy X.509 Certificate',
    ]);
    await other.keyboard.press('Enter');
    await other.getByText('On the clipboard: X.509 Certificate.').waitFor();
  });

  it('tells a screen reader its parts, and what happens', async () => {
    for (const role of ['banner', 'main', 'contentinfo'] as const) {
      expect(await page.getByRole(role).count(), role).to.equal(1);
    }
    expect(await page.getByRole('region', { name: 'In the Twilio Console, from top to bottom' }).count()).to.equal(1);
    expect(await page.locator('#announcements').getAttribute('aria-live')).to.equal('polite');
    expect(await page.locator('html').getAttribute('lang')).to.equal('en');
  });

  it('puts a failed sign-in test and its remedy on the screen before any value', async () => {
    const { page: other } = await open({ verification: { ok: false, verdict: 'refuted', checks: [PASSED, FAILED] } });
    const top = async (text: string): Promise<number> => (await other.getByText(text).first().boundingBox())?.y ?? NaN;
    expect(await top('Do not paste yet')).to.be.lessThan(await top('What to do: Spell it agent.'));
    expect(await top('What to do: Spell it agent.')).to.be.lessThan(await top('Identity provider issuer'));
  });

  it('runs nothing that an org has put into a label', async () => {
    const hostile = '"><img src=x onerror="document.title=1"><script>document.title=2</script>';
    const other = await open({
      orgName: hostile,
      warnings: [hostile],
      handOver: { ...handOver, certificateName: hostile },
    });
    expect(await other.page.title()).to.match(/^Single sign-on/);
    expect(await other.page.locator('img').count()).to.equal(0);
    expect(await other.violations()).to.deep.equal([]);
  });
});
