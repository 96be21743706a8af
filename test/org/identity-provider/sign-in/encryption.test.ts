import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { expect } from 'chai';
import type { EmulatedOrg } from '../../emulated-org.ts';
import { certificateFiles, connectedAppFiles, deployed } from '../../metadata/samples.ts';
import {
  authnRequest,
  grant,
  lastCode,
  logIn,
  ownedSet,
  redirectAddress,
  responseIn,
  samlConfig,
  signaturesIn,
  startIdentityProvider,
  type Visit,
} from '../testing.ts';

describe('an encrypted response', () => {
  let org: EmulatedOrg;

  async function signIn(type: string): Promise<Visit> {
    org = await startIdentityProvider();
    await deployed(org.state, certificateFiles('Partner'));
    const beforeEntity = `<encryptionCertificate>Partner</encryptionCertificate><encryptionType>${type}</encryptionType>`;
    await deployed(org.state, connectedAppFiles('My_App', { after: samlConfig({ beforeEntity }) }));
    grant(org, ownedSet(org, 'sam'));
    return (await logIn(org, 'sam')).get(redirectAddress(authnRequest()));
  }

  afterEach(() => org.stop());

  for (const [type, cipher, vectorSize] of [
    ['AES_128', 'aes-128-cbc', 16],
    ['AES_256', 'aes-256-cbc', 16],
    ['Triple_Des', 'des-ede3-cbc', 8],
  ] as const) {
    it(`holds, by ${type}, a signed assertion that the holder of the certificate can read`, async () => {
      const xml = responseIn(await signIn(type));
      expect(xml).not.to.include('<saml:Assertion').and.not.include('sam@example.test');
      const [encryptedKey, data] = [...xml.matchAll(/<xenc:CipherValue>([^<]*)</g)].map(([, value = '']) =>
        Buffer.from(value, 'base64'),
      );
      const key = privateDecrypt(
        {
          key: org.state.certificateKeys.get('Partner')!.privateKey,
          padding: constants.RSA_PKCS1_OAEP_PADDING,
          oaepHash: 'sha1',
        },
        encryptedKey!,
      );
      const decipher = createDecipheriv(cipher, key, data!.subarray(0, vectorSize));
      const assertion = Buffer.concat([decipher.update(data!.subarray(vectorSize)), decipher.final()]).toString('utf8');
      expect(assertion).to.include('>sam@example.test</saml:NameID>');
      expect(signaturesIn(xml, org)).to.deep.equal(['samlp:Response good']);
      expect(signaturesIn(assertion, org)).to.deep.equal(['saml:Assertion good']);
    });
  }

  it('is refused where the certificate is gone', async () => {
    await signIn('AES_128');
    org.state.certificateKeys.delete('Partner');
    const visit = await (await logIn(org, 'sam')).get(redirectAddress(authnRequest()));
    expect(visit.text).to.include('Error: Misconfigured or invalid service provider');
    expect(lastCode(org)).to.equal('InvalidSp');
  });
});
