import { expect } from 'chai';
import type { VerifyCheck } from '../../../plugin/setup/verify/verify-check.ts';
import { REMEDIES } from '../../../plugin/setup/verify/verdict.ts';
import type { VerifyReport } from '../../../plugin/setup/verify/verify-sso.ts';
import { plainText } from '../../../plugin/terminal/screen-line.ts';
import { verifyText, waitingText, type VerifyQuestion } from '../../../plugin/terminal/texts/verify-text.ts';

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

const ABOUT = { orgName: 'my-org', app: { appName: 'Acme_Frontline', appType: 'auto' as const } };

/** The lines of a report with these checks. It is proven unless one failed. */
function linesOf(
  checks: VerifyCheck[],
  more: Partial<VerifyReport> = {},
  question: Partial<VerifyQuestion> = {},
): string[] {
  const ok = checks.every(({ status }) => status !== 'fail');
  return verifyText({ ok, verdict: ok ? 'proven' : 'refuted', checks, ...more }, { about: ABOUT, ...question }).map(
    plainText,
  );
}

describe('a verification on the screen', () => {
  it('puts what to correct first, then a sum for every group with its warnings in full, then the verdict', () => {
    expect(linesOf([PASSED, WARNED, FAILED])).to.deep.equal([
      'To correct',
      '  ✗ Role',
      '      expected  agent',
      '      found     Agent',
      '      means     Case matters.',
      '      do        Spell it so.',
      '',
      'Setup     1 of 2 !',
      '  ! SHA-256',
      '      expected  Twilio_Frontline',
      '      found     SHA1',
      '      do        Set it.',
      'Response  0 of 1 ✗',
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
    const lines = linesOf([unsafe, { ...FAILED, kind: 'signature' }], { ok: false });
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
    const lines = linesOf([PASSED, WARNED], { claims: claims as never });
    expect(lines.slice(-2)).to.deep.equal([
      'Signed in as ada@acme.example, roles agent, admin',
      "The sign-in works: 1 check passed, 1 warning. A user with access will get in once the org's values are saved in the Twilio Console.",
    ]);
    expect(lines).not.to.include('To correct');
  });

  it('counts several in a good verdict', () => {
    const lines = linesOf([PASSED, PASSED, WARNED, WARNED]);
    expect(lines.at(-1)).to.match(/: 2 checks passed, 2 warnings\. /);
  });

  const about = (nameId: string) => ({ claims: { nameId, attributes: [] } as never });
  const last = (...given: Parameters<typeof linesOf>): string[] => linesOf(...given).slice(-2);

  it('names the user who was asked about, and who signed in', () => {
    const username = 'sam@acme.example';
    const good = about('ada@acme.example');
    expect(last([PASSED], good, { username })).to.deep.equal([
      'The sign-in was tried as the user of the login, ada@acme.example, roles ',
      "The sign-in works: 1 check passed, 0 warnings. sam@acme.example will get in once the org's values are saved in the Twilio Console.",
    ]);
    expect(last([FAILED], {}, { username })[1]).to.equal('sam@acme.example cannot sign in: 1 of 1 checks failed.');
    expect(last([PASSED], about('Sam@acme.example'), { username })[0]).to.match(/^Signed in as/);
  });

  it('does not say that a user can sign in, if the access is not known', () => {
    const access: VerifyCheck = { ...WARNED, group: 'user', id: 'user.access' };
    expect(last([PASSED, access], {}, { username: 'sam' })[1]).to.match(
      /^The sign-in works: 1 check passed, 1 warning\. Whether sam has access is not known\.$/,
    );
  });

  it('counts what was not made', () => {
    const skipped: VerifyCheck = { ...PASSED, status: 'skip' };
    expect(last([FAILED, skipped, PASSED])[1]).to.equal(
      'A user cannot sign in: 1 of 3 checks failed, and 1 was not made.',
    );
  });

  it('says that a response was captured, and names no command if it cannot be read', () => {
    const isCaptured = true;
    expect(last([PASSED], about('ada'), { isCaptured })[0]).to.match(/^The response is for ada/);
    const unread: VerifyCheck = { ...FAILED, id: 'decode.base64' };
    const unproven = { ok: false, verdict: 'not-proven', notProven: { reason: 'response-unreadable' } } as const;
    expect(last([PASSED, unread], unproven, { isCaptured })[1]).to.equal(
      'Whether a user can sign in is not proven. The captured response cannot be read completely.',
    );
  });

  describe('of a sign-in that is not proven', () => {
    const unproven = (notProven: VerifyReport['notProven']): Partial<VerifyReport> => ({
      ok: false,
      verdict: 'not-proven',
      ...(notProven === undefined ? {} : { notProven }),
    });

    it('says what stands in the way, the address to open, and the command that finishes the proof', () => {
      const openByHand = 'https://acme.my.salesforce.com/idp/endpoint/HttpRedirect?SAMLRequest=abc';
      const lines = linesOf([PASSED], unproven({ reason: 'identity-verification', openByHand }));
      expect(lines.slice(2)).to.deep.equal([
        'Whether a user can sign in is not proven. The org asked to verify who the user is, for example by MFA. Only a person can do that.',
        '',
        'To finish the proof:',
        '  1. Open this address in a browser whose developer tools keep the network log, and sign in:',
        `     ${openByHand}`,
        '  2. Save the log as a HAR file, or an export of SAML-tracer, or only the form field SAMLResponse that goes to Twilio, as response.txt.',
        '  3. Check the file within five minutes:',
        '     sf frontline sso verify --target-org my-org --app-name Acme_Frontline --response-file response.txt',
      ]);
    });

    it('says "not yet" of a new app, and names the command for later', () => {
      expect(linesOf([PASSED], unproven({ reason: 'app-not-known-yet' })).slice(2)).to.deep.equal([
        'Not yet: Salesforce may take up to 30 minutes to make a new app known.',
        '',
        'To test the sign-in again later:',
        '  sf frontline sso verify --target-org my-org --app-name Acme_Frontline',
      ]);
    });

    it('names the user who was asked about, in the commands too', () => {
      const lines = linesOf([PASSED], unproven({ reason: 'unreachable' }), { username: 'sam@acme.example' });
      expect(lines[2]).to.match(/^Whether sam@acme\.example can sign in is not proven\./);
      expect(lines.at(-1)).to.match(/ --username sam@acme\.example$/);
    });

    it('has a sentence for every obstacle', () => {
      for (const reason of Object.keys(REMEDIES) as Array<keyof typeof REMEDIES>) {
        expect(linesOf([PASSED], unproven({ reason }))[2], reason).to.match(/\.$/);
      }
    });
  });

  it('says why a sign-in is tried again, and until when', () => {
    const outcome = { outcome: 'page', page: { kind: 'misconfigured', status: 200, path: '/idp', title: '' } } as const;
    const attempt = { kind: 'driven', outcome, relayState: '', response: undefined, event: undefined } as const;
    expect(waitingText(attempt, Date.parse('2026-11-24T12:41:10Z'))).to.equal(
      'The org may not know the new app yet. The sign-in met a page that refuses the service provider (/idp, status 200). It is tried again until 12:41 UTC',
    );
  });

  it('shows all details of every check if that is asked for, without empty ones', () => {
    const skipped: VerifyCheck = { ...PASSED, status: 'skip', title: 'Skipped', actual: '' };
    expect(linesOf([PASSED, skipped], {}, { detail: 'verbose' }).slice(1, 6)).to.deep.equal([
      '  ✓ App exists',
      '      expected  Twilio_Frontline',
      '      found     Twilio Frontline',
      '  - Skipped',
      '      expected  Twilio_Frontline',
    ]);
  });

  it('says what was not made where not all is well, and nothing of it otherwise', () => {
    const skipped: VerifyCheck = { ...PASSED, status: 'skip' };
    expect(linesOf([PASSED, skipped])[0]).to.equal('Setup     1 of 1 ✓');
    expect(linesOf([WARNED, skipped])[0]).to.equal('Setup     0 of 1 !, and 1 was not made');
    expect(linesOf([skipped])[0]).to.equal('Setup     not made -');
  });

  it('shows failures and the verdict alone if only the result is wanted', () => {
    const lines = linesOf([PASSED, WARNED, FAILED], about('ada@acme.example'), { detail: 'concise' });
    expect(lines[1]).to.equal('  ✗ Role');
    expect(lines.slice(6)).to.deep.equal(['', 'A user cannot sign in: 1 of 3 checks failed.']);
    expect(linesOf([PASSED, WARNED], {}, { detail: 'concise' })).to.have.length(1);
  });

  it('says of a user that does not exist just that', () => {
    const unknown: VerifyCheck = { ...FAILED, group: 'user', id: 'user.found', title: 'User exists' };
    expect(linesOf([PASSED, unknown, FAILED], {}, { username: 'sma@acme.example' })).to.deep.equal([
      '  ✗ User exists',
      '      expected  agent',
      '      found     Agent',
      '      means     Case matters.',
      '      do        Spell it so.',
    ]);
  });
});
