import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import AccessCheck from '../../plugin/commands/frontline/access/check.ts';
import AccessList from '../../plugin/commands/frontline/access/list.ts';
import AccessRevoke from '../../plugin/commands/frontline/access/revoke.ts';
import CertificateDisplay from '../../plugin/commands/frontline/certificate/display.ts';
import CertificateRotate from '../../plugin/commands/frontline/certificate/rotate.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import SsoPreview from '../../plugin/commands/frontline/sso/preview.ts';
import SsoVerify from '../../plugin/commands/frontline/sso/verify.ts';
import { startEmulatedOrg } from '../org/emulated-org.ts';
import { logIn } from '../support/logged-in-orgs.ts';
import { captured, resultOf, runCommand } from '../support/run-command.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

/** Where a result departs from the published schema of its command. */
async function faultsOf(schemaName: string, result: unknown): Promise<string> {
  const path = join(import.meta.dirname, '..', '..', 'schemas', `frontline-${schemaName}.json`);
  const ajv = new Ajv({ strict: false });
  ajv.validate(JSON.parse(await readFile(path, 'utf8')) as object, JSON.parse(JSON.stringify(result)));
  return ajv.errorsText();
}

describe('the JSON result of every command', () => {
  it('follows its published schema', async () => {
    const org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    try {
      const results: Array<[string, unknown]> = [
        ['sso-preview', resultOf(await runCommand(SsoPreview, org, ...REALM))],
        ['sso-deploy', resultOf(await runCommand(SsoDeploy, org, ...REALM, '--verify'))],
        ['sso-display', resultOf(await runCommand(SsoDisplay, org))],
        ['sso-export', resultOf(await runCommand(SsoExport, org))],
        ['sso-verify', resultOf(await runCommand(SsoVerify, org, '--username', org.username))],
        ['sso-verify', resultOf(await runCommand(SsoVerify, org, '--explain', '70004'))],
        ['certificate-display', resultOf(await runCommand(CertificateDisplay, org))],
        ['certificate-rotate', resultOf(await runCommand(CertificateRotate, org))],
        [
          'certificate-rotate',
          resultOf(await runCommand(CertificateRotate, org, '--activate', '--handed-over', '--no-prompt')),
        ],
        ['certificate-rotate', resultOf(await runCommand(CertificateRotate, org, '--status'))],
        ['access-assign', resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'))],
        ['access-assign', resultOf(await runCommand(AccessAssign, org, '--user', 'sam@example.test'))],
        ['access-check', resultOf(await runCommand(AccessCheck, org, '--user', 'sam@example.test'))],
        ['access-list', resultOf(await runCommand(AccessList, org))],
        ['access-list', resultOf(await runCommand(AccessList, org, '--users'))],
        ['access-revoke', resultOf(await runCommand(AccessRevoke, org, '--user', 'sam@example.test'))],
        ['access-revoke', resultOf(await runCommand(AccessRevoke, org, '--profile', 'Standard User', '--no-prompt'))],
      ];
      for (const [name, result] of results) {
        expect(await faultsOf(name, result), name).to.equal('No errors');
      }
      expect(await faultsOf('access-list', [{ kind: 'nobody' }])).not.to.equal('No errors');
    } finally {
      await org.stop();
    }
  });

  it('follows it with a definition file too, for an org that succeeded and one that failed', async () => {
    const org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    const folder = await mkdtemp(join(tmpdir(), 'frontline-schemas-'));
    try {
      await logIn(org, 'schemas');
      const file = join(folder, 'frontline-sso.json');
      await writeFile(
        file,
        JSON.stringify({
          orgs: [
            { org: 'schemas', realmSid: REALM[1], users: [org.username] },
            { org: 'no-login', users: [org.username] },
          ],
        }),
      );
      const results: Array<[string, unknown]> = [
        ['sso-preview', resultOf(await captured(SsoPreview, ['--definition-file', file]))],
        ['sso-deploy', resultOf(await captured(SsoDeploy, ['--definition-file', file, '--verify']))],
        ['sso-verify', resultOf(await captured(SsoVerify, ['--definition-file', file]))],
        ['certificate-display', resultOf(await captured(CertificateDisplay, ['--definition-file', file]))],
        ['certificate-rotate', resultOf(await captured(CertificateRotate, ['--definition-file', file, '--status']))],
        ['sso-display', resultOf(await captured(SsoDisplay, ['--definition-file', file]))],
        ['sso-export', resultOf(await captured(SsoExport, ['--definition-file', file]))],
        ['access-list', resultOf(await captured(AccessList, ['--definition-file', file]))],
        ['access-list', resultOf(await captured(AccessList, ['--definition-file', file, '--users']))],
        ['access-check', resultOf(await captured(AccessCheck, ['--definition-file', file]))],
      ];
      for (const [name, result] of results) {
        expect(result, name).to.have.nested.property('orgs[0].outcome', 'succeeded');
        expect(await faultsOf(name, result), name).to.equal('No errors');
      }
      expect(await faultsOf('sso-verify', { ok: true, orgs: [{ org: 'a' }] })).not.to.equal('No errors');
    } finally {
      await org.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
