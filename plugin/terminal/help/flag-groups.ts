/**
 * The groups of flags, by the heading that the help gives them, in the order in which a usage line names them. A flag
 * belongs to one group in all commands.
 */
export const FLAG_GROUPS = {
  Org: ['target-org', 'api-version', 'app-type', 'app-name', 'contact-email', 'source-dir'],
  'Several orgs': ['definition-file', 'org'],
  Twilio: ['realm-sid', 'change-realm', 'role', 'attribute', 'subject', 'issuer', 'twilio-user', 'twilio-profile'],
  Access: ['profile', 'permission-set', 'user', 'users-file', 'users', 'username'],
  Certificate: [
    'certificate-name',
    'replace-certificate',
    'include-certificate',
    'activate',
    'handed-over',
    'retire',
    'status',
    'warn-days',
  ],
  'Hand-over': ['output-dir', 'open', 'overwrite'],
  Run: [
    'dry-run',
    'verify',
    'response-file',
    'explain',
    'detailed-exitcode',
    'job-id',
    'wait',
    'verbose',
    'concise',
    'no-prompt',
  ],
} as const;

export type FlagGroup = keyof typeof FLAG_GROUPS;

/** The headings of the groups, in their order. */
export const GROUP_NAMES = Object.keys(FLAG_GROUPS) as FlagGroup[];

const GROUP_OF = new Map(GROUP_NAMES.flatMap((group) => FLAG_GROUPS[group].map((flag) => [flag as string, group])));

/** The group of a flag; undefined for one that has none yet. */
export function groupOf(flag: string): FlagGroup | undefined {
  return GROUP_OF.get(flag);
}
