import { Messages } from '@salesforce/core';
import { obstacleText } from '../../setup/verify/sign-in-checks.ts';
import type { NotProven } from '../../setup/verify/verdict.ts';
import type { VerifyReport } from '../../setup/verify/verify-sso.ts';
import type { VerifyCheck } from '../../setup/verify/verify-check.ts';
import { tallyText } from '../../terminal/texts/verify-text.ts';
import { commandRow } from './controls.ts';
import { html, type Html } from './html.ts';
import {
  blockersOf,
  readinessOf,
  remedyCommand,
  switchCommand,
  verifyCommand,
  type Blocker,
  type HandOverPageData,
} from './page-data.ts';
import { table } from './table.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'hand-over-page');
const verifyMessages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.verify');

/** Says in one sentence whether to paste the values, with every reason against it and what to do about it. */
export function verdictSection(data: HandOverPageData): Html {
  const { verification, signIn } = data;
  const warnings = [...(signIn?.warns === true ? [signIn.text] : []), ...data.warnings];
  const readiness = readinessOf(data);
  return html`
    <section class="verdict ${readiness}" aria-labelledby="verdict">
      <h2 id="verdict">${messages.getMessage(`verdict.${readiness}`)}</h2>
      ${saying(data)} ${problemList(data)} ${signedInAs(verification)}
      ${signIn?.warns === false ? html`<p>${signIn.text}</p>` : undefined}
    </section>
    ${warnings.length === 0 ? undefined : warningSection(warnings)}
  `;
}

function saying(data: HandOverPageData): Html {
  const readiness = readinessOf(data);
  const checks = data.verification?.checks ?? [];
  switch (readiness) {
    case 'ready':
      return html`<p>${messages.getMessage('say.ready', [tallyText(checks)])}</p>`;
    case 'blocked': {
      const failed = checks.filter(({ status }) => status === 'fail').length;
      return failed === 0
        ? html`<p>${messages.getMessage('say.blocked')}</p>`
        : html`<p>${messages.getMessage('say.failed', [failed, checks.length])}</p>`;
    }
    case 'switch':
      return html`<p>${messages.getMessage('say.switch', [data.replaces ?? ''])}</p>
        ${commandRow('switch-command-first', messages.getMessage('command.switch'), switchCommand(data))}`;
    case 'not-proven':
      return html`<p>${notProvenSentences(data.verification?.notProven)}</p>
        <p>${messages.getMessage('say.not-proven.command')}</p>
        ${testCommand(data)}`;
    case 'untested':
      return html`<p>${messages.getMessage('say.untested')}</p>
        ${testCommand(data)}`;
  }
}

function testCommand(data: HandOverPageData): Html {
  return commandRow('verify-command', messages.getMessage('command.verify'), verifyCommand(data));
}

function notProvenSentences(notProven: NotProven | undefined): string {
  const why = notProven === undefined ? [] : [obstacleText(notProven.reason)];
  return [...why, messages.getMessage('say.not-proven')].join(' ');
}

function problemList(data: HandOverPageData): Html | undefined {
  const failures = (data.verification?.checks ?? []).filter(({ status }) => status === 'fail');
  const problems = [
    ...blockersOf(data.handOver).map((blocker) => blockerItem(blocker, data)),
    ...failures.map(failureItem),
  ];
  return problems.length === 0
    ? undefined
    : html`<ul class="problems">
        ${problems}
      </ul>`;
}

function blockerItem(blocker: Blocker, data: HandOverPageData): Html {
  return html`
    <li>
      <strong>${messages.getMessage(`blocker.${blocker}`)}</strong>
      <p>${messages.getMessage(`blocker.${blocker}.fix`)}</p>
      ${commandRow(`remedy-${blocker}`, messages.getMessage(`command.${blocker}`), remedyCommand(blocker, data))}
    </li>
  `;
}

function failureItem({ title, expected, actual, hint, fix }: VerifyCheck): Html {
  return html`
    <li>
      <strong>${title}</strong>
      <p>${messages.getMessage('expected', [expected])}</p>
      ${actual === '' ? undefined : html`<p>${messages.getMessage('found', [actual])}</p>`}
      ${hint === undefined ? undefined : html`<p>${hint}</p>`}
      ${fix === undefined ? undefined : html`<p>${messages.getMessage('fix', [fix])}</p>`}
    </li>
  `;
}

function signedInAs(verification: VerifyReport | undefined): Html | undefined {
  const claims = verification?.claims;
  if (claims?.nameId === undefined) {
    return undefined;
  }
  const roles = claims.attributes.find(({ name }) => name === 'roles')?.values ?? [];
  return html`<p>
    ${verifyMessages.getMessage('claims', [claims.nameId, roles.join(', ') || messages.getMessage('none')])}
  </p>`;
}

function warningSection(warnings: string[]): Html {
  return html`
    <section class="verdict unknown" aria-labelledby="warnings">
      <h2 id="warnings">! ${messages.getMessage('warnings')}</h2>
      <ul class="problems">
        ${warnings.map((warning) => html`<li>${warning}</li>`)}
      </ul>
    </section>
  `;
}

/** Every check of the sign-in test, in the order in which they were made; undefined if there was no test. */
export function reportSection(verification: VerifyReport | undefined): Html | undefined {
  if (verification === undefined) {
    return undefined;
  }
  const groups = [...new Set(verification.checks.map(({ group }) => group))];
  return html`
    <details class="report">
      <summary>${messages.getMessage('report')}</summary>
      ${groups.map((group) =>
        reportTable(
          verifyMessages.getMessage(`group.${group}`),
          verification.checks.filter((check) => check.group === group),
        ),
      )}
    </details>
  `;
}

function reportTable(caption: string, checks: VerifyCheck[]): Html {
  return table(
    caption,
    ['report.check', 'report.status', 'report.found'].map((key) => messages.getMessage(key)),
    checks.map(
      ({ title, status, actual }) => html`
        <tr>
          <th scope="row">${title}</th>
          <td class="status ${status}">${messages.getMessage(`status.${status}`)}</td>
          <td>${actual}</td>
        </tr>
      `,
    ),
  );
}
