import { Messages } from '@salesforce/core';
import { html, type Html } from './html.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'hand-over-page');

/**
 * What a copy button is for. A value for the Console is not copied while the page says not to paste. A command always is.
 */
export type Copied = { kind: 'value'; isBlocked: boolean } | { kind: 'command' };

/**
 * A button that copies the text of an element, which must hold nothing else. It is seen only where the script runs.
 *
 * @param id of the element.
 */
export function copyButton(id: string, what: string, copied: Copied): Html {
  return html`<button
    type="button"
    class="scripted"
    data-copies="${id}"
    data-kind="${copied.kind}"
    data-copy="${messages.getMessage('copy')}"
    data-copied="${messages.getMessage('copied')}"
    data-failed="${messages.getMessage('failed')}"
    data-copied-sentence="${messages.getMessage('copied.sentence', [what])}"
    data-failed-sentence="${messages.getMessage('failed.sentence', [what])}"
    ${copied.kind === 'value' && copied.isBlocked ? html`disabled` : undefined}
  >
    <span data-state-text>${messages.getMessage('copy')}</span> <span class="unseen">${what}</span>
  </button>`;
}

/** A value for the Console with its copy button. */
export function valueRow(id: string, what: string, value: string, isBlocked: boolean): Html {
  return html`<div class="row">
    <code class="value pasted" id="${id}">${value}</code>
    ${copyButton(id, what, { kind: 'value', isBlocked })}
  </div>`;
}

/**
 * A command with its copy button.
 *
 * @param what it does, in words that follow "Copy".
 * @param copied a value for a command that belongs to the paste.
 */
export function commandRow(id: string, what: string, command: string, copied: Copied = { kind: 'command' }): Html {
  return html`<div class="row">
    <code class="value" id="${id}">${wordByWord(command)}</code>
    ${copyButton(id, what, copied)}
  </div>`;
}

/** A text that breaks between its words, and inside one only where it is longer than the line. */
function wordByWord(text: string): Html[] {
  return text.split(' ').map((word, index) => html`${index === 0 ? '' : ' '}<span class="word">${word}</span>`);
}

/** A field that the script checks while it is typed in. Without the script it would be of no use, and is not seen. */
export function checkedField(id: string, describedBy: string, value: string): Html {
  return html`<input
    id="${id}"
    class="scripted"
    type="text"
    value="${value}"
    autocomplete="off"
    autocapitalize="none"
    spellcheck="false"
    aria-describedby="${describedBy}"
  />`;
}
