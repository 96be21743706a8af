import { Messages } from '@salesforce/core';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import { DEFAULT_APP_NAME } from '../../setup/settings/settings.ts';
import { shellWord } from '../../text/shell-word.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'flags');

/** What a command that goes on from another is about. */
export type FollowUp = {
  orgName: string;
  /** The app, where the command looks at one. */
  app?: NamedApp;
  /** The Realm SID, where the org may not hold it. */
  realmSid?: string;
  /** The certificate, where it has to be named. */
  certificateName?: string | undefined;
  /** The deployment to look at. */
  jobId?: string;
  /** The user whose access is explained. */
  username?: string | undefined;
  /** The file with a captured response. */
  responseFile?: string;
  /** Flags besides, without values. */
  flags?: string[];
};

/** A command that goes on from here, to be pasted into a shell: with every flag without which it would do something else. */
export function followUpCommand(
  command: string,
  { orgName, app, realmSid, certificateName, jobId, username, responseFile, flags = [] }: FollowUp,
): string {
  const withValue = (flag: string, value: string | undefined): string[] =>
    value === undefined ? [] : [flag, shellWord(value)];
  return [
    'sf',
    command,
    ...withValue('--target-org', orgName),
    ...withValue('--realm-sid', realmSid),
    ...withValue('--app-name', app?.appName === DEFAULT_APP_NAME ? undefined : app?.appName),
    ...withValue('--app-type', app?.appType === 'auto' ? undefined : app?.appType),
    ...withValue('--job-id', jobId),
    ...withValue('--username', username),
    ...withValue('--response-file', responseFile),
    ...flags,
    ...withValue('--certificate-name', certificateName),
  ].join(' ');
}

/** The deploy of an org that may hold no app, and so no Realm SID, yet. A sign for one stands where it is not known. */
export function firstDeployCommand(
  orgName: string,
  realmSid: string = messages.getMessage('realm-sid.placeholder'),
): string {
  return followUpCommand('frontline sso deploy', { orgName, realmSid });
}
