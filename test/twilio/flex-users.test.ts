import { expect } from 'chai';
import { errorIn, replacing, stopAll, username } from './fixture.ts';
import { openFlex, type FlexMaking } from './flex-fixture.ts';
import type { TwilioSwitches } from './options.ts';

type Outcome = { code: number; message: string; status: number; workers: number };

/** What a sign-in ends with: code 0 when it was let in. */
async function outcomeOf(making: FlexMaking, switches: Partial<TwilioSwitches> = {}): Promise<Outcome> {
  const { flex, signIn } = await openFlex({ switches });
  const answer = await signIn(making);
  const workers = flex.workers().length;
  expect(flex.users()).to.have.lengthOf(workers);
  const { code, message } = answer.status === 302 ? { code: 0, message: '' } : errorIn(answer);
  return { code, message, status: answer.status, workers };
}

describe('users and workers of the emulated Flex', () => {
  afterEach(stopAll);

  it('are made by the first sign-in', async () => {
    const { flex, signIn } = await openFlex();
    expect(flex.workers()).to.deep.equal([]);
    await signIn();
    const [user, worker] = [flex.users()[0], flex.workers()[0]];
    expect(user?.sid).to.match(/^FU[0-9a-f]{32}$/);
    expect(worker?.sid).to.match(/^WK[0-9a-f]{32}$/);
    expect(user).to.deep.include({ username, email: username, fullName: 'Ada Lovelace', roles: ['agent'] });
    expect(worker?.friendlyName).to.equal(username);
    expect(worker?.attributes).to.deep.equal({
      contact_uri: 'client:ada_40example_2Ecom',
      username,
      email: username,
      is_portal_user: 'false',
      full_name: 'Ada Lovelace',
      roles: ['agent'],
    });
  });

  it('are the same at a second sign-in, with what it says, and with what it no longer says', async () => {
    const { flex, signIn } = await openFlex();
    await signIn({ changed: { location: 'London', team: 'a', image_url: 'https://example.com/a.png' } });
    const [user, worker] = [flex.users()[0], flex.workers()[0]];
    await signIn({ changed: { roles: 'agent, admin', full_name: 'Ada King', location: 'Paris', team: '' } });
    expect(flex.users()).to.deep.equal([{ ...user, roles: ['agent', 'admin'], fullName: 'Ada King' }]);
    expect(flex.workers()).to.have.lengthOf(1);
    expect(flex.workers()[0]?.sid).to.equal(worker?.sid);
    expect(flex.workers()[0]?.attributes).to.deep.include({
      full_name: 'Ada King',
      roles: ['agent', 'admin'],
      location: 'Paris',
      team: '',
      image_url: 'https://example.com/a.png',
    });
  });

  it('are others for a NameID in another case', async () => {
    const { flex, signIn } = await openFlex();
    await signIn();
    await signIn({ nameId: username.toUpperCase() });
    expect(flex.workers().map(({ friendlyName }) => friendlyName)).to.deep.equal([username, username.toUpperCase()]);
  });

  it('have a name that is no address, and letters beyond ASCII, in the form of a client', async () => {
    const { flex, signIn } = await openFlex();
    await signIn({ nameId: 'zoë_x' });
    expect(flex.workers()[0]?.attributes).to.deep.include({ contact_uri: 'client:zo_C3_AB_5Fx' });
  });

  for (const [roles, expected] of [
    ['supervisor', ['supervisor']],
    ['agent, supervisor, admin', ['agent', 'supervisor', 'admin']],
    ['agent,wfo.full_access', ['agent', 'wfo.full_access']],
    ['agent, care_person', ['agent', 'care_person']],
    ['agent,', ['agent']],
  ] as const) {
    it(`have the roles of "${roles}"`, async () => {
      const { flex, signIn } = await openFlex();
      expect((await signIn({ changed: { roles } })).status).to.equal(302);
      expect(flex.users()[0]?.roles).to.deep.equal(expected);
    });
  }

  it('have the roles of several values', async () => {
    const { flex, signIn } = await openFlex();
    const second = '>agent</saml:AttributeValue><saml:AttributeValue>admin</saml:AttributeValue>';
    await signIn({ editAssertion: replacing('>agent</saml:AttributeValue>', second) });
    expect(flex.users()[0]?.roles).to.deep.equal(['agent', 'admin']);
  });

  for (const roles of ['wfo.full_access', 'Agent', 'administrator', "'agent'"]) {
    it(`are not made for the roles "${roles}", with the code of the switch`, async () => {
      const expected = { message: 'The roles of the user include none of agent, supervisor, admin', workers: 0 };
      expect(await outcomeOf({ changed: { roles } })).to.include({ ...expected, code: 70002, status: 400 });
      expect(await outcomeOf({ changed: { roles } }, { noRoleCode: 45050 })).to.include({ ...expected, code: 45050 });
    });
  }

  it('are not made for a role that Flex does not know where the switch says so', async () => {
    const switches = { unknownRoles: 'refused' } as const;
    expect(await outcomeOf({ changed: { roles: 'agent, care_person' } }, switches)).to.include({
      code: 70002,
      message: 'Flex does not know the roles care_person',
      workers: 0,
    });
    expect((await outcomeOf({ changed: { roles: 'agent, wfo.full_access' } }, switches)).code).to.equal(0);
  });

  for (const roles of [undefined, '', ' ', ',']) {
    it(`are not made where the roles are ${JSON.stringify(roles)}, with the text of Twilio's guide`, async () => {
      const expected = { message: "SAML response doesn't have a role attribute", status: 400, workers: 0 };
      expect(await outcomeOf({ changed: { roles } })).to.deep.equal({ ...expected, code: 45050 });
      expect(await outcomeOf({ changed: { roles } }, { missingAttributeCode: 70252 })).to.deep.equal({
        ...expected,
        code: 70252,
      });
    });
  }

  for (const [changed, names] of [
    [{ full_name: undefined }, 'full_name'],
    [{ full_name: ' ' }, 'full_name'],
    [{ email: undefined }, 'email'],
    [{ email: '' }, 'email'],
    [{ full_name: undefined, 'Full Name': 'Ada', email: undefined, Email: username }, 'full_name, email'],
    [{ email: undefined, 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/email': username }, 'email'],
  ] as const) {
    it(`are not made for ${JSON.stringify(changed)}`, async () => {
      const expected = { message: `Missing User Attributes: ${names}`, status: 400, workers: 0 };
      expect(await outcomeOf({ changed })).to.deep.equal({ ...expected, code: 45050 });
      expect(await outcomeOf({ changed }, { missingAttributeCode: 70252 })).to.include({ code: 70252, workers: 0 });
    });
  }

  it('are made for a user without a first name', async () => {
    const { flex, signIn } = await openFlex();
    expect((await signIn({ changed: { full_name: ' Lovelace' } })).status).to.equal(302);
    expect(flex.users()[0]?.fullName).to.equal(' Lovelace');
  });
});

describe('the attributes of a worker of the emulated Flex', () => {
  afterEach(stopAll);

  it("have the types that their names end with, as in the examples of Twilio's guide", async () => {
    const { flex, signIn } = await openFlex();
    const changed = {
      'name.string': 'Mary',
      'skill.int': '1',
      'sales.boolean': 'true',
      'languages.stringarray': 'en,de,fr',
      'skills.intarray': '1,2,3,4',
      'days.booleanarray': 'true, false',
      'level.Int': 'a',
    };
    expect((await signIn({ changed })).status).to.equal(302);
    expect(flex.workers()[0]?.attributes).to.deep.include({
      name: 'Mary',
      skill: 1,
      sales: true,
      languages: ['en', 'de', 'fr'],
      skills: [1, 2, 3, 4],
      days: [true, false],
      'level.Int': 'a',
    });
  });

  it('may be named like parts of an object', async () => {
    const { flex, signIn } = await openFlex();
    const names = ['__proto__', 'constructor', 'channel.__proto__.capacity'];
    await signIn({ changed: Object.fromEntries(names.map((name) => [name, '1'])) });
    const [worker] = flex.workers();
    expect(Object.entries(worker?.attributes ?? {})).to.deep.include.members([
      ['__proto__', '1'],
      ['constructor', '1'],
    ]);
    expect(Object.entries(worker?.channels ?? {})).to.deep.equal([['__proto__', { capacity: 1 }]]);
  });

  it('become what a channel may do', async () => {
    const { flex, signIn } = await openFlex();
    await signIn({ changed: { 'channel.voice.availability': 'false', 'channel.chat.capacity': '3' } });
    await signIn({ changed: { 'channel.chat.availability': 'true' } });
    expect(flex.workers()[0]?.channels).to.deep.equal({
      voice: { availability: false },
      chat: { capacity: 3, availability: true },
    });
  });

  for (const [name, value] of [
    ['skill.int', 'a'],
    ['skill.int', '1.23'],
    ['sales.boolean', 'yes'],
    ['skills.intarray', '1,,2'],
    ['channel.chat.capacity', 'many'],
    ['channel.chat.availability', '1'],
  ] as const) {
    it(`are refused for ${name} = "${value}" with the documented text, and nothing is changed`, async () => {
      const { flex, signIn } = await openFlex();
      await signIn();
      const before = [flex.users(), flex.workers()];
      const answer = await signIn({ changed: { [name]: value, full_name: 'Ada King' } });
      expect(answer.status).to.equal(400);
      expect(errorIn(answer).message).to.equal('400 Error invalid attribute format');
      expect([flex.users(), flex.workers()]).to.deep.equal(before);
    });
  }

  for (const name of ['skill.int', 'skills.intarray', 'channel.chat.capacity']) {
    it(`are taken or refused for an empty ${name} as the switch says`, async () => {
      expect((await outcomeOf({ changed: { [name]: '' } })).workers).to.equal(1);
      expect(await outcomeOf({ changed: { [name]: '' } }, { emptyTypedValues: 'refused' })).to.include({
        message: '400 Error invalid attribute format',
        workers: 0,
      });
    });
  }
});
