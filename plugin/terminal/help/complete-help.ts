import type { Interfaces } from '@oclif/core';
import { EnvironmentVariable, Messages, OrgConfigProperties } from '@salesforce/core';
import { toHelpSection } from '@salesforce/sf-plugins-core';
import type { ErrorName } from '../../error-names.ts';
import { COMMAND_CODES, type CommandCodes } from './command-codes.ts';
import { groupOf } from './flag-groups.ts';
import { textsOf } from './flag-texts.ts';
import { usageLines, type UsageFlags } from './usage-lines.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'help');
const errorMessages = Messages.loadMessages('sf-plugin-frontline', 'errors');

type Section = ReturnType<typeof toHelpSection>;

/**
 * Gives a command what its help has besides texts: groups of flags, usage lines, and sections, which the Salesforce CLI
 * shows under headings of its own. All of it follows from the flags and from one table, so it cannot become untrue on its
 * own.
 */
export function completeHelp(command: { flags: Interfaces.FlagInput }, name: keyof typeof COMMAND_CODES): void {
  const { flags } = command;
  const lines = usageLines(`frontline ${name}`, flags as UsageFlags);
  Object.assign(command, {
    flags: Object.fromEntries(
      Object.entries(flags).map(([flag, definition]) => [
        flag,
        { ...definition, ...textsOf(name, flag), helpGroup: groupOf(flag) },
      ]),
    ),
    // The text comes in by a template, since oclif would break the lines of a plain one in other places.
    usage: lines.map((_, index) => `<%- command.usageLines[${index}] %>`),
    usageLines: lines,
    configurationVariablesSection: toHelpSection(
      'CONFIGURATION VARIABLES',
      OrgConfigProperties.TARGET_ORG,
      OrgConfigProperties.ORG_API_VERSION,
    ),
    envVariablesSection: environmentSection(flags),
    errorCodes: codesSections(COMMAND_CODES[name]),
  });
}

/** The variables of the environment that the flags can come from, and those of Twilio's credentials. */
function environmentSection(flags: Interfaces.FlagInput): Section {
  const ofFlags = Object.values(flags).flatMap(({ env, summary }) =>
    env === undefined || summary === undefined ? [] : [{ [env]: summary }],
  );
  const ofTwilio = ['TWILIO_API_KEY', 'TWILIO_API_SECRET', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'];
  return toHelpSection(
    'ENVIRONMENT VARIABLES',
    EnvironmentVariable.SF_TARGET_ORG,
    EnvironmentVariable.SF_ORG_API_VERSION,
    ...ofFlags,
    ...('twilio-user' in flags ? ofTwilio.map((name) => ({ [name]: messages.getMessage(`env.${name}`) })) : []),
  );
}

/**
 * The exit codes, and the names of errors that scripts may rely on. The CLI has one place for both, and oclif prints a list
 * of sections there, each under its own heading.
 */
function codesSections({ exits, errors }: CommandCodes): Section[] {
  return [
    toHelpSection(
      'EXIT CODES',
      Object.fromEntries(Object.entries(exits).map(([code, key]) => [code, messages.getMessage(`exit.${key}`)])),
    ),
    toHelpSection('ERROR NAMES', Object.fromEntries(errors.map((name) => [`${name}Error`, sentenceOf(name)]))),
  ];
}

/** The sentence of an error, with dots for the values that it has when it is thrown, and without a reason at its end. */
function sentenceOf(name: ErrorName): string {
  const sentence = errorMessages
    .getMessage(
      `error.${name}`,
      Array.from({ length: MOST_VALUES }, () => '…'),
    )
    .replaceAll('"…"', '…')
    .replaceAll(/: …(?=\.|$)|:$|(?<=…)…/g, '');
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/** More values than any sentence has. */
const MOST_VALUES = 5;
