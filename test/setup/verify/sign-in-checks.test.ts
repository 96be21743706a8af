import { expect } from 'chai';
import { setupError } from '../../../plugin/errors.ts';
import type { PageKind, SignInOutcome } from '../../../plugin/salesforce/sign-in/sign-in.ts';
import { notDrivenChecks, signInChecks } from '../../../plugin/setup/verify/sign-in-checks.ts';
import type { VerifyCheck } from '../../../plugin/setup/verify/verify-check.ts';

const EXPECTED = { acsUrl: 'https://sp.example/acs', relayState: 'relay' };

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

function check(id: string, outcome: SignInOutcome, errorCode?: string): VerifyCheck | undefined {
  const event = errorCode === undefined ? undefined : { id: '0Yz', errorCode };
  return signInChecks(outcome, EXPECTED, event).find((candidate) => candidate.id === id);
}

function page(kind: PageKind): SignInOutcome {
  return { outcome: 'page', page: { kind, status: 200, path: '/a/page', title: 'A Title' } };
}

describe('the checks of a sign-in', () => {
  it('pass if the form was reached as expected, and show nothing of the response', () => {
    const checks = signInChecks(FORM, EXPECTED, undefined);
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

  const kinds: Record<PageKind, { found: string; wantsPerson: boolean }> = {
    login: { found: 'the login page, because there is no session', wantsPerson: true },
    'identity-verification': { found: "a page that verifies the user's identity", wantsPerson: true },
    'password-change': { found: 'a page that asks for a new password', wantsPerson: true },
    'login-flow': { found: 'a login flow', wantsPerson: true },
    'no-access': { found: 'a page that refuses this user', wantsPerson: false },
    misconfigured: { found: 'a page that refuses the service provider', wantsPerson: false },
    unknown: { found: 'a page without the form', wantsPerson: false },
  };
  for (const [kind, { found, wantsPerson }] of Object.entries(kinds)) {
    it(`name the page that came instead, ${kind}, and skip the rest`, () => {
      const checks = signInChecks(page(kind as PageKind), EXPECTED, undefined);
      expect(statuses(checks)).to.deep.equal([
        'signIn.form fail',
        'signIn.action skip',
        'signIn.relayState skip',
        'signIn.clock skip',
      ]);
      expect(checks[0]?.actual).to.equal(`${found} (/a/page, status 200, "A Title")`);
      expect(checks[0]?.hint?.includes('--response-file') ?? false).to.equal(wantsPerson);
    });
  }

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
    const [form] = notDrivenChecks(setupError('FrontDoorRefused', { tokens: [403] }));
    expect(form).to.include({ status: 'fail' });
    expect(form?.actual).to.include('status 403');
    expect(form?.hint).to.include('scope web');
  });
});
