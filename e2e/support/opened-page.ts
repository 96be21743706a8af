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
  /** Visible texts with a contrast below 4.5 to 1, which WCAG 2.2 asks for (success criterion 1.4.3). */
  faintTexts(): Promise<string[]>;
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
    faintTexts: () => page.evaluate(faintTexts),
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

/** Runs in the page, so that it can use nothing from outside itself. */
function faintTexts(): string[] {
  const channels = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = channels(color)
      .slice(0, 3)
      .map((value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element: Element | null): string => {
    const color = element === null ? 'rgb(255, 255, 255)' : getComputedStyle(element).backgroundColor;
    return channels(color)[3] === 0 ? groundOf(element!.parentElement) : color;
  };
  const hasText = (element: Element): boolean =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '');
  const contrast = (element: Element): number => {
    const [light = 0, dark = 0] = [luminance(getComputedStyle(element).color), luminance(groundOf(element))].sort(
      (one, other) => other - one,
    );
    return (light + 0.05) / (dark + 0.05);
  };
  return [...document.body.querySelectorAll('*')]
    .filter((element) => hasText(element) && element.checkVisibility() && !element.matches('script, :disabled'))
    .filter((element) => contrast(element) < 4.5)
    .map((element) => element.textContent.trim());
}
