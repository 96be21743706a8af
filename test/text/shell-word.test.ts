import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { shellWord } from '../../plugin/text/shell-word.ts';

describe('a word for a shell', () => {
  for (const value of [
    'my org',
    "it's",
    'a;b',
    '$(id)',
    '`id`',
    'a"b',
    'C:\\My orgs\\',
    '\\\\server\\my orgs',
    '*',
    '~',
    '-x',
    '',
  ]) {
    it(`holds ${JSON.stringify(value)} unchanged`, () => {
      const printed = execFileSync('sh', ['-c', `printf '%s' ${shellWord(value)}`], { encoding: 'utf8' });
      expect(printed).to.equal(value);
    });
  }
});
