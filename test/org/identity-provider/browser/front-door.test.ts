import { expect } from 'chai';
import { call } from '../../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../emulated-org.ts';
import type { OrgOptions } from '../../state.ts';
import { NOW, openBrowser, userNamed } from '../testing.ts';

describe('the front door', () => {
  let org: EmulatedOrg;
  let now: Date;

  const start = async (options: OrgOptions = {}): Promise<void> => {
    now = NOW;
    org = await startEmulatedOrg({ clock: () => now, ...options });
  };

  afterEach(() => org.stop());

  async function doorTo(path: string, token = org.token): Promise<string> {
    const reply = await call(org, `/services/oauth2/singleaccess?redirect_uri=${encodeURIComponent(path)}`, { token });
    return reply.json<{ frontdoor_uri: string }>().frontdoor_uri;
  }

  const forms = ['status', 'meta-refresh', 'script'] as const;
  for (const redirectForm of forms) {
    it(`lets a browser in and sends it on, by ${redirectForm}`, async () => {
      await start({ redirectForm });
      const browser = openBrowser(org);
      const visit = await browser.get(await doorTo('/home/home.jsp?x=a%26b&y=\'"<'));
      expect(visit.path).to.equal('/home/home.jsp');
      expect([...visit.query]).to.deep.equal([
        ['x', 'a&b'],
        ['y', '\'"<'],
      ]);
      expect(visit.text).to.include('Signed in as admin@example.test.');
    });
  }

  it('answers in the form that the options choose', async () => {
    const shapes = [];
    for (const redirectForm of forms) {
      await start({ redirectForm });
      const reply = await call(org, new URL(await doorTo('/a?b=c')).href.slice(org.url.length), { token: undefined });
      shapes.push([reply.status, reply.headers.get('location'), /URL=[^"]*|replace\('[^']*'/.exec(reply.text)?.[0]]);
      await org.stop();
    }
    await start();
    expect(shapes).to.deep.equal([
      [302, '/a?b=c', undefined],
      [200, null, 'URL=/a?b=c'],
      [200, null, "replace('\\/a?b\\u003Dc'"],
    ]);
  });

  it('sets cookies that no script reads', async () => {
    await start();
    const reply = await call(org, (await doorTo('/')).slice(org.url.length), { token: undefined });
    const cookies = reply.headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split('=')[0])).to.deep.equal(['sid', 'BrowserId']);
    expect(cookies.every((cookie) => /; Path=\/; HttpOnly; SameSite=Lax/.test(cookie))).to.equal(true);
    expect(reply.headers.get('cache-control')).to.include('no-store');
    expect(reply.headers.get('date')).to.equal(NOW.toUTCString());
  });

  it('opens once', async () => {
    await start();
    const address = await doorTo('/home/home.jsp');
    await openBrowser(org).get(address);
    const second = await openBrowser(org).get(address);
    expect(second.path).to.equal('/');
    expect(second.query.get('ec')).to.equal('302');
    expect(second.text).to.include('type="password"');
  });

  it('is closed after a minute, and for a user who was deactivated meanwhile', async () => {
    await start();
    const late = await doorTo('/home/home.jsp');
    now = new Date(NOW.getTime() + 60_000);
    expect((await openBrowser(org).get(late)).query.get('startURL')).to.equal('/home/home.jsp');
    const lost = await doorTo('/home/home.jsp', org.signIn('sam@example.test'));
    userNamed(org, 'sam')['IsActive'] = false;
    expect((await openBrowser(org).get(lost)).text).to.include('type="password"');
  });

  it('leads to no other host, also when the value was made for one', async () => {
    await start();
    const address = await doorTo('/.//evil.example');
    const visit = await openBrowser(org).get(address);
    expect(visit.status).to.equal(400);
    expect(visit.text).to.include('Invalid Page Redirection');
  });

  describe('in the older form, with a session id', () => {
    for (const method of ['GET', 'POST'] as const) {
      it(`lets a browser in by ${method}`, async () => {
        await start();
        const browser = openBrowser(org);
        const form = { sid: org.token, retURL: '/home/home.jsp' };
        const visit =
          method === 'GET'
            ? await browser.get(`/secur/frontdoor.jsp?${new URLSearchParams(form)}`)
            : await browser.post('/secur/frontdoor.jsp', form);
        expect(visit.text).to.include('Signed in as admin@example.test.');
        expect(browser.cookies.get('sid')).to.equal(org.token);
      });
    }

    it('leads to the login page with a session that is over or unknown', async () => {
      await start();
      for (const sid of ['', 'made-up']) {
        const visit = await openBrowser(org).post('/secur/frontdoor.jsp', { sid, retURL: '/a' });
        expect([visit.path, visit.query.get('startURL')]).to.deep.equal(['/', '/a']);
      }
    });

    for (const retURL of ['//evil.example', 'https://evil.example', '/\\evil.example', 'evil']) {
      it(`refuses to lead to ${retURL}, and sets no cookie`, async () => {
        await start();
        const browser = openBrowser(org);
        const visit = await browser.post('/secur/frontdoor.jsp', { sid: org.token, retURL });
        expect(visit.status).to.equal(400);
        expect(browser.cookies.size).to.equal(0);
      });
    }
  });
});
