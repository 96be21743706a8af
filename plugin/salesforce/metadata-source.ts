import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ComponentSet, type SourceComponent } from '@salesforce/source-deploy-retrieve';
import { setupError } from '../errors.ts';
import { nodesOf, parseMetadataXml, textAt, type MetadataNode } from './metadata-xml.ts';

/** One component of a source folder and its content. */
export type SourceDocument = { fullName: string; content: MetadataNode };

/** The metadata of a source folder that the setup is made of. */
export type SetupSource = {
  directory: string;
  connectedApp: SourceDocument;
  certificate: SourceDocument;
  identityProvider: SourceDocument;
  permissionSets: SourceDocument[];
  /** Full names of profiles, which are file names (`Admin`) and not labels. */
  profiles: string[];
};

/** The source that comes with the plugin. */
export const SHIPPED_SOURCE = join(import.meta.dirname, '..', '..', 'force-app');

/**
 * Reads the setup's components from a folder in source format, laid out in any way that the Salesforce CLI reads.
 *
 * @param isOurs tells the service provider's app from others in the folder by its Entity ID.
 * @throws SourceDirMissing, SourceIncomplete, SourceAmbiguous, SourceFileInvalid (file and line).
 */
export async function readSetupSource(directory: string, isOurs: (entityId: string) => boolean): Promise<SetupSource> {
  if (!existsSync(directory)) {
    throw setupError('SourceDirMissing', { tokens: [directory] });
  }
  const components = resolveComponents(directory);
  const read = (type: string): Promise<SourceDocument[]> =>
    Promise.all(
      components.filter(({ type: { name } }) => name === type).map((component) => readDocument(directory, component)),
    );
  const [apps, certificates, settings, permissionSets] = await Promise.all(
    ['ConnectedApp', 'Certificate', 'Settings', 'PermissionSet'].map(read),
  );
  const connectedApp = onlyApp(directory, apps ?? [], isOurs);
  const identityProvider = (settings ?? []).find(({ fullName }) => fullName === 'IdentityProvider');
  const certificateName = textAt(identityProvider?.content ?? {}, 'certificateName');
  const certificate = (certificates ?? []).find(({ fullName }) => fullName === certificateName);
  if (identityProvider === undefined || certificate === undefined) {
    const missing =
      identityProvider === undefined
        ? 'settings/IdentityProvider.settings-meta.xml'
        : `certs/${certificateName ?? 'SalesforceSSO'}.crt with its -meta.xml file`;
    throw setupError('SourceIncomplete', { tokens: [directory, missing] });
  }
  return {
    directory,
    connectedApp,
    certificate,
    identityProvider,
    permissionSets: permissionSets ?? [],
    profiles: components.filter(({ type: { name } }) => name === 'Profile').map(({ fullName }) => fullName),
  };
}

function resolveComponents(directory: string): SourceComponent[] {
  try {
    return ComponentSet.fromSource({ fsPaths: [directory] })
      .getSourceComponents()
      .toArray();
  } catch (error) {
    throw setupError('SourceUnreadable', { tokens: [directory, (error as Error).message] });
  }
}

async function readDocument(directory: string, component: SourceComponent): Promise<SourceDocument> {
  const path = component.xml ?? component.content ?? '';
  const name = relative(directory, path);
  const parsed = await parseMetadataXml(await readFile(path, 'utf8'));
  if (!parsed.ok) {
    const { reason, line } = parsed.fault;
    throw setupError('SourceFileInvalid', { tokens: [line === undefined ? name : `${name}, line ${line}`, reason] });
  }
  return { fullName: component.fullName, content: parsed.document.content };
}

function onlyApp(directory: string, apps: SourceDocument[], isOurs: (entityId: string) => boolean): SourceDocument {
  const ours = apps.filter(({ content }) => {
    const entityId = textAt(nodesOf(content, 'samlConfig')[0] ?? {}, 'entityUrl');
    return entityId !== undefined && isOurs(entityId);
  });
  const [app] = ours;
  if (app === undefined) {
    throw setupError('SourceIncomplete', {
      tokens: [directory, 'connectedApps/<name>.connectedApp-meta.xml with an Entity ID of Twilio'],
    });
  }
  if (ours.length > 1) {
    throw setupError('SourceAmbiguous', { tokens: [directory, ours.map(({ fullName }) => fullName).join(', ')] });
  }
  return app;
}
