import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { SaxesParser } from 'saxes';
import { openConfigured, replacing, stopAll } from './fixture.ts';
import { errorPage } from './pages/error-answer.ts';
import { flexLoginPage, loginPage, unknownWorkspacePage } from './pages/login-page.ts';
import { welcomePage } from './pages/welcome-page.ts';
import { TwilioError } from './twilio-error.ts';

const HOSTILE = `"'><script>alert(1)</script>&amp;`;
const ESCAPED = '&#34;&#39;&#62;&#60;script&#62;alert(1)&#60;/script&#62;&#38;amp;';

const pages = {
  'the login page': loginPage(),
  'the page for an unknown workspace': unknownWorkspacePage(HOSTILE),
  'the page of a signed-in user': welcomePage('Frontline', { nameId: HOSTILE, roles: ['agent', HOSTILE] }),
  'the page of an error': errorPage(new TwilioError(70004, HOSTILE), {
    product: 'Frontline',
    loginPageUrl: 'https://frontline.twilio.com/login',
  }),
  'the page of Flex for a visitor': flexLoginPage(`https://flex.twilio.com/${HOSTILE}`),
  'the page of a user of Flex': welcomePage('Flex', { nameId: HOSTILE, roles: [HOSTILE], fullName: HOSTILE }),
  'the page of an error of Flex': errorPage(new TwilioError(45050, HOSTILE), {
    product: 'Flex',
    loginPageUrl: 'https://flex.twilio.com/owl-1',
  }),
};

/** Names of the elements of a page; void elements are closed first, as an XML parser wants them. */
function elementsOf(body: string): string[] {
  const names: string[] = [];
  const parser = new SaxesParser({ fragment: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => names.push(name));
  const xml = body
    .replace('<!DOCTYPE html>', '')
    .replace(/<(meta|link|input)\b([^>]*)>/g, '<$1$2/>')
    .replace(/ (required|autofocus)\b/g, ' $1=""');
  parser.write(xml).close();
  return names;
}

describe('the pages of the emulated Twilio', () => {
  afterEach(stopAll);

  for (const [name, { body, headers }] of Object.entries(pages)) {
    it(`keep every value from becoming markup on ${name}`, () => {
      expect(elementsOf(body)).not.to.include('script');
    });

    it(`have a language, a title, one heading and a main part on ${name}`, () => {
      expect(body)
        .to.match(/<html lang="en">/)
        .and.match(name.includes('Flex') ? / - Twilio Flex<\/title>/ : / - Twilio Frontline<\/title>/);
      expect(elementsOf(body).filter((element) => element === 'h1')).to.have.lengthOf(1);
      expect(elementsOf(body)).to.include('main');
    });

    it(`load nothing, and allow their one style by its hash, on ${name}`, () => {
      const style = /<style>([^]*)<\/style>/.exec(body)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      expect(headers['Content-Security-Policy']).to.include(`default-src 'none'; style-src 'sha256-${hash}'`);
      expect(body).not.to.match(/ src=|@import|url\(|<link (?!rel="icon" href="data:,">)/);
      expect(style).to.include('color-scheme: light dark').and.include('prefers-color-scheme: dark');
    });
  }

  it('give back the Workspace ID that was typed, and tie the error to its field', () => {
    const { body } = pages['the page for an unknown workspace'];
    expect(body).to.include(`value="${ESCAPED}"`).and.include('aria-invalid="true" aria-describedby="wrong"');
    expect(body).to.include('<p id="wrong" class="wrong" role="alert">Company name not found</p>');
  });

  it('have a labelled field and a form that is sent to the login page', () => {
    const { body } = pages['the login page'];
    expect(body).to.include('<form method="post" action="/login">');
    expect(body).to.include('<label for="workspace">Workspace ID</label>').and.include('<input id="workspace"');
    expect(body).not.to.include('aria-invalid');
  });

  it('leave the form free to end at the identity provider', () => {
    expect(pages['the login page'].headers['Content-Security-Policy']).not.to.include('form-action');
  });

  it('show code, title, message and status of an error', () => {
    const { body, status } = pages['the page of an error'];
    expect(status).to.equal(401);
    expect(body).to.include('<h1>Error 70004</h1>').and.include('Unauthorized').and.include('HTTP status 401');
    expect(body).to.include(`<p id="message">${ESCAPED}</p>`);
    expect(body).to.include('href="https://frontline.twilio.com/login"');
  });

  it('escape a NameID that comes with a valid response', async () => {
    const { signIn, browser } = await openConfigured();
    const { status } = await signIn({
      editAssertion: replacing('>ada@example.com</saml:NameID>', '>&lt;b&gt;</saml:NameID>'),
    });
    expect(status).to.equal(302);
    expect((await browser.get('https://frontline.twilio.com/')).body).to.include('Welcome, &#60;b&#62;</h1>');
  });
});
