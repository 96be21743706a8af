import { Messages } from '@salesforce/core';
import { currentTime } from '../../../http/clock.ts';
import { displayedSetup, type DisplayedSetup } from '../../../setup/inspect/displayed-setup.ts';
import { inspectOrg } from '../../../setup/inspect/inspect-org.ts';
import { displayText } from '../../../terminal/texts/display-text.ts';
import { expiryWarnings } from '../../../terminal/texts/hand-over-text.ts';
import { followUpCommand } from '../../../terminal/texts/follow-up-command.ts';
import { showSignInNotice, signInNotice } from '../../../terminal/texts/sign-in-users-text.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.display');

export type SsoDisplayResult = DisplayedSetup;

export default class SsoDisplay extends FrontlineCommand<SsoDisplayResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = { ...orgFlags, ...appFlags };

  public async run(): Promise<SsoDisplayResult> {
    const { flags } = await this.parse(SsoDisplay);
    const { connection, orgName } = await connectTo(flags['target-org'], flags['api-version']);
    const app = appOf(flags);
    const actual = await inspectOrg(connection, { ...app, signInUsers: true });
    const setup = displayedSetup(actual, currentTime());
    if (setup.app !== undefined) {
      showSignInNotice(this, signInNotice(actual, { orgName, app }));
    }
    this.logLines(displayText(setup, { orgName, app }));
    const { certificate } = setup.identityProvider;
    (certificate === undefined ? [] : expiryWarnings(certificate, { orgName })).forEach((warning) =>
      this.warn(warning),
    );
    if (setup.otherApp !== undefined) {
      this.warn(
        messages.getMessage('bothKinds', [
          followUpCommand('frontline sso delete', { orgName, app: { ...app, appType: setup.otherApp } }),
        ]),
      );
    }
    return setup;
  }
}
