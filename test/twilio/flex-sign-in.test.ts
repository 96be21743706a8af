import { expect } from 'chai';
import { makeCertificate } from 'emulated-salesforce-org/certificate';
import { startEmulatedFlex } from './emulated-flex.ts';
import {
  errorIn,
  issuer,
  openConfigured,
  otherKey,
  readStart,
  replacing,
  ssoUrl,
  stopAll,
  toBase64,
  username,
} from './fixture.ts';
import { expectNobody, makeFlexXml, openFlex, openUnconfiguredFlex } from './flex-fixture.ts';
import { authorizeUrl } from './flex/start.ts';
import { createLoopbackClient } from './loopback-client.ts';
import { newSid } from './options.ts';

describe('a sign-in at the emulated Flex', () => {
  afterEach(stopAll);

  it('has the real addresses of its profile and account', async () => {
    const account = { sid: 'AC0123456789abcdef0123456789abcdef', runtimeDomain: 'dancing-owl-1234' };
    const { flex } = await openUnconfiguredFlex({ account });
    expect(flex.ssoProfileSid).to.match(/^JQ[0-9a-f]{32}$/);
    expect(flex.entityId).to.equal(`urn:flex:${flex.ssoProfileSid}`);
    expect(flex.acsUrl).to.equal(`https://login.flex.us1.twilio.com/login/callback?connection=${flex.ssoProfileSid}`);
    expect(flex.loginLink).to.equal('https://flex.twilio.com/dancing-owl-1234');
    expect(flex.desktopUrl).to.equal('https://flex.twilio.com/agent-desktop');
    expect(flex.legacy).to.deep.equal({
      entityId: 'https://iam.twilio.com/v1/Accounts/AC0123456789abcdef0123456789abcdef/saml2/metadata',
      acsUrl: 'https://iam.twilio.com/v1/Accounts/AC0123456789abcdef0123456789abcdef/saml2',
    });
    expect(flex.hosts).to.deep.equal([
      'services.twilio.com',
      'login.flex.us1.twilio.com',
      'flex.twilio.com',
      'frontline-api.twilio.com',
      'flex-api.twilio.com',
      'conversations.twilio.com',
    ]);
    expect(flex.account.product).to.equal('flex');
  });

  it('refuses to start for the SID of a profile that is none', async () => {
    const failed = await startEmulatedFlex({ ssoProfileSid: 'JB123' }).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error).with.property('message', 'no SID of a single sign-on profile: JB123');
  });

  it('leads from the login link over the start of Twilio to the identity provider', async () => {
    const { flex, browser } = await openFlex();
    const { headers } = await browser.get(flex.loginLink);
    const first = new URL(headers.location ?? '');
    expect(first.origin + first.pathname).to.equal('https://services.twilio.com/v1/Flex/Authorize');
    expect(Object.fromEntries(first.searchParams)).to.deep.include({
      ssoProfileSid: flex.ssoProfileSid,
      redirectUrl: flex.desktopUrl,
    });
    expect([...first.searchParams.keys()]).to.include.members(['codeChallenge', 'nonce']);
    const { location, request, requestId } = readStart(await browser.get(first.href));
    expect(location.href.startsWith(`${ssoUrl}?SAMLRequest=`)).to.equal(true);
    expect([...location.searchParams.keys()]).to.deep.equal(['SAMLRequest', 'RelayState']);
    expect(requestId).to.match(/^_[0-9a-f-]{36}$/);
    expect(request).to.include(`<saml:Issuer>${flex.entityId}</saml:Issuer></samlp:AuthnRequest>`);
    expect(request).to.include(`AssertionConsumerServiceURL="${flex.acsUrl}"`);
  });

  it('asks the identity provider in another form where the switch says so', async () => {
    const nameIdFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
    const { start } = await openFlex({ switches: { flexRequest: { idPrefix: 'id-', nameIdFormat } } });
    const { request, requestId } = await start();
    expect(requestId).to.match(/^id-/);
    expect(request).to.include(`<samlp:NameIDPolicy Format="${nameIdFormat}"`);
  });

  it('ends at the desktop, which greets the user by NameID, full name and roles', async () => {
    const { flex, browser, signIn } = await openFlex();
    const { status, headers } = await signIn();
    expect([status, headers.location]).to.deep.equal([302, flex.desktopUrl]);
    expect(headers['set-cookie']?.[0]).to.match(
      /^flex-session=[\w-]{32}; Domain=twilio\.com; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const { body } = await browser.get(flex.desktopUrl);
    expect(body).to.include('signed in to Twilio Flex');
    expect(body).to.include(`<dd id="name-id">${username}</dd>`);
    expect(body).to.include('<dd id="full-name">Ada Lovelace</dd>').and.include('<li>agent</li>');
    expect((await browser.get(flex.loginLink)).headers.location).to.equal(flex.desktopUrl);
  });

  it('speaks HTTPS where it has a certificate for its names, and then keeps its cookie to that', async () => {
    const { certificatePem, privateKey } = makeCertificate({
      commonName: 'login.flex.us1.twilio.com',
      organizationId: '00D5e0000000AbC',
      keySize: 2048,
      created: new Date(),
    });
    const tls = { cert: certificatePem, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
    const { flex, bring } = await openFlex({ tls }, { defaultRedirectUrl: ssoUrl });
    expect(flex.url).to.match(/^https:\/\/127\.0\.0\.1:\d+$/);
    const { headers } = await bring(toBase64(makeFlexXml(flex)));
    expect(headers['set-cookie']?.[0]).to.include('; Domain=twilio.com; Secure; Path=/');
  });

  it('notes every request, and nothing secret', async () => {
    const { flex, browser, signIn } = await openFlex();
    await signIn({ changed: { roles: undefined } });
    await browser.get(flex.configUrl);
    expect(
      flex.log.map(({ site, method, path, status, error }) => [site, method, path, status, error?.code]),
    ).to.deep.equal([
      ['flex-authorize', 'GET', '/v1/Flex/Authorize', 302, undefined],
      ['flex-login', 'POST', '/login/callback', 400, 45050],
      ['flex-config', 'GET', '/v1/Flex/Authentication/Config', 200, undefined],
    ]);
  });

  it('is offered on the desktop to a visitor who has not signed in', async () => {
    const { flex, browser } = await openFlex();
    const { status, body } = await browser.get(flex.desktopUrl);
    expect(status).to.equal(200);
    expect(body).to.include(`href="${flex.loginLink}"`).and.not.to.include('Welcome');
  });

  it('does not begin at the login link of another account', async () => {
    for (const runtimeDomain of ['owl-1', 'acme']) {
      const { browser } = await openFlex({ account: { runtimeDomain } });
      expect((await browser.get(`https://flex.twilio.com/${runtimeDomain}`)).status).to.equal(302);
      expect((await browser.get('https://flex.twilio.com/owl-2')).status).to.equal(404);
    }
  });

  it('leads back to a trusted address, and to those below it', async () => {
    const { flex, browser } = await openFlex(
      {},
      { trustedUrls: ['https://example.com/flex', 'http://localhost:3000'] },
    );
    for (const [redirectUrl, status] of [
      ['https://example.com/flex', 302],
      ['https://example.com/flex/desk?a=1', 302],
      ['http://localhost:3000/x', 302],
      ['https://flex.twilio.com/owl-1', 302],
      ['https://example.com/flexible', 400],
      ['https://example.org/flex', 400],
      ['http://localhost:3001/', 400],
      ['none', 400],
    ] as const) {
      expect((await browser.get(authorizeUrl(flex.ssoProfileSid, redirectUrl))).status, redirectUrl).to.equal(status);
    }
    const refused = await browser.get(authorizeUrl(flex.ssoProfileSid, 'https://example.org/'), {
      accept: 'application/json',
    });
    expect(errorIn(refused).code).to.equal(70002);
  });

  it('returns to the app that asked for it', async () => {
    const redirectUrl = 'https://example.com/flex/desk';
    const { flex, start, bring } = await openFlex({}, { trustedUrls: ['https://example.com/flex'] });
    const { requestId, relayState } = await start(redirectUrl);
    const { headers } = await bring(toBase64(makeFlexXml(flex, { inResponseTo: requestId })), relayState);
    expect(headers.location).to.equal(redirectUrl);
  });

  it('says 70251 with the text seen while nothing is saved, at its start and at its end', async () => {
    const { flex, browser, bring } = await openUnconfiguredFlex({ realmSid: 'JB0123456789abcdef0123456789abcdef' });
    const started = await browser.get(authorizeUrl(flex.ssoProfileSid, flex.desktopUrl), {
      accept: 'application/json',
    });
    const ended = await bring(toBase64(makeFlexXml(flex)));
    for (const answer of [started, ended]) {
      expect(answer.status).to.equal(403);
      expect(errorIn(answer)).to.include({
        code: 70251,
        message: 'no valid certificate for identity realm JB0123456789abcdef0123456789abcdef',
      });
    }
    flex.configure({ friendlyName: 'a', issuer, ssoUrl, certificate: otherKey.certificatePem });
    flex.reset();
    expect((await bring(toBase64(makeFlexXml(flex)))).status).to.equal(403);
    expectNobody(flex);
  });

  it('says 70251 where what is saved is of no use, and was not looked at before', async () => {
    const switches = { settingsChecked: 'at-sign-in' } as const;
    for (const [form, text] of [
      [{ ssoUrl: 'none' }, 'no valid SSO URL'],
      [{ certificate: 'none' }, 'no valid certificate'],
    ] as const) {
      const { flex, browser } = await openFlex({ switches }, form);
      const authorize = authorizeUrl(flex.ssoProfileSid, flex.desktopUrl);
      const { code, message } = errorIn(await browser.get(authorize, { accept: 'application/json' }));
      expect(code).to.equal(70251);
      expect(message).to.include(text);
    }
  });

  it('knows no other profile', async () => {
    const { flex, browser } = await openFlex();
    const other = newSid('JQ');
    const started = await browser.get(authorizeUrl(other, flex.desktopUrl));
    expect(started.status).to.equal(404);
    const acsUrl = flex.acsUrl.replace(flex.ssoProfileSid, other);
    const ended = await browser.post(acsUrl, { SAMLResponse: toBase64(makeFlexXml(flex)) });
    expect(ended.status).to.equal(403);
    expect(ended.body).to.include('Error 70251').and.include(`href="${flex.loginLink}"`);
    expectNobody(flex);
  });

  for (const [when, making, text] of [
    [
      'is meant for another audience',
      { entityId: 'https://iam.twilio.com/v2/saml2/metadata/JB0123456789abcdef0123456789abcdef' },
      /^urn:flex:JQ[0-9a-f]{32} is not a valid audience for this Response$/,
    ],
    [
      'is meant for another address',
      { acsUrl: 'https://login.flex.us1.twilio.com/login/callback' },
      /^The response was received at https:\S+=JQ[0-9a-f]{32} instead of https:\S+\/callback$/,
    ],
    [
      'was signed by another key',
      { signing: { key: otherKey } },
      /^Signature validation failed\. SAML Response rejected$/,
    ],
    [
      'was changed after signing',
      { editSignedResponse: replacing('>agent<', '>admin<') },
      /^Signature validation failed\. SAML Response rejected$/,
    ],
    [
      'is signed in its assertion alone',
      { signatures: 'assertion' },
      /^The Message of the Response is not signed and the SP requires it$/,
    ],
    ['has no NameID', { nameId: '' }, /^An empty NameID value found$/],
    [
      'answers another request',
      { inResponseTo: '_other' },
      /^The InResponseTo of the Response: _other, does not match/,
    ],
  ] as const) {
    it(`refuses a response that ${when}, and makes nobody a user`, async () => {
      const { flex, signIn } = await openFlex();
      const { code, message } = errorIn(await signIn(making));
      expect(code).to.equal(70004);
      expect(message.replace('authentication failed: ', '')).to.match(text);
      expectNobody(flex);
    });
  }

  it('takes the switch for a slash at the end of the issuer both ways', async () => {
    const exact = await openFlex({}, { issuer: `${issuer}/` });
    expect(errorIn(await exact.signIn()).message).to.equal(
      `authentication failed: Invalid issuer in the Assertion/Response. Was '${issuer}', but expected '${issuer}/'`,
    );
    expectNobody(exact.flex);
    const lenient = await openFlex({ switches: { issuerSlash: 'ignored' } }, { issuer: `${issuer}/` });
    expect((await lenient.signIn()).status).to.equal(302);
    expect(errorIn(await lenient.signIn({ issuer: issuer.toUpperCase() })).code).to.equal(70004);
  });

  it('takes the switch for what must be signed both ways', async () => {
    const { signIn } = await openFlex({ switches: { signatures: 'either' } });
    expect((await signIn({ signatures: 'assertion' })).status).to.equal(302);
    expect((await signIn({ signatures: 'none' })).status).to.equal(401);
  });

  it('admits one of two copies of a response, whether they come at once or one after the other', async () => {
    const { flex, start, bring } = await openFlex();
    const { requestId, relayState } = await start();
    const samlResponse = toBase64(makeFlexXml(flex, { inResponseTo: requestId }));
    const answers = await Promise.all([bring(samlResponse, relayState), bring(samlResponse, relayState)]);
    expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([302, 401]);
    expect((await bring(samlResponse, relayState)).status).to.equal(401);
    expect(flex.workers()).to.have.lengthOf(1);
  });

  it('answers 70002 to a post without a response', async () => {
    const { flex, browser } = await openFlex();
    const answer = await browser.post(flex.acsUrl, {}, { accept: 'application/json' });
    expect(errorIn(answer)).to.include({ code: 70002, message: 'SAMLResponse is missing' });
  });

  it('exists in no Frontline account, and Frontline in no Flex account', async () => {
    const { flex } = await openFlex();
    const { twilio } = await openConfigured();
    const browser = createLoopbackClient({});
    for (const path of ['/login', '/', `/v2/saml2/authenticate/${twilio.realmSid}`]) {
      expect((await browser.get(twilio.url + path)).status, path).not.to.equal(404);
      expect((await browser.get(flex.url + path)).status, path).to.equal(404);
    }
    for (const path of ['/agent-desktop', '/example-1234', '/login/callback', '/v1/Flex/Authorize']) {
      expect((await browser.get(twilio.url + path)).status, path).to.equal(404);
    }
  });
});
