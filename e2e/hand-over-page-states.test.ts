import '../test/isolate.ts';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { handOverPage } from '../plugin/handover/page/hand-over-page.ts';
import { startBrowser } from './support/browser.ts';
import { PAGE_STATES, pageStates, type PageState } from './support/page-states.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The states in which the page says not to paste. */
const BLOCKED: PageState[] = ['blocked', 'expired', 'no-realm-sid', 'rotation-blocked'];

/** Narrow and wide, in light and in dark, with and without the page's script. Without JavaScript, axe could not run. */
const VIEWS = [
  { width: 390, colorScheme: 'light', withScript: true },
  { width: 1280, colorScheme: 'dark', withScript: true },
  { width: 390, colorScheme: 'dark', withScript: false },
  { width: 1280, colorScheme: 'light', withScript: false },
] as const;

describe('the hand-over page in every state', () => {
  let browser: Browser;
  let pages: Record<PageState, string>;
  let axe: string;

  before(async () => {
    axe = await readFile(AXE, 'utf8');
    const states = Object.entries(await pageStates());
    pages = Object.fromEntries(states.map(([name, data]) => [name, handOverPage(data)])) as typeof pages;
    browser = await startBrowser({});
  });

  after(() => browser.close());

  /** Shows a page to a test, as a browser of its own. */
  async function look<T>(
    state: PageState,
    options: BrowserContextOptions,
    test: (page: Page) => Promise<T>,
  ): Promise<T> {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      await page.setContent(pages[state]);
      return await test(page);
    } finally {
      await context.close();
    }
  }

  /** What axe finds, as the rule and the element. */
  async function axeFindings(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    const results = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }

  const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);

  /** Opens everything that is folded up, so that nothing escapes a look. */
  const unfold = (page: Page): Promise<void> =>
    page.evaluate(() => document.querySelectorAll('details').forEach((folded) => (folded.open = true)));

  for (const state of PAGE_STATES) {
    describe(state, () => {
      it('gives axe nothing to find, narrow and wide, light and dark, with and without its script', async () => {
        for (const { width, colorScheme, withScript } of VIEWS) {
          const findings = await look(state, { colorScheme, viewport: { width, height: 800 } }, async (page) => {
            if (!withScript) {
              await page.setContent(pages[state].replace(/<script>[^]*<\/script>/, ''));
            }
            await unfold(page);
            return axeFindings(page);
          });
          expect(findings, `${width} ${colorScheme} ${withScript}`).to.deep.equal([]);
        }
      });

      it('needs no scrolling sideways, neither the page nor anything in it', async () => {
        for (const width of [320, 390, 700, 1280]) {
          await look(state, { viewport: { width, height: 800 } }, async (page) => {
            await unfold(page);
            expect(await widthOf(page)).to.equal(width);
            const wide = await page
              .locator('main :not(input)')
              .evaluateAll((all) =>
                all
                  .filter((one) => !one.matches('.unseen') && one.clientWidth > 0 && one.scrollWidth > one.clientWidth)
                  .map((one) => one.outerHTML.slice(0, 80)),
              );
            expect(wide, String(width)).to.deep.equal([]);
          });
        }
      });

      it('breaks the fingerprint between its bytes only', async () => {
        for (const width of [320, 390, 1280]) {
          const lines = await look(state, { viewport: { width, height: 800 } }, linesOfFingerprint);
          expect(lines.join('')).to.match(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
          expect(lines.slice(0, -1).filter((line) => !line.endsWith(':'))).to.deep.equal([]);
          expect(lines.length).to.be.greaterThan(width < 400 ? 1 : 0);
        }
      });

      it('prints on two pages of A4, without buttons', async () => {
        await look(state, { colorScheme: 'dark' }, async (page) => {
          const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
          expect(pdf.match(/\/Type \/Page\b(?!s)/g)?.length).to.be.within(1, 2);
          await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
          expect(await page.locator('button:visible, summary:visible').count()).to.equal(0);
          const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
          expect(ground).to.equal('rgb(255, 255, 255)');
        });
      });

      it('has no dead button or field without JavaScript, and still shows every value', async () => {
        await look(state, { javaScriptEnabled: false }, async (page) => {
          expect(await page.locator('button:visible, input:visible, label:visible').count()).to.equal(0);
          await page.locator('summary', { hasText: 'Show the certificate' }).click();
          expect(await page.locator('#certificate').innerText()).to.match(/^-----BEGIN CERTIFICATE-----\n/);
          const isRotation = state.startsWith('rotation');
          for (const text of isRotation ? [] : ['acme-wholesale-emea', '/idp/endpoint/HttpRedirect']) {
            expect(await page.getByText(text).first().isVisible(), text).to.equal(true);
          }
        });
      });

      it(BLOCKED.includes(state) ? 'lets no value be copied' : 'lets every value be copied', async () => {
        await look(state, {}, async (page) => {
          const values = page.locator('button[data-kind=value]');
          const enabled = await values.evaluateAll((all) => all.filter((one) => !one.matches(':disabled')).length);
          expect(await values.count()).to.be.greaterThan(0);
          expect(enabled).to.equal(BLOCKED.includes(state) ? 0 : await values.count());
          const selectable = await page
            .locator('.pasted')
            .evaluateAll((all) => all.filter((one) => getComputedStyle(one).userSelect !== 'none').length);
          expect(selectable === 0).to.equal(BLOCKED.includes(state));
        });
      });

      it('promises no sign-in before the values are in the Console', async () => {
        await look(state, {}, async (page) => {
          const text = await page.locator('body').innerText();
          expect(text).not.to.match(/will (get|sign|be able)/i);
          const promises = text.match(/[^.\n]*\bcan sign in\b[^.\n]*/g) ?? [];
          expect(promises.filter((promise) => !promise.includes('once these values are saved in the Console'))).to.be
            .empty;
        });
      });
    });
  }

  it('shows a rotation the command that cannot wait before everything else, and copies it from there', async () => {
    await look('rotation', { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      const first = page.getByRole('button').first();
      expect(await first.innerText()).to.match(/^Copy/);
      const command = await page.locator('#switch-command-first').innerText();
      expect(command.replace(/\s+/g, ' ')).to.match(/^sf frontline certificate rotate .*--activate/);
      expect(await first.getAttribute('data-copies')).to.equal('switch-command-first');
      const top = async (selector: string): Promise<number> => (await page.locator(selector).boundingBox())?.y ?? NaN;
      expect(await top('#switch-command-first')).to.be.lessThan(await top('#console-steps'));
    });
  });

  it('asks a rotation for the certificate alone', async () => {
    await look('rotation', {}, async (page) => {
      expect(await page.locator('#console-steps h3').allInnerTexts()).to.deep.equal([
        'Open the single sign-on page of Frontline',
        'X.509 Certificate',
        'Press Save',
        'Switch the org',
        'Sign in',
      ]);
    });
  });
});

/** The lines into which the browser has broken the fingerprint. */
function linesOfFingerprint(page: Page): Promise<string[]> {
  return page.locator('.fingerprint').evaluate((element) => {
    const lines = new Map<number, string>();
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      for (let index = 0; index < text.textContent!.length; index += 1) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + 1);
        const top = Math.round(range.getBoundingClientRect().top);
        lines.set(top, (lines.get(top) ?? '') + text.textContent![index]!);
      }
    }
    return [...lines.values()];
  });
}
