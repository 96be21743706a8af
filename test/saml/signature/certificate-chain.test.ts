import { expect } from 'chai';
import { signByAuthority } from '../../org/certificate/authority.ts';
import { otherKey } from '../keys.ts';
import { now, replace, reportOn, type Edit } from '../sign-in.ts';

const CERTIFICATE = /-----BEGIN[^]*?-----END CERTIFICATE-----\n/g;

const signed = signByAuthority('SignIn', 3, now);
const chain = signed.chainPem.match(CERTIFICATE) as [leaf: string, issuer: string, root: string];
const [leaf, issuer, root] = chain;
const foreign = otherKey.certificatePem;

/** The first signature of a text, with these certificates inside. Its own KeyInfo is not signed. */
function withCertificates(certificates: string[]): Edit {
  const elements = certificates.map((pem) => {
    return `<ds:X509Certificate>${pem.replace(/-----[A-Z ]+-----|\s/g, '')}</ds:X509Certificate>`;
  });
  return replace(/<ds:X509Data>[^]*?<\/ds:X509Data>/, `<ds:X509Data>${elements.join('')}</ds:X509Data>`);
}

/** What the checks of the certificates inside say of a response that the leaf's key has signed. */
function certificateChecks(certificates: string[]): Array<[status: string, actual: string]> {
  const edit = withCertificates(certificates);
  const report = reportOn(
    { signing: { key: signed }, signedAssertion: edit, signedResponse: edit },
    { certificates: [leaf] },
  );
  const checks = report.checks.filter(({ id }) => /^sig\.\w+\.cert$/.test(id));
  expect(report.ok).to.equal(checks.every(({ status }) => status === 'pass'));
  return checks.map(({ status, actual }) => [status, actual]);
}

describe('a response signed with the key of a certificate that an authority has signed', () => {
  const good: Array<{ what: string; certificates: string[] }> = [
    { what: 'the certificate alone', certificates: [leaf] },
    { what: 'the whole chain', certificates: [leaf, issuer, root] },
    { what: 'the chain without its root', certificates: [leaf, issuer] },
    { what: 'the chain from the root on, as its order means nothing', certificates: [root, issuer, leaf] },
  ];
  for (const { what, certificates } of good) {
    it(`passes with ${what} inside`, () => {
      const named = `SignIn, SHA-256 `;
      for (const [status, actual] of certificateChecks(certificates)) {
        expect(status).to.equal('pass');
        expect(actual).to.include(named);
      }
    });
  }

  const bad: Array<{ what: string; certificates: string[]; actual: string }> = [
    {
      what: 'a foreign certificate behind the chain',
      certificates: [leaf, issuer, root, foreign],
      actual: 'a certificate that is not in the chain: SelfSignedCert_01Jan2026_000000',
    },
    {
      what: 'a foreign certificate before the chain',
      certificates: [foreign, leaf, issuer],
      actual: 'a certificate that is not in the chain: SelfSignedCert_01Jan2026_000000',
    },
    {
      what: 'a root without the certificate that it has signed',
      certificates: [leaf, root],
      actual: 'a certificate that is not in the chain: Example Root',
    },
  ];
  for (const { what, certificates, actual } of bad) {
    it(`is refused with ${what} inside`, () => {
      expect(certificateChecks(certificates)).to.deep.equal([
        ['fail', actual],
        ['fail', actual],
      ]);
    });
  }

  it('is refused with its authorities alone inside', () => {
    for (const [status, actual] of certificateChecks([issuer, root])) {
      expect(status).to.equal('fail');
      expect(actual).to.match(/^Example Issuer 1, SHA-256 /);
    }
  });
});
