import { Messages } from '@salesforce/core';
import type { CheckGroup, VerifyCheck } from '../../setup/verify/verify-check.ts';
import type { VerifyReport } from '../../setup/verify/verify-sso.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.verify');

const GLYPH: Record<VerifyCheck['status'], string> = { pass: '✓', warn: '!', fail: '✗', skip: '-', info: 'i' };

const GROUPS: CheckGroup[] = ['setup', 'user', 'twilio', 'sign-in', 'response'];

/** What was asked, as far as the words of the answer depend on it. */
export type VerifyQuestion = {
  /** The user whose access was asked about; the sign-in is that of the login all the same. */
  username?: string | undefined;
  /** Whether a response of a person was looked at, and nobody signed in. */
  isCaptured?: boolean;
};

/** Checks that a file which was damaged on its way fails, whatever the org answered. */
const READING_CHECKS = ['decode.base64', 'decode.utf8', 'xml.safe', 'xml.wellformed', 'saml.root'];

/** Checks whose finding is worth a look where nothing is wrong. */
const SHOWN_IN_FULL = ['user.nameId'];

/** A report as lines: failures with what to do, then every group with a line a check, then the verdict. */
export function verifyText(report: VerifyReport, verbose: boolean, question: VerifyQuestion = {}): string[] {
  const { checks } = report;
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
    verdict(report, question),
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

function verdict({ ok, checks }: VerifyReport, { username, isCaptured }: VerifyQuestion): string {
  const idsOf = (status: VerifyCheck['status']): string[] =>
    checks.filter((check) => check.status === status).map(({ id }) => id);
  const [failed, warned, skipped] = [idsOf('fail'), idsOf('warn'), idsOf('skip')];
  const whom = username ?? messages.getMessage('anyUser');
  if (failed.length > 0 && isCaptured === true && failed.every((id) => READING_CHECKS.includes(id))) {
    return messages.getMessage('verdictUnread');
  }
  if (failed.length > 0 && failed.every((id) => id === 'internal')) {
    return messages.getMessage('verdictUnknown');
  }
  if (failed.length > 0) {
    const left = skipped.length === 0 ? '' : counted('left', skipped.length);
    return messages.getMessage('verdictFail', [whom, failed.length, checks.length, left]);
  }
  if (!ok) {
    return messages.getMessage('verdictUnknown');
  }
  const isUserKnown = !warned.includes('user.access');
  return messages.getMessage(isUserKnown ? 'verdictPass' : 'verdictUser', [whom, tallyText(checks)]);
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
