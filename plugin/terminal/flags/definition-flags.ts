import { Messages, type Org } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { setupError } from '../../errors.ts';
import { givenText } from './text-flags.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'definition-file');

/** The flag that a command with a definition file has in place of the org that it would otherwise need. */
export const optionalOrgFlag = {
  'target-org': Flags.optionalOrg({ char: 'o', summary: messages.getMessage('flags.target-org.summary') }),
};

/** What a command uses of the file: all of it, the app of each org, or only the names of the orgs. */
type Reads = 'setup' | 'app' | 'org';

/** How a command can end in several orgs: whether something can remain open that is neither a success nor a failure. */
type Endings = 'plain' | 'with-sign-in' | 'with-users';

/**
 * Flags of the commands that work in several orgs too.
 *
 * @param replaced names of the flags whose values the file holds, or that make no sense for several orgs.
 * @param dependsOn names of the flags without which the command works in one org only.
 */
export function definitionFlags(
  replaced: string[],
  { reads = 'app', endings = 'plain', dependsOn = [] }: { reads?: Reads; endings?: Endings; dependsOn?: string[] } = {},
): typeof definitionFlagsAlone {
  const file = Flags.file({
    summary: messages.getMessage('flags.definition-file.summary'),
    description: [
      messages.getMessage(`flags.definition-file.reads.${reads}`),
      messages.getMessage('flags.definition-file.description'),
      messages.getMessage(`flags.definition-file.endings.${endings}`),
    ].join(' '),
    dependsOn,
    parse: givenText,
    // The Realm SID may come from the environment, and then it does not contradict the file; see refuseRealmSid.
    exclusive: ['target-org', ...replaced.filter((name) => name !== 'realm-sid')],
  });
  return { ...definitionFlagsAlone, 'definition-file': file };
}

const definitionFlagsAlone = {
  'definition-file': Flags.file(),
  org: Flags.string({
    summary: messages.getMessage('flags.org.summary'),
    multiple: true,
    parse: givenText,
    dependsOn: ['definition-file'],
  }),
};

/** @throws DefinitionFileAlone (exit code 2) where a Realm SID was typed beside a definition file. */
export function refuseRealmSid(argv: string[]): void {
  if (argv.some((argument) => /^--realm-sid(?:=|$)/.test(argument))) {
    throw setupError('DefinitionFileAlone', { tokens: ['--realm-sid'], exitCode: 2 });
  }
}

/** @throws OrgMissing (exit code 2) where neither an org nor a default org was given. */
export function requiredOrg(org: Org | undefined): Org {
  if (org === undefined) {
    throw setupError('OrgMissing', { exitCode: 2 });
  }
  return org;
}
