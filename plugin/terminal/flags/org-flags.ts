import type { Interfaces } from '@oclif/core';
import { Messages, type Connection, type Org } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { setupError } from '../../errors.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import type { Names } from '../../setup/access/manage-access.ts';
import { DEFAULT_APP_NAME } from '../../setup/settings/settings.ts';
import { orgNameOf, orgTitleOf } from '../org-name.ts';
import { givenText } from './text-flags.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'flags');

/** Flags of every command. */
export const orgFlags = {
  'target-org': Flags.requiredOrg(),
  'api-version': Flags.orgApiVersion(),
};

/** The flag of the commands that work with either kind of app. */
export const appTypeFlag = {
  'app-type': Flags.option({
    summary: messages.getMessage('app-type.summary'),
    description: messages.getMessage('app-type.description'),
    options: ['auto', 'connected-app', 'external-client-app'] as const,
    default: 'auto',
  })(),
};

/** Flags of the commands that look at an app and need no source. */
export const appFlags = {
  ...appTypeFlag,
  'app-name': Flags.string({
    summary: messages.getMessage('app-name.summary'),
    default: DEFAULT_APP_NAME,
    parse: givenText,
  }),
};

/**
 * Flags that name profiles and permission sets. Each command says what they are for.
 *
 * @param insteadOfProfiles flags that cannot stand beside a profile.
 */
export function namedPrincipalFlags(
  profileSummary: string,
  permissionSetSummary: string,
  insteadOfProfiles: string[] = [],
): Record<'profile' | 'permission-set', Interfaces.OptionFlag<string[] | undefined>> {
  return {
    profile: Flags.string({
      summary: profileSummary,
      description: messages.getMessage('named-profile.description'),
      exclusive: insteadOfProfiles,
      multiple: true,
      parse: givenText,
    }),
    'permission-set': Flags.string({
      summary: permissionSetSummary,
      description: messages.getMessage('named-permission-set.description'),
      multiple: true,
      parse: givenText,
    }),
  };
}

/** The app that the flags name. */
export function appOf(flags: { 'app-name': string; 'app-type': 'auto' | AppKind }): NamedApp {
  return { appName: flags['app-name'], appType: flags['app-type'] };
}

/** A connection to an org, and what to call the org on the screen: in short, and so that it cannot be mistaken. */
export type OrgConnection = { connection: Connection; orgName: string; orgTitle: string };

/**
 * A connection to an org that a flag names. If the client could not learn the org's versions, it silently uses an old
 * one. So the org is asked again, and the error of that request is the one that the user sees.
 */
export async function connectTo(org: Org, apiVersion: string | undefined): Promise<OrgConnection> {
  const connection = org.getConnection(apiVersion);
  if (apiVersion === undefined) {
    connection.setApiVersion(await connection.retrieveMaxApiVersion());
  }
  return { connection, orgName: orgNameOf(org), orgTitle: orgTitleOf(org) };
}

/**
 * The profiles and permission sets that the flags name.
 *
 * @param usernames the users that other flags name.
 * @throws NobodyNamed (exit code 2) where nobody at all was named.
 */
export function namesOf(
  flags: { profile?: string[] | undefined; 'permission-set'?: string[] | undefined },
  usernames: string[],
): Names {
  const names = { profiles: flags.profile ?? [], permissionSets: flags['permission-set'] ?? [] };
  if (names.profiles.length + names.permissionSets.length + usernames.length === 0) {
    throw setupError('NobodyNamed', { exitCode: 2 });
  }
  return names;
}
