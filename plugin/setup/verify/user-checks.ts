import { Messages } from '@salesforce/core';
import type { OrgUser } from '../../salesforce/people/user.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import { shellWord } from '../../text/shell-word.ts';
import { doubtfulGroups, givenBy, wayInOf, type WayIn } from '../access/check-access.ts';
import { titleOf } from '../plan/plan-access.ts';
import { nameIdOf, subjectTypeOf, type Identifiers } from '../settings/subject.ts';
import { verifyCheck, type VerifyCheck, type VerifyFinding } from './verify-check.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'checks');

/**
 * Whether a user will get in, judged by the org's records. Pure.
 *
 * @param user with the Federation ID where the app sends it.
 */
export function userChecks(
  username: string,
  user: (OrgUser & Pick<Identifiers, 'federationId'>) | undefined,
  actual: ActualSetup,
): VerifyCheck[] {
  if (user === undefined) {
    const rest = ['user.active', 'user.access', 'user.nameId'].map((id): VerifyFinding => ({ id, status: 'skip' }));
    return [
      { id: 'user.found', status: 'fail', expected: username, actual: 'the org has no such user' } as const,
      ...rest,
    ].map((finding) => verifyCheck('user', finding));
  }
  const findings: VerifyFinding[] = [
    { id: 'user.found', status: 'pass', expected: username, actual: user.id },
    { id: 'user.active', status: user.active ? 'pass' : 'fail', actual: user.active ? 'active' : 'inactive' },
    accessFinding(user, {
      giving: givenBy(user, actual).map(titleOf),
      doubtful: doubtfulGroups(user, actual),
      wayIn: wayInOf(actual.grants),
    }),
    nameIdFinding(subjectTypeOf(actual.app), user),
  ];
  return findings.map((finding) => verifyCheck('user', finding));
}

/** What identifies the user to the service provider. Without a value the org signs nobody in. */
function nameIdFinding(subjectType: string, user: Identifiers): VerifyFinding {
  const id = 'user.nameId';
  const nameId = nameIdOf(subjectType, user);
  switch (subjectType) {
    case 'Username':
      return { id, status: 'info', actual: nameId ?? '' };
    case 'UserId':
      return { id, status: 'info', expected: messages.getMessage('user.nameId.user-id'), actual: nameId ?? '' };
    case 'FederationId': {
      const expected = messages.getMessage('user.nameId.federation-id');
      return nameId === undefined
        ? { id, status: 'fail', expected, actual: messages.getMessage('user.nameId.none') }
        : { id, status: 'info', expected, actual: nameId };
    }
    default:
      return { id, status: 'info', actual: messages.getMessage('user.nameId.unknown', [subjectType]) };
  }
}

function accessFinding(
  user: OrgUser,
  { giving, doubtful, wayIn }: { giving: string[]; doubtful: string[]; wayIn: WayIn },
): VerifyFinding {
  const id = 'user.access';
  const fixTokens = [
    wayIn === 'profile' ? `--profile ${shellWord(user.profileName)}` : `--user ${shellWord(user.username)}`,
    shellWord(user.username),
  ];
  if (giving.length > 0) {
    return { id, status: 'pass', actual: `by ${giving.join(', ')}`, fixTokens };
  }
  const actual = `neither profile ${user.profileName} nor a permission set of the user has access`;
  // A group that the org does not show or has yet to calculate may give access.
  return doubtful.length === 0
    ? { id, status: 'fail', actual, fixTokens }
    : { id, status: 'warn', actual: `${actual}; not known of the groups: ${doubtful.join(', ')}`, fixTokens };
}
