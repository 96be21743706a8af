import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import AccessCheck from '../../plugin/commands/frontline/access/check.ts';
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
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import type { OrgOptions } from '../org/state.ts';
import { REALM_SID, startDeployedOrg } from '../support/deployed-org.ts';
import { logIn } from '../support/logged-in-orgs.ts';
import { ageCertificate } from '../support/rotation.ts';
import { captured, type CommandClass, type CommandRun } from '../support/run-command.ts';

const ALIAS = 'proposed';

const COMMANDS = {
  'access assign': AccessAssign,
  'access check': AccessCheck,
  'access list': AccessList,
  'access revoke': AccessRevoke,
  'certificate display': CertificateDisplay,
  'certificate rotate': CertificateRotate,
  'sso delete': SsoDelete,
  'sso deploy': SsoDeploy,
  'sso display': SsoDisplay,
  'sso export': SsoExport,
  'sso generate': SsoGenerate,
  'sso preview': SsoPreview,
  'sso verify': SsoVerify,
} as Record<string, unknown> as Record<string, CommandClass<unknown>>;

/** A command of this plugin up to the end of its line, as the screen shows it to be pasted. */
const PROPOSED = /\bsf frontline (\w+ \w+)((?: (?:'[^']*'|"[^"]*"|[^\s'"]+))*)/g;

/** Everything a command says to a person. */
function textOf({ stdout, stderr, error }: CommandRun<unknown>): string {
  return [stdout, stderr, ...(error?.actions ?? [])].join('\n');
}

/** The words of a command as a shell reads them, without the full stop of a sentence. */
function wordsOf(text: string): string[] {
  const words = text.match(/'[^']*'|"[^"]*"|[^\s'"]+/g) ?? [];
  return words.map((word) => word.replace(/^(['"])(.*)\1$/, '$2').replace(/[.,;]$/, ''));
}

type Situation = {
  name: string;
  options?: OrgOptions;
  deployed?: boolean;
  prepare?: (org: EmulatedOrg) => unknown;
  command: string;
  flags?: string[];
};

const REALM = ['--realm-sid', REALM_SID];

const SITUATIONS: Situation[] = [
  { name: 'a first deploy', command: 'sso deploy', flags: REALM },
  { name: 'a first deploy with a sign-in', command: 'sso deploy', flags: [...REALM, '--verify'] },
  { name: 'a deploy that changes nothing', deployed: true, command: 'sso deploy' },
  { name: 'a preview', command: 'sso preview', flags: REALM },
  { name: 'an org without an app', command: 'sso display' },
  { name: 'an org without an app, verified', command: 'sso verify' },
  { name: 'an org without an app, exported', command: 'sso export' },
  { name: 'an identity provider that is off', options: { identityProvider: 'off' }, command: 'certificate display' },
  {
    name: 'a certificate that will expire',
    deployed: true,
    prepare: (org) => ageCertificate(org, 'SalesforceSSO', 350),
    options: { identityProvider: 'off' },
    command: 'sso display',
  },
  { name: 'a rotation that has begun', deployed: true, command: 'certificate rotate' },
  {
    name: 'a switch that nobody has confirmed',
    deployed: true,
    prepare: () => captured(CertificateRotate, ['--target-org', ALIAS]),
    command: 'certificate rotate',
    flags: ['--activate'],
  },
  ...['sso display', 'sso export', 'access list', 'sso verify', 'sso deploy'].map((command) => ({
    name: `access was revoked from everybody, in ${command}`,
    deployed: true,
    prepare: () =>
      captured(AccessRevoke, [
        '--target-org',
        ALIAS,
        '--profile',
        'Admin',
        '--permission-set',
        'Twilio_Frontline_Agent',
        '--no-prompt',
      ]),
    command,
  })),
  {
    name: 'a user without access',
    deployed: true,
    command: 'access check',
    flags: ['--user', 'sam@example.test'],
  },
  {
    name: 'a user who is asked about',
    deployed: true,
    command: 'sso verify',
    flags: ['--username', 'sam@example.test'],
  },
];

describe('each command that is proposed', () => {
  let org: EmulatedOrg;
  let folder: string;
  const home = process.cwd();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-proposed-'));
  });
  afterEach(async () => {
    process.chdir(home);
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const { name, options = {}, deployed = false, prepare, command, flags = [] } of SITUATIONS) {
    it(`can be pasted as it stands: after ${name}`, async () => {
      org = await (deployed
        ? startDeployedOrg(options)
        : startEmulatedOrg({ connectedAppCreation: 'allowed', ...options }));
      await logIn(org, ALIAS);
      await prepare?.(org);
      const run = await captured(COMMANDS[command]!, ['--target-org', ALIAS, ...flags]);
      const proposed = [...textOf(run).matchAll(PROPOSED)];
      expect(proposed, textOf(run)).not.to.deep.equal([]);
      for (const [text, id = '', rest = ''] of proposed) {
        expect(text).to.contain(`--target-org ${ALIAS}`);
        const again = await captured(COMMANDS[id]!, wordsOf(rest));
        const isPlaceholder = rest.includes("'<");
        // A placeholder stands for what only a person knows. It is refused, and changes nothing.
        const isRefused = isPlaceholder ? again.error !== undefined : again.exitCode === 2;
        expect(isRefused, `${text}: ${textOf(again)}`).to.equal(isPlaceholder);
      }
    });
  }
});
