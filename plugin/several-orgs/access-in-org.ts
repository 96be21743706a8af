import { Messages } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { readUsersWithAccess } from '../salesforce/people/users-with-access.ts';
import { accessSourcesOf, checkAccess, type AccessAnswer } from '../setup/access/check-access.ts';
import { titleOf } from '../setup/plan/plan-access.ts';
import { EXIT_CODES } from '../setup/verify/verdict.ts';
import { usernamesOf } from '../terminal/flags/user-flags.ts';
import { accessAnswerRows, accessExitCode, accessHelp } from '../terminal/texts/access-check-text.ts';
import {
  principalResult,
  userAccessResult,
  type PrincipalResult,
  type UserAccessResult,
} from '../terminal/texts/access-result.ts';
import { firstAccessCommand } from '../terminal/texts/follow-up-command.ts';
import { appOfOrg, type DefinedOrg } from './definition-file.ts';
import type { OrgTarget, ShownWork } from './run-in-orgs.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'definition-file');
const listMessages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.list');

/** Lists who has access in one of several orgs: profiles and permission sets, or users. */
export async function listAccessInOrg(
  { connection, defined, orgName }: OrgTarget,
  ofUsers: boolean,
): Promise<ShownWork<PrincipalResult[] | UserAccessResult[]>> {
  const app = appOfOrg(defined);
  const sources = await accessSourcesOf(connection, app);
  const found = ofUsers
    ? (await readUsersWithAccess(connection, sources)).map((user) => ({
        result: userAccessResult(user),
        line: lineOf(user.username, user.by.map(titleOf).join(', ')),
      }))
    : sources.grants.map(({ principal }) => ({ result: principalResult(principal), line: `  ${titleOf(principal)}` }));
  const groupsUnknown = ofUsers && sources.groups === undefined;
  return {
    ok: true,
    summary: messages.getMessage(ofUsers ? 'access.list.users' : 'access.list', [found.length]),
    result: found.map(({ result }) => result) as PrincipalResult[] | UserAccessResult[],
    lines: found.map(({ line }) => line).sort((a, b) => a.localeCompare(b)),
    warnings: [
      ...(groupsUnknown ? [listMessages.getMessage('users.groupsUnknown')] : []),
      ...(found.length === 0 ? [listMessages.getMessage('nobody', [firstAccessCommand({ orgName, app })])] : []),
    ],
  };
}

/** Answers for the users that the file names for one of several orgs whether they have access. */
export async function checkAccessInOrg({
  connection,
  defined,
  orgName,
}: OrgTarget): Promise<ShownWork<AccessAnswer[]>> {
  const app = appOfOrg(defined);
  const usernames = await usernamesOf({ user: defined.request.settings.usernames });
  const { answers, wayIn } = await checkAccess(connection, app, usernames);
  const exitCode = accessExitCode(answers);
  const having = answers.filter(({ answer }) => answer === 'yes').length;
  return {
    ok: exitCode === EXIT_CODES.proven,
    notProven: exitCode === EXIT_CODES['not-proven'],
    summary: messages.getMessage('access.check', [having, answers.length]),
    result: answers,
    lines: [
      ...accessAnswerRows(answers).map(({ username, answer, why }) => lineOf(username, `${answer}, ${why}`)),
      ...accessHelp(answers, wayIn, { orgName, app }),
    ],
    warnings: [],
  };
}

function lineOf(username: string, words: string): string {
  return `  ${messages.getMessage('access.line', [username, words])}`;
}

/** @throws UsersMissing (exit code 2) for orgs of which the file names no users. */
export function refuseOrgsWithoutUsers(orgs: DefinedOrg[]): void {
  const without = orgs.filter(({ request }) => (request.settings.usernames ?? []).length === 0).map(({ org }) => org);
  if (without.length > 0) {
    throw setupError('UsersMissing', { situation: 'defined', actionTokens: [without.join(', ')], exitCode: 2 });
  }
}
