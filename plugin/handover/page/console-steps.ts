import { Messages } from '@salesforce/core';
import type { HandOff } from '../../setup/inspect/hand-over-values.ts';
import { REALM_SID, SAML_ADDRESS } from '../../twilio/realm.ts';
import { proposedWorkspaceId, WORKSPACE_ID_RULES } from '../../twilio/workspace-id.ts';
import { certificateContent } from './certificate-step.ts';
import { checkedField, commandRow, copyButton, valueRow } from './controls.ts';
import { html, type Html, type HtmlValue } from './html.ts';
import { myDomainName, readinessOf, switchCommand, verifyCommand, type HandOverPageData } from './page-data.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'hand-over-page');

/**
 * One step for each field of the Twilio Console's page, from top to bottom (order and labels as in a screenshot of it).
 * Of a rotation, only the certificate: the Console keeps the other fields.
 */
export function consoleSteps(data: HandOverPageData): Html {
  const isBlocked = readinessOf(data) === 'blocked';
  const isRotation = data.replaces !== undefined;
  return html`
    <section aria-labelledby="steps">
      <h2 id="steps">${messages.getMessage('steps')}</h2>
      ${isBlocked ? html`<p>${messages.getMessage('steps.blocked')}</p>` : undefined}
      <ol class="steps" id="console-steps" ${isBlocked ? html`data-blocked` : undefined}>
        ${openStep(data.handOver)} ${isRotation ? undefined : addressSteps(data, isBlocked)}
        ${step(
          'certificate',
          isRotation ? says('step.certificate.alone') : undefined,
          ...certificateContent(data, isBlocked),
        )}
        ${step('save', says('step.save.say'))} ${isRotation ? switchStep(data, isBlocked) : undefined}
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

function openStep({ consoleUrl }: HandOff): Html {
  return step('open', html`<p><a href="${consoleUrl}" target="_blank" rel="noopener noreferrer">${consoleUrl}</a></p>`);
}

function addressSteps({ handOver }: HandOverPageData, isBlocked: boolean): Html {
  const row = (name: 'issuer' | 'ssoUrl', value: string): Html =>
    valueRow(name, messages.getMessage(`step.${name}`), value, isBlocked);
  return html`
    ${workspaceStep(handOver, isBlocked)} ${realmStep(handOver)}
    ${step('issuer', says('step.issuer.say'), row('issuer', handOver.identityProviderIssuer))}
    ${step('ssoUrl', row('ssoUrl', handOver.ssoUrl))}
  `;
}

function workspaceStep(handOver: HandOff, isBlocked: boolean): Html {
  const proposed = proposedWorkspaceId(myDomainName(handOver));
  return step(
    'workspace',
    says('step.workspace.say'),
    proposed === undefined ? undefined : says('step.workspace.proposed'),
    html`
      <label class="scripted" for="workspace-id">${messages.getMessage('workspace.label')}</label>
      <div class="row">
        ${checkedField('workspace-id', 'workspace-id-rules workspace-id-outcome', proposed ?? '')}
        ${proposed === undefined ? undefined : html`<code class="value unscripted">${proposed}</code>`}
        ${copyButton('workspace-id', messages.getMessage('step.workspace'), { kind: 'value', isBlocked })}
      </div>
      <p
        class="outcome"
        id="workspace-id-outcome"
        role="status"
        data-pass="${messages.getMessage('workspace.pass')}"
        data-fail="${messages.getMessage('workspace.fail')}"
      ></p>
      <p class="soft">${messages.getMessage('workspace.rules')}</p>
      <ul class="rules" id="workspace-id-rules">
        ${WORKSPACE_ID_RULES.map(
          ({ name, pattern }) => html`<li data-pattern="${pattern}">${messages.getMessage(`workspace.${name}`)}</li>`,
        )}
      </ul>
    `,
  );
}

/** The page takes an address apart by the patterns of the command itself. */
function realmStep({ realmSid, entityId, acsUrl }: HandOff): Html {
  const shown = realmSid === '' ? messages.getMessage('none') : realmSid;
  const compare = html`
    <div class="scripted only-on-screen">
      <label for="compare-realm-sid">${messages.getMessage('realm.label')}</label>
      <div class="row">${checkedField('compare-realm-sid', 'compare-realm-sid-outcome', '')}</div>
      <p
        class="outcome"
        id="compare-realm-sid-outcome"
        role="status"
        data-realm-sid="${REALM_SID.source}"
        data-address="${SAML_ADDRESS.source}"
        data-address-flags="${SAML_ADDRESS.flags}"
        data-entity-id="${entityId}"
        data-acs-url="${acsUrl}"
        data-pass="${messages.getMessage('realm.pass')}"
        data-more="${messages.getMessage('realm.more')}"
        data-case="${messages.getMessage('realm.case')}"
        data-other="${messages.getMessage('realm.other')}"
        data-none="${messages.getMessage('realm.no-realm-sid')}"
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

function switchStep(data: HandOverPageData, isBlocked: boolean): Html {
  return step(
    'switch',
    says('step.switch.say'),
    commandRow('switch-command', messages.getMessage('command.switch'), switchCommand(data), {
      kind: 'value',
      isBlocked,
    }),
  );
}

function proveStep(data: HandOverPageData): Html {
  return step(
    'prove',
    says('step.prove.say'),
    commandRow('prove-command', messages.getMessage('command.verify'), verifyCommand(data)),
  );
}
