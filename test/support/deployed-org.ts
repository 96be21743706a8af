import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoVerify from '../../plugin/commands/frontline/sso/verify.ts';
import type { VerifyCheck } from '../../plugin/setup/verify/verify-check.ts';
import type { VerifyReport } from '../../plugin/setup/verify/verify-sso.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import type { OrgOptions } from '../org/state.ts';
import { resultOf, runCommand, type CommandRun } from './run-command.ts';

export const REALM_SID = 'JB0123456789abcdef0123456789abcdef';

/** An org in which `sso deploy` has set everything up: access for administrators, and for a permission set. */
export async function startDeployedOrg(options: OrgOptions = {}): Promise<EmulatedOrg> {
  const org = await startEmulatedOrg({ connectedAppCreation: 'allowed', ...options });
  resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
  return org;
}

/** Changes the metadata of the app in the org, as an administrator does in Setup. */
export function editApp(org: EmulatedOrg, part: string | RegExp, replacement: string): void {
  const { files } = org.state.components.get('ConnectedApp:Twilio_Frontline')!;
  for (const [path, content] of files) {
    const before = content.toString('utf8');
    const after = before.replace(part, () => replacement);
    if (before === after) {
      throw new Error(`nothing to replace in ${before}`);
    }
    files.set(path, Buffer.from(after));
  }
}

/** Makes everything in the org two hours older, so that no app counts as new. */
export function ageApp(org: EmulatedOrg): void {
  for (const component of org.state.components.values()) {
    component.lastModifiedDate = new Date(component.lastModifiedDate.getTime() - 7_200_000);
  }
}

export type Verification = CommandRun<VerifyReport> & {
  report: VerifyReport;
  /** Ids of the checks that failed, or only warn. */
  failed: string[];
  warned: string[];
  check: (id: string) => VerifyCheck | undefined;
};

/** Runs `sso verify`, which must end with a report. Its output must have no secrets. */
export async function verify(org: EmulatedOrg, ...flags: string[]): Promise<Verification> {
  const run = (await runCommand(SsoVerify, org, ...flags)) as CommandRun<VerifyReport>;
  const report = resultOf(run);
  refuseSecrets(org, JSON.stringify(report) + run.stdout + run.stderr);
  const withStatus = (status: VerifyCheck['status']): string[] =>
    report.checks.filter((check) => check.status === status).map(({ id }) => id);
  return {
    ...run,
    report,
    failed: withStatus('fail'),
    warned: withStatus('warn'),
    check: (id) => report.checks.find((check) => check.id === id),
  };
}

/** Base64 of `<?xml` and of `<samlp:`. Every response begins with one of them. */
const RESPONSE = /PD94bWw|PHNhbWxwO/;

export function refuseSecrets(org: EmulatedOrg, output: string): void {
  const found = [
    ...[...org.state.sessions.keys()].filter((token) => output.includes(token)),
    ...(/[?&](?:otp|sid)=(?!\(a secret\))|frontdoor(?!\.jsp\?otp=\(a secret\))|SAMLResponse=/.exec(output) ?? []),
    ...(RESPONSE.exec(output) ?? []),
  ];
  if (found.length > 0) {
    throw new Error(`the output holds ${found.join(', ')}: ${output}`);
  }
}
