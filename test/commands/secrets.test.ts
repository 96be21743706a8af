import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import AccessList from '../../plugin/commands/frontline/access/list.ts';
import AccessRevoke from '../../plugin/commands/frontline/access/revoke.ts';
import CertificateDisplay from '../../plugin/commands/frontline/certificate/display.ts';
import CertificateRotate from '../../plugin/commands/frontline/certificate/rotate.ts';
import SsoDelete from '../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import SsoGenerate from '../../plugin/commands/frontline/sso/generate.ts';
import SsoPreview from '../../plugin/commands/frontline/sso/preview.ts';
import SsoVerify from '../../plugin/commands/frontline/sso/verify.ts';
import { setClock } from '../../plugin/http/clock.ts';
import type { Fault } from '../org/faults/fault.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { refuseSecrets, startDeployedOrg } from '../support/deployed-org.ts';
import { instantClock } from '../support/instant-clock.ts';
import { runCommand, type CommandRun } from '../support/run-command.ts';

/** Everything that the commands print, one after another, also as JSON. */
async function everythingPrinted(org: EmulatedOrg, folder: string): Promise<string> {
  const runs: Array<(...flags: string[]) => Promise<CommandRun<unknown>>> = [
    (...flags) => runCommand(SsoPreview, org, ...flags),
    (...flags) => runCommand(SsoDeploy, org, '--contact-email', 'a@b.example', '--verify', ...flags),
    (...flags) => runCommand(SsoDisplay, org, ...flags),
    (...flags) => runCommand(SsoExport, org, '--output-dir', join(folder, 'export'), ...flags),
    (...flags: string[]) =>
      runCommand(SsoGenerate, org, '--output-dir', join(folder, 'generate'), '--overwrite', ...flags),
    (...flags) => runCommand(SsoVerify, org, '--username', org.username, '--verbose', ...flags),
    (...flags) => runCommand(AccessAssign, org, '--profile', 'Standard User', ...flags),
    (...flags) => runCommand(AccessList, org, ...flags),
    (...flags) => runCommand(AccessRevoke, org, '--profile', 'Standard User', '--no-prompt', ...flags),
    (...flags) => runCommand(CertificateDisplay, org, ...flags),
    (...flags) => runCommand(CertificateRotate, org, '--output-dir', join(folder, 'rotate'), ...flags),
    (...flags) => runCommand(CertificateRotate, org, '--status', ...flags),
    (...flags) => runCommand(SsoDelete, org, '--dry-run', ...flags),
  ];
  let printed = '';
  for (const run of runs) {
    for (const flags of [[], ['--json']]) {
      const { stdout, stderr, result, error } = await run(...flags);
      printed += stdout + stderr + JSON.stringify(result ?? '') + JSON.stringify(error ?? '') + (error?.stack ?? '');
    }
  }
  return printed;
}

/** The text of every file in a folder. */
async function everythingIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))).join('\n');
}

/** An error of the REST API with this message. */
function refusal(message: string): Fault {
  const body = JSON.stringify([{ message, errorCode: 'UNKNOWN_EXCEPTION' }]);
  const action = { kind: 'status' as const, status: 400, contentType: 'application/json', body };
  return { path: /^\/services\/(?:Soap|data\/v)/, times: -1, action };
}

describe('what the commands print, and write', () => {
  let org: EmulatedOrg;
  let folder: string;

  beforeEach(async () => {
    setClock(instantClock());
    org = await startDeployedOrg();
    folder = await mkdtemp(join(tmpdir(), 'frontline-secrets-'));
  });

  afterEach(async () => {
    setClock();
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const situations: Array<{ situation: string; fault?: (token: string) => Fault; expected: RegExp }> = [
    { situation: 'when all goes well', expected: /The sign-in works/ },
    {
      situation: 'when the session has expired',
      fault: () => ({ action: { kind: 'expire-token' }, times: -1 }),
      expected: /SessionExpiredError/,
    },
    {
      situation: 'when the org refuses with the words of an error',
      fault: () => refusal('no'),
      expected: /OrgRefusedError/,
    },
    {
      situation: 'when the org repeats the token that it refuses',
      fault: (token) => refusal(`Bearer ${token} is not welcome; try /secur/frontdoor.jsp?otp=abc&sid=${token}`),
      expected: /OrgRefusedError[\s\S]*\(a secret\) is not welcome/,
    },
  ];
  for (const { situation, fault, expected } of situations) {
    it(`holds neither a token, nor a front door, nor a response, ${situation}`, async () => {
      if (fault !== undefined) {
        org.inject(fault(org.token));
      }
      const printed = (await everythingPrinted(org, folder)) + (await everythingIn(folder));
      expect(printed).to.match(expected);
      expect(() => refuseSecrets(org, printed)).not.to.throw();
    });
  }

  it('is searched by a search that finds a token', () => {
    expect(() => refuseSecrets(org, `x ${org.token} y`)).to.throw('the output holds');
  });
});
