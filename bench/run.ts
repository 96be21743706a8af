import { startEmulatedOrg, type EmulatedOrg } from '../test/org/emulated-org.ts';
import { copyProject, installSf, type Sf } from '../e2e/support/sf.ts';
import { officialScript } from './official-script.ts';
import { timed, type Cost } from './timed.ts';

/**
 * Compares `sso deploy` with a script of official CLI commands that does the same work. Both run one after the other,
 * with the same `sf`, each against its own emulated org. The orgs answer after 100 ms and deploy in 3 s.
 *
 * Usage: npm run bench [-- --runs 3]. It needs e2e's packages: npm ci --ignore-scripts --prefix e2e
 */
const ORG = { connectedAppCreation: 'allowed', latency: 100, deployDuration: 3000 } as const;

/** The orgs, the most ordinary one first. */
const SITUATIONS = [
  { title: 'ordinary org', identityProvider: 'on' },
  { title: 'certificate expired', identityProvider: 'expired' },
  { title: 'identity provider off', identityProvider: 'off' },
] as const;

/** How many profiles get access. */
const PROFILES = [1, 200];

const REALM_SID = 'JB0123456789abcdef0123456789abcdef';
const RUNS = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 1;

type Situation = (typeof SITUATIONS)[number];
type Row = { situation: string; plugin: Cost; script: Cost };

const rows: Row[] = [];
for (let run = 0; run < RUNS; run++) {
  for (const situation of SITUATIONS) {
    for (const profiles of PROFILES) {
      rows.push(...(await compare(situation, profiles)));
    }
  }
}
print(rows);

/** Measures a first run in an org, and then a second run. Both give access to some profiles. */
async function compare({ title, identityProvider }: Situation, profiles: number): Promise<Row[]> {
  const name = `${title}, ${profiles === 1 ? '1 profile' : `${profiles} profiles`}`;
  // Each needs its own home: all emulated orgs have the same administrator, and the CLI keeps one login for each user.
  const [forPlugin, forScript] = [await installSf(), await installSf()];
  const options = { ...ORG, identityProvider, customProfiles: profiles };
  const orgs = [await startEmulatedOrg(options), await startEmulatedOrg(options)] as const;
  try {
    const labels = customProfiles(orgs[0], profiles);
    await forPlugin.logIn(orgs[0], 'plugin');
    await forScript.logIn(orgs[1], 'script');
    const project = await copyProject(forScript.folder);
    const plugin = (): Promise<Cost> => cost(orgs[0], () => deploy(forPlugin, labels));
    const script = (): Promise<Cost> =>
      cost(orgs[1], () => officialScript({ sf: forScript, project, realmSid: REALM_SID, issuer: orgs[1].url, labels }));
    const fresh = { situation: `${name}, first run`, plugin: await plugin(), script: await script() };
    const second = { situation: `${name}, second run`, plugin: await plugin(), script: await script() };
    return [fresh, second];
  } finally {
    await Promise.all([...orgs.map((org) => org.stop()), forPlugin.remove(), forScript.remove()]);
  }
}

async function cost(org: EmulatedOrg, work: () => Promise<void>): Promise<Cost> {
  org.clearLog();
  const { wall, cpu } = await timed(work);
  return { wall, cpu, requests: org.log.length };
}

async function deploy(sf: Sf, labels: string[]): Promise<void> {
  const access = labels.flatMap((label) => ['--profile', label]);
  await sf.json(['frontline', 'sso', 'deploy', '-o', 'plugin', '--realm-sid', REALM_SID, ...access]);
}

function customProfiles({ state }: EmulatedOrg, count: number): string[] {
  const names = (state.rows.get('Profile') ?? []).map((row) => String(row['Name']));
  return names.filter((name) => /\d/.test(name)).slice(0, count);
}

function print(measured: Row[]): void {
  const situations = [...new Set(measured.map(({ situation }) => situation))];
  console.log(
    `${'situation'.padEnd(48)} ${'what'.padEnd(10)} ${'plugin'.padStart(8)} ${'script'.padStart(8)} ${'ratio'.padStart(6)}`,
  );
  for (const situation of situations) {
    const of = measured.filter((row) => row.situation === situation);
    for (const what of ['wall', 'cpu', 'requests'] as const) {
      const plugin = median(of.map((row) => row.plugin[what]));
      const script = median(of.map((row) => row.script[what]));
      const digits = what === 'requests' ? 0 : 2;
      const name = what === 'requests' ? what : `${what} s`;
      console.log(
        `${situation.padEnd(48)} ${name.padEnd(10)} ${plugin.toFixed(digits).padStart(8)} ${script.toFixed(digits).padStart(8)} ${(plugin / script).toFixed(2).padStart(6)}`,
      );
    }
  }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
