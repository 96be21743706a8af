import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { shellWord } from '../../plugin/terminal/shell-word.ts';

describe('a word of a command to copy', () => {
  it('is bare where a shell reads it as it is', () => {
    expect(shellWord('force-app/main/default')).to.equal('force-app/main/default');
    expect(shellWord('ada@acme.example')).to.equal('ada@acme.example');
  });

  it('comes out of a shell as it went in', () => {
    for (const text of ["my 'dir", 'a b', '$HOME', '`id`', 'a;b', 'a\nb', '"', '~', '*', '']) {
      expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text, 'linux')}`], { encoding: 'utf8' })).to.equal(text);
    }
  });

  it('is quoted as the shells of Windows know it', () => {
    expect(shellWord("my 'dir", 'win32')).to.equal(`"my 'dir"`);
  });
});
