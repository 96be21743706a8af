import { expect } from 'chai';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import {
  formIn,
  grant,
  logIn,
  ownedSet,
  serviceProviderId,
  startIdentityProvider,
  userNamed,
  type Visit,
} from '../org/identity-provider/testing.ts';
import { SAML_CONFIG } from '../org/metadata/samples.ts';
import { stopAll } from './fixture.ts';
import { openUnconfiguredFlex, type FlexVisit } from './flex-fixture.ts';
import type { FlexConsoleForm } from './flex/console-form.ts';
import type { LoopbackAnswer } from './loopback-client.ts';

const LOGIN_LINK = 'https://flex.twilio.com/example-1234';

/** The custom attributes of Twilio's guide for Salesforce, in metadata. */
const ATTRIBUTES =
  '<attributes><formula>$User.FirstName + &quot; &quot; + $User.LastName</formula><key>full_name</key></attributes>' +
  '<attributes><formula>&quot;agent, supervisor, admin&quot;</formula><key>roles</key></attributes>';

/** Both sides set up by Twilio's guide for Salesforce, but for the redirect, which is that of Twilio's FAQ. */
async function openWithOrg(): Promise<{ org: EmulatedOrg; visit: FlexVisit }> {
  const visit = await openUnconfiguredFlex();
  const { flex } = visit;
  const after = SAML_CONFIG.replace('https://sp.example/acs', flex.acsUrl).replace('https://sp.example', flex.entityId);
  const org = await startIdentityProvider({}, { label: 'Twilio Flex', before: ATTRIBUTES, after });
  grant(org, ownedSet(org, 'sam'));
  flex.configure(formFor(org));
  return { org, visit };
}

function formFor(org: EmulatedOrg): FlexConsoleForm {
  return {
    friendlyName: 'SalesforceSSO',
    issuer: org.url,
    ssoUrl: `${org.url}/idp/endpoint/HttpRedirect`,
    certificate: org.state.certificateKeys.get('Sso')?.certificatePem ?? '',
    defaultRedirectUrl: LOGIN_LINK,
  };
}

/** Does what the org's page does by itself: sends its form. */
async function sendForm(page: Visit, { browser }: FlexVisit): Promise<LoopbackAnswer> {
  const { action, fields } = formIn(page);
  return browser.post(action, fields);
}

describe('the emulated Flex with an org as its identity provider', () => {
  let org: EmulatedOrg;
  let visit: FlexVisit;

  beforeEach(async () => {
    ({ org, visit } = await openWithOrg());
    Object.assign(userNamed(org, 'sam'), { FirstName: 'Sam', LastName: "O'Neill" });
  });

  afterEach(async () => {
    await org.stop();
    await stopAll();
  });

  it('signs a user in who starts at the login link', async () => {
    const { flex } = visit;
    const { location } = await visit.start();
    const answer = await sendForm(await (await logIn(org, 'sam')).get(location.href), visit);
    expect([answer.status, answer.headers.location]).to.deep.equal([302, flex.desktopUrl]);
    const roles = ['agent', 'supervisor', 'admin'];
    expect(flex.users()[0]).to.deep.include({ username: 'sam@example.test', fullName: "Sam O'Neill", roles });
    expect(flex.workers()[0]?.attributes).to.deep.include({ full_name: "Sam O'Neill", roles });
  });

  it('signs a user in who starts at the org', async () => {
    const { flex, browser } = visit;
    const page = await (await logIn(org, 'sam')).get(`/idp/login?app=${serviceProviderId(org)}`);
    const answer = await sendForm(page, visit);
    expect([answer.status, answer.headers.location]).to.deep.equal([302, LOGIN_LINK]);
    expect((await browser.get(LOGIN_LINK)).headers.location).to.equal(flex.desktopUrl);
    expect(flex.workers()).to.have.lengthOf(1);
  });

  it('signs nobody in, and makes no worker, where the issuer has the slash of the guide', async () => {
    const { flex } = visit;
    flex.configure({ ...formFor(org), issuer: `${org.url}/` });
    const { location } = await visit.start();
    const answer = await sendForm(await (await logIn(org, 'sam')).get(location.href), visit);
    expect(answer.status).to.equal(401);
    expect(answer.body).to.include('Error 70004').and.include('Invalid issuer in the Assertion/Response');
    expect(flex.workers()).to.deep.equal([]);
  });
});
