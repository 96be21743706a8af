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
import { REALM_SID } from '../support/deployed-org.ts';
import type { CommandClass } from '../support/run-command.ts';

/** What an org holds before a command runs. */
export type Beginning = 'empty' | 'deployed' | 'successor made' | 'successor in use';

/** A command as a user gives it, in an org of which something is known. */
export type Scenario = {
  name: string;
  command: CommandClass<unknown>;
  flags: string[];
  beginning: Beginning;
  /** Whether the command is to change the org. */
  writes: boolean;
};

/** How long deployments are waited for: long enough to outlive one request that hangs. */
export const WAIT_MINUTES = 2;

const WAIT = ['--wait', String(WAIT_MINUTES)];

const REALM = ['--realm-sid', REALM_SID];

/** `DIRECTORY` stands for a folder of the run. */
export const DIRECTORY = '<directory>';

function reading(name: string, command: CommandClass<unknown>, ...flags: string[]): Scenario {
  return { name, command, flags, beginning: 'deployed', writes: false };
}

function writing(name: string, beginning: Beginning, command: CommandClass<unknown>, ...flags: string[]): Scenario {
  return { name, command, flags, beginning, writes: true };
}

/** Each command, and each form of one that asks an org for something else. */
export const SCENARIOS: Scenario[] = [
  writing('sso deploy', 'empty', SsoDeploy, ...REALM, ...WAIT),
  reading('sso deploy, again', SsoDeploy, ...REALM, ...WAIT),
  reading('sso preview', SsoPreview, ...REALM),
  reading('sso display', SsoDisplay),
  reading('sso export', SsoExport),
  reading('sso verify', SsoVerify),
  reading('sso generate', SsoGenerate, ...REALM, '--output-dir', DIRECTORY, '--overwrite'),
  writing('sso delete', 'deployed', SsoDelete, '--no-prompt', '--include-certificate', ...WAIT),
  reading('access list', AccessList),
  writing('access assign', 'deployed', AccessAssign, '--profile', 'Standard User'),
  writing('access revoke', 'deployed', AccessRevoke, '--profile', 'System Administrator'),
  reading('certificate display', CertificateDisplay),
  writing('certificate rotate', 'deployed', CertificateRotate, ...WAIT),
  writing(
    'rotate --activate',
    'successor made',
    CertificateRotate,
    '--activate',
    '--handed-over',
    '--no-prompt',
    ...WAIT,
  ),
  writing('rotate --retire', 'successor in use', CertificateRotate, '--retire', '--no-prompt', ...WAIT),
];

/** The scenario that leads to a beginning. */
export const WAYS: Array<{ to: Beginning; by: string }> = [
  { to: 'deployed', by: 'sso deploy' },
  { to: 'successor made', by: 'certificate rotate' },
  { to: 'successor in use', by: 'rotate --activate' },
];
