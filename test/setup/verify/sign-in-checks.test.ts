import { expect } from 'chai';
import { setupError } from '../../../plugin/errors.ts';
import type { PageKind, SignInOutcome } from '../../../plugin/salesforce/sign-in/sign-in.ts';
import { notDrivenChecks, signInChecks } from '../../../plugin/setup/verify/sign-in-checks.ts';
import type { Obstacle } from '../../../plugin/setup/verify/verdict.ts';
import type { VerifyCheck } from '../../../plugin/setup/verify/verify-check.ts';

const EXPECTED = { acsUrl: 'https://sp.example/acs' };

const FORM: SignInOutcome = {
  outcome: 'response',
  samlResponse: 'UmVzcG9uc2U',
  relayState: 'relay',
  action: 'https://sp.example/acs',
  method: 'post',
  clockDifference: 400,
};

function statuses(checks: VerifyCheck[]): string[] {
  return checks.map(({ id, status }) => `${id} ${status}`);
}

/** What an attempt with this outcome says, if the relay state "relay" was sent. */
function checksOf(outcome: SignInOutcome, obstacle?: Obstacle, errorCode?: string): VerifyCheck[] {
  const event = errorCode === undefined ? undefined : { id: '0Yz', errorCode };
  const attempt = { kind: 'driven', outcome, relayState: 'relay', response: undefined, event } as const;
  return signInChecks({ attempt, obstacle }, EXPECTED, 'ada@acme.example');
}

function check(id: string, outcome: SignInOutcome, errorCode?: string): VerifyCheck | undefined {
  return checksOf(outcome, undefined, errorCode).find((candidate) => candidate.id === id);
}

function page(kind: PageKind): SignInOutcome {
  return { outcome: 'page', page: { kind, status: 200, path: '/a/page', title: 'A Title' } };
}

describe('the checks of a sign-in', () => {
  it('pass if the form was reached as expected, and show nothing of the response', () => {
    const checks = checksOf(FORM);
    expect(statuses(checks)).to.deep.equal([
      'signIn.form pass',
      'signIn.action pass',
      'signIn.relayState pass',
      'signIn.clock pass',
    ]);
    expect(JSON.stringify(checks)).not.to.include('UmVzcG9uc2U');
  });

  it('fail for a form with another address or another method', () => {
    expect(check('signIn.action', { ...FORM, action: 'https://evil.example' })).to.include({
      status: 'fail',
      expected: 'post https://sp.example/acs',
      actual: 'post https://evil.example',
    });
    expect(check('signIn.action', { ...FORM, method: 'get' })).to.include({ status: 'fail' });
  });

  it('fail for a relay state that was changed or lost', () => {
    const { relayState: _lost, ...without } = FORM;
    expect(check('signIn.relayState', { ...FORM, relayState: 'Relay' })).to.include({ status: 'fail' });
    expect(check('signIn.relayState', without)).to.include({ status: 'fail' });
  });

  it('warn of clocks that differ by more than a minute, either way', () => {
    const { clockDifference: _untold, ...without } = FORM;
    expect(check('signIn.clock', { ...FORM, clockDifference: 61_000 })).to.include({
      status: 'warn',
      actual: '61 seconds ahead of this computer',
    });
    expect(check('signIn.clock', { ...FORM, clockDifference: -3_600_000 })).to.include({ status: 'warn' });
    expect(check('signIn.clock', { ...FORM, clockDifference: -59_000 })).to.include({ status: 'pass' });
    expect(check('signIn.clock', without)).to.include({ status: 'info', actual: 'the org tells no time' });
  });

  const kinds: Record<PageKind, string> = {
    login: 'the login page, because there is no session',
    'identity-verification': "a page that verifies the user's identity",
    'password-change': 'a page that asks for a new password',
    'login-flow': 'a login flow',
    'no-access': 'a page that refuses this user',
    misconfigured: 'a page that refuses the service provider',
    unknown: 'a page without the form',
  };
  for (const [kind, found] of Object.entries(kinds)) {
    it(`name the page that came instead, ${kind}, and skip the rest`, () => {
      const checks = checksOf(page(kind as PageKind));
      expect(statuses(checks)).to.deep.equal([
        'signIn.form fail',
        'signIn.action skip',
        'signIn.relayState skip',
        'signIn.clock skip',
      ]);
      expect(checks[0]?.actual).to.equal(`${found} (/a/page, status 200, "A Title")`);
    });
  }

  for (const [obstacle, { hint, fix }] of Object.entries({
    'identity-verification': { hint: 'Only a person can do that', fix: '--response-file' },
    'other-host': { hint: 'does not follow', fix: '--response-file' },
    'login-without-access': { hint: 'Others have access', fix: 'Give that user access' },
    'app-not-known-yet': { hint: 'up to 30 minutes', fix: 'after a while' },
    unreachable: { hint: 'could not be reached', fix: 'after a while' },
  })) {
    it(`only warn of the obstacle ${obstacle}, and say what it means and what to do`, () => {
      const checks = checksOf(page('no-access'), obstacle as Obstacle, 'NoAccess');
      expect(statuses(checks)).to.deep.equal([
        'signIn.form warn',
        'signIn.action skip',
        'signIn.relayState skip',
        'signIn.clock skip',
        'signIn.log info',
      ]);
      expect(checks[0]?.hint).to.contain(hint);
      expect(checks[0]?.fix).to.contain(fix);
    });
  }

  it('name the user who has no access', () => {
    expect(checksOf(page('no-access'), 'login-without-access')[0]?.actual).to.contain('ada@acme.example');
  });

  it('show no form of a response that refuses the sign-in only for now', () => {
    expect(statuses(checksOf(FORM, 'app-not-known-yet')))
      .to.include('signIn.form warn')
      .and.include('signIn.action skip');
  });

  for (const [outcome, found] of [
    [{ outcome: 'other-origin', origin: 'https://sso.example' }, 'the org sent the browser on to https://sso.example'],
    [{ outcome: 'too-many-hops' }, 'the org sent the browser in circles'],
    [{ outcome: 'unreachable', code: 'ECONNRESET', path: '/a' }, '/a cannot be reached (ECONNRESET)'],
  ] as Array<[SignInOutcome, string]>) {
    it(`say that ${found}`, () => {
      expect(check('signIn.form', outcome)).to.include({ status: 'fail', actual: found });
    });
  }

  it('add what the org logged, with its meaning, also for an unknown code', () => {
    expect(check('signIn.log', page('no-access'), 'NoAccess')).to.include({ status: 'fail', actual: 'NoAccess' });
    expect(check('signIn.log', page('no-access'), 'NoAccess')?.hint).to.include('sf frontline access assign');
    expect(check('signIn.log', page('unknown'), 'BrandNew')?.hint).to.include('BrandNew');
    expect(check('signIn.log', page('unknown'), 'Success')).to.include({ status: 'pass' });
    expect(check('signIn.log', page('unknown'))).to.equal(undefined);
  });

  it('say why a sign-in was not started, unless another check says it', () => {
    expect(statuses(notDrivenChecks(undefined))).to.deep.equal([
      'signIn.form skip',
      'signIn.action skip',
      'signIn.relayState skip',
      'signIn.clock skip',
    ]);
    const refused = setupError('FrontDoorRefused', { tokens: [403] });
    expect(notDrivenChecks(refused)[0]).to.include({ status: 'fail' });
    const [form] = notDrivenChecks(refused, 'front-door-refused');
    expect(form).to.include({ status: 'warn' });
    expect(form?.actual).to.include('status 403');
    expect(form?.hint).to.include('scope web');
    expect(form?.fix).to.include('--response-file');
  });
});
