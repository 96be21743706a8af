import { Messages } from '@salesforce/core';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import type { DeployReport } from '../../setup/deploy/deploy-sso.ts';
import type { HandOff } from '../../setup/inspect/hand-over-values.ts';
import type { VerifyReport } from '../../setup/verify/verify-sso.ts';
import type { Line, Piece } from '../screen-line.ts';
import { followUpCommand } from './follow-up-command.ts';
import { rowsText, type Rows } from './rows.ts';
import { signInNotice } from './sign-in-users-text.ts';
import { tallyText } from './verify-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'closing');
const valueNames = Messages.loadMessages('sf-plugin-frontline', 'hand-over');

/** What a deploy came to, for the text that ends it. */
export type Closing = {
  report: Pick<DeployReport, 'outcome' | 'plan' | 'actual'>;
  values: HandOff;
  serviceProviderName: string;
  /** The org and the app, for the commands that go on from here. */
  about: { orgName: string; app: NamedApp };
  /** Paths of what was written, the page last. */
  files: string[];
  verification?: VerifyReport | undefined;
  /** Whether the certificate in text form is on the screen already. */
  certificateShown: boolean;
};

/** Columns of the line above and below the text. */
const WIDTH = 80;

const DONE: Piece = { text: '✓', tone: 'success' };
const FAILED: Piece = { text: '✗', tone: 'error' };
const OPEN: Piece = { text: '!', tone: 'warning' };

/**
 * How a deploy ended: what is ready, and what is left to do. A run that changed nothing, and was asked for nothing more, has
 * four lines.
 */
export function closingText(closing: Closing): Line[] {
  const { report, files, verification } = closing;
  return report.outcome === 'unchanged' && files.length === 0 && verification === undefined
    ? unchangedText(closing)
    : boxText(closing);
}

function unchangedText(closing: Closing): Line[] {
  const { values, about, serviceProviderName } = closing;
  const rows: Rows = [
    [
      messages.getMessage('certificate'),
      messages.getMessage('certificate.is', [values.certificateName, values.certificateExpires.slice(0, 10)]),
    ],
    [messages.getMessage('access'), accessText(closing)],
    [messages.getMessage('values'), followUpCommand('frontline sso export', about)],
  ];
  return [[DONE, ` ${messages.getMessage('unchanged', [about.orgName, serviceProviderName])}`], ...rowsText(rows)];
}

function boxText(closing: Closing): Line[] {
  const { about, verification } = closing;
  const title = messages.getMessage(`title.${verification?.verdict ?? 'ready'}`, [about.orgName]);
  return [
    `── ${title} `.padEnd(WIDTH, '─'),
    '',
    messages.getMessage('ready'),
    ...readyText(closing),
    '',
    messages.getMessage('toDo'),
    ...stepsOf(closing).flatMap(([sentence = '', ...lines], index) => [
      `  ${index + 1}. ${sentence}`,
      ...lines.map((line) => `     ${line}`),
    ]),
    '─'.repeat(WIDTH),
  ];
}

function readyText(closing: Closing): Line[] {
  const { report, values, verification, about } = closing;
  const { plan, actual } = report;
  const rows: Array<[Piece, string, string]> = [
    [
      DONE,
      messages.getMessage('identityProvider'),
      messages.getMessage('identityProvider.is', [values.certificateName, values.certificateExpires.slice(0, 10)]),
    ],
    [
      DONE,
      messages.getMessage(`kind.${plan.app.kind}`),
      messages.getMessage('app.is', [plan.app.fullName, values.realmSid]),
    ],
    [signInNotice(actual, about).warns ? OPEN : DONE, messages.getMessage('access'), accessText(closing)],
    ...(verification === undefined ? [] : [signInRow(verification)]),
  ];
  const lines = rowsText(
    rows.map(([, name, value]) => [name, value]),
    1,
  );
  return lines.map((line, index) => ['  ', rows[index]?.[0] ?? '', line]);
}

function signInRow({ verdict, checks }: VerifyReport): [Piece, string, string] {
  const sign = { proven: DONE, refuted: FAILED, 'not-proven': OPEN }[verdict];
  return [sign, messages.getMessage('signIn'), messages.getMessage(`signIn.${verdict}`, [tallyText(checks)])];
}

function accessText({ report: { actual }, about }: Closing): string {
  const notice = signInNotice(actual, about);
  return notice.warns ? notice.sentence : notice.text;
}

/** What is left to do: each step a sentence, with what belongs to it. */
function stepsOf(closing: Closing): string[][] {
  const { report, about, verification } = closing;
  if (verification?.verdict === 'refuted') {
    return [[messages.getMessage('correct')]];
  }
  const notice = signInNotice(report.actual, about);
  return [...(notice.warns ? [[notice.lead, notice.command]] : []), pasteStep(closing), lastStep(closing)];
}

function pasteStep({ values, files, about, certificateShown }: Closing): string[] {
  const page = files.at(-1);
  if (page !== undefined) {
    return [messages.getMessage('pasteByPage'), page];
  }
  const certificate = messages.getMessage(certificateShown ? 'certificateAbove' : 'certificateByCommand');
  return [
    messages.getMessage('paste'),
    values.consoleUrl,
    ...rowsText(
      [
        [valueNames.getMessage('issuer'), values.identityProviderIssuer],
        [valueNames.getMessage('ssoUrl'), values.ssoUrl],
        [valueNames.getMessage('certificate'), `${certificate}\n${values.certificateFingerprint}`],
      ],
      0,
    ),
    ...(certificateShown
      ? []
      : [messages.getMessage('certificateText'), followUpCommand('frontline sso export', about)]),
  ];
}

function lastStep({ about, verification }: Closing): string[] {
  const verify = followUpCommand('frontline sso verify', about);
  switch (verification?.verdict) {
    case undefined:
      return [messages.getMessage('test'), verify];
    case 'proven':
      return [
        messages.getMessage('agents'),
        followUpCommand('frontline access list', { ...about, flags: ['--users'] }),
      ];
    case 'not-proven':
    case 'refuted':
      return [messages.getMessage('testAgain'), verify];
  }
}
