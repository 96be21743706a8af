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
import { REALM_SID } from '../support/deployed-org.ts';
import type { CommandClass } from '../support/run-command.ts';

/**
 * What an org has before a command runs: an identity provider with a certificate of its own, as most orgs have; one with a
 * certificate that has expired; none; or what commands of this plugin have set up.
 */
export type Beginning =
  | 'ordinary'
  | 'expired'
  | 'off'
  | 'deployed'
  | 'external client app deployed'
  | 'successor made'
  | 'successor in use';

/** A command as a user types it, and the situation of the org that it runs in. */
export type Scenario = {
  name: string;
  command: CommandClass<unknown>;
  flags: string[];
  beginning: Beginning;
  /** Whether the command deploys. */
  deploys: boolean;
  /** Whether the org takes everything in one deployment. Otherwise it wants each part by itself. */
  atOnce?: boolean;
};

/** The value of --wait. With each minute, a run in which a deployment never ends makes about a hundred more requests. */
export const WAIT_MINUTES = 1;

const WAIT = ['--wait', String(WAIT_MINUTES)];

/** The same command with enough time for every request to hang. */
export function patient(scenario: Scenario): Scenario {
  return { ...scenario, flags: scenario.flags.map((flag) => (flag === WAIT[1] ? '60' : flag)) };
}

const REALM = ['--realm-sid', REALM_SID];

const AGENT = ['--user', 'sam@example.test'];
const EXTERNAL = ['--app-type', 'external-client-app'];
const CHANGED = ['--contact-email', 'changed@example.test'];

/** `DIRECTORY` stands for a folder of the run. */
export const DIRECTORY = '<directory>';

/** A command in an org in which everything is set up. */
function working(name: string, command: CommandClass<unknown>, ...flags: string[]): Scenario {
  return { name, command, flags, beginning: 'deployed', deploys: false };
}

function deploying(name: string, beginning: Beginning, command: CommandClass<unknown>, ...flags: string[]): Scenario {
  return { name, command, flags: [...flags, ...WAIT], beginning, deploys: true };
}

/** Each command, and each form of a command that makes other requests. */
export const SCENARIOS: Scenario[] = [
  deploying('sso deploy', 'ordinary', SsoDeploy, ...REALM, ...AGENT),
  deploying('sso deploy, identity provider off', 'off', SsoDeploy, ...REALM),
  { ...deploying('sso deploy, certificate expired', 'expired', SsoDeploy, ...REALM), atOnce: true },
  { ...deploying('sso deploy, other kind of app', 'ordinary', SsoDeploy, ...REALM, ...EXTERNAL), atOnce: true },
  // The app gets another id, so everybody's access is given again and the former grants are deleted.
  {
    ...deploying('sso deploy, app with another id', 'external client app deployed', SsoDeploy, ...EXTERNAL, ...CHANGED),
    atOnce: true,
  },
  working('sso deploy, again', SsoDeploy, ...REALM),
  working('sso preview', SsoPreview, ...REALM),
  working('sso display', SsoDisplay),
  working('sso export', SsoExport),
  working('sso verify', SsoVerify),
  working('sso generate', SsoGenerate, ...REALM, '--output-dir', DIRECTORY, '--overwrite'),
  deploying('sso delete', 'deployed', SsoDelete, '--no-prompt', '--include-certificate'),
  working('access list', AccessList),
  working('access list, users', AccessList, '--users'),
  working('access check', AccessCheck, '--user', 'admin@example.test'),
  working('access assign', AccessAssign, '--profile', 'Marketing User', '--user', 'pat@example.test'),
  working('access revoke', AccessRevoke, '--profile', 'System Administrator', '--no-prompt'),
  working('access revoke, users', AccessRevoke, ...AGENT),
  working('certificate display', CertificateDisplay),
  working('rotate --status', CertificateRotate, '--status'),
  deploying('certificate rotate', 'deployed', CertificateRotate),
  deploying('rotate --activate', 'successor made', CertificateRotate, '--activate', '--handed-over', '--no-prompt'),
  deploying('rotate --retire', 'successor in use', CertificateRotate, '--retire', '--no-prompt'),
];

/** The scenario that brings an org to a situation in which others begin. */
export const WAYS: Array<{ to: Beginning; by: string }> = [
  { to: 'deployed', by: 'sso deploy' },
  { to: 'external client app deployed', by: 'sso deploy, other kind of app' },
  { to: 'successor made', by: 'certificate rotate' },
  { to: 'successor in use', by: 'rotate --activate' },
];
