import { createHash } from 'node:crypto';
import type { TwilioAnswer } from '../server/route.ts';
import { markup, type Markup } from './markup.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1a1c23; --ground: #fff; --line: #606b85; --accent: #0263e0; --on-accent: #fff; --bad: #b3121d; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f0f2f5; --ground: #12161f; --line: #98a2b8; --accent: #66b3ff; --on-accent: #0b0f17; --bad: #ff9a9f; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 34rem; padding: 3rem 1.25rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
h1 { font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
p, dd, li { overflow-wrap: anywhere; white-space: pre-line; }
label, dt { display: block; font-weight: 600; }
dd { margin: 0 0 1rem; }
ul { margin: 0; padding-left: 1.25rem; }
a { color: var(--accent); }
input { display: block; width: 100%; margin: .25rem 0; padding: .6rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .25rem; }
button { margin-top: 1rem; padding: .6rem 1.25rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: .25rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.wrong { color: var(--bad); font-weight: 600; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .875rem; }
`;

/**
 * Nothing is loaded from anywhere. There is no `form-action`: Chromium applies it to where a form's answer redirects to,
 * and that is the identity provider.
 */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Whose page it is. */
export type Product = 'Frontline' | 'Flex';

/** A whole page; the title is put before the product's name. */
export function page(
  product: Product,
  status: number,
  title: string,
  main: Markup,
  headers: Record<string, string> = {},
): TwilioAnswer {
  const { html } = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Twilio ${product}</title>
<link rel="icon" href="data:,">
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
${main}
</main>
<footer>Emulated Twilio ${product}, for tests. Nothing here reaches Twilio.</footer>
</body>
</html>
`;
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': POLICY,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
    body: html,
  };
}
