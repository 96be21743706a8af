import { expect } from 'chai';
import { call } from '../../../client.ts';
import type { EmulatedOrg } from '../../../emulated-org.ts';
import {
  authnRequest,
  grant,
  logIn,
  ownedSet,
  redirectAddress,
  responseIn,
  startIdentityProvider,
  userNamed,
} from '../../testing.ts';

describe('the attributes of a response', () => {
  let org: EmulatedOrg;

  async function start(formulas: Record<string, string>): Promise<void> {
    const before = Object.entries(formulas)
      .map(([key, formula]) => `<attributes><formula>${formula}</formula><key>${key}</key></attributes>`)
      .join('');
    org = await startIdentityProvider({}, { before });
    grant(org, ownedSet(org, 'sam'));
  }

  afterEach(() => org.stop());

  async function attributes(): Promise<Array<[string, string]>> {
    const xml = responseIn(await (await logIn(org, 'sam')).get(redirectAddress(authnRequest())));
    const found = xml.matchAll(/<saml:Attribute Name="([^"]*)".*?xsi:type="xs:anyType">([^<]*)</g);
    return [...found].map(([, name = '', value = '']) => [name, value]);
  }

  it('are the four that always come, then those of the app in their order', async () => {
    await start({
      roles: "'agent'",
      department: '$User.Department',
      who: "$User.FirstName &amp; ' of ' &amp; $Organization.Name",
      profile: '$Profile.Name',
      number: '$User.Agent_Number__c',
    });
    Object.assign(userNamed(org, 'sam'), { Department: 'R&D', Agent_Number__c: 7 });
    expect(await attributes()).to.deep.equal([
      ['userId', userNamed(org, 'sam').Id.slice(0, 15)],
      ['username', 'sam@example.test'],
      ['email', 'sam@example.test'],
      ['is_portal_user', 'false'],
      ['roles', 'agent'],
      ['department', 'R&amp;D'],
      ['who', 'Sam of Example Company'],
      ['profile', 'Standard User'],
      ['number', '7'],
    ]);
  });

  it('carry a street of two lines as the user has it, with the carriage return as a reference', async () => {
    await start({ street: '$User.Street' });
    const { status } = await call(org, `/services/data/v66.0/sobjects/User/${userNamed(org, 'sam').Id}`, {
      method: 'PATCH',
      body: { Street: '1 Main St\r\nSuite 5' },
    });
    expect(status).to.equal(204);
    expect((await attributes()).slice(4)).to.deep.equal([['street', '1 Main St&#13;\nSuite 5']]);
  });

  it('tell a portal user from others', async () => {
    await start({});
    userNamed(org, 'sam')['UserType'] = 'PowerPartner';
    expect(await attributes()).to.deep.include(['is_portal_user', 'true']);
  });

  it('lack what a formula does not give: a literal without quotes, an unknown field, an empty one', async () => {
    await start({ roles: 'agent', other: '$User.Nope', empty: '$User.Department', last: "'x'" });
    expect((await attributes()).slice(4)).to.deep.equal([['last', 'x']]);
  });

  it('are empty then, where the options say so', async () => {
    await start({ roles: 'agent', empty: '$User.Department' });
    org.state.options.blankAttribute = 'empty';
    expect((await attributes()).slice(4)).to.deep.equal([
      ['roles', ''],
      ['empty', ''],
    ]);
  });

  it('come twice where the app has one named like one of the four', async () => {
    await start({ email: "'other@example.com'" });
    expect((await attributes()).filter(([name]) => name === 'email')).to.have.length(2);
  });
});
