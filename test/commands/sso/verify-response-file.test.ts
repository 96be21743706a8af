import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import SsoVerify from '../../../plugin/commands/frontline/sso/verify.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { authnRequest, formIn, openBrowser, redirectAddress } from '../../org/identity-provider/testing.ts';
import { shareKeyPairs } from '../../org/certificate/share-key-pairs.ts';
import { ageApp, editApp, REALM_SID, startDeployedOrg, verify, type Verification } from '../../support/deployed-org.ts';
import { chromeHar, firefoxHar, tracerExport, type Post } from '../../saml/reading/browser-exports.ts';
import { captured, errorOf, resultOf, runCommand } from '../../support/run-command.ts';

const ENTITY_ID = `https://iam.twilio.com/v2/saml2/metadata/${REALM_SID}`;
const ACS_URL = `https://iam.twilio.com/v2/saml2/authenticate/${REALM_SID}`;

const posted = (response: string, { url = ACS_URL, at = new Date() } = {}): Post => ({
  url,
  at,
  fields: { SAMLResponse: response, RelayState: 'relay' },
});

describe('sso verify --response-file', () => {
  let org: EmulatedOrg;
  let folder: string;

  shareKeyPairs(3);
  beforeEach(async () => {
    org = await startDeployedOrg();
    folder = await mkdtemp(join(tmpdir(), 'frontline-verify-'));
  });
  afterEach(async () => {
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The field SAMLResponse, as a person copies it from a browser that has signed in. */
  async function capture(address = redirectAddress(authnRequest({ issuer: ENTITY_ID }), 'relay')): Promise<string> {
    const browser = openBrowser(org);
    await browser.post('/', { username: org.username, pw: org.state.options.userPassword });
    return formIn(await browser.get(address)).fields['SAMLResponse'] ?? '';
  }

  async function fileWith(content: string): Promise<string> {
    const path = join(folder, 'response.txt');
    await writeFile(path, content);
    return path;
  }

  async function verifyFile(content: string, ...flags: string[]): Promise<Verification> {
    return verify(org, '--response-file', await fileWith(content), ...flags);
  }

  const forms: Array<[string, (response: string) => string]> = [
    ['Base64', (response) => `${response}\n`],
    ['Base64 in lines', (response) => response.replace(/.{76}/g, '$&\r\n')],
    ['the body of the form', (response) => `SAMLResponse=${encodeURIComponent(response)}&RelayState=relay`],
    ['XML', (response) => Buffer.from(response, 'base64').toString('utf8')],
    ['a HAR file', (response) => firefoxHar([posted(response)])],
    ['an export of SAML-tracer', (response) => tracerExport([posted(response)])],
  ];
  for (const [form, written] of forms) {
    it(`checks a response from a browser, as ${form}, without signing in again`, async () => {
      const content = written(await capture());
      org.clearLog();
      const { report, check, exitCode } = await verifyFile(content, '--username', org.username);
      expect(report.ok).to.equal(true);
      expect(exitCode).to.equal(0);
      expect(report.claims).to.include({ nameId: org.username });
      expect(check('resp.inResponseTo')).to.include({
        status: 'info',
        hint: 'This command does not know the request.',
      });
      expect(check('ass.inResponseTo')).not.to.have.property('fix');
      expect(check('signIn.form')).to.equal(undefined);
      expect(org.log.some(({ path }) => /singleaccess|frontdoor|idp\/login/.test(path))).to.equal(false);
    });
  }

  it("checks the response that was posted to the app's ACS URL, of several in an export", async () => {
    const elsewhere = Buffer.from('<samlp:Response/>').toString('base64');
    const later = { url: 'https://other.example/acs', at: new Date(Date.now() + 60_000) };
    const { report } = await verifyFile(chromeHar([posted(await capture()), posted(elsewhere, later)]));
    expect(report.ok).to.equal(true);
  });

  it('checks one of a sign-in that started at the org', async () => {
    const { report } = await verifyFile(await capture('/idp/login?apiName=Twilio_Frontline'));
    expect(report.ok).to.equal(true);
  });

  it('does not check whether it was used before, since only Twilio knows', async () => {
    const response = await capture();
    for (const _time of [1, 2]) {
      const { check, report } = await verifyFile(response);
      expect(check('replay')).to.include({ status: 'skip' });
      expect(report.ok).to.equal(true);
    }
  });

  it('says that an incomplete one cannot be read, and says nothing about users', async () => {
    const { report, failed, stdout, exitCode } = await verifyFile((await capture()).slice(0, 3000));
    expect(failed).to.deep.equal(['xml.wellformed']);
    expect(stdout).to.contain('The captured response cannot be read completely.').and.not.contain('cannot sign in:');
    expect(stdout).to.contain('Capture the response again');
    expect([report.notProven?.reason, exitCode]).to.deep.equal(['response-unreadable', 5]);
  });

  it('says that it may belong to another user than the one asked about', async () => {
    const { check } = await verifyFile(await capture(), '--username', 'sam@example.test');
    expect(check('ass.nameId.value')?.hint).to.contain('another user');
  });

  it('finds what is wrong with it', async () => {
    editApp(org, '&apos;agent&apos;', '&apos;admin&apos;');
    const response = await capture();
    editApp(org, '&apos;admin&apos;', '&apos;agent&apos;');
    const { failed, exitCode } = await verifyFile(response, '--username', 'sam@example.test');
    expect(failed).to.include.members(['ass.roles', 'ass.nameId.value', 'user.access']);
    expect(exitCode).to.equal(1);
  });

  it('compares its NameID with the subject that the app sends', async () => {
    editApp(org, '>Username<', '>UserId<');
    const { check } = await verifyFile(await capture(), '--username', org.username);
    expect(check('ass.nameId.value')).to.include({ status: 'pass', expected: org.state.adminId.slice(0, 15) });
  });

  it('says that it has expired, if it was captured too long ago', async () => {
    ageApp(org);
    const response = await capture();
    org.state.options.clock = () => new Date(Date.now() - 3_600_000);
    const old = await capture();
    expect((await verifyFile(response)).report.ok).to.equal(true);
    expect((await verifyFile(old)).failed).to.include('ass.conditionTime');
  });

  it('finds that it was changed on the way', async () => {
    const xml = Buffer.from(await capture(), 'base64').toString('utf8');
    const { failed, report } = await verifyFile(xml.replace('>agent<', '>admin<'));
    expect(failed).to.include.members(['sig.response.digest', 'sig.assertion.digest']);
    expect(report).not.to.have.property('claims');
  });

  for (const [situation, content, words] of [
    ['nothing', '', 'it is empty'],
    ['a web page', '<!doctype html><html><body>Log in</body></html>', 'it is a web page'],
    ['the request', Buffer.from(authnRequest()).toString('base64'), 'it is a request'],
    ['a request in a form body', 'SAMLRequest=abc&RelayState=d', 'it is a request'],
    ['something else', 'Hello!', 'it is not a SAML response'],
    ['a browser log without a response', chromeHar([]), 'no SAML response was posted'],
    ['a browser log with masked values', chromeHar([posted('[redacted]')]), 'masked'],
  ] as const) {
    it(`refuses a file with ${situation}, before any request to the org`, async () => {
      org.clearLog();
      const error = errorOf(await runCommand(SsoVerify, org, '--response-file', await fileWith(content)));
      expect(error).to.include({ name: 'ResponseFileInvalidError', exitCode: 2 });
      expect(error.message).to.include(words);
      expect(org.log.filter(({ operation }) => /soap|singleaccess/.test(operation))).to.deep.equal([]);
    });
  }

  it('refuses a file that is not there', async () => {
    const path = join(folder, 'missing.txt');
    const error = errorOf(await runCommand(SsoVerify, org, '--response-file', path));
    expect(error).to.include({ name: 'ResponseFileUnreadableError', exitCode: 2 });
    expect(error.message).to.include(path);
  });
});

describe('sso verify --explain', () => {
  it('explains an error code of Twilio without an org', async () => {
    const run = await captured(SsoVerify, ['--explain', ' 70004 ']);
    expect(resultOf(run)).to.include({ code: 70004, title: 'Unauthorized' });
    expect(run.stdout)
      .to.include('70004 Unauthorized')
      .and.include('What to do: First see whether the user has access: sf frontline access check --target-org')
      .and.include("--user '<username>'");
    expect(run.exitCode).to.equal(0);
  });

  it('names the codes it knows if the given one is unknown', async () => {
    for (const code of ['70999', 'x', '']) {
      const error = errorOf(await captured(SsoVerify, ['--explain', code]));
      expect(error, code).to.include({ name: 'TwilioCodeUnknownError', exitCode: 2 });
      expect(error.actions?.join(' ')).to.include('70004');
    }
  });

  it('refuses flags that have nothing to do with an explanation', async () => {
    expect(errorOf(await captured(SsoVerify, ['--explain', '70004', '--verbose'])).message).to.include(
      'cannot also be provided',
    );
  });

  it('is the only use that needs no org', async () => {
    expect(errorOf(await captured(SsoVerify, []))).to.include({ name: 'OrgMissingError', exitCode: 2 });
  });
});
