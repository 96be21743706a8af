import { Messages } from '@salesforce/core';
import { successorDue } from '../../setup/inspect/expiry.ts';
import { handOverFileNames } from './hand-over-file-names.ts';
import type { HandOff } from '../../setup/inspect/hand-over-values.ts';
import { proposedWorkspaceId, WORKSPACE_ID_RULES } from '../../twilio/workspace-id.ts';
import { expiryText } from '../../terminal/texts/hand-over-text.ts';
import { html, type Html, type HtmlValue } from './html.ts';
import { myDomainAddress, myDomainName, switchCommand, verifyCommand, type HandOverPageData } from './page-data.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'hand-over-page');

/**
 * One step for each field of the Twilio Console's page, from top to bottom (order and labels as in a screenshot of it).
 */
export function consoleSteps(data: HandOverPageData): Html {
  const { handOver } = data;
  return html`
    <section aria-labelledby="steps">
      <h2 id="steps">${messages.getMessage('steps')}</h2>
      <ol class="steps">
        ${openStep(handOver)} ${workspaceStep(handOver)} ${realmStep(handOver)}
        ${step('issuer', says('step.issuer.say'), valueRow('issuer', handOver.identityProviderIssuer))}
        ${step('ssoUrl', valueRow('ssoUrl', handOver.ssoUrl))} ${certificateStep(data)}
        ${step('save', says('step.save.say'))} ${data.replaces === undefined ? undefined : switchStep(data)}
        ${proveStep(data)}
      </ol>
    </section>
  `;
}

type StepName = 'open' | 'workspace' | 'realm' | 'issuer' | 'ssoUrl' | 'certificate' | 'save' | 'switch' | 'prove';

function step(name: StepName, ...content: HtmlValue[]): Html {
  return html`
    <li>
      <h3>${messages.getMessage(`step.${name}`)}</h3>
      ${content.map((part) => html`${part}`)}
    </li>
  `;
}

function says(key: string): Html {
  return html`<p class="soft">${messages.getMessage(key)}</p>`;
}

/** A value with its copy button. The button copies the text of the element, so the element must hold only the value. */
function valueRow(name: 'issuer' | 'ssoUrl', value: string): Html {
  return html`<div class="row">
    <code class="value" id="${name}">${value}</code>
    ${copyButton(name, messages.getMessage(`step.${name}`))}
  </div>`;
}

/** @param id of the element whose text is copied. */
function copyButton(id: string, what: string): Html {
  return html`<button
    type="button"
    data-copies="${id}"
    data-copied="${messages.getMessage('copied')}"
    data-failed="${messages.getMessage('failed')}"
    data-copied-sentence="${messages.getMessage('copied.sentence', [what])}"
    data-failed-sentence="${messages.getMessage('failed.sentence', [what])}"
    aria-label="${messages.getMessage('copy.label', [what])}"
  >
    ${messages.getMessage('copy')}
  </button>`;
}

function openStep({ consoleUrl }: HandOff): Html {
  return step('open', html`<p><a href="${consoleUrl}" target="_blank" rel="noopener noreferrer">${consoleUrl}</a></p>`);
}

function workspaceStep(handOver: HandOff): Html {
  const proposed = proposedWorkspaceId(myDomainName(handOver));
  return step(
    'workspace',
    says('step.workspace.say'),
    proposed === undefined ? undefined : says('step.workspace.proposed'),
    says('step.workspace.kept'),
    html`
      <label for="workspace-id">${messages.getMessage('workspace.label')}</label>
      <div class="row">
        ${textField('workspace-id', 'workspace-id-rules workspace-id-outcome', proposed ?? '')}
        ${copyButton('workspace-id', messages.getMessage('step.workspace'))}
      </div>
      <p
        class="outcome"
        id="workspace-id-outcome"
        role="status"
        data-pass="${messages.getMessage('workspace.pass')}"
        data-fail="${messages.getMessage('workspace.fail')}"
      ></p>
      <ul class="rules" id="workspace-id-rules">
        ${WORKSPACE_ID_RULES.map(
          ({ name, pattern }) => html`<li data-pattern="${pattern}">${messages.getMessage(`workspace.${name}`)}</li>`,
        )}
      </ul>
    `,
    says('workspace.case'),
  );
}

function realmStep({ realmSid }: HandOff): Html {
  const shown = realmSid === '' ? messages.getMessage('realm.none') : realmSid;
  const compare = html`
    <div class="only-on-screen">
      <label for="compare-realm-sid">${messages.getMessage('realm.label')}</label>
      <div class="row">${textField('compare-realm-sid', 'compare-realm-sid-outcome', '')}</div>
      <p
        class="outcome"
        id="compare-realm-sid-outcome"
        role="status"
        data-pass="${messages.getMessage('realm.pass')}"
        data-case="${messages.getMessage('realm.case')}"
        data-fail="${messages.getMessage('realm.fail')}"
      ></p>
    </div>
  `;
  return step(
    'realm',
    says('step.realm.say'),
    html`<div class="row"><code class="value" id="realm-sid">${shown}</code></div>`,
    realmSid === '' ? undefined : compare,
  );
}

function textField(id: string, describedBy: string, value: string): Html {
  return html`<input
    id="${id}"
    type="text"
    value="${value}"
    autocomplete="off"
    autocapitalize="none"
    spellcheck="false"
    aria-describedby="${describedBy}"
  />`;
}

function certificateStep({ handOver, organizationId }: HandOverPageData): Html {
  const { certificate, certificateName, certificateFingerprint, certificateExpires, daysUntilExpiry } = handOver;
  const facts: Array<[string, string]> = [
    ['name', certificateName],
    ['fingerprint', certificateFingerprint],
    ...(handOver.certificateCaSigned === true
      ? [['signedBy', messages.getMessage('certificate.authority')] satisfies [string, string]]
      : []),
    ['expires', expiryText(certificateExpires, daysUntilExpiry)],
    ['successor', successorDue(certificateExpires)],
    ['org', organizationId],
    ['domain', myDomainAddress(handOver)],
    ['file', handOverFileNames(handOver).certificate],
  ];
  const label = messages.getMessage('step.certificate');
  return step(
    'certificate',
    says('step.certificate.say'),
    html`<div class="row">
      <pre class="value" id="certificate" tabindex="0" role="region" aria-label="${label}">${certificate}</pre>
      ${copyButton('certificate', label)}
    </div>`,
    html`<dl>
      ${facts.map(
        ([name, value]) =>
          html`<dt>${messages.getMessage(`certificate.${name}`)}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>`,
  );
}

function switchStep(data: HandOverPageData): Html {
  return step('switch', says('step.switch.say'), html`<p><code>${switchCommand(data)}</code></p>`);
}

function proveStep(data: HandOverPageData): Html {
  return step('prove', says('step.prove.say'), html`<p><code>${verifyCommand(data)}</code></p>`);
}
