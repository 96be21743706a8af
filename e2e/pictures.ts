import '../test/isolate.ts';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { handOverPage } from '../plugin/handover/page/hand-over-page.ts';
import { startBrowser } from './support/browser.ts';
import { pageStates } from './support/page-states.ts';

/**
 * Pictures of the hand-over page in every state, narrow and wide, in light and in dark, and printed: `npm --prefix e2e run
 * pictures [folder]`. For people to look at.
 */
const folder = resolve(process.argv[2] ?? 'pictures');
await mkdir(folder, { recursive: true });
const browser = await startBrowser({});
for (const [state, data] of Object.entries(await pageStates())) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      await page.setContent(handOverPage(data));
      await page.screenshot({ path: join(folder, `${state}-${width}-${colorScheme}.png`), fullPage: true });
      if (width === 1280 && colorScheme === 'light') {
        await page.pdf({ path: join(folder, `${state}.pdf`), format: 'A4' });
      }
      await page.close();
    }
  }
}
await browser.close();
process.stdout.write(`${folder}\n`);
