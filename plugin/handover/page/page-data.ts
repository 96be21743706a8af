import { Messages } from '@salesforce/core';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import type { HandOff } from '../../setup/inspect/hand-over-values.ts';
import type { VerifyReport } from '../../setup/verify/verify-sso.ts';
import { isPlainWord } from '../../text/shell-word.ts';
import type { SignInNotice } from '../../terminal/texts/sign-in-users-text.ts';
import { followUpCommand, type FollowUp } from '../../terminal/texts/follow-up-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'hand-over-page');

/** The data that a hand-over page is made from. */
export type HandOverPageData = {
  handOver: HandOff;
  /** The name of the product that the values are for, as people know it. */
  serviceProvider: string;
  /** What to call the org in a command: the user name of its login, or its id. */
  orgName: string;
  /** What the company calls the org, if that is known (the field Name of Organization). */
  organizationName?: string | undefined;
  /** The app whose sign-in the values are for. */
  app: NamedApp;
  organizationId: string;
  /** Sentences about what the reader should watch out for. */
  warnings: string[];
  /** How many users can sign in, if they were counted. */
  signIn?: SignInNotice;
  /**
   * If the values hold another certificate than the org signs with: the one that it signs with until it is switched.
   */
  replaces?: string;
  /** The sign-in test, if there was one. */
  verification?: VerifyReport;
  madeAt: Date;
  pluginVersion: string;
};

/** Whether the values may be pasted: tested and good, tested and not proven, not tested, only with a switch, or no. */
export type Readiness = 'ready' | 'blocked' | 'not-proven' | 'untested' | 'switch';

/** A reason not to paste the values, whatever a test says. */
export type Blocker = 'expired' | 'realm';

/** What is wrong with the values themselves. */
export function blockersOf({ daysUntilExpiry, realmSid }: HandOff): Blocker[] {
  return [...(daysUntilExpiry < 0 ? (['expired'] as const) : []), ...(realmSid === '' ? (['realm'] as const) : [])];
}

/** Decides from the values, the certificate in use, and the sign-in test if there was one. */
export function readinessOf({ handOver, replaces, verification }: HandOverPageData): Readiness {
  if (verification?.verdict === 'refuted' || blockersOf(handOver).length > 0) {
    return 'blocked';
  }
  if (replaces !== undefined) {
    return 'switch';
  }
  if (verification === undefined) {
    return 'untested';
  }
  return verification.verdict === 'proven' ? 'ready' : 'not-proven';
}

/** The name of the org's My Domain. A text that is not an address is returned as it is. */
export function myDomainName({ ssoUrl }: HandOff): string {
  return URL.canParse(ssoUrl) ? new URL(ssoUrl).hostname : ssoUrl;
}

/** The command that tests the sign-in. */
export function verifyCommand(data: HandOverPageData): string {
  return readersCommand('frontline sso verify', data);
}

/** The command that switches the org to the certificate of the values. */
export function switchCommand(data: HandOverPageData): string {
  const { certificateName } = data.handOver;
  return readersCommand('frontline certificate rotate', data, { flags: ['--activate'], certificateName });
}

/** The command that does away with a blocker. */
export function remedyCommand(blocker: Blocker, data: HandOverPageData): string {
  switch (blocker) {
    case 'expired':
      return readersCommand('frontline certificate rotate', data);
    case 'realm':
      return readersCommand('frontline sso deploy', data, { realmSid: messages.getMessage('realm.placeholder') });
  }
}

/** A command on the page. If a shell could misread the org's name, the reader must fill in the name. */
function readersCommand(
  command: string,
  { orgName, app }: HandOverPageData,
  more: Pick<FollowUp, 'flags' | 'certificateName' | 'realmSid'> = {},
): string {
  return isPlainWord(orgName)
    ? followUpCommand(command, { orgName, app, ...more })
    : followUpCommand(command, { orgName: PLACEHOLDER, app, ...more }).replace(PLACEHOLDER, () => '<your org>');
}

/** Takes the place of the name that the reader fills in. */
const PLACEHOLDER = 'YOUR_ORG';
