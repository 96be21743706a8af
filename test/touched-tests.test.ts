import { join } from 'node:path';
import { expect } from 'chai';
import { touchedTests } from '../scripts/touched-tests.ts';

describe('the tests that a change touches', () => {
  it('are those that import the file, directly or through others', () => {
    const tests = touchedTests([join('plugin', 'files', 'write-inside.ts')]);
    expect(tests).to.include.members([
      join('test', 'hostile', 'output-folder.test.ts'),
      join('test', 'handover', 'hand-over-files.test.ts'),
    ]);
    expect(tests).not.to.include(join('test', 'text', 'shell-word.test.ts'));
  });

  it('are of a file of messages those of the command that loads it', () => {
    const tests = touchedTests([join('messages', 'frontline.sso.verify.md')]);
    expect(tests).to.include(join('test', 'commands', 'sso', 'verify.test.ts'));
    expect(tests).not.to.include(join('test', 'text', 'shell-word.test.ts'));
  });

  it('are a changed test itself, unless it is a slow one', () => {
    const quick = join('test', 'text', 'shell-word.test.ts');
    expect(touchedTests([quick, join('test', 'slow', 'killed.test.ts')])).to.deep.equal([quick]);
  });
});
