import { Messages } from '@salesforce/core';
import { currentTime } from '../http/clock.ts';
import { displayedSetup, type DisplayedSetup } from '../setup/inspect/displayed-setup.ts';
import { inspectOrg } from '../setup/inspect/inspect-org.ts';
import { displayText, displayWarnings } from '../terminal/texts/display-text.ts';
import { expiryText } from '../terminal/texts/hand-over-text.ts';
import { signInNotice } from '../terminal/texts/sign-in-users-text.ts';
import { appOfOrg } from './definition-file.ts';
import type { OrgTarget, ShownWork } from './run-in-orgs.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'definition-file');

/** Reads the setup of one of several orgs. Whatever the org has, that is a success. */
export async function displayInOrg({ connection, defined, orgName }: OrgTarget): Promise<ShownWork<DisplayedSetup>> {
  const app = appOfOrg(defined);
  const actual = await inspectOrg(connection, { ...app, signInUsers: true });
  const setup = displayedSetup(actual, currentTime());
  const about = { orgName, app };
  const notice = setup.app === undefined ? undefined : signInNotice(actual, about);
  return {
    ok: true,
    summary: summaryOf(setup),
    result: setup,
    lines: [...(notice?.warns === false ? [notice.text] : []), ...displayText(setup, about)],
    warnings: [...(notice?.warns === true ? [notice.text] : []), ...displayWarnings(setup, about)],
  };
}

function summaryOf({ app, access, identityProvider }: DisplayedSetup): string {
  const rest =
    app === undefined ? messages.getMessage('display.noApp') : messages.getMessage('display.access', [access.length]);
  return `${certificateWords(identityProvider)}; ${rest}`;
}

function certificateWords({ enabled, certificate }: DisplayedSetup['identityProvider']): string {
  if (!enabled) {
    return messages.getMessage('display.off');
  }
  if (certificate === undefined) {
    return messages.getMessage('display.noCertificate');
  }
  const { name, expires, daysUntilExpiry } = certificate;
  return expires === undefined || daysUntilExpiry === undefined
    ? messages.getMessage('display.unreadable', [name])
    : messages.getMessage('display.expires', [name, expiryText(expires, daysUntilExpiry)]);
}
