import { fuzz } from './fuzz.ts';

/**
 * The long run of the fuzzer, by hand or at night: `node test/saml/fuzz/fuzz-long.ts [mutants] [seed]`. The default is
 * 20,000 mutants and a seed made from the date. It ends with exit code 1 if it finds something. The same seed makes the
 * same mutants again.
 */
const [count = '20000', seed = String(Math.floor(Date.now() / 86_400_000))] = process.argv.slice(2);

const started = performance.now();
const { thrown, forged, accepted, refused, rewritten, slowest } = fuzz(Number(count), Number(seed));
const seconds = ((performance.now() - started) / 1000).toFixed(1);

const summary = [
  `seed ${seed}: ${refused} refused, ${accepted.length} accepted in ${seconds} s; slowest ${slowest.toFixed(0)} ms`,
  `${rewritten} more were the original in other words`,
];
const findings = [
  ...thrown,
  ...forged.map((mutant) => `other claims than signed: ${mutant}`),
  ...accepted.map((mutant) => `accepted: ${mutant}`),
];
process.stdout.write(`${[...summary, ...findings].join('\n')}\n`);
process.exitCode = findings.length > 0 ? 1 : 0;
