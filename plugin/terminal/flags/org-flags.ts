import { Errors, type Interfaces } from '@oclif/core';
import { Messages, type Connection, type Org } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { isSetupError, setupError } from '../../errors.ts';
import { explainOrgError } from '../../salesforce/api/org-errors.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import type { Names } from '../../setup/access/manage-access.ts';
import { DEFAULT_APP_NAME } from '../../setup/settings/settings.ts';
import { terminalSafe, terminalSafeLines } from '../../text/terminal-safe.ts';
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

/** Flags that name profiles and permission sets; what becomes of them, each command says. */
export function namedPrincipalFlags(
  profileSummary: string,
  permissionSetSummary: string,
): Record<'profile' | 'permission-set', Interfaces.OptionFlag<string[] | undefined>> {
  return {
    profile: Flags.string({
      summary: profileSummary,
      description: messages.getMessage('named-profile.description'),
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

/** A connection to an org, and what to call the org on the screen. */
export type OrgConnection = { connection: Connection; orgName: string };

/**
 * A connection to an org that was named by a flag. Where the client could not learn the org's versions it has fallen
 * back to an old one without a word; the org is asked again then, so that a failure is told for what it is.
 */
export async function connectTo(org: Org, apiVersion: string | undefined): Promise<OrgConnection> {
  const connection = org.getConnection(apiVersion);
  if (apiVersion === undefined) {
    connection.setApiVersion(await connection.retrieveMaxApiVersion());
  }
  return { connection, orgName: withoutToken(org.getUsername()) ?? org.getOrgId() };
}

/** An error as a user should read it; also one that was met while the flags were parsed, before any org was known. */
export function explained(error: Error, argv: string[]): Error {
  const index = argv.findIndex((argument) => argument === '--target-org' || argument === '-o');
  return safeError(explainOrgError(ofWrongFlag(error), withoutToken(argv[index + 1]) ?? 'the org'));
}

/** The dim text of the parser, where it lists several errors (@oclif/core, parser/errors.js). It hides nothing. */
// eslint-disable-next-line no-control-regex
const DIM = /(\u001b\[(?:2|22)m)/;

/** The same error with the texts that the CLI prints made safe for a terminal. Libraries put words of the org into them. */
function safeError(error: Error): Error {
  const { code, actions } = error as { code?: unknown; actions?: unknown };
  const parts = error.message.split(DIM).map((part) => (DIM.test(part) ? part : terminalSafeLines(part)));
  setText(error, 'message', parts.join(''));
  if (typeof code === 'string') {
    setText(error, 'code', terminalSafe(code));
  }
  if (Array.isArray(actions)) {
    setText(error, 'actions', (actions as string[]).map(terminalSafeLines));
  }
  return error;
}

/** Changes only what differs. Some errors have getters alone (DOMException), so nothing is assigned. */
function setText(error: Error, key: 'message' | 'code' | 'actions', value: string | string[]): void {
  if (String((error as { [Key in typeof key]?: unknown })[key]) === String(value)) {
    return;
  }
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: key !== 'message' });
}

/**
 * An error that the libraries make of a wrong flag. Some of theirs have not the exit code of one (the CLI has them end
 * with its own default, 1), and a flag that does not go with another is told with its value, which for an org is
 * `[object Object]`. An org that is named may be right and not be reached.
 */
function ofWrongFlag(error: Error): Error {
  const ofParser = error instanceof Errors.CLIError;
  if (ofParser || (!isSetupError(error) && /^Parsing --(?!target-org\b)/.test(error.message))) {
    Object.assign(error, { exitCode: 2, oclif: { exit: 2 } });
  }
  const message = error.message.replace(/(--[\w-]+)=[^]*?( cannot also be provided when using --)/g, '$1$2');
  setText(error, 'message', message);
  return error;
}

/** An access token can stand where a user name does (logins without an auth file); it must not be printed. */
function withoutToken(name: string | undefined): string | undefined {
  return name === undefined || name.includes('!') || name.startsWith('-') ? undefined : name;
}

/**
 * The profiles and permission sets that the flags name.
 *
 * @throws NobodyNamed (exit code 2) where neither flag was given.
 */
export function namesOf(flags: { profile?: string[] | undefined; 'permission-set'?: string[] | undefined }): Names {
  const names = { profiles: flags.profile ?? [], permissionSets: flags['permission-set'] ?? [] };
  if (names.profiles.length + names.permissionSets.length === 0) {
    throw setupError('NobodyNamed', { exitCode: 2 });
  }
  return names;
}
