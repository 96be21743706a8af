import { expect } from 'chai';
import { connectedAppFiles, deployed, externalClientAppFiles } from '../../metadata/samples.ts';
import type { EmulatedOrg, StartOptions } from '../../emulated-org.ts';
import {
  authnRequest,
  formIn,
  grant,
  lastCode,
  logIn,
  NOW,
  openBrowser,
  ownedSet,
  redirectAddress,
  serviceProviderId,
  startIdentityProvider,
  startWithExternalClientApp,
  type Visit,
} from '../testing.ts';

const MINUTE = 60_000;

describe('an app that was just made or changed', () => {
  let org: EmulatedOrg;
  let now: Date;
  const options: StartOptions = { newAppKnownAfter: 10 * MINUTE, clock: () => now };

  beforeEach(() => {
    now = NOW;
  });
  afterEach(() => org.stop());

  function later(minutes: number): void {
    now = new Date(now.getTime() + minutes * MINUTE);
  }

  async function signIn(): Promise<Visit> {
    return (await logIn(org, 'sam')).get(redirectAddress(authnRequest()));
  }

  it('is an invalid service provider until its time has come, whoever starts the sign-in', async () => {
    org = await startIdentityProvider(options);
    grant(org, ownedSet(org, 'sam'));
    later(9);
    expect((await signIn()).text).to.include('<title>Invalid Service Provider | Salesforce</title>');
    expect(lastCode(org)).to.equal('InvalidSp');
    const idpInitiated = await (await logIn(org, 'sam')).get(`/idp/login?app=${serviceProviderId(org)}`);
    expect(idpInitiated.text).to.include('<h1>Invalid Service Provider</h1>');
    later(1);
    expect(formIn(await signIn()).fields).to.have.property('SAMLResponse');
  });

  it('is refused before a login is asked for', async () => {
    org = await startIdentityProvider(options);
    expect((await openBrowser(org).get(redirectAddress(authnRequest()))).text).to.include('Invalid Service Provider');
  });

  it('gives no access until then, if the org is so', async () => {
    org = await startIdentityProvider({ ...options, newAppUntilKnown: 'no-access' });
    grant(org, ownedSet(org, 'sam'));
    expect((await signIn()).text).to.include('Insufficient Privileges');
    expect(lastCode(org)).to.equal('NoAccess');
    later(10);
    expect(formIn(await signIn()).fields).to.have.property('SAMLResponse');
  });

  it('is unknown again after a change, and not after a deployment that changes nothing', async () => {
    org = await startIdentityProvider(options);
    grant(org, ownedSet(org, 'sam'));
    later(10);
    await deployed(org.state, connectedAppFiles());
    expect(formIn(await signIn()).fields).to.have.property('SAMLResponse');
    await deployed(org.state, connectedAppFiles('My_App', { label: 'Another' }));
    expect((await signIn()).text).to.include('Invalid Service Provider');
  });

  it('may be an external client app, of which a change of the policies counts too', async () => {
    org = await startWithExternalClientApp(options);
    later(10);
    const samlInside =
      '<acsUrl>https://sp.example/acs</acsUrl><entityUrl>https://sp.example</entityUrl>' +
      '<externalClientApplication>My_Client</externalClientApplication>';
    expect((await signIn()).text).to.include('Insufficient Privileges');
    await deployed(org.state, externalClientAppFiles('My_Client', { samlInside }));
    expect((await signIn()).text).to.include('Invalid Service Provider');
  });
});
