import { expect } from 'chai';
import { issuer, key, ssoUrl } from './fixture.ts';
import { readFlexConsoleForm, type FlexConsoleForm, type FlexSettings } from './flex/console-form.ts';
import { ConsoleFormRefused } from './identity-provider.ts';
import { settle, type TwilioSwitches } from './options.ts';

const LOGIN_LINK = 'https://flex.twilio.com/owl-1';

const form: FlexConsoleForm = { friendlyName: 'SalesforceSSO', issuer, ssoUrl, certificate: key.certificatePem };

function read(changed: Partial<FlexConsoleForm> = {}, switches: Partial<TwilioSwitches> = {}): FlexSettings {
  return readFlexConsoleForm({ ...form, ...changed }, settle({ switches }).switches);
}

function refusedField(changed: Partial<FlexConsoleForm>): string | undefined {
  try {
    read(changed);
    return undefined;
  } catch (error) {
    expect(error).to.be.instanceOf(ConsoleFormRefused);
    return (error as ConsoleFormRefused).field;
  }
}

describe('the form of Flex in the Console', () => {
  it('is stored without a redirect and trusted addresses where none are given', () => {
    const { ssoUrl: url, certificate, ...rest } = read();
    expect(rest).to.deep.equal({
      friendlyName: 'SalesforceSSO',
      issuer,
      defaultRedirectUrl: undefined,
      trustedUrls: [],
    });
    expect(url?.href).to.equal(ssoUrl);
    expect(certificate?.toString()).to.equal(key.certificatePem);
  });

  for (const defaultRedirectUrl of [LOGIN_LINK, ssoUrl]) {
    it(`takes the Default Redirect URL ${defaultRedirectUrl}, as one of Twilio's pages has it`, () => {
      expect(read({ defaultRedirectUrl }).defaultRedirectUrl?.href).to.equal(defaultRedirectUrl);
    });
  }

  it("takes an issuer with the slash of Twilio's guide, and keeps it", () => {
    expect(read({ issuer: `${issuer}/` }).issuer).to.equal(`${issuer}/`);
  });

  it("takes the trusted addresses of Twilio's guide", () => {
    const trustedUrls = ['http://localhost:3000', 'https://example.com/flex'];
    expect(read({ trustedUrls }).trustedUrls.map(({ href }) => href)).to.deep.equal([
      'http://localhost:3000/',
      'https://example.com/flex',
    ]);
  });

  for (const [field, changed] of [
    ['friendlyName', { friendlyName: ' ' }],
    ['issuer', { issuer: '' }],
    ['ssoUrl', { ssoUrl: 'example.my.salesforce.com' }],
    ['certificate', { certificate: 'none' }],
    ['defaultRedirectUrl', { defaultRedirectUrl: 'flex.twilio.com/owl-1' }],
    ['trustedUrls', { trustedUrls: ['https://example.com', 'example.com'] }],
    ['trustedUrls', { trustedUrls: ['https://*.example.com'] }],
  ] as const) {
    it(`refuses ${JSON.stringify(changed)} and names the field`, () => {
      expect(refusedField(changed)).to.equal(field);
    });
  }

  it('stores what is of no use where nothing is checked before a sign-in', () => {
    const saved = read({ ssoUrl: 'none', certificate: 'none' }, { settingsChecked: 'at-sign-in' });
    expect(saved).to.include({ ssoUrl: undefined, certificate: undefined });
  });
});
