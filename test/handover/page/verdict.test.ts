import { expect } from 'chai';
import { handOverPage } from '../../../plugin/handover/page/hand-over-page.ts';
import { FAILED, PASSED, pageData } from './fixtures.ts';
import { textOf } from './page-text.ts';

describe('the hand-over page tells whether to paste', () => {
  it('with what to correct above the values, if the sign-in test failed', () => {
    const text = textOf(
      handOverPage(pageData({ verification: { ok: false, verdict: 'refuted', checks: [PASSED, FAILED] } })),
    );
    expect(text)
      .to.contain('✗ Do not paste yet')
      .and.to.contain('1 of 2 checks of the sign-in failed')
      .and.to.contain('Expected: roles = agent')
      .and.to.contain('Found: roles = Agent')
      .and.to.contain('Case matters.')
      .and.to.contain('What to do: Spell it agent.');
    expect(text.indexOf('Spell it agent.')).to.be.lessThan(text.indexOf('Identity provider issuer'));
  });

  it('with the count of checks, if the sign-in test passed', () => {
    const checks = [PASSED, { ...PASSED, status: 'warn' as const }];
    const verification = { ok: true, verdict: 'proven' as const, checks };
    const text = textOf(handOverPage(pageData({ verification })));
    expect(text).to.contain('✓ Ready to paste').and.to.contain('1 check passed, 1 warning. A user');
    expect(text).not.to.contain('Do not paste');
  });

  for (const [reason, words] of [
    ['identity-verification', 'asked to verify who the user is'],
    ['app-not-known-yet', 'up to 30 minutes'],
  ] as const) {
    it(`as set up and not proven, with the reason ${reason}`, () => {
      const verification = { ok: false, verdict: 'not-proven' as const, notProven: { reason }, checks: [PASSED] };
      const text = textOf(handOverPage(pageData({ verification })));
      expect(text)
        .to.contain('! Set up, not yet proven')
        .and.to.contain(words)
        .and.to.contain('You can paste the values now')
        .and.to.contain('sf frontline sso verify --target-org ada@acme.example');
      expect(text).not.to.match(/do not paste(?!\. Run sf frontline sso deploy)/i);
    });
  }

  it('as not tested, if there was no test, and then shows no report', () => {
    const text = textOf(handOverPage(pageData()));
    expect(text).to.contain('! No sign-in has been tested yet');
    expect(text).not.to.contain('check by check');
  });

  it('as nothing to do before the switch, if the org signs with another certificate', () => {
    const text = textOf(handOverPage(pageData({ replaces: 'Acme_2026' })));
    expect(text)
      .to.contain('! Paste the new certificate only when you switch to it')
      .and.to.contain('The org still signs with "Acme_2026"');
    expect(text).not.to.match(/You can paste|No sign-in has been tested/);
    expect(text.slice(0, text.indexOf('In the Twilio Console'))).not.to.contain('sso verify');
  });

  it('as forbidden, if the values of a successor cannot work', () => {
    const handOver = { ...pageData().handOver, realmSid: '' };
    expect(textOf(handOverPage(pageData({ handOver, replaces: 'Acme_2026' })))).to.contain('✗ Do not paste yet');
  });

  it('as forbidden, if the certificate has expired', () => {
    const handOver = { ...pageData().handOver, daysUntilExpiry: -1 };
    const text = textOf(
      handOverPage(pageData({ handOver, verification: { ok: true, verdict: 'proven', checks: [PASSED] } })),
    );
    expect(text).to.contain('✗ Do not paste yet').and.to.contain('The certificate has expired');
    expect(text).to.contain('sf frontline certificate rotate --target-org ada@acme.example ');
  });

  it('as forbidden, if the app is not set up for a Realm SID', () => {
    const text = textOf(handOverPage(pageData({ handOver: { ...pageData().handOver, realmSid: '' } })));
    expect(text).to.contain('✗ Do not paste yet').and.to.contain('holds no Realm SID');
    expect(text).to.contain("sf frontline sso deploy --target-org ada@acme.example --realm-sid '<Realm SID>'");
  });
});
