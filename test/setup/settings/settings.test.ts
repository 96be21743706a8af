import { expect } from 'chai';
import { parseCertificateName, parseEmail, parseIssuer } from '../../../plugin/setup/settings/settings.ts';

describe('settings', () => {
  for (const email of ['admin@example.com', ' a.b+c@sub.example.co.uk ', "o'brien@example.ie"]) {
    it(`takes "${email}" as an email address`, () => {
      expect(parseEmail(email)).to.equal(email.trim());
    });
  }

  for (const email of [
    '',
    'admin',
    'admin@',
    '@example.com',
    'a@b',
    'a b@example.com',
    'a@b@example.com',
    'a@example..com',
  ]) {
    it(`refuses "${email}" as an email address`, () => {
      expect(() => parseEmail(email))
        .to.throw(`"${email}" is not an email address`)
        .with.property('exitCode', 2);
    });
  }

  for (const name of ['SalesforceSSO', 'A', 'A_1', 'a'.repeat(64)]) {
    it(`takes "${name}" as a certificate's name`, () => {
      expect(parseCertificateName(name)).to.equal(name);
    });
  }

  for (const name of ['', '1A', '_A', 'A_', 'A__B', 'A-B', 'Ä', 'a'.repeat(65), '../../x']) {
    it(`refuses "${name}" as a certificate's name`, () => {
      expect(() => parseCertificateName(name))
        .to.throw('cannot be the name of a certificate')
        .with.property('exitCode', 2);
    });
  }

  it('keeps an issuer unchanged', () => {
    expect(parseIssuer('https://Acme.my.salesforce.com/')).to.equal('https://Acme.my.salesforce.com/');
  });

  for (const issuer of ['', 'acme.my.salesforce.com', 'ftp://acme', 'https://a b']) {
    it(`refuses "${issuer}" as an issuer`, () => {
      expect(() => parseIssuer(issuer))
        .to.throw('cannot be an issuer')
        .with.property('name', 'IssuerInvalidError');
    });
  }
});
