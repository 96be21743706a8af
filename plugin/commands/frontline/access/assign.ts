import { Messages } from '@salesforce/core';
import { assignAccess } from '../../../setup/access/manage-access.ts';
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

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.assign');

export type AccessAssignResult = { granted: PrincipalResult[]; already: PrincipalResult[] };

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
  };

  public async run(): Promise<AccessAssignResult> {
    const { flags } = await this.parse(AccessAssign);
    const names = namesOf(flags);
    const { connection } = await connectTo(flags['target-org'], flags['api-version']);
    const { done, already } = await assignAccess(connection, appOf(flags), names);
    done.forEach((principal) => this.logSuccess(messages.getMessage('granted', [terminalSafe(titleOf(principal))])));
    already.forEach((principal) => this.log(messages.getMessage('already', [terminalSafe(titleOf(principal))])));
    return { granted: done.map(principalResult), already: already.map(principalResult) };
  }
}
