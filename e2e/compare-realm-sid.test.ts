import '../test/isolate.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { handOverPage } from '../plugin/handover/page/hand-over-page.ts';
import { parseRealmSid } from '../plugin/twilio/realm.ts';
import { pageData } from '../test/handover/page/fixtures.ts';
import { REALM_INPUTS, REALM_SID } from '../test/service-provider/realm-inputs.ts';
import { startBrowser } from './support/browser.ts';
import { openedPage } from './support/opened-page.ts';

/** What the page says of a text: nothing, the same, go on, other capitals, another Realm SID, or none at all. */
type Outcome = '' | 'pass' | 'more' | 'case' | 'other' | 'none';

describe('the field that compares the Realm SID of the Console', () => {
  const { handOver } = pageData();
  let folder: string;
  let browser: Browser;
  let page: Page;
  let field: Locator;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-compare-'));
    browser = await startBrowser({});
    ({ page } = await openedPage(await browser.newContext(), { html: handOverPage(pageData()), folder }));
    field = page.getByLabel("Paste the Console's Realm SID");
  });

  after(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function outcomeOf(text: string): Promise<Outcome> {
    await field.fill(text);
    return page.locator('#compare-realm-sid-outcome').evaluate((output) => {
      const outcomes = ['pass', 'more', 'case', 'other', 'none'] as const;
      return outcomes.find((name) => output.textContent === (output as HTMLElement).dataset[name]) ?? '';
    });
  }

  const copyButtons = (): Promise<Array<[string, boolean]>> =>
    page
      .locator('button[data-kind=value]')
      .evaluateAll((buttons) => buttons.map((button) => [button.textContent.trim(), !button.matches(':disabled')]));

  /** The outcomes that fit what the command makes of a text. */
  function fitting(text: string): Outcome[] {
    let realmSid: string;
    try {
      realmSid = parseRealmSid(text);
    } catch {
      return text.trim() === '' ? [''] : ['more', 'none'];
    }
    if (realmSid === REALM_SID) {
      return ['pass'];
    }
    return realmSid.toLowerCase() === REALM_SID.toLowerCase() ? ['case'] : ['other'];
  }

  it('finds the Realm SID in what is pasted exactly as the command does', async () => {
    const seen = new Set<Outcome>();
    for (const text of REALM_INPUTS) {
      const outcome = await outcomeOf(text);
      expect(outcome, JSON.stringify(text)).to.be.oneOf(fitting(text));
      seen.add(outcome);
    }
    expect([...seen].sort()).to.deep.equal(['', 'case', 'more', 'none', 'other', 'pass']);
  });

  it('says to go on, and not that it is wrong, as long as more typing can make it right', async () => {
    const { entityId, acsUrl } = handOver;
    const upper = `HTTPS://IAM.TWILIO.COM${entityId.slice('https://iam.twilio.com'.length)}`;
    for (const whole of [REALM_SID, entityId, acsUrl, upper]) {
      for (let length = 1; length < whole.length; length += 1) {
        expect(await outcomeOf(whole.slice(0, length)), whole.slice(0, length)).to.equal('more');
      }
      expect(await outcomeOf(whole), whole).to.equal('pass');
    }
  });

  it('says that it is not the same as soon as no more typing can make it right', async () => {
    const address = handOver.entityId.slice(0, -REALM_SID.length);
    for (const text of [
      'JBf',
      'JB01f',
      'jb',
      'JB0123456789A',
      `${address}JBf`,
      `${address}jb`,
      'https://iam.twilio.org',
    ]) {
      expect(await outcomeOf(text), text).to.equal('none');
    }
  });

  it('turns copying off while it is not the same, and on again', async () => {
    await outcomeOf('');
    const all = await copyButtons();
    expect(all.map(([name]) => name)).to.deep.equal([
      'Copy Workspace ID',
      'Copy Identity provider issuer',
      'Copy SSO URL',
      'Copy X.509 Certificate',
    ]);
    const on = all.map(([name]) => [name, true]);
    const off = all.map(([name]) => [name, false]);
    expect(all).to.deep.equal(on);
    for (const text of [REALM_SID.replace('0123', 'ffff'), REALM_SID.toUpperCase(), 'AC01']) {
      await outcomeOf(text);
      expect(await copyButtons(), text).to.deep.equal(off);
    }
    for (const text of [REALM_SID, 'JB01', '']) {
      await outcomeOf(text);
      expect(await copyButtons(), text).to.deep.equal(on);
    }
  });

  it('leaves the command that finds the reason copyable', async () => {
    await outcomeOf('AC01');
    const verify = page.getByRole('button', { name: 'Copy the command that tests the sign-in' });
    expect(await verify.last().isEnabled()).to.equal(true);
  });
});
