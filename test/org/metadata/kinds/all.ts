import { CERTIFICATE } from './certificate.ts';
import { CUSTOM_FIELD } from './custom-field.ts';
import { CONNECTED_APP } from './connected-app.ts';
import { CONFIGURABLE_POLICIES, EXTERNAL_CLIENT_APP, SAML_POLICIES } from './external-client-app.ts';
import { IDENTITY_PROVIDER_SETTINGS } from './identity-provider-settings.ts';
import { missingReference, permissionSetNamed } from './references.ts';
import { willExist } from '../components.ts';
import { childTexts } from '../package/xml-document.ts';
import type { MetadataKind } from './kind.ts';
import { PERMISSION_SET } from './permission-set.ts';
import { PROFILE } from './profile.ts';

const PERMISSION_SET_GROUP: MetadataKind = {
  name: 'PermissionSetGroup',
  manifestName: 'PermissionSetGroup',
  directory: 'permissionsetgroups',
  suffix: 'permissionsetgroup',
  metaFile: false,
  keyPrefix: '0PG',
  wildcard: true,
  since: 45,
  problem({ document }, draft) {
    const missing = childTexts(document, 'permissionSets').find(
      (name) => !permissionSetNamed(draft.org, name) && !willExist(draft, PERMISSION_SET.name, name),
    );
    return missing === undefined ? undefined : missingReference('permissionSets', PERMISSION_SET.name, missing);
  },
};

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
