import { expect } from 'chai';
import type { EmulatedOrg } from '../../emulated-org.ts';
import { deployed, settingsFiles } from '../../metadata/samples.ts';
import {
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
  serviceProviderId,
  startIdentityProvider,
  startWithExternalClientApp,
} from '../testing.ts';

describe('a sign-in that the org starts', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startIdentityProvider();
    grant(org, ownedSet(org, 'sam'));
  });
  afterEach(() => org.stop());

  it('names the app by its id or its API name, and answers no request', async () => {
    const browser = await logIn(org, 'sam');
    for (const query of [`app=${serviceProviderId(org)}`, `apiName=My_App`]) {
      const visit = await browser.get(`/idp/login?${query}&RelayState=a%26b`);
      expect(responseIn(visit)).not.to.include('InResponseTo');
      expect(formIn(visit).fields['RelayState']).to.equal('a&b');
    }
    expect(loggedEvents(org).map(({ InitiatedBy }) => InitiatedBy)).to.deep.equal(['IdP', 'IdP']);
  });

  it('goes over the login page and back to itself', async () => {
    const browser = openBrowser(org);
    const address = `/idp/login?app=${serviceProviderId(org)}&RelayState=a%26b`;
    const startURL = (await browser.get(address)).query.get('startURL') ?? '';
    const visit = await browser.post('/', { username: 'sam@example.test', pw: 'Passw0rd!', startURL });
    expect(formIn(visit).fields['RelayState']).to.equal('a&b');
  });

  for (const [situation, query] of [
    ['an id that no app has', 'app=0sp000000000001'],
    ["the app's other id", 'app=APP'],
    ['an API name that no app has', 'apiName=Nope'],
    ['no app', ''],
  ] as const) {
    it(`is refused for ${situation}`, async () => {
      const browser = await logIn(org, 'sam');
      const visit = await browser.get(`/idp/login?${query.replace('APP', appId(org))}`);
      expect(visit.text).to.include('Error: Misconfigured or invalid service provider');
      expect(loggedEvents(org)).to.deep.include({
        ErrorCode: 'InvalidSp',
        InitiatedBy: 'IdP',
        SamlEntityUrl: null,
        IdentityUsed: 'sam@example.test',
        AppId: null,
      });
    });
  }

  it('is refused while the identity provider is off', async () => {
    await deployed(org.state, settingsFiles('Sso', false));
    await openBrowser(org).get(`/idp/login?app=${serviceProviderId(org)}`);
    expect(lastCode(org)).to.equal('InvalidSettings');
  });
});

describe('a sign-in to an external client app', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  it('ends in a response like that of a connected app, by way of its name', async () => {
    org = await startWithExternalClientApp({ accessHonoured: 'service-provider' });
    grant(org, ownedSet(org, 'sam'));
    const browser = openBrowser(org);
    const page = await browser.get(redirectAddress(authnRequest()));
    const startURL = page.query.get('startURL') ?? '';
    expect(startURL).to.include('apiName=My_Client');
    const visit = await browser.post('/', { username: 'sam@example.test', pw: 'Passw0rd!', startURL });
    expect(responseIn(visit)).to.include('rsa-sha256').and.include(`InResponseTo="${REQUEST_ID}"`);
    expect(loggedEvents(org)).to.deep.include({
      ErrorCode: 'Success',
      InitiatedBy: 'SP',
      SamlEntityUrl: ENTITY_ID,
      IdentityUsed: 'sam@example.test',
      AppId: appId(org),
    });
  });

  it('is refused to a user without access', async () => {
    org = await startWithExternalClientApp();
    await (await logIn(org, 'sam')).get(redirectAddress(authnRequest()));
    expect(lastCode(org)).to.equal('NoAccess');
  });
});
