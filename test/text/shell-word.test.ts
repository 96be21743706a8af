import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { shellWord } from '../../plugin/text/shell-word.ts';

describe('a word for a shell', () => {
  for (const value of [
    'my org',
    "it's",
    'a;b',
    "team='north'",
    'team=$User.Department',
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
    // The line is the input of the shell, since this way it also reaches the shell of Git for Windows unchanged.
    it(`holds ${JSON.stringify(value)} unchanged`, () => {
      const printed = execFileSync('sh', { input: `printf '%s' ${shellWord(value)}`, encoding: 'utf8' });
      expect(printed).to.equal(value);
    });
  }
});
