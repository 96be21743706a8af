import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFindings } from './finding.ts';
import type { Profile } from '../../../plugin/saml/report/expectations.ts';
import { fuzz, type FuzzResult } from './fuzz.ts';

const PROFILES: Profile[] = ['salesforce', 'standard'];

/**
 * The long run of the fuzzer, by hand or at night: `node test/saml/fuzz/fuzz-long.ts [mutants] [seed] [folder]`. The
 * default is 20,000 mutants, each checked by both profiles, and a seed made from the date. It ends with exit code 1 if it
 * finds something, and then writes the mutants into the folder, if there is one. The same seed makes the same mutants
 * again.
 */
const [count = '20000', seed = String(Math.floor(Date.now() / 86_400_000)), folder] = process.argv.slice(2);

const results = PROFILES.map((profile) => {
  const started = performance.now();
  const result = fuzz(Number(count), Number(seed), profile);
  process.stdout.write(`${describe(result, (performance.now() - started) / 1_000).join('\n')}\n`);
  return result;
});
const findings = results.flatMap((result) => result.findings);

if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  findings.forEach(({ mutant, bytes }) => writeFileSync(join(folder, `${mutant.replaceAll(' ', '-')}.xml`), bytes));
}
process.exitCode = findings.length > 0 ? 1 : 0;

function describe(result: FuzzResult, seconds: number): string[] {
  const { profile, refused, accepted, acceptedInPart, byPolicy, slowest } = result;
  return [
    `profile ${profile}, seed ${seed}: ${seconds.toFixed(1)} s, the slowest ${slowest.toFixed(0)} ms`,
    `  ${refused} refused, ${accepted} accepted as the same in other words`,
    ...(acceptedInPart > 0 ? [`  ${acceptedInPart} accepted for the signature of the Assertion alone`] : []),
    ...Object.entries(byPolicy).map(([reason, number]) => `  ${number} refused by policy: ${reason}`),
    `  ${result.findings.length} findings`,
    ...describeFindings(result.findings),
  ];
}
