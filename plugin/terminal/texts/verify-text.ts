import { Messages } from '@salesforce/core';
import type { CheckGroup, VerifyCheck } from '../../setup/verify/verify-check.ts';
import type { SignInAttempt } from '../../setup/verify/sign-in-attempt.ts';
import { metText, obstacleText } from '../../setup/verify/sign-in-checks.ts';
import type { NotProven } from '../../setup/verify/verdict.ts';
import type { VerifyReport } from '../../setup/verify/verify-sso.ts';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import { followUpCommand, type FollowUp } from './follow-up-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.verify');

const GLYPH: Record<VerifyCheck['status'], string> = { pass: '✓', warn: '!', fail: '✗', skip: '-', info: 'i' };

const GROUPS: CheckGroup[] = ['setup', 'user', 'twilio', 'sign-in', 'response'];

/** What was asked, as far as the words of the answer depend on it. */
export type VerifyQuestion = {
  /** The org and the app, for the command that goes on from here. */
  about: { orgName: string; app: NamedApp };
  /** Whether to show expected and actual for every check. */
  verbose?: boolean;
  /** The user whose access was asked about; the sign-in is that of the login all the same. */
  username?: string | undefined;
  /** Whether a response of a person was looked at, and nobody signed in. */
  isCaptured?: boolean;
};

/** Checks whose finding is worth a look where nothing is wrong. */
const SHOWN_IN_FULL = ['user.nameId'];

/** A report as lines: failures with what to do, then every group with a line a check, then the verdict. */
export function verifyText(report: VerifyReport, question: VerifyQuestion): string[] {
  const { checks } = report;
  const { verbose = false } = question;
  const failures = checks.filter(({ status }) => status === 'fail');
  const groups = GROUPS.map((group) => checks.filter((check) => check.group === group)).filter(
    ({ length }) => length > 0,
  );
  return [
    ...(failures.length === 0
      ? []
      : [messages.getMessage('failures'), ...failures.flatMap((check) => checkText(check, true)), '']),
    ...groups.flatMap((group) => [
      messages.getMessage(`group.${group[0]?.group ?? ''}`),
      ...group.flatMap((check) =>
        checkText(check, verbose || check.status === 'warn' || SHOWN_IN_FULL.includes(check.id)),
      ),
      '',
    ]),
    ...claimsText(report, question),
    ...verdictText(report, question),
  ];
}

function checkText(check: VerifyCheck, withDetails: boolean): string[] {
  const { status, title, expected, actual, hint, fix } = check;
  const details: Array<[string, string | undefined]> = [
    ['expected', expected],
    ['actual', actual],
    ['hint', hint],
    ['fix', fix],
    ['rule', ruleText(check)],
  ];
  const lines = details.flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [`      ${messages.getMessage(key).padEnd(8)}  ${value}`],
  );
  return [`  ${GLYPH[status]} ${title}`, ...(withDetails ? lines : [])];
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

function verdictText({ ok, notProven, checks }: VerifyReport, question: VerifyQuestion): string[] {
  if (notProven !== undefined) {
    return notProvenText(notProven, question);
  }
  const { username } = question;
  const idsOf = (status: VerifyCheck['status']): string[] =>
    checks.filter((check) => check.status === status).map(({ id }) => id);
  const whom = username ?? messages.getMessage('anyUser');
  if (ok) {
    const isUserKnown = !idsOf('warn').includes('user.access');
    return [messages.getMessage(isUserKnown ? 'verdictPass' : 'verdictUser', [whom, tallyText(checks)])];
  }
  const skipped = idsOf('skip').length;
  const left = skipped === 0 ? '' : counted('left', skipped);
  return [messages.getMessage('verdictFail', [whom, idsOf('fail').length, checks.length, left])];
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
