import { createHash } from 'node:crypto';
import { Messages } from '@salesforce/core';
import { consoleSteps } from './console-steps.ts';
import { errorCodeSection } from './error-codes.ts';
import { html, type Html } from './html.ts';
import { myDomainName, type HandOverPageData } from './page-data.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { reportSection, verdictSection } from './verdict.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'hand-over-page');

/**
 * The values for the Twilio Console as one self-contained HTML page. It says whether to paste them, and shows the
 * fields in the Console's order with copy buttons, the report of the sign-in test, and what to do about error codes. It
 * can be opened from disk and loads nothing. Its policy allows only its own style and script. Pure.
 */
export function handOverPage(data: HandOverPageData): string {
  const { serviceProvider, organizationName, handOver, replaces } = data;
  const page = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${messages.getMessage('title', [serviceProvider, organizationName ?? myDomainName(handOver)])}</title>
        ${ownElement('style', STYLE)}
      </head>
      <body>
        <header>
          <h1>${messages.getMessage('heading', [serviceProvider])}</h1>
          ${orgLine(data)}
          <p class="soft">${messages.getMessage(replaces === undefined ? 'lead' : 'lead.certificate')}</p>
        </header>
        <main>
          ${verdictSection(data)} ${consoleSteps(data)} ${reportSection(data.verification)} ${errorCodeSection()}
        </main>
        <footer><p>${footerText(data)}</p></footer>
        <p class="announcements" id="announcements" role="status" aria-live="polite"></p>
        ${ownElement('script', SCRIPT)}
      </body>
    </html> `;
  return page.html;
}

/** A style or script of the plugin itself. It is written byte by byte as it is, since the policy holds its hash. */
function ownElement(name: 'style' | 'script', text: string): Html {
  return { html: `<${name}>${text}</${name}>` };
}

/**
 * The page may not load, send, embed or run anything but its style and its script. The policy names them by their
 * hashes (Content Security Policy Level 3, section 2.3.1).
 */
function contentSecurityPolicy(): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    `script-src '${hashOf(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** What a reader knows the org by: its name, if that is known, and its My Domain. */
function orgLine({ organizationName, handOver }: HandOverPageData): Html {
  const name = organizationName === undefined ? undefined : html`<strong>${organizationName}</strong> `;
  return html`<p class="org">${name}<span>${myDomainName(handOver)}</span></p>`;
}

function footerText({ orgName, organizationId, madeAt, pluginVersion }: HandOverPageData): string {
  const time = madeAt.toISOString().slice(0, 16).replace('T', ' ');
  return messages.getMessage('footer', [organizationId, orgName, time, pluginVersion]);
}
