import { makeCertificate, type OrgCertificate } from '../../certificate/certificate.ts';
import { isOver, restDateTime } from '../../database/dates.ts';
import { deleteRow, insertRow, type RowValues } from '../../database/rows.ts';
import type { Component, OrgState } from '../../state.ts';
import { componentFromRow, documentOf } from '../components.ts';
import { writeMetadataFile } from '../package/metadata-file.ts';
import type { Problem } from '../model/platform-check.ts';
import { childIsTrue, childText, type XmlElement } from '../package/xml-document.ts';
import { draftedIdentityProvider } from './identity-provider-settings.ts';
import { componentKey, contentPath, metadataPath, type Candidate, type Draft, type MetadataKind } from './kind.ts';
import { saveRow } from './save-row.ts';
import { refusalText } from './wording.ts';

const KEY_SIZES = ['2048', '4096'];
const LONGEST_LABEL = 64;

/**
 * Certificates of Setup, "Certificate and Key Management". For a component that is not signed by an authority, the org
 * generates the key pair and the certificate, whatever its content file holds (seen in projects that deploy an empty
 * one). The private key never leaves the org. It is not known what happens if an existing component is deployed again;
 * the Metadata API Developer Guide speaks of renewal with a new key pair.
 */
export const CERTIFICATE: MetadataKind = {
  name: 'Certificate',
  manifestName: 'Certificate',
  directory: 'certs',
  suffix: 'crt',
  metaFile: true,
  keyPrefix: '0P1',
  wildcard: true,
  since: 36,
  problem,
  changes: ({ document }, org, existing) =>
    org.options.certificateRedeploy === 'new-key' || !sameSettings(document, existing),
  stored,
  isReadable,
  deletionProblem,
  deleted(component, org) {
    org.certificateKeys.delete(component.fullName);
    if (org.options.deletedCertificateRows === 'hidden') {
      deleteRow(org, 'Certificate', component.id);
    }
  },
};

function problem({ document }: Candidate, draft: Draft): Problem | undefined {
  if (childIsTrue(document, 'caSigned')) {
    // In Setup, one first makes a signing request and uploads the signed certificate later.
    return { problem: refusalText(draft.org, 'caSigned') };
  }
  const label = childText(document, 'masterLabel') ?? '';
  if (label.length > LONGEST_LABEL) {
    return { problem: `Label: data value too large: ${label} (max length=${LONGEST_LABEL})` };
  }
  const keySize = childText(document, 'keySize');
  if (keySize !== undefined && !KEY_SIZES.includes(keySize)) {
    return { problem: `Key Size: bad value for restricted picklist field: ${keySize}` };
  }
  return expirationProblem(document, draft.org);
}

/**
 * It is not known whether an empty certificate file must have a date or must not: an option.
 */
function expirationProblem(document: XmlElement, org: OrgState): Problem | undefined {
  const given = childText(document, 'expirationDate');
  const rule = org.options.certificateExpirationDate;
  if (rule === 'required' && given === undefined) {
    return { problem: refusalText(org, 'expirationMissing') };
  }
  if (rule === 'refused' && given !== undefined) {
    return { problem: refusalText(org, 'expirationGiven') };
  }
  return undefined;
}

function stored(component: Component, { document }: Candidate, draft: Draft, existing: Component | undefined): void {
  const { org } = draft;
  const known = org.certificateKeys.get(component.fullName);
  const keep = existing && known && org.options.certificateRedeploy === 'same-key';
  const settings = keep ? settingsOf(document, expirationOf(existing)) : renewed(component.fullName, document, org);
  const pem = org.certificateKeys.get(component.fullName)?.certificatePem ?? '';
  component.files = filesOf(component.fullName, settings, pem);
  saveRow(draft, 'Certificate', component.id, rowOf(component.fullName, settings, pem, org));
}

/**
 * Puts a certificate into the org, as if it was made in Setup.
 *
 * @param content what its file holds: a certificate, a chain of them, or a request for one.
 * @param notAfter when it ends; `undefined` for a request.
 */
export function putCertificate(
  org: OrgState,
  { fullName, content, created, notAfter, caSigned }: CertificateInSetup,
): void {
  const settings: CertificateSettings = {
    caSigned: String(caSigned),
    encryptedWithPlatformEncryption: 'false',
    ...(notAfter && { expirationDate: notAfter.toISOString() }),
    keySize: '2048',
    masterLabel: fullName,
    privateKeyExportable: 'true',
  };
  const { Id } = insertRow(org, 'Certificate', rowOf(fullName, settings, content, org));
  const row = { fullName, id: Id, date: created, userId: org.adminId };
  const component = { ...componentFromRow(CERTIFICATE, row, []), files: filesOf(fullName, settings, content) };
  org.components.set(componentKey(CERTIFICATE.name, fullName), component);
}

export type CertificateInSetup = {
  fullName: string;
  content: string;
  created: Date;
  notAfter: Date | undefined;
  caSigned: boolean;
};

/**
 * Whether clients can read a certificate. Another tool had to ask several times for one that was just made; that it is
 * neither given to readers nor published until then is inferred.
 */
export function isReadable({ lastModifiedDate }: Component, org: OrgState): boolean {
  return isOver(org, lastModifiedDate, org.options.certificateReadableAfter);
}

function filesOf(fullName: string, settings: CertificateSettings, content: string): Map<string, Buffer> {
  return new Map([
    [contentPath(CERTIFICATE, fullName), Buffer.from(content)],
    [metadataPath(CERTIFICATE, fullName), settingsFile(settings)],
  ]);
}

function rowOf(fullName: string, settings: CertificateSettings, content: string, org: OrgState): RowValues {
  const { expirationDate } = settings;
  return {
    DeveloperName: fullName,
    MasterLabel: settings.masterLabel,
    Language: org.options.language,
    KeySize: Number(settings.keySize),
    ExpirationDate: expirationDate === undefined ? null : restDateTime(new Date(expirationDate)),
    CertificateChain: content,
    OptionsIsPrivateKeyExportable: settings.privateKeyExportable === 'true',
    OptionsIsCaSigned: settings.caSigned === 'true',
    OptionsIsEncryptedWithPE: settings.encryptedWithPlatformEncryption === 'true',
  };
}

/** Gives the certificate a new key pair. Its settings get the expiration date that the org chose. */
function renewed(name: string, document: XmlElement, org: OrgState): CertificateSettings {
  const certificate: OrgCertificate = makeCertificate({
    commonName: name,
    organizationId: org.organizationId,
    keySize: childText(document, 'keySize') === '4096' ? 4096 : 2048,
    created: org.now(),
  });
  const { certificatePem, privateKey, notAfter } = certificate;
  org.certificateKeys.set(name, { certificatePem, privateKey });
  return settingsOf(document, notAfter.toISOString());
}

function deletionProblem(component: Component, draft: Draft): string | undefined {
  const settings = draftedIdentityProvider(draft);
  const inUse = settings?.enabled && settings.certificateName === component.fullName;
  // It was seen that a certificate in use cannot be deleted.
  return inUse ? refusalText(draft.org, 'certificateInUse') : undefined;
}

/** The fields in the order of the schema. */
type CertificateSettings = {
  caSigned: string;
  encryptedWithPlatformEncryption: string;
  /** A request that no authority has answered has none (inferred). */
  expirationDate?: string;
  keySize: string;
  masterLabel: string;
  privateKeyExportable: string;
};

/** Every field, as a retrieve gives it (seen in retrieved files). */
function settingsOf(document: XmlElement, expirationDate: string): CertificateSettings {
  const yes = (name: string, absent: boolean): string =>
    String(childText(document, name) === undefined ? absent : childIsTrue(document, name));
  return {
    caSigned: 'false',
    encryptedWithPlatformEncryption: yes('encryptedWithPlatformEncryption', false),
    expirationDate,
    keySize: childText(document, 'keySize') ?? '2048',
    masterLabel: childText(document, 'masterLabel') ?? '',
    privateKeyExportable: yes('privateKeyExportable', true),
  };
}

function settingsFile(settings: CertificateSettings): Buffer {
  const elements = Object.entries(settings).map(([name, content]) => ({ name, content }));
  return writeMetadataFile(CERTIFICATE.name, elements);
}

function sameSettings(document: XmlElement, existing: Component): boolean {
  const current = existing.files.get(metadataPath(CERTIFICATE, existing.fullName));
  return current?.equals(settingsFile(settingsOf(document, expirationOf(existing)))) ?? false;
}

function expirationOf(component: Component): string {
  return childText(documentOf(CERTIFICATE, component), 'expirationDate') ?? '';
}
