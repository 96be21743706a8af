import { emptyDraft, saveComponent } from '../metadata/deployment/save.ts';
import { CONNECTED_APP } from '../metadata/kinds/connected-app.ts';
import { componentKey, type MetadataKind } from '../metadata/kinds/kind.ts';
import { PERMISSION_SET } from '../metadata/kinds/permission-set.ts';
import { writeMetadataFile, type OutputElement } from '../metadata/package/metadata-file.ts';
import { readXml } from '../metadata/package/xml-document.ts';
import type { OrgState } from '../state.ts';

const SAML: OutputElement = {
  name: 'samlConfig',
  content: [
    { name: 'acsUrl', content: 'https://portal.acme.example/saml/acs' },
    { name: 'entityUrl', content: 'https://portal.acme.example' },
    { name: 'samlSubjectType', content: 'Username' },
  ],
};

/** What a package that somebody installed has brought: a connected app and a permission set, under its namespace. */
export function seedInstalledPackage(org: OrgState): void {
  const { installedPackage } = org.options;
  if (installedPackage === 'none') {
    return;
  }
  const label = { name: 'label', content: 'Acme Portal' };
  const contact = { name: 'contactEmail', content: 'support@acme.example' };
  install(org, PERMISSION_SET, 'acme__Portal_User', [{ name: 'label', content: 'Acme Portal User' }]);
  install(org, CONNECTED_APP, 'acme__Portal', [contact, label, ...(installedPackage === 'with-saml' ? [SAML] : [])]);
}

function install(org: OrgState, kind: MetadataKind, fullName: string, elements: OutputElement[]): void {
  const reading = readXml(writeMetadataFile(kind.name, elements));
  if (!reading.ok) {
    throw new Error(reading.fault.problem);
  }
  const candidate = { kind, fullName, fileName: fullName, document: reading.root, content: undefined };
  const draft = emptyDraft(org, org.adminId, Number(org.options.apiVersion), [candidate]);
  draft.accepted.set(componentKey(kind.name, fullName), candidate);
  saveComponent(candidate, draft);
}
