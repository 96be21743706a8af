import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoVerify from '../../../plugin/commands/frontline/sso/verify.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { shareKeyPairs } from '../../org/certificate/share-key-pairs.ts';
import { VERIFICATION_CODE } from '../../org/identity-provider/browser/interruption.ts';
import { formIn, openBrowser, type Visit } from '../../org/identity-provider/testing.ts';
import { ageApp, REALM_SID, startDeployedOrg, verify } from '../../support/deployed-org.ts';
import { resultOf, runCommand } from '../../support/run-command.ts';

describe('a sign-in that is not proven', () => {
  let org: EmulatedOrg;

  shareKeyPairs(3);
  afterEach(() => org.stop());

  const PERSON = [
    ['identity-verification', 'identity-verification', '/_ui/identity/verification/', "verifies the user's identity"],
    ['mfa', 'identity-verification', 'VerificationStartUi', 'Choose a Verification Method'],
    ['password-change', 'password-change', '/_ui/system/security/ChangePassword', 'asks for a new password'],
    ['login-flow', 'login-flow', '/loginflow/loginFlow.apexp', 'a login flow'],
  ] as const;
  for (const [loginInterruption, reason, path, words] of PERSON) {
    it(`because of ${loginInterruption} is neither a success nor a failure, and says so`, async () => {
      org = await startDeployedOrg({ loginInterruption });
      const { report, check, failed, exitCode, stdout } = await verify(org);
      expect(failed).to.deep.equal([]);
      expect(report).to.include({ ok: false, verdict: 'not-proven' });
      expect(report.notProven?.reason).to.equal(reason);
      expect(exitCode).to.equal(5);
      expect(check('signIn.form')?.actual).to.include(path).and.include(words);
      expect(stdout)
        .to.include('Whether a user can sign in is not proven.')
        .and.include(report.notProven?.openByHand)
        .and.match(/sf frontline sso verify --target-org .* --response-file response\.txt/)
        .and.not.match(/cannot sign in|The sign-in works/);
    });
  }

  describe('and is finished by hand', () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'frontline-by-hand-'));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    /** Opens the address that the command names, logs in, and does what stands in the way. */
    async function signInByHand(address: string, done: Record<string, string>): Promise<Visit> {
      const browser = openBrowser(org);
      const { pathname, search } = new URL(address);
      const login = await browser.get(pathname + search);
      const page = await browser.post('/', {
        username: org.username,
        pw: org.state.options.userPassword,
        startURL: login.query.get('startURL') ?? '',
      });
      return browser.post(`${page.path}?${page.query}`, done);
    }

    for (const [loginInterruption, done] of [
      ['mfa', { tc: VERIFICATION_CODE }],
      ['identity-verification', { emc: VERIFICATION_CODE }],
      ['login-flow', {}],
    ] as const) {
      it(`at the address that it names, with a proof by --response-file, past ${loginInterruption}`, async () => {
        org = await startDeployedOrg({ loginInterruption });
        const { report } = await verify(org);
        const visit = await signInByHand(report.notProven?.openByHand ?? '', done);
        expect(formIn(visit).action).to.contain('iam.twilio.com');
        const file = join(folder, 'response.txt');
        await writeFile(file, formIn(visit).fields['SAMLResponse'] ?? '');
        const proof = await verify(org, '--response-file', file);
        expect([proof.report.verdict, proof.exitCode, proof.failed]).to.deep.equal(['proven', 0, []]);
        expect(proof.report).not.to.have.property('notProven');
      });
    }
  });

  for (const [situation, status, reason] of [
    ['a login without the scope web', 403, 'front-door-refused'],
    ['an org without this front door', 404, 'front-door-refused'],
  ] as const) {
    it(`because of ${situation} says why, and reports everything else`, async () => {
      org = await startDeployedOrg();
      org.inject({ path: /singleaccess/, times: -1, action: { kind: 'status', status, body: 'Bad_OAuth_Token' } });
      const { report, failed, check, exitCode } = await verify(org, '--username', org.username);
      expect([failed, exitCode]).to.deep.equal([[], 5]);
      expect(report.notProven?.reason).to.equal(reason);
      expect(report.notProven?.openByHand).to.match(/\/idp\/endpoint\/HttpRedirect\?SAMLRequest=[\w%]+$/);
      expect(check('signIn.form')?.actual).to.include(`status ${status}`);
      expect(check('signIn.form')?.hint).to.include('scope web');
      expect(check('user.access')).to.include({ status: 'pass' });
    });
  }

  it('because of a host that is not followed names the host, and sends it nothing', async () => {
    org = await startDeployedOrg({ lightningHost: 'https://acme.my.salesforce.com.evil.example' });
    const { report, check, exitCode } = await verify(org);
    expect([report.notProven?.reason, exitCode]).to.deep.equal(['other-host', 5]);
    expect(check('signIn.form')?.actual).to.equal(
      'the org sent the browser on to https://acme.my.salesforce.com.evil.example',
    );
  });

  it('because My Domain is not known says how to log in', async () => {
    org = await startDeployedOrg();
    org.inject({ path: /userinfo/, times: -1, action: { kind: 'status', status: 403, body: 'Bad_OAuth_Token' } });
    const { failed, check, report, exitCode, stdout } = await verify(org);
    expect([failed, exitCode]).to.deep.equal([[], 5]);
    expect(report.notProven).to.deep.equal({ reason: 'my-domain-unknown' });
    expect(check('signIn.form')?.hint).to.include('sf org login web --instance-url');
    expect(stdout).not.to.include('The sign-in works');
  });

  it('is a failure if the setup is wrong too', async () => {
    org = await startDeployedOrg({ loginInterruption: 'mfa' });
    org.state.rows.set('SetupEntityAccess', []);
    const { report, exitCode } = await verify(org);
    expect([report.verdict, exitCode]).to.deep.equal(['refuted', 1]);
    expect(report).not.to.have.property('notProven');
  });

  it('has the verdict and the reason in the JSON of a deploy too, with the exit code', async () => {
    org = await startDeployedOrg({ loginInterruption: 'login-flow' });
    const run = await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, '--verify', '--json');
    expect(run.exitCode).to.equal(5);
    const { result } = JSON.parse(run.stdout) as { result: { outcome: string; verification: object } };
    expect(result.outcome).to.equal('unchanged');
    expect(result.verification).to.include({ ok: false, verdict: 'not-proven' });
    expect(result.verification).to.have.nested.property('notProven.reason', 'login-flow');
  });

  describe('at first', () => {
    beforeEach(async () => {
      org = await startDeployedOrg();
      ageApp(org);
    });

    for (const [situation, fault] of [
      ['a connection that is reset', { path: /idp\/endpoint/, action: { kind: 'reset' } }],
      ['an answer that is cut off', { path: /frontdoor\.jsp/, action: { kind: 'cut' } }],
      ['a maintenance page', { path: /idp\/endpoint/, action: { kind: 'status', status: 503, body: '<html></html>' } }],
      ['a front door that is reset', { path: /singleaccess/, action: { kind: 'reset' } }],
      ['too many requests', { path: /singleaccess/, action: { kind: 'status', status: 429, body: '[]' } }],
      ['an empty page', { path: /frontdoor\.jsp/, action: { kind: 'empty' } }],
    ] as const) {
      it(`after ${situation} is tried again, and proven`, async () => {
        const { hits } = org.inject(fault);
        expect(hits).to.equal(0);
        const { report, exitCode } = await verify(org);
        expect([report.verdict, exitCode]).to.deep.equal(['proven', 0]);
        expect(org.log.some((entry) => entry.fault !== undefined)).to.equal(true);
      });
    }

    it('costs one attempt if nothing fails', async () => {
      org.clearLog();
      await runCommand(SsoVerify, org);
      expect(org.log.filter(({ path }) => path.includes('singleaccess'))).to.have.length(1);
      expect(org.log.filter(({ operation }) => operation.includes('IdpEventLog'))).to.have.length(1);
    });
  });

  it('never ends a deploy that has succeeded with an error', async () => {
    org = await startDeployedOrg();
    org.inject({ path: /singleaccess/, times: -1, action: { kind: 'reset' } });
    const run = await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, '--verify');
    expect(resultOf(run).verification?.notProven).to.deep.equal({ reason: 'unreachable' });
    expect(run.exitCode).to.equal(5);
  });
});
