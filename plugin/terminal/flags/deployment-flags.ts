import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { parseDeploymentId } from '../../setup/deploy/deployment-report.ts';
import { parsedBy } from './text-flags.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'flags');

/** How long a deployment is waited for, in minutes; as the official commands have it. */
const DEFAULT_MINUTES = 33;

/** The flag of a validation; `exclusive` are the flags that ask for what a validation does not do. */
export function dryRunFlag(exclusive: string[] = []): { 'dry-run': Interfaces.BooleanFlag<boolean> } {
  const others = exclusive.map((name) => `--${name}`).join(', ');
  return {
    'dry-run': Flags.boolean({
      summary: messages.getMessage('dry-run.summary'),
      ...(exclusive.length === 0 ? {} : { description: messages.getMessage('dry-run.description', [others]) }),
      default: false,
      exclusive,
    }),
  };
}

/** Flags of the commands that deploy. */
export const deploymentFlags = {
  ...dryRunFlag(),
  wait: Flags.duration({
    char: 'w',
    unit: 'minutes',
    min: 1,
    defaultValue: DEFAULT_MINUTES,
    // The Salesforce libraries show "33 minutes", which the flag does not take.
    defaultHelp: () => Promise.resolve(String(DEFAULT_MINUTES)),
    summary: messages.getMessage('wait.summary'),
    description: messages.getMessage('wait.description'),
  }),
};

/**
 * The flag that names a deployment to look at.
 *
 * @param exclusive the flags that say what else to do. A Realm SID can come from the environment, and changes nothing here.
 */
export function jobIdFlag(exclusive: string[]): { 'job-id': Interfaces.OptionFlag<string | undefined> } {
  return {
    'job-id': Flags.string({
      char: 'i',
      summary: messages.getMessage('job-id.summary'),
      description: messages.getMessage('job-id.description'),
      parse: parsedBy(parseDeploymentId),
      exclusive: exclusive.filter((name) => name !== 'realm-sid'),
    }),
  };
}

/** The flag of the commands that can test the sign-in after a deployment. */
export const verifyFlag = {
  verify: Flags.boolean({
    summary: messages.getMessage('verify.summary'),
    description: messages.getMessage('verify.description'),
    default: false,
  }),
};

/** The flag of the commands that ask a question. Each command says which one. */
export function noPromptFlag(summary: string): { 'no-prompt': Interfaces.BooleanFlag<boolean> } {
  return { 'no-prompt': Flags.boolean({ summary, default: false }) };
}

/** The flag that says beforehand that the app may join another workspace. */
export const changeRealmFlag = {
  'change-realm': Flags.boolean({
    summary: messages.getMessage('change-realm.summary'),
    description: messages.getMessage('change-realm.description'),
    default: false,
  }),
};
