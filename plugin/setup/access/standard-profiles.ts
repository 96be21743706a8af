import { Messages } from '@salesforce/core';
import type { Principal } from '../../salesforce/org/access.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'access');

/**
 * File names of standard profiles by their English labels, where the two differ (seen in retrieved orgs). The label of a
 * profile is in the language of the org; its file name is the same everywhere.
 */
const FILE_NAMES: Record<string, string> = {
  'System Administrator': 'Admin',
  'Standard User': 'Standard',
  'Standard Platform User': 'StandardAul',
  'Marketing User': 'MarketingProfile',
  'Contract Manager': 'ContractManager',
  'Solution Manager': 'SolutionManager',
};

const BY_LABEL = new Map(
  Object.entries(FILE_NAMES).map(([label, fileName]) => [label.toLowerCase(), fileName] as const),
);

/** The file name of a standard profile by the label that it has in English. */
export function standardFileName(label: string): string | undefined {
  return BY_LABEL.get(label.trim().toLowerCase());
}

/**
 * A hint for each name that only its file name has found, since the org has the label in another language.
 *
 * @param profiles those that the names have found.
 */
export function translatedLabelHints(names: string[], profiles: Principal[]): string[] {
  const labels = new Set(profiles.map(({ label }) => label.toLowerCase()));
  return names.flatMap((name) => {
    const fileName = standardFileName(name);
    return fileName === undefined || labels.has(name.trim().toLowerCase())
      ? []
      : [messages.getMessage('translatedLabel', [name.trim(), fileName])];
  });
}
