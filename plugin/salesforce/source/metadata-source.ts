import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { MetadataResolver, type SourceComponent } from '@salesforce/source-deploy-retrieve';
import { setupError } from '../../errors.ts';
import { samlConfigOf, type App } from '../org/app.ts';
import type { AppKind } from '../org/app-backend.ts';
import { EXTERNAL_CLIENT_APP_TYPES } from '../org/external-client-app.ts';
import { roleFieldName, type RoleField } from '../org/role-field.ts';
import { metadataRegistry } from '../metadata/metadata-registry.ts';
import { parseMetadataXml, textAt } from '../metadata/metadata-xml.ts';
import { readSourceFile, refuseLinks } from './source-folder.ts';
import { connectedAppOf, externalClientApps, type SourceDocument } from './source-apps.ts';

/** The metadata of a source folder that the setup is made of. */
export type SetupSource = {
  directory: string;
  /** The service provider's app by kind; at least one of them. */
  apps: Partial<Record<AppKind, App>>;
  certificate: SourceDocument;
  identityProvider: SourceDocument;
  permissionSets: SourceDocument[];
  /** Profiles by full names, which are file names (`Admin`) and not labels. */
  profiles: SourceDocument[];
  /** The field that holds the role where an external client app takes no literal. */
  roleField: RoleField;
};

/** The source that comes with the plugin. */
export const SHIPPED_SOURCE = join(import.meta.dirname, '..', '..', '..', 'force-app');

/**
 * Reads the setup's components from a folder in source format, in any layout that the Salesforce CLI reads.
 *
 * @param isOurs tells the service provider's app from others in the folder by its Entity ID.
 * @throws SourceDirMissing (exit code 2), SourceUnreadable, SourceIncomplete, SourceAmbiguous, SourceLinkRefused, SourceFileInvalid
 *   (file and line).
 */
export async function readSetupSource(directory: string, isOurs: (entityId: string) => boolean): Promise<SetupSource> {
  if (!existsSync(directory)) {
    throw setupError('SourceDirMissing', { tokens: [directory], exitCode: 2 });
  }
  await refuseLinks(directory);
  const components = resolveComponents(directory);
  const [settings = [], certificates = [], permissionSets = [], profiles = [], connectedApps = [], ...external] =
    await Promise.all(READ_TYPES.map((type) => readDocuments(directory, components, type)));
  const connectedApp = onlyApp(directory, connectedApps.map(connectedAppOf).filter(isOursBy(isOurs)));
  const externalClientApp = onlyApp(directory, externalClientApps(external).filter(isOursBy(isOurs)));
  if (connectedApp === undefined && externalClientApp === undefined) {
    throw setupError('SourceIncomplete', {
      tokens: [directory, 'connectedApps/<name>.connectedApp-meta.xml with an Entity ID of Twilio'],
    });
  }
  return {
    directory,
    apps: {
      ...(connectedApp === undefined ? {} : { 'connected-app': connectedApp }),
      ...(externalClientApp === undefined ? {} : { 'external-client-app': externalClientApp }),
    },
    ...(await identityProviderOf(directory, settings, certificates)),
    permissionSets,
    profiles,
    roleField: await roleFieldOf(directory, components, externalClientApp?.names.app ?? connectedApp?.names.app ?? ''),
  };
}

/** The types whose files are read, in the order in which `readSetupSource` takes them apart. */
const READ_TYPES = [
  'Settings',
  'Certificate',
  'PermissionSet',
  'Profile',
  'ConnectedApp',
  ...Object.values(EXTERNAL_CLIENT_APP_TYPES),
];

/**
 * The identity provider's part. If the folder holds nothing of it, the plugin's own is used. Many teams keep the app
 * under source control without the certificate, which must not be deployed twice.
 */
async function identityProviderOf(
  directory: string,
  settings: SourceDocument[],
  certificates: SourceDocument[],
): Promise<Pick<SetupSource, 'identityProvider' | 'certificate'>> {
  const identityProvider = settings.find(({ fullName }) => fullName === 'IdentityProvider');
  if (identityProvider === undefined && certificates.length === 0 && directory !== SHIPPED_SOURCE) {
    const { identityProvider: shipped, certificate } = await readSetupSource(SHIPPED_SOURCE, () => true);
    return { identityProvider: shipped, certificate };
  }
  const certificateName = textAt(identityProvider?.content ?? {}, 'certificateName');
  const certificate = certificates.find(({ fullName }) => fullName === certificateName);
  if (identityProvider === undefined || certificate === undefined) {
    const missing =
      identityProvider === undefined
        ? 'settings/IdentityProvider.settings-meta.xml'
        : `certs/${certificateName ?? 'SalesforceSSO'}.crt with its -meta.xml file`;
    throw setupError('SourceIncomplete', { tokens: [directory, missing] });
  }
  return { identityProvider, certificate };
}

/** The app whose field the plugin's own source has. */
const SHIPPED_APP = 'Twilio_Frontline';

/** The app's field in the folder, or else one like the plugin's own. The other fields of a folder are not read. */
async function roleFieldOf(directory: string, components: SourceComponent[], app: string): Promise<RoleField> {
  // Where the object has a file of its own, its fields are parts of it.
  const fields = components.flatMap((component) =>
    component.fullName === 'User' ? component.getChildren() : [component],
  );
  const fullName = roleFieldName(app);
  const field = fields.find((component) => component.type.name === 'CustomField' && component.fullName === fullName);
  if (field !== undefined) {
    return readDocument(directory, field);
  }
  const { content } = await roleFieldOf(SHIPPED_SOURCE, resolveComponents(SHIPPED_SOURCE), SHIPPED_APP);
  return { fullName, content };
}

function resolveComponents(directory: string): SourceComponent[] {
  try {
    // The project's .forceignore does not apply here. It hides the external client app from the CLI, because only the
    // plugin deploys it.
    return new MetadataResolver(metadataRegistry(), undefined, false).getComponentsFromPath(directory);
  } catch (error) {
    throw setupError('SourceUnreadable', { tokens: [directory, (error as Error).message] });
  }
}

function readDocuments(directory: string, components: SourceComponent[], type: string): Promise<SourceDocument[]> {
  return Promise.all(
    components.filter(({ type: { name } }) => name === type).map((component) => readDocument(directory, component)),
  );
}

async function readDocument(directory: string, component: SourceComponent): Promise<SourceDocument> {
  const path = component.xml ?? component.content ?? '';
  const name = relative(directory, path);
  const parsed = await parseMetadataXml(await readSourceFile(directory, path));
  if (!parsed.ok) {
    const { reason, line } = parsed.fault;
    throw setupError('SourceFileInvalid', { tokens: [line === undefined ? name : `${name}, line ${line}`, reason] });
  }
  return { fullName: component.fullName, content: parsed.document.content };
}

function isOursBy(isOurs: (entityId: string) => boolean): (app: App) => boolean {
  return ({ content }) => isOurs(textAt(samlConfigOf(content), 'entityUrl') ?? '');
}

function onlyApp(directory: string, apps: App[]): App | undefined {
  if (apps.length > 1) {
    throw setupError('SourceAmbiguous', { tokens: [directory, apps.map(({ names }) => names.app).join(', ')] });
  }
  return apps[0];
}
