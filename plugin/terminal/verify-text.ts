import { Messages } from '@salesforce/core';
import type { CheckGroup, VerifyCheck } from '../setup/verify-check.ts';
import type { VerifyReport } from '../setup/verify-sso.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.verify');

const GLYPH: Record<VerifyCheck['status'], string> = { pass: '✓', warn: '!', fail: '✗', skip: '-', info: 'i' };

const GROUPS: CheckGroup[] = ['setup', 'user', 'twilio', 'sign-in', 'response'];

/** A report as lines: failures with what to do, then every group with a line a check, then the verdict. */
export function verifyText(report: VerifyReport, verbose: boolean): string[] {
  const { checks, claims } = report;
  const failures = checks.filter(({ status }) => status === 'fail');
  const groups = GROUPS.map((group) => checks.filter((check) => check.group === group)).filter(
    ({ length }) => length > 0,
  );
  const roles = claims?.attributes.find(({ name }) => name === 'roles')?.values ?? [];
  return [
    ...(failures.length === 0
      ? []
      : [messages.getMessage('failures'), ...failures.flatMap((check) => checkText(check, true)), '']),
    ...groups.flatMap((group) => [
      messages.getMessage(`group.${group[0]?.group ?? ''}`),
      ...group.flatMap((check) => checkText(check, verbose || check.status === 'warn')),
      '',
    ]),
    ...(claims?.nameId === undefined ? [] : [messages.getMessage('claims', [claims.nameId, roles.join(', ')])]),
    verdict(report, failures.length),
  ];
}

function checkText({ status, title, expected, actual, hint, fix }: VerifyCheck, withDetails: boolean): string[] {
  const details: Array<[string, string | undefined]> = [
    ['expected', expected],
    ['actual', actual],
    ['hint', hint],
    ['fix', fix],
  ];
  const lines = details.flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [`      ${messages.getMessage(key).padEnd(8)}  ${value}`],
  );
  return [`  ${GLYPH[status]} ${title}`, ...(withDetails ? lines : [])];
}

function verdict({ ok, checks }: VerifyReport, failed: number): string {
  if (failed > 0) {
    return messages.getMessage('verdictFail', [failed, checks.length]);
  }
  const count = (status: VerifyCheck['status']): number => checks.filter((check) => check.status === status).length;
  return messages.getMessage(ok ? 'verdictPass' : 'verdictUnknown', [count('pass'), count('warn')]);
}
