import { Messages, type Connection } from '@salesforce/core';
import type { NamedApp } from '../../../salesforce/org/org-apps.ts';
import { revokeAccessOf, type AccessLoss, type Names } from '../../../setup/access/manage-access.ts';
import { unassignUsers } from '../../../setup/access/user-access.ts';
import { translatedLabelHints } from '../../../setup/access/standard-profiles.ts';
import { titleOf } from '../../../setup/plan/plan-access.ts';
import {
  principalResult,
  userResult,
  type PrincipalResult,
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
import { noPromptFlag } from '../../../terminal/flags/deployment-flags.ts';
import { usernamesOf, userFlags } from '../../../terminal/flags/user-flags.ts';
import { approveRevocation } from '../../../terminal/questions/revoke-approval.ts';
import { revokedText, revokedUsersText } from '../../../terminal/texts/revocation-text.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.revoke');

export type AccessRevokeResult = {
  revoked: PrincipalResult[];
  already: PrincipalResult[];
  /** Only if users were named. `stillIn` are those whom something else gives access. */
  users?: { permissionSet: PrincipalResult; revoked: UserResult[]; already: UserResult[]; stillIn: UserResult[] };
};

export default class AccessRevoke extends FrontlineCommand<AccessRevokeResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...appFlags,
    ...namedPrincipalFlags(
      messages.getMessage('flags.profile.summary'),
      messages.getMessage('flags.permission-set.summary'),
      ['user', 'users-file'],
    ),
    ...userFlags,
    ...noPromptFlag(messages.getMessage('flags.no-prompt.summary')),
  };

  static {
    completeHelp(this, 'access revoke');
  }

  public async run(): Promise<AccessRevokeResult> {
    const { flags } = await this.parse(AccessRevoke);
    const usernames = await usernamesOf(flags);
    const names = namesOf(flags, usernames);
    const { connection } = await connectTo(flags['target-org'], flags['api-version']);
    if (usernames.length > 0) {
      return {
        revoked: [],
        already: [],
        users: await this.revokeFromUsers(connection, appOf(flags), { ...names, usernames }),
      };
    }
    const approve = flags['no-prompt'] ? undefined : (loss: AccessLoss) => approveRevocation(this, loss);
    const outcome = await revokeAccessOf(connection, appOf(flags), names, approve);
    if (outcome === undefined) {
      this.log(messages.getMessage('declined'));
      return { revoked: [], already: [] };
    }
    const { done, already } = outcome;
    this.warnAll(translatedLabelHints(names.profiles, [...done, ...already]));
    this.logLines(revokedText(done, already));
    return { revoked: done.map(principalResult), already: already.map(principalResult) };
  }

  private async revokeFromUsers(
    connection: Connection,
    app: NamedApp,
    names: Names & { usernames: string[] },
  ): Promise<NonNullable<AccessRevokeResult['users']>> {
    const { permissionSet, done, already, stillIn } = await unassignUsers(connection, app, names);
    this.logLines(revokedUsersText(done, already, permissionSet.name));
    stillIn.forEach(({ user, by }) =>
      this.warn(messages.getMessage('user.stillIn', [user.username, by.map(titleOf).join(', ')])),
    );
    return {
      permissionSet: principalResult(permissionSet),
      revoked: done.map(userResult),
      already: already.map(userResult),
      stillIn: stillIn.map(({ user }) => userResult(user)),
    };
  }
}
