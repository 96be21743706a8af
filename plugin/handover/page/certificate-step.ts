import { Messages } from '@salesforce/core';
import { successorDue } from '../../setup/inspect/expiry.ts';
import { expiryText } from '../../terminal/texts/hand-over-text.ts';
import { copyButton } from './controls.ts';
import { handOverFileNames } from './hand-over-file-names.ts';
import { html, type Html } from './html.ts';
import type { HandOverPageData } from './page-data.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'hand-over-page');

/** The certificate, folded up, with its copy button, and what to know about it. */
export function certificateContent({ handOver }: HandOverPageData, isBlocked: boolean): Html[] {
  const { certificate, certificateName, certificateExpires, daysUntilExpiry } = handOver;
  const facts: Array<[string, string | Html]> = [
    ['name', certificateName],
    ['fingerprint', fingerprint(handOver.certificateFingerprint)],
    ...(handOver.certificateCaSigned === true
      ? [['signedBy', messages.getMessage('certificate.authority')] satisfies [string, string]]
      : []),
    ['expires', expiryText(certificateExpires, daysUntilExpiry)],
    ['successor', successorDue(certificateExpires)],
    ['file', handOverFileNames(handOver).certificate],
  ];
  return [
    html`<p class="soft">${messages.getMessage('step.certificate.say')}</p>`,
    html`<div class="row">
      <details class="value">
        <summary>${messages.getMessage('certificate.show')}</summary>
        <pre class="pasted" id="certificate">${certificate}</pre>
      </details>
      ${copyButton('certificate', messages.getMessage('step.certificate'), { kind: 'value', isBlocked })}
    </div>`,
    html`<dl>
      ${facts.map(
        ([name, value]) =>
          html`<dt>${messages.getMessage(`certificate.${name}`)}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>`,
  ];
}

/** Bytes with colons between them. A line may end after a colon, and nowhere else. */
function fingerprint(text: string): Html {
  const bytes = text.split(':');
  return html`<code class="fingerprint"
    >${bytes.map((byte, index) => (index === 0 ? html`${byte}` : html`:<wbr />${byte}`))}</code
  >`;
}
