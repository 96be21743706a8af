import { Messages } from '@salesforce/core';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import { DEFAULT_APP_NAME } from '../../setup/settings/settings.ts';
import { shellWord } from '../../text/shell-word.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'flags');

/** How many users a command names. */
const MOST_USERS = 20;

/** What the next command is about. */
export type FollowUp = {
  orgName: string;
  /** The app, if the command looks at one. */
  app?: NamedApp;
  /** The Realm SID, if the org may not hold it. */
  realmSid?: string;
  /** The certificate, if it must be named. */
  certificateName?: string | undefined;
  /** The deployment to look at. */
  jobId?: string;
  /** The user whose access is explained. */
  username?: string | undefined;
  /** The file with a captured response. */
  responseFile?: string;
  /** Profiles to name. */
  profiles?: string[];
  /** Users to name. Of many, a placeholder for a file stands in the command. */
  users?: string[];
  /** Further flags, without values. */
  flags?: string[];
};

/** The next command, ready to paste into a shell, with every flag that it needs to do the right thing. */
export function followUpCommand(
  command: string,
  {
    orgName,
    app,
    realmSid,
    certificateName,
    jobId,
    username,
    responseFile,
    profiles = [],
    users = [],
    flags = [],
  }: FollowUp,
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
    ...profiles.flatMap((profile) => withValue('--profile', profile)),
    ...(users.length > MOST_USERS ? ['--users-file', '-'] : users.flatMap((user) => withValue('--user', user))),
    ...flags,
    ...withValue('--certificate-name', certificateName),
  ].join(' ');
}

/** The deploy of an org that may have no app, and so no Realm SID. If that is not known, a placeholder stands for it. */
export function firstDeployCommand(
  orgName: string,
  realmSid: string = messages.getMessage('realm-sid.placeholder'),
): string {
  return followUpCommand('frontline sso deploy', { orgName, realmSid });
}

/** The permission set that comes with the plugin. */
const AGENTS = 'Twilio_Frontline_Agent';

/** The command that gives access to an app that nobody has access to. */
export function firstAccessCommand(about: Pick<FollowUp, 'orgName' | 'app'>): string {
  return followUpCommand('frontline access assign', { ...about, flags: ['--permission-set', AGENTS] });
}

/** A command of this plugin in a text that names no org, neither before nor after it in the same line. */
const WITHOUT_ORG =
  /\bsf frontline (?:sso|access|certificate) [a-z]+\b(?!.*(?: -o |--(?:target-org|definition-file|explain)))/g;

/** A text whose commands name the org, so that they can be pasted as they stand. */
export function namingOrg(text: string, orgName: string): string {
  return text.replace(WITHOUT_ORG, (command) => followUpCommand(command.slice('sf '.length), { orgName }));
}

/** Another command with the flags that the user typed, but for some that it does not have. */
export function sameWith(command: string, argv: string[], without: string[]): string {
  const isFlag = (word: string): boolean => /^--?[a-z-]+$/.test(word);
  const words = argv.filter((word) => !without.includes(word)).map((word) => (isFlag(word) ? word : shellWord(word)));
  return ['sf', command, ...words].join(' ');
}
