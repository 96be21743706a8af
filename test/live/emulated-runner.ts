import type { SfCommand } from '@salesforce/sf-plugins-core';
import type { Config } from '@oclif/core';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import AccessList from '../../plugin/commands/frontline/access/list.ts';
import AccessRevoke from '../../plugin/commands/frontline/access/revoke.ts';
import SsoDelete from '../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import SsoPreview from '../../plugin/commands/frontline/sso/preview.ts';
import SsoVerify from '../../plugin/commands/frontline/sso/verify.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { runCommand } from '../support/run-command.ts';
import type { CommandName, CommandRunner } from './org-under-test.ts';

type CommandClass = { run(argv: string[], config: Config): Promise<unknown> } & (new (
  argv: string[],
  config: Config,
) => SfCommand<unknown>);

const COMMANDS: Record<CommandName, CommandClass> = {
  'sso deploy': SsoDeploy,
  'sso preview': SsoPreview,
  'sso export': SsoExport,
  'sso verify': SsoVerify,
  'sso delete': SsoDelete,
  'access assign': AccessAssign,
  'access list': AccessList,
  'access revoke': AccessRevoke,
};

/** Runs commands in this process against an emulated org. */
export function commandsIn(org: Pick<EmulatedOrg, 'url' | 'token'>): CommandRunner {
  return async <T>(command: CommandName, flags: string[]) => {
    const { result, error } = await runCommand(COMMANDS[command], org, ...flags);
    return error === undefined
      ? { outcome: 'succeeded', result: result as T }
      : { outcome: 'failed', name: error.name, message: error.message };
  };
}
