import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { daysLeft, readCertificate, readLeaf, type Certificate } from '../../../plugin/saml/reading/certificate.ts';
import { makeCertificate } from '../../org/certificate/certificate.ts';
import { signByAuthority } from '../../org/certificate/authority.ts';
import { ellipticCurveCertificate, key } from '../keys.ts';
import { organizationId } from '../sign-in.ts';

function read(pem: string): Certificate {
  const reading = readCertificate(pem);
  if (!reading.ok) {
    throw new Error(reading.reason);
  }
  return reading.certificate;
}

const reasonOf = (pem: unknown): string | undefined => {
  const reading = readCertificate(pem as string);
  return reading.ok ? undefined : reading.reason;
};

describe('a certificate that an org made', () => {
  const certificate = read(key.certificatePem);
  const der = Buffer.from(key.certificatePem.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');

  it('tells whose it is', () => {
    expect(certificate.subject).to.equal(
      `CN=SalesforceSSO, OU=${organizationId}, O=Salesforce.com, L=San Francisco, ST=CA, C=USA`,
    );
    expect(certificate).to.include({ label: 'SalesforceSSO', organizationalUnit: organizationId, selfSigned: true });
  });

  it('tells from when to when it is valid', () => {
    expect(certificate.notBefore).to.deep.equal(new Date('2026-11-01T09:00:00Z'));
    expect(certificate.notAfter).to.deep.equal(new Date('2027-11-01T00:00:00Z'));
  });

  it('tells its key and algorithm', () => {
    expect(certificate).to.include({ keyType: 'rsa', keyBits: 2048, signatureAlgorithm: 'sha256WithRSAEncryption' });
    expect(certificate.publicKeyPem).to.match(/^-----BEGIN PUBLIC KEY-----\n/);
  });

  it('has the fingerprint of its DER form, in pairs joined by colons', () => {
    const pairs = createHash('sha256').update(der).digest('hex').toUpperCase().match(/../g)!;
    expect(certificate.fingerprint).to.equal(pairs.join(':'));
  });

  it('has a serial number that begins with the time at which it was made', () => {
    const hex = certificate.serialNumber.padStart(28, '0');
    expect(Number.parseInt(hex.slice(0, 12), 16)).to.equal(Date.parse('2026-11-01T09:00:00Z'));
  });

  it('is the same if it is read from a text with line ends of Windows and words around it', () => {
    const text = `Certificate:\r\n${key.certificatePem.replace(/\n/g, '\r\n')}\r\nend`;
    expect(read(text)).to.deep.equal(certificate);
  });

  it('keeps a label with commas, quotes and other alphabets', () => {
    const commonName = 'Ärger, "SSO" + 中文';
    const made = makeCertificate({
      commonName,
      organizationId,
      keySize: 2048,
      created: new Date('2026-01-01T00:00:00Z'),
    });
    expect(read(made.certificatePem).label).to.equal(commonName);
  });
});

describe('a certificate of another kind', () => {
  it('of an elliptic curve has no length of a modulus', () => {
    const certificate = read(ellipticCurveCertificate);
    expect(certificate).to.include({ keyType: 'ec', keyBits: undefined, signatureAlgorithm: 'ecdsa-with-SHA256' });
  });
});

describe('a chain of certificates', () => {
  for (const length of [1, 2, 4]) {
    it(`of ${length} is read as the certificate at its end, in whatever order it is`, () => {
      const { chainPem, certificatePem } = signByAuthority('sso.example', length, new Date());
      const blocks = chainPem.split(/(?<=-----END CERTIFICATE-----\n)/);
      for (const text of [chainPem, blocks.toReversed().join('between\n')]) {
        const reading = readLeaf(text);
        expect(reading.ok && reading.certificate).to.include({ label: 'sso.example', pem: certificatePem });
      }
    });
  }
});

describe('a text that is no certificate', () => {
  const cases: Array<[name: string, text: unknown, reason: RegExp]> = [
    ['empty', '', /empty/],
    ['blank', ' \n', /empty/],
    ['nothing', undefined, /undefined was given instead of text/],
    ['other text', 'hello', /no line "-----BEGIN CERTIFICATE-----"/],
    ['bare Base64', key.certificatePem.replace(/-----[A-Z ]+-----\n/g, ''), /no line/],
    ['two certificates', key.certificatePem.repeat(2), /2 certificates instead of one/],
    ['a private key', key.privateKey.export({ type: 'pkcs8', format: 'pem' }), /private key/],
    [
      'a certificate beside its private key',
      `${key.certificatePem}${String(key.privateKey.export({ type: 'pkcs1', format: 'pem' }))}`,
      /private key/,
    ],
    ['a certificate that is cut off', key.certificatePem.slice(0, 700), /cannot be read/],
    ['a certificate with a character missing', key.certificatePem.replace('MII', 'MI'), /cannot be read/],
    ['a megabyte', `-----BEGIN CERTIFICATE-----${'A'.repeat(1_000_000)}`, /1000027 characters/],
  ];
  for (const [name, text, reason] of cases) {
    it(`${name}: the reason says so`, () => {
      expect(reasonOf(text)).to.match(reason);
    });
  }

  for (const [name, text, reason] of cases.filter(([name]) => name !== 'two certificates')) {
    it(`${name}: the reason says so where a chain is expected`, () => {
      const reading = readLeaf(text as string);
      expect(reading.ok ? 'accepted' : reading.reason).to.match(reason);
    });
  }

  it('the same certificate twice is no chain with an end', () => {
    expect(readLeaf(key.certificatePem.repeat(2))).to.deep.equal({
      ok: false,
      reason: 'none of the 2 certificates in the text is the end of their chain',
    });
  });

  it('a chain with a broken certificate: the reason says so', () => {
    const reading = readLeaf(signByAuthority('sso.example', 3, new Date()).chainPem.replace('MII', 'MI'));
    expect(reading.ok ? 'accepted' : reading.reason).to.match(/cannot be read/);
  });

  it('never throws on a certificate with one byte changed', () => {
    const der = Buffer.from(key.certificatePem.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    const readings = Array.from(der, (byte, index) => {
      const changed = Buffer.from(der);
      changed[index] = byte ^ 0xff;
      return readCertificate(`-----BEGIN CERTIFICATE-----\n${changed.toString('base64')}\n-----END CERTIFICATE-----`)
        .ok;
    });
    expect(readings).to.include(false);
    expect(readings).to.have.length(der.length);
  });
});

describe('the days that a certificate has left', () => {
  const certificate = { notAfter: new Date('2027-11-01T00:00:00Z') };
  const cases: Array<[now: string, days: number]> = [
    ['2027-10-31T00:00:00Z', 1],
    ['2027-10-31T00:00:01Z', 0],
    ['2027-11-01T00:00:00Z', 0],
    ['2027-11-01T00:00:01Z', -1],
    ['2026-11-01T00:00:00Z', 365],
  ];
  for (const [now, days] of cases) {
    it(`are ${days} at ${now}`, () => {
      expect(daysLeft(certificate, new Date(now))).to.equal(days);
    });
  }
});

describe('a program that reads a certificate before anything else', () => {
  it('can serve HTTPS afterwards', () => {
    const module = pathToFileURL(join(import.meta.dirname, '../../../plugin/saml/reading/certificate.ts')).href;
    const program = `
      const { readCertificate } = await import(${JSON.stringify(module)});
      const reading = readCertificate(${JSON.stringify(key.certificatePem)});
      const { createServer } = await import('node:https');
      createServer({});
      process.stdout.write(String(reading.ok));
    `;
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
    expect(printed).to.equal('true');
  });
});
