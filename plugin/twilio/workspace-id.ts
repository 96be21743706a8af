import { isIP } from 'node:net';

/** One part of Twilio's rule for a Workspace ID: the whole of the text must match the pattern. */
export type WorkspaceIdRule = { name: 'start' | 'characters' | 'length'; pattern: string };

/**
 * What the Twilio Console says beside the field (seen in a screenshot of it): "must start with a letter or number and
 * have between 2-21 characters. Use letters, numbers and hyphens only. This ID is not case-sensitive."
 */
export const WORKSPACE_ID_RULES: WorkspaceIdRule[] = [
  { name: 'start', pattern: '[A-Za-z0-9][^]*' },
  { name: 'characters', pattern: '[A-Za-z0-9\\-]*' },
  { name: 'length', pattern: '[^]{2,21}' },
];

const LONGEST = 21;

/** Whether a text has the form of a Workspace ID. Somebody else may still have the same one. */
export function isWorkspaceId(text: string): boolean {
  return WORKSPACE_ID_RULES.every(({ pattern }) => new RegExp(`^(?:${pattern})$`).test(text));
}

/**
 * A Workspace ID made from the name of a My Domain, which sandboxes and scratch orgs make longer than Twilio allows.
 *
 * @param hostname for example `acme--uat.sandbox.my.salesforce.com`, which gives `acme--uat`.
 * @returns undefined for an address without a name, and if nothing valid is left of the name.
 */
export function proposedWorkspaceId(hostname: string): string | undefined {
  if (isIP(hostname) !== 0) {
    return undefined;
  }
  const name = (hostname.split('.')[0] ?? '').toLowerCase().replace(/[^a-z0-9-]/g, '');
  const cut = name.replace(/^-+/, '').slice(0, LONGEST).replace(/-+$/, '');
  return isWorkspaceId(cut) ? cut : undefined;
}
