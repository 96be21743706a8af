import { Messages } from '@salesforce/core';
import { currentTime } from '../../../http/clock.ts';
import { displayedSetup, type DisplayedSetup } from '../../../setup/inspect/displayed-setup.ts';
import { inspectOrg } from '../../../setup/inspect/inspect-org.ts';
import { displayInOrg } from '../../../several-orgs/display-in-org.ts';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { runInOrgs } from '../../../several-orgs/run-in-orgs.ts';
import { definitionFlags, optionalOrgFlag, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { displayText, displayWarnings } from '../../../terminal/texts/display-text.ts';
import { showSignInNotice, signInNotice } from '../../../terminal/texts/sign-in-users-text.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.display');

export type SsoDisplayResult = DisplayedSetup;

/** With --definition-file, the result of every org. */
export type SsoDisplayOutput = SsoDisplayResult | SeveralOrgs<SsoDisplayResult>;

export default class SsoDisplay extends FrontlineCommand<SsoDisplayOutput> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...optionalOrgFlag,
    ...appFlags,
    ...definitionFlags(Object.keys(appFlags)),
  };

  static {
    completeHelp(this, 'sso display');
  }

  public async run(): Promise<SsoDisplayOutput> {
    const { flags } = await this.parse(SsoDisplay);
    const { 'definition-file': file } = flags;
    if (file !== undefined) {
      return runInOrgs(this, { ...flags, 'definition-file': file }, displayInOrg);
    }
    const { connection, orgName } = await connectTo(requiredOrg(flags['target-org']), flags['api-version']);
    const app = appOf(flags);
    const actual = await inspectOrg(connection, { ...app, signInUsers: true });
    const setup = displayedSetup(actual, currentTime());
    if (setup.app !== undefined) {
      showSignInNotice(this, signInNotice(actual, { orgName, app }));
    }
    this.logLines(displayText(setup, { orgName, app }));
    this.warnAll(displayWarnings(setup, { orgName, app }));
    return setup;
  }
}
