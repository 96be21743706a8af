import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { APP_BACKENDS, desiredContent } from '../../plugin/salesforce/org/app.ts';
import type { AppKind } from '../../plugin/salesforce/org/app-backend.ts';
import { newCertificate } from '../../plugin/salesforce/org/certificate.ts';
import { roleFieldName, roleFieldWith } from '../../plugin/salesforce/org/role-field.ts';
import { enabledIdentityProvider } from '../../plugin/salesforce/org/identity-provider.ts';
import { sourceFiles, type MetadataComponent } from '../../plugin/salesforce/metadata/metadata-package.ts';
import { readSetupSource, SHIPPED_SOURCE, type SetupSource } from '../../plugin/salesforce/source/metadata-source.ts';
import type { MetadataNode } from '../../plugin/salesforce/metadata/metadata-xml.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';

/** Names that only one run uses. So the run may delete everything whose name begins with the prefix. */
export type OwnNames = {
  prefix: string;
  app: string;
  permissionSet: string;
  /** The certificate of an identity provider that the run switches on. */
  certificate: string;
  /** An app that is deployed together with the identity provider, to see whether that can be done. */
  firstApp: string;
  /** The app and the certificate that are only deployed, read and deleted. */
  sampleApp: string;
  sampleCertificate: string;
};

/** @param suffix letters and digits, different in every run. */
export function ownNames(suffix: string): OwnNames {
  const prefix = `FrontlineLive_${suffix}`;
  return {
    prefix,
    app: `${prefix}_App`,
    permissionSet: `${prefix}_Agent`,
    certificate: `${prefix}_Idp`,
    firstApp: `${prefix}_First`,
    sampleApp: `${prefix}_Sample`,
    sampleCertificate: `${prefix}_Cert`,
  };
}

/** Whether a component belongs to this run. */
export function isOwn({ prefix }: OwnNames, fullName: string): boolean {
  return fullName.replace(/^User\./, '').startsWith(`${prefix}_`);
}

/** The plugin's own source, from which everything that a run deploys is made. */
export function shippedSetup(): Promise<SetupSource> {
  return readSetupSource(SHIPPED_SOURCE, (entityId) => frontline.realmSidOf(entityId) !== undefined);
}

/** Writes a source folder for `--source-dir`: the shipped setup, under the names of a run. */
export async function writeOwnSource(folder: string, names: OwnNames, now: Date): Promise<void> {
  const source = await shippedSetup();
  const components = [
    ...(['connected-app', 'external-client-app'] as const).flatMap((kind) =>
      APP_BACKENDS[kind].components({ app: names.app }, labelled(source.apps[kind]?.content ?? {}, names.app)),
    ),
    newCertificate(names.certificate, source.certificate.content, now),
    enabledIdentityProvider(source.identityProvider.content, names.certificate),
    ...source.permissionSets.slice(0, 1).map(({ content }) => ({
      fullName: names.permissionSet,
      document: { type: 'PermissionSet', content: labelled(content, names.permissionSet) },
    })),
  ];
  for (const component of components) {
    for (const [path, content] of sourceFiles(component)) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
  }
}

/** The values of a sample app. Its label differs from its name, which shows by which of them others refer to it. */
export type SampleApp = {
  kind: AppKind;
  name: string;
  realmSid: string;
  issuer: string;
  contactEmail: string;
  /** The formula of the attribute `roles`, if it is not to be that of the service provider. */
  role?: string;
};

/** The components of an app like the one that `sso deploy` makes. */
export async function sampleApp({
  kind,
  name,
  realmSid,
  issuer,
  contactEmail,
  role,
}: SampleApp): Promise<MetadataComponent[]> {
  const shipped = (await shippedSetup()).apps[kind];
  if (shipped === undefined) {
    throw new Error(`The shipped source holds no ${kind}`);
  }
  const content = desiredContent(shipped, undefined, {
    entityId: frontline.entityId(realmSid),
    acsUrl: frontline.acsUrl(realmSid),
    issuer,
    contactEmail,
    attributes: frontline.attributes,
    givenAttributes: role === undefined ? {} : { roles: role },
  });
  return APP_BACKENDS[kind].components({ app: name }, labelled(content, name.replaceAll('_', ' ')));
}

/** The field that holds the role of an app, as `sso deploy` makes it where an org takes no literal. */
export async function sampleField(app: string): Promise<MetadataComponent> {
  const { content } = (await shippedSetup()).roleField;
  return roleFieldWith('agent', { fullName: roleFieldName(app), content });
}

export type SampleCertificate = { name: string; keySize: '2048' | '4096'; expirationDate: 'sent' | 'left-out' };

/** A certificate with an empty file. The org is to make its key. */
export async function sampleCertificate(
  { name, keySize, expirationDate }: SampleCertificate,
  now: Date,
): Promise<MetadataComponent> {
  const template = { ...(await shippedSetup()).certificate.content, keySize: [keySize] };
  const component = newCertificate(name, template, now);
  if (expirationDate === 'sent') {
    return component;
  }
  const { expirationDate: _date, ...content } = component.document.content;
  return { ...component, document: { ...component.document, content } };
}

function labelled(content: MetadataNode, label: string): MetadataNode {
  return { ...content, label: [label] };
}
