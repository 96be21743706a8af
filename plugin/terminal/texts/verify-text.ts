import { Messages } from '@salesforce/core';
import type { CheckGroup, VerifyCheck } from '../../setup/verify/verify-check.ts';
import type { SignInAttempt } from '../../setup/verify/sign-in-attempt.ts';
import { metText, obstacleText } from '../../setup/verify/sign-in-checks.ts';
import type { NotProven } from '../../setup/verify/verdict.ts';
import type { VerifyReport } from '../../setup/verify/verify-sso.ts';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import type { Line, Piece } from '../screen-line.ts';
import { followUpCommand, type FollowUp } from './follow-up-command.ts';
import { rowsText, type Rows } from './rows.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.verify');

const SIGN: Record<VerifyCheck['status'], Piece> = {
  pass: { text: '✓', tone: 'success' },
  warn: { text: '!', tone: 'warning' },
  fail: { text: '✗', tone: 'error' },
  skip: '-',
  info: 'i',
};

const GROUPS: CheckGroup[] = ['setup', 'user', 'twilio', 'sign-in', 'response'];

/** How much of a report a user wants to see. */
export type Detail = 'concise' | 'usual' | 'verbose';

/** What was asked, as far as the words of the answer depend on it. */
export type VerifyQuestion = {
  /** The org and the app, for the command that goes on from here. */
  about: { orgName: string; app: NamedApp };
  /** How much to show: the verdict alone, failures and warnings with sums, or every check with expected and actual. */
  detail?: Detail;
  /** The user whose access was asked about; the sign-in is that of the login all the same. */
  username?: string | undefined;
  /** Whether a response of a person was looked at, and nobody signed in. */
  isCaptured?: boolean;
};

/** Checks whose finding is worth a look where nothing is wrong. */
const SHOWN_IN_FULL = ['user.nameId'];

/** A report as lines: what to correct, a sum for every group of checks, then the verdict. */
export function verifyText(report: VerifyReport, question: VerifyQuestion): Line[] {
  return [...checksText(report, question), ...verdictText(report, question)];
}

/** The part of a report that says what was checked. Of a user that does not exist, it says that alone. */
export function checksText(report: VerifyReport, question: VerifyQuestion): Line[] {
  const { checks } = report;
  const { detail = 'usual' } = question;
  const unknownUser = checks.find(isUnknownUser);
  if (unknownUser !== undefined) {
    return checkText(unknownUser);
  }
  const failures = checks.filter(({ status }) => status === 'fail');
  const toCorrect = failures.length === 0 ? [] : [messages.getMessage('failures'), ...failures.flatMap(checkText), ''];
  const groups = GROUPS.map((group) => checks.filter((check) => check.group === group)).filter(
    ({ length }) => length > 0,
  );
  switch (detail) {
    case 'concise':
      return toCorrect;
    case 'usual':
      return [...toCorrect, ...groups.flatMap(sumText), '', ...claimsText(report, question)];
    case 'verbose':
      return [...toCorrect, ...groups.flatMap(listText), ...claimsText(report, question)];
  }
}

function isUnknownUser({ id, status }: VerifyCheck): boolean {
  return id === 'user.found' && status === 'fail';
}

function titleOf([first]: VerifyCheck[]): string {
  return messages.getMessage(`group.${first?.group ?? ''}`);
}

/** A group with each of its checks. */
function listText(group: VerifyCheck[]): Line[] {
  return [titleOf(group), ...group.flatMap(checkText), ''];
}

const SUM_WIDTH = Math.max(...GROUPS.map((group) => messages.getMessage(`group.${group}`).length));

/** A group in one line, and what of it is worth a look. */
function sumText(group: VerifyCheck[]): Line[] {
  const count = (...of: Array<VerifyCheck['status']>): number =>
    group.filter(({ status }) => of.includes(status)).length;
  const made = count('pass', 'warn', 'fail');
  const worst = count('fail') > 0 ? 'fail' : count('warn') > 0 ? 'warn' : made > 0 ? 'pass' : 'skip';
  const left = worst === 'pass' || made === 0 || count('skip') === 0 ? '' : counted('left', count('skip'));
  const sum = made === 0 ? messages.getMessage('notMade') : messages.getMessage('sum', [count('pass'), made]);
  return [
    [`${titleOf(group).padEnd(SUM_WIDTH)}  ${sum} `, SIGN[worst], left],
    ...group.filter(({ status, id }) => status === 'warn' || SHOWN_IN_FULL.includes(id)).flatMap(checkText),
  ];
}

/** Columns of the names of details. */
const NAME_WIDTH = 8;

function checkText(check: VerifyCheck): Line[] {
  const { status, title, expected, actual, hint, fix } = check;
  const details: Array<[string, string | undefined]> = [
    ['expected', expected],
    ['actual', actual],
    ['hint', hint],
    ['fix', fix],
    ['rule', ruleText(check)],
  ];
  const rows = details.flatMap(([key, value]): Rows =>
    value === undefined || value === '' ? [] : [[messages.getMessage(key).padEnd(NAME_WIDTH), value]],
  );
  return [['  ', SIGN[status], ` ${title}`], ...rowsText(rows, 6)];
}

/** Of a check of the response, the kind of the rule and where it stands. */
function ruleText({ kind, section }: VerifyCheck): string | undefined {
  const words = kind === undefined ? [] : [messages.getMessage(`kind.${kind}`), section ?? ''];
  return words.filter((word) => word !== '').join(': ');
}

/** Whom the response is about. With a user asked about, it may be another one: that of the login. */
function claimsText({ claims }: VerifyReport, { username, isCaptured }: VerifyQuestion): string[] {
  if (claims?.nameId === undefined) {
    return [];
  }
  const isOther = username !== undefined && username.toLowerCase() !== claims.nameId.toLowerCase();
  const key = isCaptured === true ? 'claims.captured' : isOther ? 'claims.other' : 'claims';
  const roles = claims.attributes.find(({ name }) => name === 'roles')?.values ?? [];
  return [messages.getMessage(key, [claims.nameId, roles.join(', ')])];
}

/** What a report comes to, in a sentence, and how to go on where nothing is proven. */
export function verdictText({ ok, notProven, checks }: VerifyReport, question: VerifyQuestion): string[] {
  if (checks.some(isUnknownUser)) {
    return [];
  }
  if (notProven !== undefined) {
    return notProvenText(notProven, question);
  }
  const { username } = question;
  const idsOf = (status: VerifyCheck['status']): string[] =>
    checks.filter((check) => check.status === status).map(({ id }) => id);
  if (ok) {
    const whom = username ?? messages.getMessage('anyUser');
    const isUserKnown = !idsOf('warn').includes('user.access');
    return [messages.getMessage(isUserKnown ? 'verdictPass' : 'verdictUser', [tallyText(checks), whom])];
  }
  const skipped = idsOf('skip').length;
  const left = skipped === 0 ? '' : counted('left', skipped);
  return [
    messages.getMessage('verdictFail', [
      username ?? messages.getMessage('aUser'),
      idsOf('fail').length,
      checks.length,
      left,
    ]),
  ];
}

/** What stands in the way of a proof, and how to finish it. */
function notProvenText({ reason, openByHand }: NotProven, { username, isCaptured, about }: VerifyQuestion): string[] {
  const { orgName, app } = about;
  const why = obstacleText(reason);
  const sentence =
    reason === 'app-not-known-yet'
      ? messages.getMessage('notYet', [why])
      : messages.getMessage('notProven', [username ?? messages.getMessage('someUser'), why]);
  if (isCaptured === true) {
    return [sentence];
  }
  const command = (more: Pick<FollowUp, 'responseFile'> = {}): string =>
    followUpCommand('frontline sso verify', { orgName, app, username, ...more });
  return openByHand === undefined
    ? [sentence, '', messages.getMessage('again'), `  ${command()}`]
    : [
        sentence,
        '',
        messages.getMessage('byHand'),
        `  ${messages.getMessage('byHand.open')}`,
        `     ${openByHand}`,
        `  ${messages.getMessage('byHand.copy', [RESPONSE_FILE])}`,
        `  ${messages.getMessage('byHand.check')}`,
        `     ${command({ responseFile: RESPONSE_FILE })}`,
      ];
}

/** The name that a file with a captured response has in commands. */
const RESPONSE_FILE = 'response.txt';

/**
 * Why a sign-in is tried again, and how long.
 *
 * @param until milliseconds since 1970.
 */
export function waitingText(attempt: SignInAttempt, until: number): string {
  return messages.getMessage('waiting', [metText(attempt), new Date(until).toISOString().slice(11, 16)]);
}

/** How many checks passed, and how many only warn. */
export function tallyText(checks: VerifyCheck[]): string {
  const count = (status: VerifyCheck['status']): number => checks.filter((check) => check.status === status).length;
  return `${counted('passed', count('pass'))}, ${counted('warned', count('warn'))}`;
}

/** A number of checks, in the singular or the plural. */
function counted(key: 'passed' | 'warned' | 'left', count: number): string {
  return messages.getMessage(`${key}.${count === 1 ? 'one' : 'many'}`, count === 1 ? [] : [count]);
}
