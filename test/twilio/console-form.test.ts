import { expect } from 'chai';
import { readConsoleForm, type ConsoleForm } from './console-form.ts';
import { issuer, key, otherKey, ssoUrl } from './fixture.ts';
import { ConsoleFormRefused } from './identity-provider.ts';
import { settle, type TwilioSwitches } from './options.ts';

const form: ConsoleForm = { workspaceId: 'example-dev', issuer, ssoUrl, certificate: key.certificatePem };

function read(
  changed: Partial<ConsoleForm>,
  switches: Partial<TwilioSwitches> = {},
): ReturnType<typeof readConsoleForm> {
  return readConsoleForm({ ...form, ...changed }, settle({ switches }).switches);
}

function refusedField(changed: Partial<ConsoleForm>): string | undefined {
  try {
    read(changed);
    return undefined;
  } catch (error) {
    expect(error).to.be.instanceOf(ConsoleFormRefused);
    return (error as ConsoleFormRefused).field;
  }
}

describe('the form of the Console', () => {
  it('is stored with its URL and certificate read', () => {
    const { ssoUrl: url, certificate, ...rest } = read({});
    expect(rest).to.deep.equal({ workspaceId: 'example-dev', issuer });
    expect(url?.href).to.equal(ssoUrl);
    expect(certificate?.toString()).to.equal(key.certificatePem);
  });

  for (const workspaceId of ['ab', '1-', 'A'.repeat(21)]) {
    it(`takes the Workspace ID "${workspaceId}"`, () => {
      expect(read({ workspaceId }).workspaceId).to.equal(workspaceId);
    });
  }

  for (const workspaceId of ['', 'a', '-ab', 'a_b', 'a b', 'é-dev', 'A'.repeat(22), 'ab\n']) {
    it(`refuses the Workspace ID ${JSON.stringify(workspaceId)} with the rule`, () => {
      expect(() => read({ workspaceId })).to.throw(
        ConsoleFormRefused,
        /start with a letter or number.*2-21 characters/,
      );
    });
  }

  for (const [field, value] of [
    ['issuer', ''],
    ['ssoUrl', 'example.my.salesforce.com'],
    ['ssoUrl', 'javascript:alert(1)'],
    ['certificate', ''],
    ['certificate', key.certificatePem.replaceAll('\n', '\r\n')],
    ['certificate', key.certificatePem.replace(/-----[A-Z ]+-----\n/g, '')],
    ['certificate', key.certificatePem + otherKey.certificatePem],
    ['certificate', key.certificatePem.replace('MII', 'AII')],
    ['certificate', key.certificatePem.replaceAll('CERTIFICATE', 'PUBLIC KEY')],
  ] as const) {
    it(`refuses the ${field} ${JSON.stringify(value).slice(0, 60)}`, () => {
      expect(refusedField({ [field]: value })).to.equal(field);
    });
  }

  for (const [what, certificate] of [
    ['other line ends', key.certificatePem.replaceAll('\n', '\r\n')],
    ['bare Base64', key.certificatePem.replace(/-----[A-Z ]+-----\n/g, '')],
    ['a chain, of which it takes the first', key.certificatePem + otherKey.certificatePem],
  ] as const) {
    it(`takes a certificate with ${what} where any form will do`, () => {
      expect(read({ certificate }, { certificateForms: 'any' }).certificate?.toString()).to.equal(key.certificatePem);
    });
  }

  it('stores what is of no use where nothing is checked before a sign-in', () => {
    const saved = read({ ssoUrl: 'none', certificate: 'none' }, { settingsChecked: 'at-sign-in' });
    expect(saved).to.include({ ssoUrl: undefined, certificate: undefined });
  });

  it('holds the Workspace ID to its rule where nothing else is checked', () => {
    expect(() => read({ workspaceId: '' }, { settingsChecked: 'at-sign-in' })).to.throw(ConsoleFormRefused);
  });
});
