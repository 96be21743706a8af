import { clock } from '../../../plugin/http/clock.ts';
import { readCertificates, readNewCertificate } from '../../../plugin/salesforce/org/certificate.ts';
import { listComponents } from '../../../plugin/salesforce/metadata/metadata-reading.ts';
import { soqlText } from '../../../plugin/salesforce/api/soql.ts';
import { readCertificate, type Certificate } from '../../../plugin/saml/reading/certificate.ts';
import type { AssumptionId } from '../assumptions.ts';
import { refusalOf, type OrgUnderTest } from '../org-under-test.ts';
import { sampleCertificate, type SampleCertificate } from '../own-metadata.ts';
import { requireThat, type Situation } from '../situation.ts';

export const certificateSituations: Situation[] = [
  { title: 'an empty certificate file becomes a certificate, or the org says why not', run: emptyFiles },
  { title: 'a certificate of the suite is deployed again', run: deployedAgain },
  { title: 'a certificate is read by the Tooling API', run: readByTooling },
  { title: 'a certificate is deleted', run: deleted },
];

/** The days of a year, less those that may be missing because a certificate ends at midnight. */
const NEARLY_A_YEAR = 363;
const DAY = 24 * 60 * 60 * 1000;

async function emptyFiles(org: OrgUnderTest): Promise<void> {
  const { sampleCertificate: name } = org.names;
  await tryEmptyFile(org, 'certificate-without-expiration-date', {
    name: `${name}_Bare`,
    keySize: '2048',
    expirationDate: 'left-out',
  });
  await tryEmptyFile(org, 'certificate-with-expiration-date', { name, keySize: '2048', expirationDate: 'sent' });
  await tryEmptyFile(org, 'certificate-4096', { ...sampleIn(org, `${name}_Long`), keySize: '4096' });
  const accepted = (['certificate-with-expiration-date', 'certificate-without-expiration-date'] as const).some(
    (id) => org.verdicts.get(id)?.verdict === 'holds',
  );
  requireThat(accepted, 'the org makes a certificate of an empty file neither with nor without an expiration date');
}

async function tryEmptyFile(org: OrgUnderTest, id: AssumptionId, sample: SampleCertificate): Promise<void> {
  const outcome = await org.deploy({ components: [await sampleCertificate(sample, new Date())] });
  if (outcome.outcome === 'failed') {
    org.remember(id, 'fails', refusalOf(outcome));
    return;
  }
  const certificate = await newCertificateOf(org, sample.name);
  if (certificate === undefined) {
    org.remember(id, 'fails', 'the deployment succeeded, and the certificate cannot be read');
    return;
  }
  const { keyBits, notBefore, notAfter } = certificate;
  const days = Math.round((notAfter.getTime() - notBefore.getTime()) / DAY);
  const asWanted = keyBits === Number(sample.keySize) && days >= NEARLY_A_YEAR * (sample.keySize === '4096' ? 2 : 1);
  org.remember(id, asWanted ? 'holds' : 'fails', `${keyBits} bits, ${days} days from its creation`);
}

/** A certificate that was just made, and how long it took until it could be read. One that took longer decides. */
async function newCertificateOf(org: OrgUnderTest, name: string): Promise<Certificate | undefined> {
  const id = 'certificate-readable-at-once';
  const start = clock().now();
  const first = await certificateOf(org, name);
  if (first !== undefined) {
    if (!org.verdicts.has(id)) {
      org.remember(id, 'holds', 'read right after its deployment');
    }
    return first;
  }
  const reading = readCertificate((await readNewCertificate(org.connection, name)) ?? '');
  const seconds = Math.round((clock().now() - start) / 1000);
  org.remember(id, 'fails', reading.ok ? `read after ${seconds} s` : `not within ${seconds} s`);
  return reading.ok ? reading.certificate : undefined;
}

/** A sample certificate in the form that this org accepts. */
export function sampleIn({ verdicts }: OrgUnderTest, name: string): SampleCertificate {
  const refused = verdicts.get('certificate-with-expiration-date')?.verdict === 'fails';
  return { name, keySize: '2048', expirationDate: refused ? 'left-out' : 'sent' };
}

/** A sample certificate that the org has. */
function existingSample({ names, verdicts }: OrgUnderTest): string {
  const refused = verdicts.get('certificate-with-expiration-date')?.verdict === 'fails';
  return refused ? `${names.sampleCertificate}_Bare` : names.sampleCertificate;
}

async function deployedAgain(org: OrgUnderTest): Promise<void> {
  const name = existingSample(org);
  const before = await certificateOf(org, name);
  const outcome = await org.deploy({ components: [await sampleCertificate(sampleIn(org, name), new Date())] });
  if (outcome.outcome === 'failed') {
    org.remember('certificate-redeploy-renews', 'fails', `the org refuses it: ${refusalOf(outcome)}`);
    return;
  }
  const after = await certificateOf(org, name);
  requireThat(before !== undefined && after !== undefined, `the certificate ${name} cannot be read`);
  const isNew = before.publicKeyPem !== after.publicKeyPem;
  org.remember(
    'certificate-redeploy-renews',
    isNew ? 'holds' : 'fails',
    isNew
      ? `the key of ${before.fingerprint.slice(0, 11)}… became ${after.fingerprint.slice(0, 11)}…`
      : 'the key stayed',
  );
}

async function readByTooling(org: OrgUnderTest): Promise<void> {
  const name = existingSample(org);
  const expected = await certificateOf(org, name);
  const id = 'tooling-certificate-chain';
  try {
    const [row] = await toolingRows(org, name);
    const reading = readCertificate(String(row?.CertificateChain));
    const same = reading.ok && reading.certificate.fingerprint === expected?.fingerprint;
    org.remember(id, same ? 'holds' : 'fails', same ? 'the same certificate' : 'another text');
  } catch (error) {
    org.remember(id, 'fails', (error as Error).message);
  }
}

async function deleted(org: OrgUnderTest): Promise<void> {
  const name = existingSample(org);
  const outcome = await org.deploy({ deletions: [{ type: 'Certificate', fullName: name }] });
  requireThat(outcome.outcome === 'succeeded', `the certificate ${name} cannot be deleted: ${refusalOf(outcome)}`);
  const listed = await listComponents(org.connection, ['Certificate']);
  requireThat(
    !listed.some(({ fullName }) => fullName === name),
    `the certificate ${name} is listed after its deletion`,
  );
  const id = 'deleted-certificates-in-tooling';
  try {
    const { length } = await toolingRows(org, name);
    org.remember(id, length > 0 ? 'holds' : 'fails', `${length} rows of ${name}`);
  } catch (error) {
    org.remember(id, 'open', (error as Error).message);
  }
}

async function certificateOf({ connection }: OrgUnderTest, name: string): Promise<Certificate | undefined> {
  const [{ pem = '' } = {}] = await readCertificates(connection, [name]);
  const reading = readCertificate(pem);
  return reading.ok ? reading.certificate : undefined;
}

async function toolingRows({ connection }: OrgUnderTest, name: string): Promise<Array<{ CertificateChain?: string }>> {
  const soql = `SELECT Id, CertificateChain FROM Certificate WHERE DeveloperName = ${soqlText(name)} ORDER BY CreatedDate DESC`;
  return (await connection.tooling.query<{ CertificateChain?: string }>(soql)).records;
}
