import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import type { HandOff } from '../../setup/inspect/hand-over-values.ts';
import type { VerifyReport } from '../../setup/verify/verify-sso.ts';
import { isPlainWord } from '../../text/shell-word.ts';
import { followUpCommand, type FollowUp } from '../../terminal/texts/follow-up-command.ts';

/** What a hand-over page is made from. */
export type HandOverPageData = {
  handOver: HandOff;
  /** The product that the values are for, as people call it. */
  serviceProvider: string;
  /** What to call the org: the user name of its login, or its id. */
  orgName: string;
  /** The app whose sign-in the values are for. */
  app: NamedApp;
  organizationId: string;
  /** Sentences about what a person should take care of. */
  warnings: string[];
  /** The certificate that the org goes on signing with until it is switched, where the values hold another one. */
  replaces?: string;
  /** The sign-in test, where one was run. */
  verification?: VerifyReport;
  madeAt: Date;
  pluginVersion: string;
};

/** Whether the values may be pasted: as tested, as far as is known, only together with a switch, or not at all. */
export type Readiness = 'ready' | 'blocked' | 'unknown' | 'untested' | 'switch';

/** What forbids to paste values whatever a test says. */
export type Blocker = 'expired' | 'realm';

/** What is wrong with the values themselves. */
export function blockersOf({ daysUntilExpiry, realmSid }: HandOff): Blocker[] {
  return [...(daysUntilExpiry < 0 ? (['expired'] as const) : []), ...(realmSid === '' ? (['realm'] as const) : [])];
}

/** Whether values may be pasted, from the values, the certificate in use, and the sign-in test where there was one. */
export function readinessOf({ handOver, replaces, verification }: HandOverPageData): Readiness {
  const failed = verification?.checks.some(({ status }) => status === 'fail') ?? false;
  if (failed || blockersOf(handOver).length > 0) {
    return 'blocked';
  }
  if (replaces !== undefined) {
    return 'switch';
  }
  if (verification === undefined) {
    return 'untested';
  }
  return verification.ok ? 'ready' : 'unknown';
}

/** The address of the org's My Domain, in the form of an issuer; as it stands where it is no address. */
export function myDomainAddress({ ssoUrl }: HandOff): string {
  return URL.canParse(ssoUrl) ? new URL(ssoUrl).origin : ssoUrl;
}

/** The name of the org's My Domain; the whole address where the org answered none that can be read. */
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

/** A command on the page; an org whose name a shell could read otherwise is left for the reader to fill in. */
function readersCommand(
  command: string,
  { orgName, app }: HandOverPageData,
  more: Pick<FollowUp, 'flags' | 'certificateName'> = {},
): string {
  return isPlainWord(orgName)
    ? followUpCommand(command, { orgName, app, ...more })
    : followUpCommand(command, { orgName: PLACEHOLDER, app, ...more }).replace(PLACEHOLDER, () => '<your org>');
}

/** Stands where the reader's word is to stand. */
const PLACEHOLDER = 'YOUR_ORG';
