import { expect } from 'chai';
import { setupError } from '../../../plugin/errors.ts';
import type { PageKind, SignInOutcome } from '../../../plugin/salesforce/sign-in/sign-in.ts';
import type { SignInAttempt } from '../../../plugin/setup/verify/sign-in-attempt.ts';
import {
  isMomentary,
  obstacleOf,
  tellsNoAccess,
  type Circumstances,
} from '../../../plugin/setup/verify/sign-in-obstacle.ts';

const ORDINARY: Circumstances = { isSetupSound: true, isAppNew: false, isExcluded: false };
const NEW: Circumstances = { ...ORDINARY, isAppNew: true };

function driven(outcome: SignInOutcome, errorCode?: string, isRefusal = false): SignInAttempt {
  const status = isRefusal ? ('fail' as const) : ('pass' as const);
  const checks = [{ group: 'response' as const, id: 'saml.status', status, title: '', expected: '', actual: '' }];
  const response = outcome.outcome === 'response' ? { checks, claims: undefined, isExamined: !isRefusal } : undefined;
  const event = errorCode === undefined ? undefined : { id: '0Yz', errorCode };
  return { kind: 'driven', outcome, relayState: 'relay', response, event };
}

function page(kind: PageKind, errorCode?: string, status = 200): SignInAttempt {
  return driven({ outcome: 'page', page: { kind, status, path: '/a', title: '' } }, errorCode);
}

const FORM: SignInOutcome = { outcome: 'response', samlResponse: '', action: 'https://sp.example', method: 'post' };

const shut = (name: Parameters<typeof setupError>[0]): SignInAttempt => ({ kind: 'shut', error: setupError(name) });

describe('what keeps a sign-in from being proven', () => {
  for (const [attempt, obstacle] of [
    [page('identity-verification'), 'identity-verification'],
    [page('password-change'), 'password-change'],
    [page('login-flow'), 'login-flow'],
    [page('login'), 'login-page'],
    [driven({ outcome: 'other-origin', origin: 'https://sso.example' }), 'other-host'],
    [driven({ outcome: 'too-many-hops' }), 'too-many-redirects'],
    [driven({ outcome: 'unreachable', code: 'ECONNRESET', path: '/a' }), 'unreachable'],
    [shut('FrontDoorRefused'), 'front-door-refused'],
    [shut('FrontDoorElsewhere'), 'other-host'],
    [shut('OrgUnreachable'), 'unreachable'],
    [shut('DeadlinePassed'), 'unreachable'],
  ] as const) {
    it(`is ${obstacle}, whether the app is new or the setup is wrong`, () => {
      expect(obstacleOf(attempt, ORDINARY)).to.equal(obstacle);
      expect(obstacleOf(attempt, { ...NEW, isSetupSound: false })).to.equal(obstacle);
    });
  }

  it('is a page that nobody knows, or an error that the org does not explain', () => {
    expect(obstacleOf(page('unknown'), ORDINARY)).to.equal('unknown-page');
    expect(obstacleOf(page('unknown', 'InternalError'), ORDINARY)).to.equal('unknown-page');
    expect(obstacleOf(page('unknown', 'Success'), ORDINARY)).to.equal('unknown-page');
  });

  it('is the security level of the session, by the log of the org', () => {
    expect(obstacleOf(page('unknown', 'InvalidSessionLevel'), ORDINARY)).to.equal('session-level');
  });

  it('is nothing if a response came that does not refuse the sign-in', () => {
    expect(obstacleOf(driven(FORM), NEW)).to.equal(undefined);
  });

  describe('if the org refuses the sign-in', () => {
    const refusals: Array<[situation: string, attempt: SignInAttempt]> = [
      ['a user without access', page('no-access')],
      ['a service provider that the org does not know', page('misconfigured')],
      ['a user without access, by the log', page('unknown', 'NoAccess')],
      ['an app that the org does not find, by the log', page('unknown', 'UnableToResolve')],
      ['a response that says so', driven(FORM, undefined, true)],
      ['a response that says so, and the log', driven(FORM, 'NoAccess', true)],
    ];
    for (const [situation, attempt] of refusals) {
      it(`for ${situation}: it is the new app, and nothing if the app is not new or the setup is wrong`, () => {
        expect(obstacleOf(attempt, NEW)).to.equal('app-not-known-yet');
        expect(obstacleOf(attempt, ORDINARY)).to.equal(undefined);
        expect(obstacleOf(attempt, { ...NEW, isSetupSound: false })).to.equal(undefined);
      });
    }

    it('with an error page: it is the new app, or else the page', () => {
      expect(obstacleOf(page('unknown', undefined, 500), NEW)).to.equal('app-not-known-yet');
      expect(obstacleOf(page('unknown', undefined, 500), { ...NEW, isSetupSound: false })).to.equal('unknown-page');
    });

    for (const code of ['InvalidSettings', 'InvalidSignature', 'NoUserFedId', 'AppBlocked', 'SomethingNew']) {
      it(`for ${code}, which does not pass: it is nothing, even if the app is new`, () => {
        expect(obstacleOf(page('misconfigured', code), NEW)).to.equal(undefined);
        expect(obstacleOf(page('unknown', code), NEW)).to.equal(undefined);
      });
    }

    it('for missing access that the user of the login lacks and others have: it is that, even if the app is new', () => {
      const isExcluded = true;
      expect(obstacleOf(page('no-access'), { ...NEW, isExcluded })).to.equal('login-without-access');
      expect(obstacleOf(driven(FORM, 'NoAccess', true), { ...ORDINARY, isExcluded })).to.equal('login-without-access');
      expect(obstacleOf(page('misconfigured'), { ...ORDINARY, isExcluded })).to.equal(undefined);
    });
  });

  it('tells missing access from all else', () => {
    expect(tellsNoAccess(page('no-access'))).to.equal(true);
    expect(tellsNoAccess(page('unknown', 'NoAccess'))).to.equal(true);
    expect(tellsNoAccess(page('no-access', 'InvalidSp'))).to.equal(false);
    expect(tellsNoAccess(page('login-flow', 'NoAccess'))).to.equal(false);
    expect(tellsNoAccess(shut('FrontDoorRefused'))).to.equal(false);
  });

  it('may be gone a moment later after a fault of the network or an outage, and not otherwise', () => {
    expect(isMomentary(driven({ outcome: 'unreachable', code: 'ECONNRESET', path: '/a' }))).to.equal(true);
    expect(isMomentary(page('unknown', undefined, 503))).to.equal(true);
    expect(isMomentary(page('unknown'))).to.equal(true);
    expect(isMomentary(shut('OrgUnreachable'))).to.equal(true);
    expect(isMomentary(shut('OrgAnswerUnexpected'))).to.equal(true);
    expect(isMomentary(page('misconfigured'))).to.equal(false);
    expect(isMomentary(page('login-flow'))).to.equal(false);
    expect(isMomentary(driven(FORM))).to.equal(false);
    expect(isMomentary(shut('FrontDoorRefused'))).to.equal(false);
  });
});
