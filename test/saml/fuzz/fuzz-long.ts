import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFindings } from './finding.ts';
import { fuzz } from './fuzz.ts';

/**
 * The long run of the fuzzer, by hand or at night: `node test/saml/fuzz/fuzz-long.ts [mutants] [seed] [folder]`. The
 * default is 20,000 mutants and a seed made from the date. It ends with exit code 1 if it finds something, and then
 * writes the mutants into the folder, if there is one. The same seed makes the same mutants again.
 */
const [count = '20000', seed = String(Math.floor(Date.now() / 86_400_000)), folder] = process.argv.slice(2);

const started = performance.now();
const { findings, refused, accepted, byPolicy, slowest } = fuzz(Number(count), Number(seed));
const seconds = ((performance.now() - started) / 1000).toFixed(1);

const summary = [
  `seed ${seed}: ${refused} refused, ${accepted} accepted as the same in other words, in ${seconds} s; slowest ${slowest.toFixed(0)} ms`,
  ...Object.entries(byPolicy).map(([reason, number]) => `  ${number} more refused by policy: ${reason}`),
  `${findings.length} findings`,
];
process.stdout.write(`${[...summary, ...describeFindings(findings)].join('\n')}\n`);

if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  findings.forEach(({ mutant, bytes }) => writeFileSync(join(folder, `${mutant.replaceAll(' ', '-')}.xml`), bytes));
}
process.exitCode = findings.length > 0 ? 1 : 0;
