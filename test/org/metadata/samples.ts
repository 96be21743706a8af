import type { OrgState } from '../state.ts';
import type { DeployMessage } from './deployment/deploy-message.ts';
import type { DeployOptions } from './deployment/deploy.ts';
import { startDeployment } from './deployment/deployments.ts';
import { deployJob, type DeployJob } from './deployment/jobs.ts';
import { writeManifest } from './package/manifest.ts';
import { METADATA_NAMESPACE } from './package/xml-document.ts';
import { writeZip } from './package/zip.ts';

/** Files of a package by path. */
export type Files = Record<string, string>;

/** A metadata file with the given content inside the root element. */
export function metadataXml(typeName: string, inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${typeName} xmlns="${METADATA_NAMESPACE}">\n${inside}\n</${typeName}>\n`;
}

/** A `package.xml` that names the members. */
export function manifestXml(members: Record<string, string[]>, version = '66.0'): string {
  return writeManifest(new Map(Object.entries(members)), version).toString();
}

/** An empty certificate file and its settings; `extra` is put before the label. */
export function certificateFiles(name: string, extra = ''): Files {
  const inside = `<caSigned>false</caSigned>${extra}<masterLabel>${name}</masterLabel>`;
  return { [`certs/${name}.crt`]: '', [`certs/${name}.crt-meta.xml`]: metadataXml('Certificate', inside) };
}

export function settingsFiles(certificateName: string, enabled = true): Files {
  const inside =
    `<certificateName>${certificateName}</certificateName>` +
    `<enableIdentityProvider>${enabled}</enableIdentityProvider>`;
  return { 'settings/IdentityProvider.settings': metadataXml('IdentityProviderSettings', inside) };
}

export const SAML_CONFIG =
  '<samlConfig><acsUrl>https://sp.example/acs</acsUrl><entityUrl>https://sp.example</entityUrl>' +
  '<samlSubjectType>Username</samlSubjectType></samlConfig>';

export function connectedAppFiles(name = 'My_App', { label = 'My App', before = '', after = SAML_CONFIG } = {}): Files {
  const inside = `${before}<contactEmail>me@example.com</contactEmail><label>${label}</label>${after}`;
  return { [`connectedApps/${name}.connectedApp`]: metadataXml('ConnectedApp', inside) };
}

export function permissionSetFiles(name: string, label: string): Files {
  return { [`permissionsets/${name}.permissionset`]: metadataXml('PermissionSet', `<label>${label}</label>`) };
}

/** The three components of an external client app with SAML. */
export function externalClientAppFiles(name = 'My_Client', { samlInside = '', distribution = 'Local' } = {}): Files {
  const parent = `<externalClientApplication>${name}</externalClientApplication>`;
  return {
    [`externalClientApps/${name}.eca`]: metadataXml(
      'ExternalClientApplication',
      '<contactEmail>me@example.com</contactEmail>' +
        `<distributionState>${distribution}</distributionState><label>${name}</label>`,
    ),
    [`extlClntAppPolicies/${name}_plcy.ecaPlcy`]: metadataXml(
      'ExtlClntAppConfigurablePolicies',
      `${parent}<isEnabled>true</isEnabled><isSamlPluginEnabled>true</isSamlPluginEnabled>`,
    ),
    [`extlClntAppSamlConfigurablePolicies/${name}_saml.ecaSamlPlcy`]: metadataXml(
      'ExtlClntAppSamlConfigurablePolicies',
      samlInside ||
        `<acsUrl>https://sp.example/acs</acsUrl><entityUrl>https://sp.example</entityUrl>${parent}` +
          '<signingAlgorithmType>SHA256</signingAlgorithmType>',
    ),
  };
}

/** The members that a manifest names for the files, found by their directories. */
export function manifestFor(files: Files, version?: string): string {
  const types: Record<string, string> = {
    certs: 'Certificate',
    settings: 'Settings',
    connectedApps: 'ConnectedApp',
    permissionsets: 'PermissionSet',
    permissionsetgroups: 'PermissionSetGroup',
    profiles: 'Profile',
    applications: 'CustomApplication',
    externalClientApps: 'ExternalClientApplication',
    extlClntAppPolicies: 'ExtlClntAppConfigurablePolicies',
    extlClntAppSamlConfigurablePolicies: 'ExtlClntAppSamlConfigurablePolicies',
  };
  const members: Record<string, string[]> = {};
  for (const path of Object.keys(files)) {
    const [directory = '', fileName = ''] = path.split('/');
    const typeName = types[directory];
    if (typeName !== undefined) {
      members[typeName] = [...(members[typeName] ?? []), fileName.replace(/\.crt-meta\.xml$|\.[^.]+$/, '')];
    }
  }
  return manifestXml(members, version);
}

export const DEPLOY_OPTIONS: DeployOptions = {
  allowMissingFiles: false,
  checkOnly: false,
  ignoreWarnings: false,
  purgeOnDelete: false,
  rollbackOnError: true,
  singlePackage: true,
  testLevel: undefined,
};

export async function zipOf(files: Files): Promise<Buffer> {
  const entries = Object.entries(files).map(([path, content]): [string, Buffer] => [path, Buffer.from(content)]);
  return writeZip(new Map(entries), new Date('2026-11-24T10:00:00Z'));
}

/** Deploys files as the administrator. Adds a manifest that names them all, unless the files have one. */
export async function deployFiles(
  org: OrgState,
  files: Files,
  options: Partial<DeployOptions & { version: string }> = {},
): Promise<DeployJob> {
  const { version, ...rest } = options;
  const complete = 'package.xml' in files || rest.singlePackage === false ? files : withManifest(files, version);
  const by = { userId: org.adminId, version: '66.0' };
  const job = await startDeployment(org, await zipOf(complete), { ...DEPLOY_OPTIONS, ...rest }, by);
  if ('code' in job) {
    throw new Error(job.text);
  }
  return job;
}

/** The failures of a deployment as `Type:Name: problem`. */
export function problemsOf(job: DeployJob): string[] {
  return job.messages
    .filter(({ success }) => !success)
    .map(({ componentType, fullName, problem }) => `${componentType}:${fullName}: ${problem}`);
}

/** The message about one component. */
export function messageOf(job: DeployJob, componentType: string, fullName: string): DeployMessage | undefined {
  return job.messages.find((message) => message.componentType === componentType && message.fullName === fullName);
}

/** Deploys and expects it to succeed. */
export async function deployed(
  org: OrgState,
  files: Files,
  options: Parameters<typeof deployFiles>[2] = {},
): Promise<DeployJob> {
  const { id } = await deployFiles(org, files, options);
  const job = deployJob(org, id);
  if (job?.status !== 'Succeeded') {
    throw new Error(`The deployment is ${job?.status}: ${JSON.stringify(job?.messages)}`);
  }
  return job;
}

function withManifest(files: Files, version?: string): Files {
  return { ...files, 'package.xml': manifestFor(files, version) };
}
