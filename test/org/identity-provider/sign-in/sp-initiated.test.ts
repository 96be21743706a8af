import { expect } from 'chai';
import { records } from '../../client.ts';
import type { EmulatedOrg } from '../../emulated-org.ts';
import { deployed, settingsFiles } from '../../metadata/samples.ts';
import {
  ACS_URL,
  appId,
  authnRequest,
  ENTITY_ID,
  formIn,
  grant,
  lastCode,
  loggedEvents,
  logIn,
  openBrowser,
  ownedSet,
  redirectAddress,
  REQUEST_ID,
  responseIn,
  samlConfig,
  serviceProviderId,
  signaturesIn,
  startIdentityProvider,
  userNamed,
} from '../testing.ts';

describe('a sign-in that the service provider starts', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startIdentityProvider();
    grant(org, ownedSet(org, 'sam'));
  });
  afterEach(() => org.stop());

  for (const binding of ['HTTP-Redirect', 'HTTP-POST'] as const) {
    it(`ends, by ${binding}, in a page that posts the response and the relay state`, async () => {
      const browser = await logIn(org, 'sam');
      const relayState = 'a+b/c== \u{1F600}"&<>';
      const visit =
        binding === 'HTTP-Redirect'
          ? await browser.get(redirectAddress(authnRequest(), relayState))
          : await browser.post('/idp/endpoint/HttpPost', {
              SAMLRequest: Buffer.from(authnRequest()).toString('base64'),
              RelayState: relayState,
            });
      const { action, fields } = formIn(visit);
      expect(action).to.equal(ACS_URL);
      expect(fields['RelayState']).to.equal(relayState);
      expect(responseIn(visit)).to.include(`InResponseTo="${REQUEST_ID}"`).and.include(`<saml:Audience>${ENTITY_ID}<`);
      expect(visit.text)
        .to.include('document.forms[0].submit()')
        .and.match(/<noscript[^]*<button type="submit"/);
      expect(visit.headers.get('cache-control')).to.include('no-store');
    });
  }

  it('leaves the relay state out where the request had none', async () => {
    const visit = await (await logIn(org, 'sam')).get(redirectAddress(authnRequest()));
    expect(Object.keys(formIn(visit).fields)).to.deep.equal(['SAMLResponse']);
  });

  it('writes the special characters of Base64 as they are where the options say so', async () => {
    const browser = await logIn(org, 'sam');
    expect((await browser.get(redirectAddress(authnRequest()))).text).to.match(/value="PD94[\w&#;]*"/);
    org.state.options.formCharacters = 'plain';
    const visit = await browser.get(redirectAddress(authnRequest()));
    expect(visit.text).to.match(/value="PD94[\w+/=]*"/);
    expect(responseIn(visit)).to.include('</samlp:Response>');
  });

  it('goes over the login page and on from there, as public captures show', async () => {
    const browser = openBrowser(org);
    const page = await browser.get(redirectAddress(authnRequest(), 'a&b'));
    expect([page.path, page.query.get('ec')]).to.deep.equal(['/', '302']);
    const startURL = page.query.get('startURL') ?? '';
    const continuation = new URL(startURL, org.url);
    expect(continuation.pathname).to.equal('/idp/login');
    expect([...continuation.searchParams]).to.deep.equal([
      ['app', serviceProviderId(org)],
      ['RelayState', 'a&b'],
      ['binding', 'HttpPost'],
      ['inresponseto', REQUEST_ID],
    ]);
    const visit = await browser.post('/', { username: 'sam@example.test', pw: 'Passw0rd!', startURL });
    expect(formIn(visit).fields['RelayState']).to.equal('a&b');
    expect(responseIn(visit)).to.include(`InResponseTo="${REQUEST_ID}"`);
  });

  it('asks a user who is signed in to sign in again where the request forces it', async () => {
    const browser = await logIn(org, 'sam');
    const forced = redirectAddress(authnRequest({ attributes: 'ForceAuthn="true"' }));
    const page = await browser.get(forced);
    expect(page.text).to.include('type="password"');
    expect(lastCode(org)).to.equal('ForceAuthNLogout');
    expect((await browser.get('/home/home.jsp')).path).to.equal('/');
    const startURL = page.query.get('startURL') ?? '';
    const visit = await browser.post('/', { username: 'sam@example.test', pw: 'Passw0rd!', startURL });
    expect(responseIn(visit)).to.include(`InResponseTo="${REQUEST_ID}"`);
    expect((await openBrowser(org).get(forced)).text).to.include('type="password"');
  });

  it('is written down, readable by a query', async () => {
    await (await logIn(org, 'sam')).get(redirectAddress(authnRequest()));
    const fields = 'ErrorCode, InitiatedBy, SsoType, SamlEntityUrl, IdentityUsed, UserId, AppId, Timestamp';
    const [row] = await records(
      org,
      `SELECT ${fields} FROM IdpEventLog WHERE SamlEntityUrl = '${ENTITY_ID}' ORDER BY Timestamp DESC`,
    );
    expect(row).to.deep.include({
      ErrorCode: 'Success',
      InitiatedBy: 'SP',
      SsoType: '0',
      SamlEntityUrl: ENTITY_ID,
      IdentityUsed: 'sam@example.test',
      UserId: userNamed(org, 'sam').Id,
      AppId: appId(org),
      Timestamp: '2026-11-24T12:00:00.000+0000',
    });
  });

  describe('is refused with a page and an entry in the log', () => {
    const myDomain = (): string => org.state.options.myDomain;
    const cases: Array<{
      situation: string;
      address: () => string;
      code: string;
      text: string;
      entityId?: string | null;
    }> = [
      {
        situation: 'for a request that cannot be read',
        address: () => '/idp/endpoint/HttpRedirect?SAMLRequest=AAAA',
        code: 'InvalidAuthnRequest',
        text: 'Error: Unable to parse AuthnRequest from service provider',
        entityId: null,
      },
      {
        situation: 'for a request that is missing',
        address: () => '/idp/endpoint/HttpRedirect',
        code: 'InvalidAuthnRequest',
        text: 'Error: Unable to parse AuthnRequest from service provider',
        entityId: null,
      },
      {
        situation: 'for a request without an issuer',
        address: () => redirectAddress(authnRequest({ issuer: '' })),
        code: 'InvalidIssuer',
        text: 'Error: Invalid Issuer',
        entityId: null,
      },
      {
        situation: 'for an issuer that differs from every Entity ID, be it by a slash',
        address: () => redirectAddress(authnRequest({ issuer: `${ENTITY_ID}/` })),
        code: 'UnableToResolve',
        text: 'Error: Unable to resolve request into a Service Provider',
        entityId: `${ENTITY_ID}/`,
      },
      {
        situation: 'for another ACS URL than that of the app',
        address: () =>
          redirectAddress(authnRequest({ attributes: 'AssertionConsumerServiceURL="https://evil.example/"' })),
        code: 'InvalidSp',
        text: 'Error: Misconfigured or invalid service provider',
      },
      {
        situation: 'for another destination than this address',
        address: () =>
          redirectAddress(authnRequest({ attributes: `Destination="${myDomain()}/idp/endpoint/HttpPost"` })),
        code: 'InvalidIdpEndpoint',
        text: 'Error: Invalid Identity Provider Endpoint URL',
      },
    ];
    for (const { situation, address, code, text, entityId = ENTITY_ID } of cases) {
      it(situation, async () => {
        const visit = await openBrowser(org).get(address());
        expect(visit.text).to.include(text).and.not.include('SAMLResponse');
        expect(loggedEvents(org)).to.deep.equal([
          { ErrorCode: code, InitiatedBy: 'SP', SamlEntityUrl: entityId, IdentityUsed: null, AppId: null },
        ]);
      });
    }

    it('while the identity provider is off, and when its certificate is gone', async () => {
      await deployed(org.state, settingsFiles('Sso', false));
      expect((await openBrowser(org).get(redirectAddress(authnRequest()))).text).to.include(
        'Error: IdP certificate is invalid or does not exist',
      );
      await deployed(org.state, settingsFiles('Sso', true));
      org.state.certificateKeys.delete('Sso');
      await openBrowser(org).get(redirectAddress(authnRequest()));
      expect(loggedEvents(org).map(({ ErrorCode }) => ErrorCode)).to.deep.equal(['InvalidSettings', 'InvalidSettings']);
    });

    it('for a user without access, who is named', async () => {
      const visit = await (await logIn(org, 'mina')).get(redirectAddress(authnRequest()));
      expect(visit.text).to.include('<h1>Insufficient Privileges</h1>').and.not.include('SAMLResponse');
      expect(loggedEvents(org)).to.deep.equal([
        {
          ErrorCode: 'NoAccess',
          InitiatedBy: 'SP',
          SamlEntityUrl: ENTITY_ID,
          IdentityUsed: 'mina@example.test',
          AppId: appId(org),
        },
      ]);
    });
  });

  it('is refused with a signed response that says why, where the options say so', async () => {
    org.state.options.signInRefusal = 'response';
    const visit = await (await logIn(org, 'mina')).get(redirectAddress(authnRequest(), 'relay'));
    const xml = responseIn(visit);
    expect(xml).to.include('<samlp:StatusMessage>Error: User does not have access to this service provider<');
    expect(xml).to.include(`InResponseTo="${REQUEST_ID}"`);
    expect(signaturesIn(xml, org)).to.deep.equal(['samlp:Response good']);
    expect(xml).not.to.include('<saml:Assertion');
    expect(formIn(visit).fields['RelayState']).to.equal('relay');
    expect(lastCode(org)).to.equal('NoAccess');
  });

  it('is refused to a plain login where the app blocks it', async () => {
    await org.stop();
    const policy =
      '<sessionPolicy><policyAction>Block</policyAction><sessionLevel>HIGH_ASSURANCE</sessionLevel></sessionPolicy>';
    org = await startIdentityProvider({}, { after: samlConfig({}) + policy });
    grant(org, ownedSet(org, 'sam'));
    const visit = await (await logIn(org, 'sam')).get(redirectAddress(authnRequest()));
    expect(visit.text).to.include('Error: Invalid session level');
    expect(lastCode(org)).to.equal('InvalidSessionLevel');
  });
});
