import { expect } from 'chai';
import { startEmulatedOrg, type EmulatedOrg } from '../../emulated-org.ts';
import { LOGIN_REFUSED } from '../pages/login-page.ts';
import { fromHtml, NOW, openBrowser, type Visit } from '../testing.ts';

describe('the login page', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg({ clock: () => NOW, userPassword: 'a "secret" & more' });
  });
  afterEach(() => org.stop());

  function logIn(form: Record<string, string>): Promise<Visit> {
    return openBrowser(org).post('/', form);
  }

  it('labels its fields, in the language that it names', async () => {
    const { text } = await openBrowser(org).get('/');
    expect(text).to.include('<html lang="en">').and.include('<title>Login | Salesforce</title>');
    const labelled = [...text.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id);
    const inputs = [...text.matchAll(/<input\s+id="([^"]+)"/g)].map(([, id]) => id);
    expect(labelled).to.deep.equal(['username', 'password']);
    expect(inputs).to.deep.equal(labelled);
    expect(text).not.to.include('role="alert"');
  });

  it('lets an active user in, whatever the case of the name, and shows home', async () => {
    const visit = await logIn({ username: ' Sam@Example.Test', pw: 'a "secret" & more' });
    expect(visit.path).to.equal('/home/home.jsp');
    expect(visit.text).to.include('Signed in as sam@example.test.');
  });

  it('takes the name also from the field that scripts fill', async () => {
    expect((await logIn({ un: 'sam@example.test', username: '', pw: 'a "secret" & more' })).path).to.equal(
      '/home/home.jsp',
    );
  });

  for (const [situation, form] of [
    ['a wrong password', { username: 'sam@example.test', pw: 'wrong' }],
    ['no password', { username: 'sam@example.test' }],
    ['an unknown user', { username: '"><script>alert(1)</script>', pw: 'a "secret" & more' }],
    ['an inactive user', { username: 'gone@example.test', pw: 'a "secret" & more' }],
  ] as Array<[string, Record<string, string>]>) {
    it(`comes back with one and the same sentence for ${situation}`, async () => {
      const browser = openBrowser(org);
      const { text } = await browser.post('/', { ...form, startURL: '/idp/login?app=0sp' });
      expect(fromHtml(text)).to.include(`role="alert">${LOGIN_REFUSED}`);
      expect(text).to.include('aria-invalid="true" aria-describedby="error"').and.not.include('<script>alert');
      expect(fromHtml(text)).to.include('name="startURL" value="/idp/login?app=0sp"');
      expect(text).not.to.include('secret');
      expect(browser.cookies.size).to.equal(0);
    });
  }

  it('leads to the page that was asked for, before the login and with a session', async () => {
    const browser = openBrowser(org);
    const page = await browser.get('/home/home.jsp?tab=1');
    expect([page.path, page.query.get('startURL')]).to.deep.equal(['/', '/home/home.jsp']);
    await browser.post('/', { username: 'sam@example.test', pw: 'a "secret" & more', startURL: '/home/home.jsp?a=b' });
    const again = await browser.get('/?startURL=%2Fhome%2Fhome.jsp%3Fa%3Db');
    expect([again.path, again.query.get('a')]).to.deep.equal(['/home/home.jsp', 'b']);
  });

  it('leads to no other host', async () => {
    for (const startURL of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      const browser = openBrowser(org);
      const shown = await browser.get(`/?ec=302&startURL=${encodeURIComponent(startURL)}`);
      const posted = await browser.post('/', { username: 'sam@example.test', pw: 'a "secret" & more', startURL });
      expect([shown.status, posted.status], startURL).to.deep.equal([400, 400]);
      expect(browser.cookies.size).to.equal(0);
    }
  });

  it('is shown again to a user who was deactivated after the login', async () => {
    const browser = openBrowser(org);
    await browser.post('/', { username: 'sam@example.test', pw: 'a "secret" & more' });
    org.state.rows.get('User')!.find(({ Username }) => Username === 'sam@example.test')!['IsActive'] = false;
    expect((await browser.get('/home/home.jsp')).path).to.equal('/');
  });
});
