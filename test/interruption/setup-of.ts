import type { EmulatedOrg } from '../org/emulated-org.ts';
import { findRows } from '../org/database/rows.ts';
import { signingCertificate } from '../support/rotation.ts';

const TYPES =
  /^(?:Certificate|ConnectedApp|ExtlClntApp|ExternalClientApplication|PermissionSet$|IdentityProviderSettings)/;

export type Setup = {
  components: unknown[];
  apps: number;
  /** As `<profile or permission set> -> <app>`. */
  grants: string[];
  certificates: string[];
  signing: string;
};

/** What an org has of the setup, without ids, addresses, keys and dates, since these differ between orgs. */
export function setupOf(org: EmulatedOrg): Setup {
  const { state, url } = org;
  const components = [...state.components.values()]
    .filter(({ type }) => TYPES.test(type))
    .map(({ type, fullName, files }) => ({
      name: `${type}:${timeless(fullName)}`,
      files: [...files]
        .filter(([path]) => !path.endsWith('.crt'))
        .map(([path, content]) => [timeless(path), textOf(content, url)]),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return {
    components,
    apps: findRows(state, 'ConnectedApplication').length,
    grants: grantsOf(org),
    certificates: [...state.certificateKeys.keys()].map(timeless),
    signing: timeless(signingCertificate(org) ?? ''),
  };
}

/** A text in which the certificates that the org had before are named without the time at which it made them. */
function timeless(text: string): string {
  return text.replace(/(?<=SelfSignedCert)_\w+/g, '');
}

/** Who has access to which app. A grant whose id belongs to no app is named as such. */
function grantsOf({ state }: EmulatedOrg): string[] {
  const nameOf = (id: unknown): string =>
    [...state.components.values()].find((component) => component.id === id)?.fullName ?? 'no app';
  return findRows(state, 'SetupEntityAccess')
    .map(({ ParentId, SetupEntityId }) => {
      const [set] = findRows(state, 'PermissionSet', { Id: String(ParentId) });
      const [profile] = findRows(state, 'Profile', { Id: String(set?.['ProfileId']) });
      return `${String(profile?.['Name'] ?? set?.['Label'])} -> ${nameOf(SetupEntityId)}`;
    })
    .sort();
}

/** The expiry date of a certificate depends on the clock, and so differs between two runs. */
function textOf(content: Buffer, url: string): string {
  return timeless(content.toString())
    .replaceAll(url, 'URL')
    .replace(/<expirationDate>[^<]*</, '<expirationDate><');
}
