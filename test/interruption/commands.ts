import type { SfCommand } from '@salesforce/sf-plugins-core';
import type { Config } from '@oclif/core';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import CertificateRotate from '../../plugin/commands/frontline/certificate/rotate.ts';
import SsoDelete from '../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';

type CommandClass = { run(argv: string[], config: Config): Promise<unknown> } & (new (
  argv: string[],
  config: Config,
) => SfCommand<unknown>);

export type CommandName = 'access assign' | 'certificate rotate' | 'sso delete' | 'sso deploy';

/** The commands that change an org. */
export const COMMANDS: Record<CommandName, CommandClass> = {
  'access assign': AccessAssign,
  'certificate rotate': CertificateRotate,
  'sso delete': SsoDelete,
  'sso deploy': SsoDeploy,
};
