import AccessList from '../../plugin/commands/frontline/access/list.ts';
import type { PrincipalResult } from '../../plugin/terminal/texts/access-result.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { resultOf, runCommand } from './run-command.ts';

/** The labels of the profiles and permission sets that have access to the app, as `access list` says it. */
export async function whoHasAccess(org: EmulatedOrg): Promise<string[]> {
  return (resultOf(await runCommand(AccessList, org)) as PrincipalResult[]).map(({ label }) => label);
}
