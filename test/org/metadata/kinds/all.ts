import { CERTIFICATE } from './certificate.ts';
import { CUSTOM_FIELD } from './custom-field.ts';
import { CONNECTED_APP } from './connected-app.ts';
import { CONFIGURABLE_POLICIES, EXTERNAL_CLIENT_APP, SAML_POLICIES } from './external-client-app.ts';
import { IDENTITY_PROVIDER_SETTINGS } from './identity-provider-settings.ts';
import type { MetadataKind } from './kind.ts';
import { PERMISSION_SET } from './permission-set.ts';
import { PERMISSION_SET_GROUP } from './permission-set-group.ts';
import { PROFILE } from './profile.ts';

const CUSTOM_APPLICATION: MetadataKind = {
  name: 'CustomApplication',
  manifestName: 'CustomApplication',
  directory: 'applications',
  suffix: 'app',
  metaFile: false,
  keyPrefix: '02u',
  wildcard: true,
  since: 10,
};

/**
 * The metadata types of the org, in the order in which a deployment takes them: a type comes after those it refers to.
 */
export const KINDS: MetadataKind[] = [
  CERTIFICATE,
  IDENTITY_PROVIDER_SETTINGS,
  CUSTOM_APPLICATION,
  CUSTOM_FIELD,
  PERMISSION_SET,
  PERMISSION_SET_GROUP,
  PROFILE,
  CONNECTED_APP,
  EXTERNAL_CLIENT_APP,
  CONFIGURABLE_POLICIES,
  SAML_POLICIES,
];

/** The type with that name in root elements and messages. */
export function kindNamed(name: string): MetadataKind | undefined {
  return KINDS.find((kind) => kind.name === name);
}

/** The types that a manifest or a query means by that name. `Settings` means one type for each kind of settings. */
export function kindsOfManifestName(name: string): MetadataKind[] {
  return KINDS.filter((kind) => kind.manifestName === name);
}
