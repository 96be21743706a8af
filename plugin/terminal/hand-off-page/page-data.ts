import type { NamedApp } from '../../salesforce/org-apps.ts';
import type { HandOff } from '../../setup/hand-off.ts';
import type { VerifyReport } from '../../setup/verify-sso.ts';
import { isPlainWord } from '../../shell-word.ts';
import { followUpCommand } from '../follow-up-command.ts';

/** What a hand-over page is made from. */
export type HandOffPageData = {
  handOff: HandOff;
  /** The product that the values are for, as people call it. */
  serviceProvider: string;
  /** What to call the org: the user name of its login, or its id. */
  orgName: string;
  /** The app whose sign-in the values are for. */
  app: NamedApp;
  organizationId: string;
  /** Sentences about what a person should take care of. */
  warnings: string[];
  /** The sign-in test, where one was run. */
  verification?: VerifyReport;
  /** For values that the org does not sign with yet: what it signs with, and the command that switches. */
  successor?: { inUse: string; activate: string };
  madeAt: Date;
  pluginVersion: string;
};

/** Whether the values may be pasted: as tested, as far as is known, with a switch of the org, or not at all. */
export type Readiness = 'ready' | 'blocked' | 'unknown' | 'untested' | 'successor';

/** What forbids to paste values whatever a test says. */
export type Blocker = 'expired' | 'realm';

/** What is wrong with the values themselves. */
export function blockersOf({ daysUntilExpiry, realmSid }: HandOff): Blocker[] {
  return [...(daysUntilExpiry < 0 ? (['expired'] as const) : []), ...(realmSid === '' ? (['realm'] as const) : [])];
}

/** Whether values may be pasted, from the values and from the sign-in test where there was one. */
export function readinessOf({
  handOff,
  verification,
  successor,
}: Pick<HandOffPageData, 'handOff' | 'verification' | 'successor'>): Readiness {
  const failed = verification?.checks.some(({ status }) => status === 'fail') ?? false;
  if (failed || blockersOf(handOff).length > 0) {
    return 'blocked';
  }
  if (successor !== undefined) {
    return 'successor';
  }
  if (verification === undefined) {
    return 'untested';
  }
  return verification.ok ? 'ready' : 'unknown';
}

/** The name of the org's My Domain; the whole address where the org answered none that can be read. */
export function myDomainName({ ssoUrl }: HandOff): string {
  return URL.canParse(ssoUrl) ? new URL(ssoUrl).hostname : ssoUrl;
}

/** The command that tests the sign-in; an org whose name a shell could read otherwise is left for the reader to fill in. */
export function verifyCommand({ orgName, app }: Pick<HandOffPageData, 'orgName' | 'app'>): string {
  const [plain, command] = [isPlainWord(orgName), 'frontline sso verify'];
  return plain
    ? followUpCommand(command, { orgName, app })
    : followUpCommand(command, { orgName: PLACEHOLDER, app }).replace(PLACEHOLDER, () => '<your org>');
}

/** Stands where the reader's word is to stand. */
const PLACEHOLDER = 'YOUR_ORG';
