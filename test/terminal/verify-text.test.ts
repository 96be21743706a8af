import { expect } from 'chai';
import type { VerifyCheck } from '../../plugin/setup/verify-check.ts';
import { verifyText } from '../../plugin/terminal/verify-text.ts';

const PASSED: VerifyCheck = {
  group: 'setup',
  id: 'setup.app',
  status: 'pass',
  title: 'App exists',
  expected: 'Twilio_Frontline',
  actual: 'Twilio Frontline',
};
const WARNED: VerifyCheck = { ...PASSED, status: 'warn', title: 'SHA-256', actual: 'SHA1', fix: 'Set it.' };
const FAILED: VerifyCheck = {
  ...PASSED,
  group: 'response',
  status: 'fail',
  title: 'Role',
  expected: 'agent',
  actual: 'Agent',
  hint: 'Case matters.',
  fix: 'Spell it so.',
};

describe('a verification on the screen', () => {
  it('puts what is to be mended first, then every group with a line a check, then the verdict', () => {
    expect(verifyText({ ok: false, checks: [PASSED, WARNED, FAILED] }, false)).to.deep.equal([
      'To be mended',
      '  ✗ Role',
      '      expected  agent',
      '      found     Agent',
      '      means     Case matters.',
      '      do        Spell it so.',
      '',
      'Setup',
      '  ✓ App exists',
      '  ! SHA-256',
      '      expected  Twilio_Frontline',
      '      found     SHA1',
      '      do        Set it.',
      '',
      'Response',
      '  ✗ Role',
      '',
      'A user will not get in: 1 of 3 checks failed.',
    ]);
  });

  it('shows who signed in, and counts warnings in a good verdict', () => {
    const claims = { nameId: 'ada@acme.example', attributes: [{ name: 'roles', values: ['agent', 'admin'] }] };
    const lines = verifyText({ ok: true, checks: [PASSED, WARNED], claims: claims as never }, false);
    expect(lines.slice(-2)).to.deep.equal([
      'Signed in as ada@acme.example, roles agent, admin',
      'A user will get in, as a standards-conforming service provider would judge: 1 checks passed, 1 warnings.',
    ]);
    expect(lines).not.to.include('To be mended');
  });

  it('tells everything of every check where that is asked for, without empty lines of detail', () => {
    const skipped: VerifyCheck = { ...PASSED, status: 'skip', title: 'Skipped', actual: '' };
    expect(verifyText({ ok: true, checks: [PASSED, skipped] }, true).slice(1, 6)).to.deep.equal([
      '  ✓ App exists',
      '      expected  Twilio_Frontline',
      '      found     Twilio Frontline',
      '  - Skipped',
      '      expected  Twilio_Frontline',
    ]);
  });

  it('gives no good verdict where nothing failed and nothing was examined', () => {
    expect(verifyText({ ok: false, checks: [PASSED] }, false).at(-1)).to.equal(
      'Whether a user will get in is not known: no response was examined to its end.',
    );
  });
});
