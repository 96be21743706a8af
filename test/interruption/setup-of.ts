import type { EmulatedOrg } from '../org/emulated-org.ts';
import { findRows } from '../org/rows.ts';
import { signingCertificate } from '../support/rotation.ts';

const TYPES =
  /^(?:Certificate|ConnectedApp|ExtlClntApp|ExternalClientApplication|PermissionSet$|IdentityProviderSettings)/;

/** What an org holds of the setup, without ids, addresses, keys and dates, which differ from org to org. */
export function setupOf(org: EmulatedOrg): unknown {
  const { state, url } = org;
  const components = [...state.components.values()]
    .filter(({ type }) => TYPES.test(type))
    .map(({ type, fullName, files }) => ({
      name: `${type}:${fullName}`,
      files: [...files]
        .filter(([path]) => !path.endsWith('.crt'))
        .map(([path, content]) => [path, textOf(content, url)]),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return {
    components,
    apps: findRows(state, 'ConnectedApplication').length,
    grants: findRows(state, 'SetupEntityAccess').length,
    certificates: [...state.certificateKeys.keys()],
    signing: signingCertificate(org),
  };
}

/** The date on which a certificate ends follows the clock, which goes on between two runs. */
function textOf(content: Buffer, url: string): string {
  return content
    .toString()
    .replaceAll(url, 'URL')
    .replace(/<expirationDate>[^<]*</, '<expirationDate><');
}
