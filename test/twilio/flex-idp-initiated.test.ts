import { expect } from 'chai';
import { errorIn, ssoUrl, stopAll, toBase64, username } from './fixture.ts';
import { expectNobody, makeFlexXml, openFlex } from './flex-fixture.ts';

describe('a sign-in to the emulated Flex that starts at the identity provider', () => {
  afterEach(stopAll);

  for (const defaultRedirectUrl of ['https://flex.twilio.com/example-1234', ssoUrl]) {
    it(`ends at the Default Redirect URL ${defaultRedirectUrl}`, async () => {
      const { flex, bring } = await openFlex({}, { defaultRedirectUrl });
      const { status, headers } = await bring(toBase64(makeFlexXml(flex)), flex.desktopUrl);
      expect([status, headers.location]).to.deep.equal([302, defaultRedirectUrl]);
      expect(flex.users()).to.have.lengthOf(1);
    });
  }

  it('ends at the desktop where the Default Redirect URL is the login link', async () => {
    const { flex, browser, bring } = await openFlex({}, { defaultRedirectUrl: 'https://flex.twilio.com/example-1234' });
    const { headers } = await bring(toBase64(makeFlexXml(flex)));
    expect((await browser.get(headers.location ?? '')).headers.location).to.equal(flex.desktopUrl);
    expect((await browser.get(flex.desktopUrl)).body).to.include(`Welcome, ${username}`);
  });

  it('is refused where there is no Default Redirect URL', async () => {
    const { flex, bring } = await openFlex();
    const { code, message } = errorIn(await bring(toBase64(makeFlexXml(flex))));
    expect(code).to.equal(70004);
    expect(message).to.equal('authentication failed: The Response answers no AuthNRequest of the SP');
    expectNobody(flex);
  });

  it('ends at the desktop without a Default Redirect URL where the switch says so', async () => {
    const { flex, bring } = await openFlex({ switches: { idpInitiated: 'accepted' } });
    expect((await bring(toBase64(makeFlexXml(flex)))).headers.location).to.equal(flex.desktopUrl);
  });

  it('is always refused where the switch says so', async () => {
    const switches = { idpInitiated: 'refused' } as const;
    const { flex, bring } = await openFlex({ switches }, { defaultRedirectUrl: ssoUrl });
    expect((await bring(toBase64(makeFlexXml(flex)))).status).to.equal(401);
    expectNobody(flex);
  });

  it('happens once for each response', async () => {
    const { flex, bring } = await openFlex({}, { defaultRedirectUrl: ssoUrl });
    const samlResponse = toBase64(makeFlexXml(flex, { assertionId: '_once' }));
    expect((await bring(samlResponse)).status).to.equal(302);
    expect(errorIn(await bring(samlResponse)).message).to.equal(
      'authentication failed: The Assertion _once has been used before',
    );
  });
});
