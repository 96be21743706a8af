import { expect } from 'chai';
import { call } from '../../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../emulated-org.ts';
import type { OrgOptions } from '../../state.ts';
import { NOW, openBrowser } from '../testing.ts';

const LIGHTNING = 'https://acme.lightning.force.com';

describe('the front door of an org with a second host', () => {
  let org: EmulatedOrg;

  async function start(options: OrgOptions = {}): Promise<void> {
    org = await startEmulatedOrg({ clock: () => NOW, redirectForm: 'status', lightningHost: LIGHTNING, ...options });
  }

  afterEach(() => org.stop());

  /** Where an address of the org sends a browser that came with this host and these cookies. */
  async function onwardFrom(address: string, headers: Record<string, string> = {}): Promise<URL> {
    const { pathname, search } = new URL(address);
    const reply = await call(org, pathname + search, { token: undefined, headers });
    return new URL(reply.headers.get('location') ?? '', org.url);
  }

  async function frontDoor(path: string): Promise<string> {
    const reply = await call(org, `/services/oauth2/singleaccess?redirect_uri=${encodeURIComponent(path)}`);
    return reply.json<{ frontdoor_uri: string }>().frontdoor_uri;
  }

  it('sends a browser there, from there back to the org, and there to the page asked for', async () => {
    await start();
    const elsewhere = await onwardFrom(await frontDoor('/idp/login?app=0sp1&RelayState=a%26b'));
    expect(elsewhere.origin).to.equal(LIGHTNING);
    const back = await onwardFrom(elsewhere.href);
    expect(back.origin).to.equal(org.url);
    const page = await onwardFrom(back.href, { cookie: `sid=${org.token}` });
    expect(page.href).to.equal(`${org.url}/idp/login?app=0sp1&RelayState=a%26b`);
  });

  it('sends a browser back to the name under which it came', async () => {
    await start({ myDomain: 'https://acme.my.salesforce.com' });
    const elsewhere = await onwardFrom(await frontDoor('/a'));
    expect((await onwardFrom(elsewhere.href)).origin).to.equal(org.url);
    // The host of a request cannot be chosen here, so the second host is asked with what the other name would give it.
    const query = new URLSearchParams({ retURL: 'https://acme.my.salesforce.com/a' });
    expect((await onwardFrom(`${LIGHTNING}/one/one.app?${query}`)).origin).to.equal('https://acme.my.salesforce.com');
  });

  it('sends nobody from there to a host that is not the org', async () => {
    await start();
    for (const address of ['https://elsewhere.example/a', 'nonsense', '']) {
      const query = new URLSearchParams({ retURL: address });
      expect((await call(org, `/one/one.app?${query}`, { token: undefined })).status).to.equal(400);
    }
    expect((await call(org, '/visualforce/session?url=//elsewhere.example')).status).to.equal(400);
  });

  it('still asks for what stands between a login and the page', async () => {
    await start({ loginInterruption: 'mfa' });
    const elsewhere = await onwardFrom(await frontDoor('/home/home.jsp'));
    const browser = openBrowser(org);
    const door = await call(org, (await frontDoor('/home/home.jsp')).slice(org.url.length), { token: undefined });
    const sid = /^sid=([^;]*)/.exec(door.headers.getSetCookie()[0] ?? '')?.[1];
    browser.cookies.set('sid', sid ?? '');
    const visit = await browser.get((await onwardFrom(elsewhere.href)).href);
    expect(visit.text).to.include('Choose a Verification Method');
  });

  it('asks for a login where there is no session', async () => {
    await start();
    const visit = await openBrowser(org).get('/visualforce/session?url=%2Fhome%2Fhome.jsp');
    expect(visit.query.get('startURL')).to.equal('/home/home.jsp');
  });
});
