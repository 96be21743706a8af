import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '..');

const sources = readdirSync(join(ROOT, 'plugin'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(ROOT, 'plugin', name), 'utf8'));

/** Words that stand in the code by themselves: in quotes, or as the name of a property. */
const words = new Set(
  sources.flatMap((source) => [
    ...[...source.matchAll(/'([^'\n]*)'/g)].map(([, text = '']) => text),
    ...[...source.matchAll(/^\s*(\w+):/gm)].map(([, name = '']) => name),
  ]),
);

/** Keys that the code puts together, as patterns whose groups are the parts that vary. */
function patternsIn(source: string): RegExp[] {
  return [...source.matchAll(/`((?:[\w.-]|\$\{[^}`]*\})+)`/g)]
    .map(([, text = '']) => text)
    .filter((text) => text.includes('${') && text !== '${id}')
    .map((text) => {
      const fixed = text.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
      return new RegExp(`^${fixed.join('(.+)')}$`);
    });
}

/** Bundles whose keys are codes that an org and Twilio answer with; the names of errors have a test of their own. */
const OTHERS = ['idp-event-log', 'twilio-errors', 'errors'];

const keysIn = (file: string): string[] =>
  [...readFileSync(join(ROOT, 'messages', file), 'utf8').matchAll(/^# (\S+)$/gm)].map(([, key = '']) => key);

describe('the texts of messages', () => {
  for (const file of readdirSync(join(ROOT, 'messages'))) {
    it(`have one key each, in ${file}`, () => {
      const keys = keysIn(file);
      expect(keys.filter((key, index) => keys.indexOf(key) < index)).to.deep.equal([]);
    });
  }

  for (const file of readdirSync(join(ROOT, 'messages'))) {
    const bundle = file.replace(/\.md$/, '');
    if (OTHERS.includes(bundle)) {
      continue;
    }

    it(`are all in use, in ${file}`, () => {
      const keys = keysIn(file);
      const patterns = sources.filter((source) => source.includes(`'${bundle}'`)).flatMap(patternsIn);
      const isPutTogether = (key: string): boolean =>
        patterns.some(
          (pattern) =>
            pattern
              .exec(key)
              ?.slice(1)
              .every((part) => words.has(part)) ?? false,
        );
      expect(keys).not.to.deep.equal([]);
      expect(keys.filter((key) => !words.has(key) && !isPutTogether(key))).to.deep.equal([]);
    });
  }
});
