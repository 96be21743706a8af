import { createSign, type KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { SignedXml } from 'xml-crypto';
import { makeCertificate } from '../../../certificate/certificate.ts';
import type { EmulatedOrg } from '../../../emulated-org.ts';
import {
  authnRequest,
  formIn,
  grant,
  lastCode,
  logIn,
  NOW,
  ownedSet,
  redirectAddress,
  samlConfig,
  startIdentityProvider,
} from '../../testing.ts';
import type { TestBrowser } from '../../testing.ts';

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

const serviceProvider = certificateOf('sp.example');
const stranger = certificateOf('other.example');

function certificateOf(commonName: string): ReturnType<typeof makeCertificate> {
  return makeCertificate({ commonName, organizationId: '00D000000000001', keySize: 2048, created: NOW });
}

/** The address of a request with its signature (SAML Bindings, section 3.4.4.1). */
function signedAddress(
  key: KeyObject,
  { relayState = 'a relay/state', algorithm = RSA_SHA256, digest = 'sha256' } = {},
): string {
  const [path, query] = redirectAddress(authnRequest(), relayState).split('?');
  const signed = `${query}&SigAlg=${encodeURIComponent(algorithm)}`;
  const signature = createSign(digest).update(signed).sign(key, 'base64');
  return `${path}?${signed}&Signature=${encodeURIComponent(signature)}`;
}

function signedDocument(key: KeyObject, xml = authnRequest(), reference = "//*[local-name(.)='AuthnRequest']"): string {
  const signer = new SignedXml({ privateKey: key.export({ type: 'pkcs8', format: 'pem' }) });
  signer.signatureAlgorithm = RSA_SHA256;
  signer.canonicalizationAlgorithm = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  signer.addReference({
    xpath: reference,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
  });
  signer.computeSignature(xml, { location: { reference: "//*[local-name(.)='Issuer']", action: 'after' } });
  return signer.getSignedXml();
}

describe('a request to an app that verifies request signatures', () => {
  let org: EmulatedOrg;
  let browser: TestBrowser;

  async function start(certificate: string): Promise<void> {
    const beforeEntity = `<certificate>${certificate}</certificate>`;
    org = await startIdentityProvider({}, { after: samlConfig({ beforeEntity }) });
    grant(org, ownedSet(org, 'sam'));
    browser = await logIn(org, 'sam');
  }

  const post = (xml: string): Promise<string> =>
    browser
      .post('/idp/endpoint/HttpPost', { SAMLRequest: Buffer.from(xml).toString('base64') })
      .then((visit) => formIn(visit).fields['SAMLResponse'] ?? '');

  afterEach(() => org.stop());

  describe('in the HTTP-Redirect binding', () => {
    it('is answered when it is signed with the key of the certificate', async () => {
      await start(serviceProvider.certificatePem);
      const visit = await browser.get(signedAddress(serviceProvider.privateKey));
      expect(formIn(visit).fields['RelayState']).to.equal('a relay/state');
      expect(lastCode(org)).to.equal('Success');
    });

    it('is answered also with SHA-1, and where the PEM has lost its first and last line', async () => {
      await start(serviceProvider.certificatePem.replace(/-----[^-]+-----/g, ''));
      const algorithm = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
      await browser.get(signedAddress(serviceProvider.privateKey, { algorithm, digest: 'sha1' }));
      expect(lastCode(org)).to.equal('Success');
    });

    const good = (): string => signedAddress(serviceProvider.privateKey);
    for (const [situation, address] of [
      ['is not signed', () => redirectAddress(authnRequest(), 'a')],
      ['is signed with another key', () => signedAddress(stranger.privateKey)],
      [
        'has another relay state than was signed',
        () => good().replace('relay%2F', 'relax%2F').replace('relay/', 'relax/'),
      ],
      ['names another algorithm', () => good().replace('rsa-sha256', 'rsa-sha512')],
      ['names an algorithm that is none', () => good().replace(/SigAlg=[^&]*/, 'SigAlg=none')],
      ['has an empty signature', () => good().replace(/&Signature=.*/, '&Signature=')],
    ] as const) {
      it(`is refused when it ${situation}`, async () => {
        await start(serviceProvider.certificatePem);
        const visit = await browser.get(address());
        expect(visit.text).to.include('Error: Invalid Signature').and.not.include('SAMLResponse');
        expect(lastCode(org)).to.equal('InvalidSignature');
      });
    }

    it('is refused when the certificate cannot be read', async () => {
      await start('no certificate');
      await browser.get(signedAddress(serviceProvider.privateKey));
      expect(lastCode(org)).to.equal('InvalidSignature');
    });
  });

  describe('in the HTTP-POST binding', () => {
    it('is answered when the document is signed with the key of the certificate', async () => {
      await start(serviceProvider.certificatePem);
      expect(await post(signedDocument(serviceProvider.privateKey))).not.to.equal('');
      expect(lastCode(org)).to.equal('Success');
    });

    const good = (): string => signedDocument(serviceProvider.privateKey);
    for (const [situation, xml] of [
      ['is not signed', () => authnRequest()],
      ['is signed with another key', () => signedDocument(stranger.privateKey)],
      ['was changed after signing', () => good().replace('Version="2.0"', 'Version="2.0" ForceAuthn="false"')],
      [
        'is signed in a part alone',
        () => signedDocument(serviceProvider.privateKey, authnRequest(), "//*[local-name(.)='Issuer']"),
      ],
      ['holds two signatures', () => good().replace(/<Signature.*<\/Signature>/s, '$&$&')],
      ['holds a signature that is empty', () => good().replace(/(<Signature[^>]*>).*(<\/Signature>)/s, '$1$2')],
    ] as const) {
      it(`is refused when it ${situation}`, async () => {
        await start(serviceProvider.certificatePem);
        expect(await post(xml())).to.equal('');
        expect(lastCode(org)).to.equal('InvalidSignature');
      });
    }
  });

  it('may be without a signature where the app has no certificate, and any it has is not looked at', async () => {
    org = await startIdentityProvider();
    grant(org, ownedSet(org, 'sam'));
    browser = await logIn(org, 'sam');
    await browser.get(signedAddress(stranger.privateKey));
    expect(lastCode(org)).to.equal('Success');
  });
});
