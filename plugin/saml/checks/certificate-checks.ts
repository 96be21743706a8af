import { daysLeft, type Certificate, type CertificateReading } from '../reading/certificate.ts';
import { passIf, SEVERITY, type Finding } from '../report/check.ts';

const LEAST_DAYS = 30;
const LEAST_BITS = 2048;

/**
 * The four checks of the certificates that were handed over. Each reports the worst outcome.
 *
 * @param readings all of them. Every one must be readable.
 * @param relevant those that fitted a signature, or all if none did. An old certificate may have expired when its
 *   successor signs.
 */
export function checkCertificates(
  readings: CertificateReading[],
  relevant: Certificate[],
  now: Date,
  expectedUnit: string | undefined,
): Finding[] {
  const parse = checkReadable(readings);
  if (relevant.length === 0) {
    return [parse];
  }
  return [
    parse,
    worst(relevant.map((certificate) => checkValidity(certificate, now))),
    worst(relevant.map(checkKey)),
    worst(relevant.map((certificate) => checkUnit(certificate, expectedUnit))),
  ];
}

function checkReadable(readings: CertificateReading[]): Finding {
  const bad = readings.find((reading) => !reading.ok);
  const subjects = readings.flatMap((reading) => (reading.ok ? [reading.certificate.subject] : []));
  const reason = bad?.ok === false ? bad.reason : undefined;
  const missing = readings.length === 0 ? 'no certificate was given' : undefined;
  const problem = missing ?? reason;
  return { id: 'cert.parse', status: passIf(problem === undefined), actual: problem ?? subjects.join('; ') };
}

function checkValidity(certificate: Certificate, now: Date): Finding {
  const { notBefore, notAfter } = certificate;
  const days = daysLeft(certificate, now);
  const valid = notBefore <= now && now <= notAfter;
  return {
    id: 'cert.validity',
    status: valid && days < LEAST_DAYS ? 'warn' : passIf(valid),
    actual: `from ${notBefore.toISOString()} to ${notAfter.toISOString()}, ${days} days left`,
    hint: validityHint(valid, days),
  };
}

function validityHint(valid: boolean, days: number): string | undefined {
  if (!valid) {
    return days < 0 ? 'The certificate is over.' : 'The certificate is not valid yet; the clock may be wrong.';
  }
  return days < LEAST_DAYS ? `The certificate ends in ${days} days; nobody can sign in after that.` : undefined;
}

function checkKey({ keyType, keyBits }: Certificate): Finding {
  return {
    id: 'cert.key',
    status: passIf(keyType === 'rsa' && (keyBits ?? 0) >= LEAST_BITS),
    actual: keyBits === undefined ? keyType : `${keyType} with ${keyBits} bits`,
  };
}

function checkUnit({ organizationalUnit }: Certificate, expected: string | undefined): Finding {
  const id = 'cert.org';
  if (organizationalUnit === undefined || expected === undefined) {
    return { id, status: 'info', actual: organizationalUnit ?? 'no organizational unit' };
  }
  const same = organizationalUnit === expected;
  return {
    id,
    status: same ? 'pass' : 'warn',
    expected,
    actual: organizationalUnit,
    hint: same ? undefined : 'This certificate belongs to another identity provider.',
  };
}

function worst(findings: Finding[]): Finding {
  return findings.reduce((one, other) => (SEVERITY[other.status] > SEVERITY[one.status] ? other : one));
}
