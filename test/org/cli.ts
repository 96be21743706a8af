import { readCommandLine } from './cli-options.ts';
import type { EmulatedOrg } from './emulated-org.ts';
import type { OrgOptions } from './state.ts';

const DEFAULT_PORT = 4700;

/** Keeps the CLI from reaching out, from drawing over its own output, and from asking a cache of another org. */
const ENVIRONMENT = [
  'CI=true',
  'NO_COLOR=1',
  'SF_DISABLE_TELEMETRY=true',
  'SF_AUTOUPDATE_DISABLE=true',
  'SF_DISABLE_AUTOUPDATE=true',
  'SF_SKIP_NEW_VERSION_CHECK=true',
  'SF_DISABLE_DNS_CHECK=true',
  'SFDX_IGNORE_API_VERSION_CACHE=true',
];

function usage({ url, token, username, state }: EmulatedOrg): string {
  return [
    `An emulated Salesforce org listens on ${url}. Its administrator is ${username}. Ctrl+C ends it.`,
    `Every user signs in at that address, in a browser, with the password ${state.options.userPassword}`,
    '',
    'Once per shell (the Salesforce libraries use a proxy even for this machine):',
    '  unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY',
    `  export ${ENVIRONMENT.join(' ')}`,
    '',
    'Then any sf command works without a login:',
    `  export SF_ORG_INSTANCE_URL=${url}`,
    `  ORG='${token}'`,
    '  sf org display --target-org "$ORG"',
    '',
    'Or log in once, under a home of its own, and use the alias:',
    '  export HOME="$(mktemp -d)"',
    `  SF_ACCESS_TOKEN='${token}' sf org login access-token --instance-url ${url} --no-prompt --alias emulated`,
    '  sf org display --target-org emulated',
    '',
    'For several orgs, start each with its own --port and --username, since the CLI keeps one login for a username.',
  ].join('\n');
}

async function main(): Promise<void> {
  const commandLine = readCommandLine(process.argv.slice(2));
  if (commandLine.kind !== 'start') {
    const problem = commandLine.kind === 'problem';
    (problem ? console.error : console.log)(commandLine.text);
    process.exitCode = problem ? 2 : 0;
    return;
  }
  const org = await startOrExplain({ port: DEFAULT_PORT, ...commandLine.options });
  if (org === undefined) {
    process.exitCode = 1;
    return;
  }
  const { url, username, token } = org;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void org.stop());
  }
  // Last, since whoever reads it may end the process at once.
  console.log(commandLine.json ? JSON.stringify({ url, username, token }) : usage(org));
}

async function startOrExplain(options: OrgOptions): Promise<EmulatedOrg | undefined> {
  // Loaded only now: the help and the refusal of a wrong switch need none of it.
  const { startEmulatedOrg } = await import('./emulated-org.ts');
  try {
    return await startEmulatedOrg(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

await main();
