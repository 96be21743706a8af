import { Messages } from '@salesforce/core';
import { revokeAccessOf } from '../../../setup/access/manage-access.ts';
import { titleOf } from '../../../setup/plan/plan-access.ts';
import { principalResult, type PrincipalResult } from '../../../terminal/texts/access-result.ts';
import {
  appFlags,
  appOf,
  connectTo,
  namedPrincipalFlags,
  namesOf,
  orgFlags,
} from '../../../terminal/flags/org-flags.ts';
import { terminalSafe } from '../../../text/terminal-safe.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.revoke');

export type AccessRevokeResult = { revoked: PrincipalResult[]; already: PrincipalResult[] };

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
    ),
  };

  public async run(): Promise<AccessRevokeResult> {
    const { flags } = await this.parse(AccessRevoke);
    const names = namesOf(flags);
    const { connection } = await connectTo(flags['target-org'], flags['api-version']);
    const { done, already } = await revokeAccessOf(connection, appOf(flags), names);
    done.forEach((principal) => this.logSuccess(messages.getMessage('revoked', [terminalSafe(titleOf(principal))])));
    already.forEach((principal) => this.log(messages.getMessage('already', [terminalSafe(titleOf(principal))])));
    return { revoked: done.map(principalResult), already: already.map(principalResult) };
  }
}
