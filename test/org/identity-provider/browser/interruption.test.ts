import { expect } from 'chai';
import type { EmulatedOrg } from '../../emulated-org.ts';
import {
  authnRequest,
  formIn,
  grant,
  lastCode,
  openBrowser,
  ownedSet,
  redirectAddress,
  startIdentityProvider,
  type TestBrowser,
  type Visit,
} from '../testing.ts';
import { VERIFICATION_CODE } from './interruption.ts';

const CASES = [
  {
    kind: 'identity-verification',
    path: '/_ui/identity/verification/method/EmailVerificationFinishUi/e',
    title: 'Verify Your Identity | Salesforce',
    wrong: { emc: '000000' },
    right: { emc: VERIFICATION_CODE },
  },
  {
    kind: 'mfa',
    path: '/_ui/identity/verification/policy/VerificationStartUi',
    title: 'Choose a Verification Method | Salesforce',
    wrong: { tc: '000000' },
    right: { tc: VERIFICATION_CODE },
  },
  {
    kind: 'password-change',
    path: '/_ui/system/security/ChangePassword',
    title: 'Change Your Password | Salesforce',
    wrong: { p4: 'Passw0rd!', p5: 'new', p6: 'other' },
    right: { p4: 'Passw0rd!', p5: 'new', p6: 'new' },
  },
  { kind: 'login-flow', path: '/loginflow/loginFlow.apexp', title: 'Welcome Back | Salesforce', right: {} },
] as const;

describe('what stands between a login and a sign-in', () => {
  let org: EmulatedOrg;
  let browser: TestBrowser;

  async function start(loginInterruption: (typeof CASES)[number]['kind']): Promise<void> {
    org = await startIdentityProvider({ loginInterruption });
    grant(org, ownedSet(org, 'sam'));
    browser = openBrowser(org);
  }

  /** Logs in on the way to the service provider. */
  async function logIn(pw = 'Passw0rd!'): Promise<Visit> {
    const { query } = await browser.get(redirectAddress(authnRequest(), 'relay'));
    return browser.post('/', { username: 'sam@example.test', pw, startURL: query.get('startURL') ?? '' });
  }

  afterEach(() => org.stop());

  for (const { kind, path, title, right, ...others } of CASES) {
    it(`is a page for ${kind}, which nothing goes past`, async () => {
      await start(kind);
      const page = await logIn();
      expect(page.path).to.equal(path);
      expect(page.text).to.include(`<title>${title}</title>`);
      expect((await browser.get(redirectAddress(authnRequest()))).path).to.equal(path);
      expect((await browser.get('/home/home.jsp')).path).to.equal(path);
      expect(lastCode(org)).to.equal(undefined);
    });

    it(`lets the sign-in go on once ${kind} is done`, async () => {
      await start(kind);
      const page = await logIn();
      const address = `${path}?${page.query}`;
      if ('wrong' in others) {
        expect((await browser.post(address, others.wrong)).text).to.include('role="alert"');
      }
      const visit = await browser.post(address, right);
      expect(formIn(visit).fields['RelayState']).to.equal('relay');
      expect(lastCode(org)).to.equal('Success');
    });
  }

  it('also follows the front door', async () => {
    await start('login-flow');
    const visit = await browser.post('/secur/frontdoor.jsp', { sid: org.token, retURL: '/home/home.jsp' });
    expect(visit.path).to.equal('/loginflow/loginFlow.apexp');
  });

  it('is a new password from then on', async () => {
    await start('password-change');
    const page = await logIn();
    await browser.post(`${page.path}?${page.query}`, { p4: 'Passw0rd!', p5: 'new', p6: 'new' });
    browser = openBrowser(org);
    expect((await logIn()).text).to.include('role="alert"');
    expect((await logIn('new')).path).to.equal('/_ui/system/security/ChangePassword');
  });

  it('shows the login page to a browser without a session', async () => {
    await start('login-flow');
    expect((await browser.get('/loginflow/loginFlow.apexp?retURL=%2Fa')).query.get('startURL')).to.equal('/a');
  });
});
