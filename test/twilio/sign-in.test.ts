import { expect } from 'chai';
import { writeResponse } from 'emulated-salesforce-org/response';
import { WINDOWS_AFTER } from 'emulated-salesforce-org/response-xml';
import {
  errorIn,
  issuer,
  key,
  makeXml,
  now,
  openConfigured,
  replacing,
  ssoUrl,
  stopAll,
  toBase64,
  username,
} from './fixture.ts';

/** When a response was issued whose windows are counted from so many seconds ago. */
function issuedForTimeFrom(secondsAgo: number): Date {
  return new Date(now.getTime() - secondsAgo * 1000 - WINDOWS_AFTER);
}

describe('a sign-in at the emulated Twilio', () => {
  afterEach(stopAll);

  it('leads from the Workspace ID to the identity provider with an unsigned request in the form that was seen', async () => {
    const { twilio, start } = await openConfigured();
    const { location, request, requestId } = await start();
    expect(location.href.startsWith(`${ssoUrl}?SAMLRequest=`)).to.equal(true);
    expect([...location.searchParams.keys()]).to.deep.equal(['SAMLRequest', 'RelayState']);
    expect(requestId).to.match(/^ONELOGIN_[0-9a-f-]{36}$/);
    expect(request).to.equal(
      '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ' +
        `xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${requestId}" Version="2.0" ` +
        `IssueInstant="2026-11-24T12:00:00.000Z" ProviderName="Twilio" Destination="${ssoUrl}" ` +
        'ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" ' +
        `AssertionConsumerServiceURL="${twilio.acsUrl}"><saml:Issuer>${twilio.entityId}</saml:Issuer>` +
        '<samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" AllowCreate="true" />' +
        '<samlp:RequestedAuthnContext Comparison="exact"><saml:AuthnContextClassRef>' +
        'urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>' +
        '</samlp:RequestedAuthnContext></samlp:AuthnRequest>',
    );
  });

  it('leaves policy and context out of the request where the switch says so', async () => {
    const { start } = await openConfigured({ switches: { request: { idPrefix: '_' } } });
    const { request, requestId } = await start();
    expect(requestId).to.match(/^_[0-9a-f-]{36}$/);
    expect(request).to.match(/<\/saml:Issuer><\/samlp:AuthnRequest>$/);
  });

  it('keeps the query that an SSO URL already has', async () => {
    const { start } = await openConfigured({}, { ssoUrl: `${ssoUrl}?a=1&b=<2>` });
    const { location, request } = await start();
    expect([...location.searchParams.keys()]).to.deep.equal(['a', 'b', 'SAMLRequest', 'RelayState']);
    expect(request).to.include('?a=1&#38;b=%3C2%3E"');
  });

  it('finds a workspace whatever the case of its ID', async () => {
    const { browser, twilio } = await openConfigured();
    const { status } = await browser.post(twilio.loginPageUrl, { workspaceId: ' Example-DEV ' });
    expect(status).to.equal(302);
  });

  it('greets the user of a response in Salesforce’s own form, by NameID and roles', async () => {
    const { twilio, browser, start, bring } = await openConfigured();
    const { requestId, relayState } = await start();
    const { samlResponse } = writeResponse({
      issuer,
      acsUrl: twilio.acsUrl,
      entityId: twilio.entityId,
      nameId: username,
      attributes: [
        { name: 'email', value: username },
        { name: 'roles', value: 'agent' },
      ],
      inResponseTo: requestId,
      now,
      key,
    });
    const { status, headers } = await bring(samlResponse, relayState);
    expect(status).to.equal(302);
    expect(headers.location).to.equal('https://frontline.twilio.com/');
    const { body } = await browser.get('https://frontline.twilio.com/');
    expect(body).to.include(`<h1>Welcome, ${username}</h1>`);
    expect(body).to.include(`<dd id="name-id">${username}</dd>`);
    expect(body).to.include('<li>agent</li>');
  });

  it('opens the session for both hosts, out of reach of scripts', async () => {
    const { signIn } = await openConfigured();
    const { headers } = await signIn();
    expect(headers['set-cookie']?.[0]).to.match(
      /^frontline-session=[\w-]{32}; Domain=twilio\.com; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('opens the session for one host alone where one host is both', async () => {
    const address = 'http://127.0.0.1:1';
    const { signIn, browser, twilio } = await openConfigured({ iamUrl: address, loginUrl: address });
    const { headers } = await signIn();
    expect(headers['set-cookie']?.[0]).to.match(/^frontline-session=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await browser.get(`${twilio.url}/`)).body).to.include('Welcome');
  });

  for (const [iamUrl, loginUrl] of [
    ['http://iam.localhost', 'http://app.localhost'],
    ['http://iam.example.com', 'http://app.example.org'],
    ['http://127.0.0.2', 'http://126.0.0.2'],
  ] as const) {
    it(`opens the session for one host alone where ${iamUrl} and ${loginUrl} have no domain in common`, async () => {
      const { signIn } = await openConfigured({ iamUrl, loginUrl });
      expect((await signIn()).headers['set-cookie']?.[0]).to.match(/^frontline-session=[\w-]{32}; Path=\/; HttpOnly/);
    });
  }

  it('sends a visitor without a session to the login page', async () => {
    const { browser } = await openConfigured();
    const { status, headers } = await browser.get('https://frontline.twilio.com/');
    expect(status).to.equal(302);
    expect(headers.location).to.equal('https://frontline.twilio.com/login');
  });

  for (const values of [['agent, supervisor'], ['supervisor', 'agent']]) {
    it(`finds the agent among several roles in ${values.length} value(s)`, async () => {
      const { signIn, browser } = await openConfigured({ switches: { repeatedAttributes: 'merged' } });
      const attributes = ['email', ...values].map((value, index) => ({ name: index === 0 ? 'email' : 'roles', value }));
      expect((await signIn({ attributes })).status).to.equal(302);
      const { body } = await browser.get('https://frontline.twilio.com/');
      expect(body).to.include('<li>agent</li>').and.include('<li>supervisor</li>');
    });
  }

  it('reads a NameID to its end where a comment was put into it after signing', async () => {
    const { twilio, signIn } = await openConfigured();
    const editSignedResponse = replacing('>ada@example.com</saml:NameID>', '>ada@exam<!-- -->ple.com</saml:NameID>');
    expect((await signIn({ editSignedResponse })).status).to.equal(302);
    expect(twilio.users().map(({ identity }) => identity)).to.deep.equal([username]);
  });

  it('refuses a response that is brought a second time', async () => {
    const { twilio, start, bring } = await openConfigured();
    const { requestId, relayState } = await start();
    const samlResponse = toBase64(makeXml(twilio, { inResponseTo: requestId }));
    expect((await bring(samlResponse, relayState)).status).to.equal(302);
    const { code, message } = errorIn(await bring(samlResponse, relayState));
    expect(code).to.equal(70004);
    expect(message).to.equal(
      `authentication failed: The Response has an InResponseTo attribute: ${requestId} while no InResponseTo was expected`,
    );
  });

  it('admits one of two copies of a response that are brought at once', async () => {
    const { twilio, start, bring } = await openConfigured();
    const { requestId, relayState } = await start();
    const samlResponse = toBase64(makeXml(twilio, { inResponseTo: requestId }));
    const answers = await Promise.all([bring(samlResponse, relayState), bring(samlResponse, relayState)]);
    expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([302, 401]);
  });

  it('leaves the request open when a response to it was refused', async () => {
    const { twilio, start, bring } = await openConfigured();
    const { requestId, relayState } = await start();
    const wrong = toBase64(makeXml(twilio, { inResponseTo: requestId, issuer: `${issuer}/` }));
    expect((await bring(wrong, relayState)).status).to.equal(401);
    const right = toBase64(makeXml(twilio, { inResponseTo: requestId }));
    expect((await bring(right, relayState)).status).to.equal(302);
  });

  it('refuses a response that nobody asked for', async () => {
    const { twilio, bring } = await openConfigured();
    const { code, message } = errorIn(await bring(toBase64(makeXml(twilio)), ''));
    expect(code).to.equal(70004);
    expect(message).to.equal('authentication failed: The Response answers no AuthNRequest of the SP');
  });

  it('takes a response that nobody asked for once where the switch says so', async () => {
    const { twilio, bring } = await openConfigured({ switches: { unsolicited: 'accepted' } });
    const samlResponse = toBase64(makeXml(twilio, { assertionId: '_once' }));
    expect((await bring(samlResponse, '')).status).to.equal(302);
    const { message } = errorIn(await bring(samlResponse, ''));
    expect(message).to.equal('authentication failed: The Assertion _once has been used before');
  });

  it('takes the switch for SHA-1 both ways', async () => {
    const signing = { algorithm: 'sha1' } as const;
    const accepting = await openConfigured();
    expect((await accepting.signIn({ signing })).status).to.equal(302);
    const refusing = await openConfigured({ switches: { sha1: 'refused' } });
    const { message } = errorIn(await refusing.signIn({ signing }));
    expect(message).to.equal('authentication failed: Signature validation failed. SAML Response rejected');
  });

  for (const [signatures, demanded] of [
    ['response', 'response'],
    ['assertion', 'assertion'],
    ['both', 'both'],
    ['response', 'either'],
    ['assertion', 'either'],
  ] as const) {
    it(`is content with a signed ${signatures} where ${demanded} must be signed`, async () => {
      const { signIn } = await openConfigured({ switches: { signatures: demanded } });
      expect((await signIn({ signatures })).status).to.equal(302);
    });
  }

  for (const [seconds, status] of [
    [479, 302],
    [480, 401],
    [-210, 302],
    [-211, 401],
  ] as const) {
    it(`answers ${status} to a response whose windows are counted from ${seconds} seconds ago`, async () => {
      const { signIn } = await openConfigured();
      expect((await signIn({ issued: issuedForTimeFrom(seconds) })).status).to.equal(status);
    });
  }

  it('allows for no other difference of clocks than the switch says', async () => {
    const { signIn } = await openConfigured({ switches: { clockSkew: 0 } });
    expect((await signIn({ issued: issuedForTimeFrom(300) })).status).to.equal(401);
    expect((await signIn({ issued: issuedForTimeFrom(299) })).status).to.equal(302);
  });

  it('takes a signature without a certificate inside', async () => {
    const { signIn } = await openConfigured();
    expect((await signIn({ signing: { keyInfo: 'none' } })).status).to.equal(302);
  });
});
