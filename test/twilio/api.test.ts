import { expect } from 'chai';
import type { EmulatedTwilio } from './emulated-twilio.ts';
import { errorIn, openConfigured, stopAll, username, type Visit } from './fixture.ts';
import type { LoopbackAnswer } from './loopback-client.ts';
import type { TwilioAccount } from './options.ts';

const USERS = 'https://frontline-api.twilio.com/v1/Users';
const RESTRICTED = { sid: 'SK0123456789abcdef0123456789abcdef', secret: 'narrow', restricted: true };
const KEY = { sid: 'SKfedcba9876543210fedcba9876543210', secret: 'wide:open' };

function basic(name: string, password: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` };
}

function own({ account }: EmulatedTwilio): { authorization: string } {
  return basic(account.sid, account.authToken);
}

function json({ body }: LoopbackAnswer): unknown {
  return JSON.parse(body);
}

/** A Twilio at which somebody has signed in. */
async function openSignedIn(account: Partial<TwilioAccount> = {}): Promise<Visit> {
  const visit = await openConfigured({ account });
  expect((await visit.signIn()).status).to.equal(302);
  return visit;
}

describe('the REST APIs of the emulated Twilio', () => {
  afterEach(stopAll);

  it('know a user by identity after the first sign-in, as an active one', async () => {
    const { twilio, browser } = await openSignedIn();
    const user = json(await browser.get(`${USERS}/${encodeURIComponent(username)}`, own(twilio)));
    const sid = twilio.users()[0]?.sid ?? '';
    expect(sid).to.match(/^US[0-9a-f]{32}$/);
    expect(user).to.deep.equal({
      sid,
      identity: username,
      friendly_name: username,
      avatar: null,
      state: 'active',
      is_available: false,
      url: `${USERS}/${sid}`,
    });
  });

  it('know a user by SID, and keep it over further sign-ins', async () => {
    const { twilio, browser, signIn } = await openSignedIn();
    const sid = twilio.users()[0]?.sid ?? '';
    await signIn();
    expect(twilio.users()).to.have.lengthOf(1);
    expect(json(await browser.get(`${USERS}/${sid}`, own(twilio)))).to.include({ sid, identity: username });
  });

  it('answer 20404 for a user who has not signed in, and tell upper from lower case', async () => {
    const { twilio, browser } = await openSignedIn();
    for (const identity of ['eve@example.com', 'Ada@example.com', '%E0%A4%A']) {
      const answer = await browser.get(`${USERS}/${identity}`, own(twilio));
      expect(answer.status).to.equal(404);
      expect(errorIn(answer)).to.deep.equal({
        code: 20404,
        message: `The requested resource /Users/${identity} was not found`,
        more_info: 'https://www.twilio.com/docs/errors/20404',
        status: 404,
      });
    }
  });

  it('show a user who was deactivated as such', async () => {
    const { twilio, browser } = await openSignedIn();
    twilio.deactivate(username);
    expect(json(await browser.get(`${USERS}/${username}`, own(twilio)))).to.include({ state: 'deactivated' });
    expect(() => twilio.deactivate('eve@example.com')).to.throw('nobody has signed in as eve@example.com');
  });

  it('change what a post names, and nothing else', async () => {
    const { twilio, browser } = await openSignedIn();
    const changes = { FriendlyName: 'Ada', Avatar: 'https://example.com/a.png', IsAvailable: 'true' };
    const changed = json(await browser.post(`${USERS}/${username}`, changes, own(twilio)));
    expect(changed).to.include({
      friendly_name: 'Ada',
      avatar: 'https://example.com/a.png',
      is_available: true,
      state: 'active',
    });
    expect(json(await browser.post(`${USERS}/${username}`, { State: 'deactivated' }, own(twilio)))).to.include({
      friendly_name: 'Ada',
      state: 'deactivated',
    });
  });

  it('answer 70001 for a state that is none', async () => {
    const { twilio, browser } = await openSignedIn();
    const error = errorIn(await browser.post(`${USERS}/${username}`, { State: 'gone' }, own(twilio)));
    expect(error).to.include({ code: 70001, message: 'Invalid value for State: gone' });
    expect(twilio.users()[0]?.state).to.equal('active');
  });

  it('let an API key in with its secret', async () => {
    const { browser } = await openSignedIn({ apiKeys: [KEY] });
    expect((await browser.get(`${USERS}/${username}`, basic(KEY.sid, KEY.secret))).status).to.equal(200);
  });

  for (const [situation, headers] of [
    ['no credentials', {}],
    ['an unknown key', basic('SK1', 'wide:open')],
    ['a wrong secret', basic(KEY.sid, 'wide')],
    ['an unknown account', basic('AC1', 'auth-token')],
    ['a wrong Auth Token', basic('AC0123456789abcdef0123456789abcdef', 'other')],
    ['a token that is no Basic authentication', { authorization: 'Bearer x' }],
  ] as const) {
    it(`answer 20003 to ${situation}`, async () => {
      const sid = 'AC0123456789abcdef0123456789abcdef';
      const { browser } = await openSignedIn({ sid, authToken: 'auth-token', apiKeys: [KEY] });
      const answer = await browser.get(`${USERS}/${username}`, headers);
      expect(answer.status).to.equal(401);
      expect(answer.headers['www-authenticate']).to.equal('Basic realm="Twilio API"');
      expect(errorIn(answer)).to.include({ code: 20003, message: 'Authenticate', status: 401 });
    });
  }

  it('answer 70051 to a key that may do nothing here', async () => {
    const { browser } = await openSignedIn({ apiKeys: [RESTRICTED] });
    const answer = await browser.get(`${USERS}/${username}`, basic(RESTRICTED.sid, RESTRICTED.secret));
    expect(answer.status).to.equal(401);
    expect(errorIn(answer)).to.include({
      code: 70051,
      message: "Authorization Error: actor doesn't have any assertions",
    });
  });

  it('answer 429 with Retry-After as often as told, and then as ever', async () => {
    const { twilio, browser } = await openSignedIn();
    twilio.inject({ status: 429, retryAfter: '2', times: 2 });
    for (const attempt of [1, 2]) {
      const answer = await browser.get(`${USERS}/${username}`, own(twilio));
      expect(answer.status, `attempt ${attempt}`).to.equal(429);
      expect(answer.headers['retry-after']).to.equal('2');
      expect(errorIn(answer)).to.include({ code: 20429, message: 'Too Many Requests', status: 429 });
    }
    expect((await browser.get(`${USERS}/${username}`, own(twilio))).status).to.equal(200);
  });

  it('fail with the status that was injected, and leave sign-ins alone', async () => {
    const { twilio, browser, signIn } = await openSignedIn();
    twilio.inject({ status: 503 });
    expect((await signIn()).status).to.equal(302);
    const answer = await browser.get(`${USERS}/${username}`, own(twilio));
    expect(answer.status).to.equal(503);
    expect(answer.headers).not.to.have.property('retry-after');
    expect(errorIn(answer)).to.include({ code: 20500, status: 503 });
  });

  it('have no list of users', async () => {
    const { twilio, browser } = await openSignedIn();
    expect((await browser.get(USERS, own(twilio))).status).to.equal(404);
  });

  it('tell a Frontline account by its service', async () => {
    const { twilio, browser } = await openConfigured();
    const configuration = await browser.get('https://flex-api.twilio.com/v1/Configuration', own(twilio));
    expect(errorIn(configuration)).to.include({ code: 20404, status: 404 });
    const { services } = json(await browser.get('https://conversations.twilio.com/v1/Services', own(twilio))) as {
      services: { friendly_name: string; account_sid: string }[];
    };
    expect(services).to.have.lengthOf(1);
    expect(services[0]).to.include({ friendly_name: 'Frontline Service', account_sid: twilio.account.sid });
  });

  it('tell a Flex account by its configuration', async () => {
    const { twilio, browser } = await openConfigured({ account: { product: 'flex', runtimeDomain: 'owl-1' } });
    const configuration = json(await browser.get('https://flex-api.twilio.com/v1/Configuration', own(twilio)));
    expect(configuration).to.include({ account_sid: twilio.account.sid, runtime_domain: 'owl-1' });
    const services = json(await browser.get('https://conversations.twilio.com/v1/Services', own(twilio)));
    expect(services).to.deep.include({ services: [] });
  });

  it('want credentials for what tells the products apart', async () => {
    const { browser } = await openConfigured({ account: { product: 'flex' } });
    for (const url of [
      'https://flex-api.twilio.com/v1/Configuration',
      'https://conversations.twilio.com/v1/Services',
    ]) {
      expect(errorIn(await browser.get(url)).code, url).to.equal(20003);
    }
  });
});
