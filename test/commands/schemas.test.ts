import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import AccessList from '../../plugin/commands/frontline/access/list.ts';
import AccessRevoke from '../../plugin/commands/frontline/access/revoke.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import SsoPreview from '../../plugin/commands/frontline/sso/preview.ts';
import SsoVerify from '../../plugin/commands/frontline/sso/verify.ts';
import { startEmulatedOrg } from '../org/emulated-org.ts';
import { resultOf, runCommand } from '../support/run-command.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

/** What a result breaks of the published schema of its command. */
async function faultsOf(schemaName: string, result: unknown): Promise<string> {
  const path = join(import.meta.dirname, '..', '..', 'schemas', `frontline-${schemaName}.json`);
  const ajv = new Ajv({ strict: false });
  ajv.validate(JSON.parse(await readFile(path, 'utf8')) as object, JSON.parse(JSON.stringify(result)));
  return ajv.errorsText();
}

describe('the JSON result of every command', () => {
  it('is as its published schema says', async () => {
    const org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    try {
      const results: Array<[string, unknown]> = [
        ['sso-preview', resultOf(await runCommand(SsoPreview, org, ...REALM))],
        ['sso-deploy', resultOf(await runCommand(SsoDeploy, org, ...REALM, '--verify'))],
        ['sso-display', resultOf(await runCommand(SsoDisplay, org))],
        ['sso-export', resultOf(await runCommand(SsoExport, org))],
        ['sso-verify', resultOf(await runCommand(SsoVerify, org, '--username', org.username))],
        ['sso-verify', resultOf(await runCommand(SsoVerify, org, '--explain', '70004'))],
        ['access-assign', resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'))],
        ['access-list', resultOf(await runCommand(AccessList, org))],
        ['access-revoke', resultOf(await runCommand(AccessRevoke, org, '--profile', 'Standard User'))],
      ];
      for (const [name, result] of results) {
        expect(await faultsOf(name, result), name).to.equal('No errors');
      }
      expect(await faultsOf('access-list', [{ kind: 'nobody' }])).not.to.equal('No errors');
    } finally {
      await org.stop();
    }
  });
});
