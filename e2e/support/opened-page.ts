import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';

/** A page that is watched from its beginning. */
export type OpenedPage = {
  page: Page;
  /** Addresses of everything that was asked for. */
  requests: string[];
  /** What the browser's console said, and errors of scripts. */
  complaints: string[];
  /** The directives of the content security policy that were broken. */
  violations(): Promise<string[]>;
};

/** A page on disk, or the text of one and the folder to write it to. */
export type PageSource = URL | string | { html: string; folder: string };

/**
 * Opens a page from disk and watches it.
 *
 * @param prepare runs in the page before its own script.
 */
export async function openedPage(
  context: BrowserContext,
  source: PageSource,
  prepare: () => void = () => undefined,
): Promise<OpenedPage> {
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      const { dataset } = document.documentElement;
      dataset['violations'] = [...(dataset['violations']?.split(' ') ?? []), effectiveDirective].join(' ');
    });
  });
  await page.addInitScript(prepare);
  await page.goto(await addressOf(source));
  return {
    page,
    requests,
    complaints,
    violations: () => page.evaluate(() => document.documentElement.dataset['violations']?.split(' ') ?? []),
  };
}

async function addressOf(source: PageSource): Promise<string> {
  if (typeof source === 'string' || source instanceof URL) {
    return String(source);
  }
  const path = join(source.folder, 'other-values.html');
  await writeFile(path, source.html);
  return pathToFileURL(path).href;
}
