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
const pages = Object.entries(await pageStates()).map(([state, data]) => ({ state, html: handOverPage(data) }));
const views = [390, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);
for (const { state, html } of pages) {
  for (const { width, colorScheme } of views) {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    await page.setContent(html);
    await page.screenshot({ path: join(folder, `${state}-${width}-${colorScheme}.png`), fullPage: true });
    await page.close();
  }
  const printed = await browser.newPage();
  await printed.setContent(html);
  await printed.pdf({ path: join(folder, `${state}.pdf`), format: 'A4' });
  await printed.close();
}
await browser.close();
process.stdout.write(`${folder}\n`);
