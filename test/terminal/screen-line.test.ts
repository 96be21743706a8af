import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { rendered, screenWidth, wrapped } from '../../plugin/terminal/screen-line.ts';

const SENTENCE = 'The certificate ends soon, and after that day nobody at all can sign in to the service provider.';

describe('a line of the screen', () => {
  it('stays as it is where it fits', () => {
    expect(rendered('  ✓ App exists', 80)).to.equal('  ✓ App exists');
  });

  it('is broken between words, below its sign', () => {
    expect(rendered(['  ', { text: '✓', tone: 'success' }, ` ${SENTENCE}`], 60).split('\n')).to.deep.equal([
      '  ✓ The certificate ends soon, and after that day nobody at',
      '    all can sign in to the service provider.',
    ]);
  });

  it('is broken below its last column', () => {
    expect(rendered(`  hint  ${SENTENCE}`, 60).split('\n')).to.deep.equal([
      '  hint  The certificate ends soon, and after that day nobody',
      '        at all can sign in to the service provider.',
    ]);
  });

  it('is broken below the number of a step', () => {
    expect(rendered(`  1. ${SENTENCE}`, 60).split('\n')[1]).to.equal('     all can sign in to the service provider.');
  });

  it('keeps an address whole, on a line of its own where its column is too narrow', () => {
    const address = `https://acme.my.salesforce.com/${'x'.repeat(40)}`;
    expect(rendered(`  SSO URL  ${address}`, 75)).to.equal(`  SSO URL\n    ${address}`);
    expect(rendered(`  ${address}`, 60)).to.equal(`  ${address}`);
  });

  it('breaks a fingerprint between two bytes', () => {
    const fingerprint = Array.from({ length: 32 }, (_, index) => index.toString(16).toUpperCase().padStart(2, '0'));
    expect(rendered(`  SHA-256  ${fingerprint.join(':')}`, 80).split('\n')).to.deep.equal([
      `  SHA-256  ${fingerprint.slice(0, 16).join(':')}:`,
      `           ${fingerprint.slice(16).join(':')}`,
    ]);
    expect(rendered(fingerprint.join(':'), 100)).to.equal(fingerprint.join(':'));
  });

  it('never breaks a command, which a shell would run half of', () => {
    const command = 'sf frontline certificate rotate --target-org my-org --app-name Acme_Frontline --wait 10';
    expect(rendered(`  ${command}`, 60)).to.equal(`  ${command}`);
    expect(rendered(`Rotate it now: ${command}`, 60)).to.equal(`Rotate it now:\n${command}`);
    expect(rendered(`See ${command}, and then see what came of it, and so on, with care. Or ${command}.`, 60)).to.equal(
      `See\n${command},\nand then see what came of it, and so on, with care. Or\n${command}.`,
    );
    expect(wrapped(`\u001b[2m${command}\u001b[22m`, 60)).to.equal(`\u001b[2m${command}\u001b[22m`);
  });

  it('shows nothing that a terminal would act on', () => {
    expect(rendered(['a\u001b[2J', { text: 'b\u202e', tone: 'error' }], 80)).to.equal('a\\u{1b}[2Jb\\u{202e}');
  });

  it('keeps the lines of a text', () => {
    expect(rendered(['one\ntw', { text: 'o\nthree', tone: 'info' }], 80)).to.equal('one\ntwo\nthree');
  });

  it('has colours in a terminal, and none in a log', () => {
    const module = pathToFileURL(join(import.meta.dirname, '../../plugin/terminal/screen-line.ts')).href;
    const script = `const { rendered } = await import('${module}');
      process.stdout.write(rendered([{ text: '+', tone: 'success' }, ' new'], 80));`;
    const printed = (colours: Record<string, string>): string => {
      const { NO_COLOR: _, ...env } = process.env;
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
        env: { ...env, ...colours },
        encoding: 'utf8',
      });
      return stdout;
    };
    expect(printed({ FORCE_COLOR: '1' })).to.equal('\u001b[1m\u001b[32m+\u001b[39m\u001b[22m new');
    expect(printed({})).to.equal('+ new');
  });

  it('is as wide as the terminal, or as OCLIF_COLUMNS says, or 80 columns', () => {
    const given = process.env['OCLIF_COLUMNS'];
    try {
      expect(screenWidth({ columns: 120 })).to.equal(Number(given));
      delete process.env['OCLIF_COLUMNS'];
      expect(screenWidth({ columns: 120 })).to.equal(120);
      expect(screenWidth({})).to.equal(80);
    } finally {
      process.env['OCLIF_COLUMNS'] = given;
    }
  });
});
