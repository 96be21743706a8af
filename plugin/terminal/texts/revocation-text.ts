import { Messages } from '@salesforce/core';
import type { Principal } from '../../salesforce/org/access.ts';
import type { OrgUser } from '../../salesforce/people/user.ts';
import { titleOf } from '../../setup/plan/plan-access.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import type { Line } from '../screen-line.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.revoke');

/** Which profiles and permission sets have lost access, and which had none. */
export function revokedText(done: Principal[], already: Principal[]): Line[] {
  const title = (principal: Principal): string => terminalSafe(titleOf(principal));
  return [
    ...done.map((principal) => success(messages.getMessage('revoked', [title(principal)]))),
    ...already.map((principal) => messages.getMessage('already', [title(principal)])),
  ];
}

/** Which users have lost a permission set, and which did not have it. */
export function revokedUsersText(done: OrgUser[], already: OrgUser[], permissionSet: string): Line[] {
  return [
    ...done.map(({ username }) => success(messages.getMessage('user.revoked', [username, permissionSet]))),
    ...already.map(({ username }) => messages.getMessage('user.already', [username, permissionSet])),
  ];
}

function success(text: string): Line {
  return [{ text, tone: 'success' }];
}
