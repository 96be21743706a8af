import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { createSign, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultCertificateName, makeCertificate, reuseKeyPairs, type CertificateRequest } from './certificate.ts';

const CREATED = new Date('2026-11-24T14:38:45.220Z');

function make(request: Partial<CertificateRequest> = {}): ReturnType<typeof makeCertificate> {
  const whole = {
    commonName: 'SalesforceSSO',
    organizationId: '00D5e000000AbCdEAK',
    keySize: 2048,
    created: CREATED,
  } as const;
  return makeCertificate({ ...whole, ...request });
}

/** What openssl prints of a certificate. It also reads what the parser of Node.js leaves out. */
function openssl(pem: string, ...options: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'certificate-'));
  try {
    const path = join(directory, 'certificate.pem');
    writeFileSync(path, pem);
    return execFileSync(
      'openssl',
      options.map((option) => (option === 'PEM' ? path : option)),
      { encoding: 'utf8' },
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('a certificate made by the org', () => {
  let restoreKeyPairs: () => void;

  before(() => {
    restoreKeyPairs = reuseKeyPairs(2);
  });
  after(() => restoreKeyPairs());

  it('is self-signed, as a certificate of an authority', () => {
    const { certificatePem, privateKey } = make();
    const certificate = new X509Certificate(certificatePem);
    expect(certificate.verify(certificate.publicKey)).to.equal(true);
    expect(certificate.checkPrivateKey(privateKey)).to.equal(true);
    expect(certificate.checkIssued(certificate)).to.equal(true);
    expect(certificate.ca).to.equal(true);
  });

  it('is accepted by openssl in strict mode', () => {
    const { certificatePem } = make();
    const moment = String(Math.floor(CREATED.getTime() / 1000) + 60);
    const output = openssl(certificatePem, 'verify', '-attime', moment, '-x509_strict', '-CAfile', 'PEM', 'PEM');
    expect(output).to.match(/: OK\s*$/);
  });

  for (const [created, country, alternativeName] of [
    ['2026-02-28T12:00:00Z', 'USA', undefined],
    ['2026-04-30T12:00:00Z', 'US', undefined],
    ['2026-05-01T12:00:00Z', 'US', 'DNS:SalesforceSSO'],
  ] as const) {
    it(`made at ${created} has the names that Salesforce's had then`, () => {
      const certificate = new X509Certificate(make({ created: new Date(created) }).certificatePem);
      const name = `CN=SalesforceSSO\nOU=00D5e000000AbCd\nO=Salesforce.com\nL=San Francisco\nST=CA\nC=${country}`;
      expect(certificate.subject).to.equal(name);
      expect(certificate.issuer).to.equal(name);
      expect(certificate.subjectAltName).to.equal(alternativeName);
    });
  }

  it('writes all names as UTF-8, except the country', () => {
    const structure = openssl(make().certificatePem, 'asn1parse', '-in', 'PEM');
    expect(
      structure.match(/UTF8STRING +:(SalesforceSSO|00D5e000000AbCd|Salesforce.com|San Francisco|CA)\n/g),
    ).to.have.lengthOf(10);
    expect(structure.match(/PRINTABLESTRING +:US\n/g)).to.have.lengthOf(2);
  });

  it('has the extensions of Salesforce, in their order, and no other', () => {
    const text = openssl(make().certificatePem, 'x509', '-in', 'PEM', '-noout', '-text');
    const extensions = [...text.matchAll(/X509v3 (.+?):(.*)\n/g)]
      .slice(1)
      .map(([, name, mark]) => `${name}${mark}`.trim());
    expect(extensions).to.deep.equal([
      'Subject Key Identifier',
      'Basic Constraints critical',
      'Authority Key Identifier',
      'Subject Alternative Name',
    ]);
    expect(text).to.include('DirName:/CN=SalesforceSSO/OU=00D5e000000AbCd').and.include('Version: 3');
    expect(text).to.include('Signature Algorithm: sha256WithRSAEncryption');
    const [subjectKey, authorityKey] = [/Identifier: \n\s+([0-9A-F:]{59})/, /keyid:([0-9A-F:]{59})/].map(
      (form) => form.exec(text)?.[1],
    );
    expect(subjectKey).to.equal(authorityKey);
  });

  it('has a serial number of 14 bytes that begins with the time of creation', () => {
    const serials = [1, 2].map(() => new X509Certificate(make().certificatePem).serialNumber);
    for (const serial of serials) {
      expect(serial).to.match(/^[0-9A-F]{12}00000000[0-7][0-9A-F]{7}$/);
      expect(Number.parseInt(serial.slice(0, 12), 16)).to.equal(CREATED.getTime());
    }
    expect(serials[0]).not.to.equal(serials[1]);
  });

  const lifetimes: Array<[string, 2048 | 4096, string]> = [
    ['2026-11-24T14:38:45.220Z', 2048, '2027-11-24T12:00:00.000Z'],
    ['2026-11-24T02:17:00.000Z', 2048, '2027-11-24T00:00:00.000Z'],
    ['2026-11-24T18:00:00.000Z', 4096, '2028-11-24T12:00:00.000Z'],
    ['2049-06-01T09:00:00.000Z', 4096, '2051-06-01T00:00:00.000Z'],
  ];
  for (const [created, keySize, end] of lifetimes) {
    it(`of ${keySize} bits made at ${created} ends at ${end}`, function () {
      this.timeout(60_000);
      const { certificatePem, notBefore, notAfter } = make({ created: new Date(created), keySize });
      const certificate = new X509Certificate(certificatePem);
      expect(notAfter.toISOString()).to.equal(end);
      expect(new Date(certificate.validTo).toISOString()).to.equal(end);
      expect(new Date(certificate.validFrom).toISOString()).to.equal(created.replace(/\.\d+Z/, '.000Z'));
      expect(notBefore.getTime()).to.equal(new Date(certificate.validFrom).getTime());
      expect(certificate.publicKey.asymmetricKeyDetails).to.deep.equal({
        modulusLength: keySize,
        publicExponent: 65537n,
      });
    });
  }

  it('is one PEM block with lines of 64 characters and a newline at the end', () => {
    const lines = make().certificatePem.split('\n');
    expect(lines[0]).to.equal('-----BEGIN CERTIFICATE-----');
    expect(lines.slice(-2)).to.deep.equal(['-----END CERTIFICATE-----', '']);
    const content = lines.slice(1, -2);
    expect(content.slice(0, -1).every((line) => line.length === 64)).to.equal(true);
    expect(content.at(-1)!.length).to.be.within(1, 64);
  });

  it('has a key that signs what the certificate verifies', () => {
    const { certificatePem, privateKey } = make();
    const signature = createSign('sha256').update('text').sign(privateKey);
    expect(new X509Certificate(certificatePem).publicKey.asymmetricKeyType).to.equal('rsa');
    expect(signature).to.have.lengthOf(256);
  });

  it('has another key than the one before, with or without a stock of key pairs', () => {
    const fingerprint = (): string =>
      new X509Certificate(make().certificatePem).publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(fingerprint()).not.to.equal(fingerprint());
    restoreKeyPairs();
    const fresh = new Set([fingerprint(), fingerprint(), fingerprint()]);
    restoreKeyPairs = reuseKeyPairs(2);
    expect(fresh.size).to.equal(3);
  });

  it('gets a name made of the day and the second if nobody names it', () => {
    expect(defaultCertificateName(new Date('2017-04-24T18:00:44.220Z'))).to.equal('SelfSignedCert_24Apr2017_180044');
  });
});
