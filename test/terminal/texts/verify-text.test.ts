import { expect } from 'chai';
import type { VerifyCheck } from '../../../plugin/setup/verify/verify-check.ts';
import { verifyText } from '../../../plugin/terminal/texts/verify-text.ts';

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
  it('puts what to correct first, then every group with one line for each check, then the verdict', () => {
    expect(verifyText({ ok: false, checks: [PASSED, WARNED, FAILED] }, false)).to.deep.equal([
      'To correct',
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
      'A user cannot sign in: 1 of 3 checks failed.',
    ]);
  });

  it('says of a check of the response by which rule it failed', () => {
    const unsafe: VerifyCheck = {
      ...FAILED,
      actual: '3:17: a comment',
      kind: 'policy',
      section: 'XML 1.0 2.2',
    };
    const lines = verifyText({ ok: false, checks: [unsafe, { ...FAILED, kind: 'signature' }] }, false);
    expect(lines.slice(2, 14)).to.deep.equal([
      '      expected  agent',
      '      found     3:17: a comment',
      '      means     Case matters.',
      '      do        Spell it so.',
      '      rule      policy of the service provider: XML 1.0 2.2',
      '  ✗ Role',
      '      expected  agent',
      '      found     Agent',
      '      means     Case matters.',
      '      do        Spell it so.',
      '      rule      signature',
      '',
    ]);
  });

  it('shows who signed in, and counts warnings in a good verdict', () => {
    const claims = { nameId: 'ada@acme.example', attributes: [{ name: 'roles', values: ['agent', 'admin'] }] };
    const lines = verifyText({ ok: true, checks: [PASSED, WARNED], claims: claims as never }, false);
    expect(lines.slice(-2)).to.deep.equal([
      'Signed in as ada@acme.example, roles agent, admin',
      'A user can sign in, by the rules of a standards-conforming service provider: 1 check passed, 1 warning.',
    ]);
    expect(lines).not.to.include('To correct');
  });

  it('counts several in a good verdict', () => {
    const lines = verifyText({ ok: true, checks: [PASSED, PASSED, WARNED, WARNED] }, false);
    expect(lines.at(-1)).to.match(/: 2 checks passed, 2 warnings\.$/);
  });

  const about = (nameId: string) => ({ claims: { nameId, attributes: [] } as never });
  const last = (...given: Parameters<typeof verifyText>): string[] => verifyText(...given).slice(-2);

  it('names the user who was asked about, and who signed in', () => {
    const username = 'sam@acme.example';
    const good = { ok: true, checks: [PASSED], ...about('ada@acme.example') };
    expect(last(good, false, { username })).to.deep.equal([
      'The sign-in was tried as the user of the login, ada@acme.example, roles ',
      'sam@acme.example can sign in, by the rules of a standards-conforming service provider: 1 check passed, 0 warnings.',
    ]);
    expect(last({ ok: false, checks: [FAILED] }, false, { username })[1]).to.equal(
      'sam@acme.example cannot sign in: 1 of 1 checks failed.',
    );
    expect(last({ ...good, ...about('Sam@acme.example') }, false, { username })[0]).to.match(/^Signed in as/);
  });

  it('does not say that a user can sign in, if the access is not known', () => {
    const access: VerifyCheck = { ...WARNED, group: 'user', id: 'user.access' };
    expect(last({ ok: true, checks: [PASSED, access] }, false, { username: 'sam' })[1]).to.match(
      /^The sign-in works; whether sam has access is not known/,
    );
  });

  it('counts what was not made', () => {
    const skipped: VerifyCheck = { ...PASSED, status: 'skip' };
    expect(last({ ok: false, checks: [FAILED, skipped, PASSED] }, false)[1]).to.equal(
      'A user cannot sign in: 1 of 3 checks failed, and 1 was not made.',
    );
  });

  it('says that a response was captured, and says nothing about users if it cannot be read', () => {
    const isCaptured = true;
    expect(last({ ok: true, checks: [PASSED], ...about('ada') }, false, { isCaptured })[0]).to.match(
      /^The response is for ada/,
    );
    const unread: VerifyCheck = { ...FAILED, id: 'decode.base64' };
    const words = 'Whether a user can sign in is not known: the captured response cannot be read completely.';
    expect(last({ ok: false, checks: [PASSED, unread] }, false, { isCaptured })[1]).to.equal(words);
    expect(last({ ok: false, checks: [FAILED, unread] }, false, { isCaptured })[1]).not.to.equal(words);
    expect(last({ ok: false, checks: [PASSED, unread] }, false)[1]).not.to.equal(words);
  });

  it('says nothing about users if an error of its own stopped the examination', () => {
    const stopped: VerifyCheck = { ...FAILED, id: 'internal' };
    const words = 'Whether a user can sign in is not known: no response was examined completely.';
    expect(last({ ok: false, checks: [PASSED, stopped] }, false)[1]).to.equal(words);
    expect(last({ ok: false, checks: [FAILED, stopped] }, false)[1]).not.to.equal(words);
  });

  it('shows all details of every check if that is asked for, without empty ones', () => {
    const skipped: VerifyCheck = { ...PASSED, status: 'skip', title: 'Skipped', actual: '' };
    expect(verifyText({ ok: true, checks: [PASSED, skipped] }, true).slice(1, 6)).to.deep.equal([
      '  ✓ App exists',
      '      expected  Twilio_Frontline',
      '      found     Twilio Frontline',
      '  - Skipped',
      '      expected  Twilio_Frontline',
    ]);
  });

  it('gives no good verdict if nothing failed but nothing was examined', () => {
    expect(verifyText({ ok: false, checks: [PASSED] }, false).at(-1)).to.equal(
      'Whether a user can sign in is not known: no response was examined completely.',
    );
  });
});
