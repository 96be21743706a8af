import { Messages } from '@salesforce/core';
import { assignAccess } from '../../../setup/access/manage-access.ts';
import type { UserWithReason } from '../../../setup/access/user-access.ts';
import { translatedLabelHints } from '../../../setup/access/standard-profiles.ts';
import { titleOf } from '../../../setup/plan/plan-access.ts';
import {
  principalResult,
  userResult,
  type PrincipalResult,
  type UserAccessResult,
  type UserResult,
} from '../../../terminal/texts/access-result.ts';
import {
  appFlags,
  appOf,
  connectTo,
  namedPrincipalFlags,
  namesOf,
  orgFlags,
} from '../../../terminal/flags/org-flags.ts';
import { usernamesOf, userFlags } from '../../../terminal/flags/user-flags.ts';
import { terminalSafe } from '../../../text/terminal-safe.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.assign');

export type AccessAssignResult = {
  granted: PrincipalResult[];
  already: PrincipalResult[];
  /** Only if users were named. */
  users?: { permissionSet: PrincipalResult; granted: UserResult[]; already: UserAccessResult[] };
};

export default class AccessAssign extends FrontlineCommand<AccessAssignResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...appFlags,
    ...namedPrincipalFlags(
      messages.getMessage('flags.profile.summary'),
      messages.getMessage('flags.permission-set.summary'),
    ),
    ...userFlags,
  };

  static {
    completeHelp(this, 'access assign');
  }

  public async run(): Promise<AccessAssignResult> {
    const { flags } = await this.parse(AccessAssign);
    const usernames = await usernamesOf(flags);
    const names = namesOf(flags, usernames);
    const { connection } = await connectTo(flags['target-org'], flags['api-version']);
    const { done, already, users } = await assignAccess(connection, appOf(flags), { ...names, usernames });
    this.warnAll(translatedLabelHints(names.profiles, [...done, ...already]));
    done.forEach((principal) => this.logSuccess(messages.getMessage('granted', [terminalSafe(titleOf(principal))])));
    already.forEach((principal) => this.log(messages.getMessage('already', [terminalSafe(titleOf(principal))])));
    if (users !== undefined) {
      users.done.forEach(({ username }) => this.logSuccess(messages.getMessage('granted', [username])));
      users.already.forEach((one) => this.log(alreadyText(one)));
      const { length } = users.done;
      this.log(
        messages.getMessage(length === 1 ? 'users.one' : 'users.many', [
          ...(length === 1 ? [] : [length]),
          users.permissionSet.name,
        ]),
      );
    }
    return {
      granted: done.map(principalResult),
      already: already.map(principalResult),
      ...(users === undefined
        ? {}
        : {
            users: {
              permissionSet: principalResult(users.permissionSet),
              granted: users.done.map(userResult),
              already: users.already.map(({ user, by }) => ({ ...userResult(user), by: by.map(principalResult) })),
            },
          }),
    };
  }
}

function alreadyText({ user: { username }, by }: UserWithReason): string {
  return by.length === 0
    ? messages.getMessage('already', [username])
    : messages.getMessage('already.by', [username, by.map(titleOf).join(', ')]);
}
