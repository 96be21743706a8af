import { expect } from 'chai';
import {
  errorIn,
  issuer,
  key,
  makeXml,
  openConfigured,
  openUnconfigured,
  ssoUrl,
  stopAll,
  toBase64,
  username,
} from '../twilio/fixture.ts';

const JSON_ONLY = { accept: 'application/json' };

/** What Chromium sends with a navigation. */
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8' };

const REALM = 'JB0123456789abcdef0123456789abcdef';

describe('the error codes of the emulated Twilio', () => {
  afterEach(stopAll);

  it('are 70251 at the start while nothing is saved on the Console’s page', async () => {
    const { twilio, browser } = await openUnconfigured({ realmSid: REALM });
    const answer = await browser.post(twilio.loginPageUrl, { workspaceId: 'example-dev' }, JSON_ONLY);
    expect(answer.status).to.equal(403);
    expect(errorIn(answer)).to.deep.equal({
      code: 70251,
      message: `no valid certificate for identity realm ${REALM}`,
      more_info: 'https://www.twilio.com/docs/errors/70251',
      status: 403,
    });
  });

  it('are 70251 for a response while nothing is saved, and again after a reset', async () => {
    const { twilio, signIn, bring } = await openConfigured();
    expect((await signIn()).status).to.equal(302);
    twilio.reset();
    expect(errorIn(await bring(toBase64(makeXml(twilio)), '')).code).to.equal(70251);
  });

  it('are 70251 for a response to another realm', async () => {
    const { twilio, browser } = await openConfigured();
    const acsUrl = twilio.acsUrl.replace(twilio.realmSid, REALM);
    const answer = await browser.post(acsUrl, { SAMLResponse: toBase64(makeXml(twilio)) }, JSON_ONLY);
    expect(errorIn(answer).message).to.equal(`no valid certificate for identity realm ${REALM}`);
  });

  for (const [what, form, message] of [
    ['certificate', { certificate: 'none' }, 'no valid certificate for identity realm'],
    ['SSO URL', { ssoUrl: 'example' }, 'no valid SSO URL for identity realm'],
  ] as const) {
    it(`are 70251 at the start if a useless ${what} could be saved`, async () => {
      const switches = { settingsChecked: 'at-sign-in' } as const;
      const { twilio, browser } = await openConfigured({ realmSid: REALM, switches }, form);
      const error = errorIn(await browser.post(twilio.loginPageUrl, { workspaceId: 'example-dev' }, JSON_ONLY));
      expect(error).to.include({ code: 70251, message: `${message} ${REALM}` });
    });
  }

  it('are 70252 if attributes are not written as they must be', async () => {
    const { signIn } = await openConfigured();
    const attributes = [
      { name: 'Email', value: username },
      { name: 'Roles', value: 'agent' },
    ];
    expect(errorIn(await signIn({ attributes }))).to.include({
      code: 70252,
      status: 400,
      message: 'SAML response lacks necessary attributes: roles, email',
    });
  });

  it('are none for a missing email if only roles are necessary', async () => {
    const { signIn } = await openConfigured({ switches: { requiredAttributes: ['roles'] } });
    expect((await signIn({ attributes: [{ name: 'roles', value: 'agent' }] })).status).to.equal(302);
  });

  for (const value of ['', 'Agent', 'agents', "'agent'"]) {
    it(`are 70002 if the roles are "${value}"`, async () => {
      const { twilio, signIn } = await openConfigured();
      const attributes = [
        { name: 'email', value: username },
        { name: 'roles', value },
      ];
      const answer = await signIn({ attributes });
      expect(answer.status).to.equal(400);
      expect(errorIn(answer)).to.include({ code: 70002, message: 'The roles of the user do not include "agent"' });
      expect(twilio.users()).to.deep.equal([]);
    });
  }

  it('are 70002 for a post without a response', async () => {
    const { twilio, browser } = await openConfigured();
    const error = errorIn(await browser.post(twilio.acsUrl, { RelayState: 'x' }, JSON_ONLY));
    expect(error).to.include({ code: 70002, message: 'SAMLResponse is missing' });
  });

  it('are 70002 for a response that is not posted as a form', async () => {
    const { twilio, browser } = await openConfigured();
    const headers = { ...JSON_ONLY, 'content-type': 'text/plain' };
    const error = errorIn(await browser.post(twilio.acsUrl, { SAMLResponse: 'x' }, headers));
    expect(error.code).to.equal(70002);
  });

  it('are 70004 with status 401 and the reason, in JSON if JSON is asked for', async () => {
    const { signIn } = await openConfigured();
    const answer = await signIn({ issuer: `${issuer}/` });
    expect(answer.status).to.equal(401);
    expect(answer.headers['content-type']).to.equal('application/json');
    expect(answer.headers).not.to.have.property('www-authenticate');
    expect(errorIn(answer)).to.deep.equal({
      code: 70004,
      message:
        'authentication failed: Invalid issuer in the Assertion/Response. ' +
        `Was '${issuer}/', but expected '${issuer}'`,
      more_info: 'https://www.twilio.com/docs/errors/70004',
      status: 401,
    });
  });

  it('are 70004 on a page if a browser asks', async () => {
    const { twilio, browser, start } = await openConfigured();
    const { relayState, requestId } = await start();
    const SAMLResponse = toBase64(makeXml(twilio, { inResponseTo: requestId, issuer: `${issuer}/` }));
    const { status, headers, body } = await browser.post(
      twilio.acsUrl,
      { SAMLResponse, RelayState: relayState },
      BROWSER,
    );
    expect(status).to.equal(401);
    expect(headers['content-type']).to.equal('text/html; charset=utf-8');
    expect(body).to.include('<h1>Error 70004</h1>').and.include('Invalid issuer in the Assertion/Response. Was');
  });

  it('are 70004 for a user who was deactivated', async () => {
    const { twilio, signIn } = await openConfigured();
    await signIn();
    twilio.deactivate(username);
    const error = errorIn(await signIn());
    expect(error).to.include({ code: 70004, message: 'authentication failed: The user is deactivated' });
  });

  it('come with a request for a password if the switch says so', async () => {
    const { signIn } = await openConfigured({ switches: { passwordPrompt: 'on' } });
    const { headers } = await signIn({ issuer: 'other' });
    expect(headers['www-authenticate']).to.equal('Basic realm="Twilio API"');
  });

  it('are 20404 for the metadata, which are not exposed', async () => {
    const { twilio, browser } = await openConfigured();
    const answer = await browser.get(twilio.entityId, JSON_ONLY);
    expect(answer.status).to.equal(404);
    expect(errorIn(answer)).to.include({
      code: 20404,
      message: `The requested resource /v2/saml2/metadata/${twilio.realmSid} was not found`,
    });
  });

  it('are 20004 for a response that is not posted', async () => {
    const { twilio, browser } = await openConfigured();
    const answer = await browser.get(twilio.acsUrl, JSON_ONLY);
    expect(answer.status).to.equal(405);
    expect(answer.headers.allow).to.equal('POST');
    expect(errorIn(answer).code).to.equal(20004);
  });

  it('do not hide that the Workspace ID is unknown', async () => {
    const { twilio, browser } = await openConfigured();
    const { status, body } = await browser.post(twilio.loginPageUrl, { workspaceId: 'other' }, BROWSER);
    expect(status).to.equal(404);
    expect(body).to.include('role="alert">Company name not found<');
  });

  it('are those of new settings as soon as they are saved', async () => {
    const { twilio, signIn } = await openConfigured();
    twilio.configure({ workspaceId: 'example-dev', issuer: 'new', ssoUrl, certificate: key.certificatePem });
    expect(errorIn(await signIn()).message).to.include("but expected 'new'");
    expect((await signIn({ issuer: 'new' })).status).to.equal(302);
  });
});
