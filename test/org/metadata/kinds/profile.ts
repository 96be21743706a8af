import { deleteRow, findRow, findRows, updateRow } from '../../database/rows.ts';
import { addProfile } from '../../seed/access.ts';
import type { Component, OrgState } from '../../state.ts';
import { componentFromRow, documentOf } from '../components.ts';
import { orderedElements, writeMetadataFile, type OutputElement } from '../package/metadata-file.ts';
import { elementsOf } from '../model/model.ts';
import { childText, type XmlElement } from '../package/xml-document.ts';
import { metadataPath, type Candidate, type Draft, type MetadataKind } from './kind.ts';
import { permissionsProblem, rowFacts } from './permission-set.ts';

/**
 * Profiles. A deployment replaces only the settings that its file has. A retrieve gives what belongs to the profile
 * alone, and settings for components only if the same request names them (Metadata API Developer Guide, "Profile").
 */
export const PROFILE: MetadataKind = {
  name: 'Profile',
  manifestName: 'Profile',
  directory: 'profiles',
  suffix: 'profile',
  metaFile: false,
  keyPrefix: '00e',
  wildcard: true,
  since: 10,
  nameRule: /\S/,
  problem: ({ fullName, document }, draft) =>
    permissionsProblem(draft) ?? licenseProblem(fullName, document, draft.org),
  merge: overlay,
  stored,
  deletionProblem({ id }, { org }) {
    // Both refusals are the platform's; the words are inferred.
    if (!findRow(org, 'PermissionSet', { ProfileId: id })?.['IsCustom']) {
      return 'Standard profiles cannot be deleted.';
    }
    return findRow(org, 'User', { ProfileId: id }) ? 'You cannot delete a profile that users have.' : undefined;
  },
  deleted(component, org) {
    org.profileFullNames.delete(component.id);
    deleteRow(org, 'Profile', component.id);
  },
  fromRows(org, fullName) {
    const owned = new Map(
      findRows(org, 'PermissionSet', { IsOwnedByProfile: true }).map((row) => [row['ProfileId'], row]),
    );
    const licenses = new Map(findRows(org, 'UserLicense').map((row) => [row.Id, String(row['Name'])]));
    return findRows(org, 'Profile')
      .map((row) => ({ row, name: org.profileFullNames.get(row.Id) ?? String(row['Name']) }))
      .filter(({ name }) => fullName === undefined || name === fullName)
      .map(({ row, name }) =>
        componentFromRow(PROFILE, rowFacts(row, name), [
          { name: 'custom', content: String(owned.get(row.Id)?.['IsCustom'] === true) },
          { name: 'userLicense', content: licenses.get(String(row['UserLicenseId'])) ?? '' },
        ]),
      );
  },
  retrieved,
};

/** Elements that a retrieve always gives. The others need a type in the request, and `member` names the component. */
const ALWAYS = ['custom', 'description', 'loginFlows', 'loginHours', 'loginIpRanges', 'userLicense', 'userPermissions'];
const WITH_TYPE: Record<string, { type: string; member: string }> = {
  applicationVisibilities: { type: 'CustomApplication', member: 'application' },
  customPermissions: { type: 'CustomPermission', member: 'name' },
  classAccesses: { type: 'ApexClass', member: 'apexClass' },
  flowAccesses: { type: 'Flow', member: 'flow' },
  objectPermissions: { type: 'CustomObject', member: 'object' },
  pageAccesses: { type: 'ApexPage', member: 'apexPage' },
  tabVisibilities: { type: 'CustomTab', member: 'tab' },
};

function retrieved(component: Component, requested: Map<string, string[]>): Map<string, Buffer> {
  const document = documentOf(PROFILE, component);
  const children = document.children.filter((element) => {
    const dependent = WITH_TYPE[element.name];
    const members = dependent ? (requested.get(dependent.type) ?? []) : [];
    const member = dependent && childText(element, dependent.member);
    return ALWAYS.includes(element.name) || members.includes('*') || (member !== undefined && members.includes(member));
  });
  const elements = orderedElements({ ...document, children }, PROFILE.name);
  return new Map([[metadataPath(PROFILE, component.fullName), writeMetadataFile(PROFILE.name, elements)]]);
}

/** The elements of the candidate, and the existing ones that it does not replace. */
function overlay({ document }: Candidate, existing: Component | undefined): OutputElement[] {
  const sent = new Set(document.children.map(identityOf));
  const kept = existing
    ? documentOf(PROFILE, existing).children.filter((element) => !sent.has(identityOf(element)))
    : [];
  return orderedElements({ ...document, children: [...kept, ...document.children] }, PROFILE.name);
}

/** Two elements of a profile are about the same thing if this is equal: their name and their required texts. */
function identityOf(element: XmlElement): string {
  const model = (elementsOf(PROFILE.name) ?? []).find(({ name }) => name === element.name);
  const texts = (elementsOf(model?.type ?? '') ?? []).filter(
    ({ type, minOccurs }) => type === 'xsd:string' && minOccurs,
  );
  return [element.name, ...texts.map(({ name }) => childText(element, name) ?? '')].join('\n');
}

function licenseProblem(fullName: string, document: XmlElement, org: OrgState): { problem: string } | undefined {
  const known = [...org.profileFullNames.values()].includes(fullName);
  const license = childText(document, 'userLicense') ?? '';
  // A new profile needs a license that the org has; the words are inferred.
  return known || findRow(org, 'UserLicense', { Name: license })
    ? undefined
    : { problem: `In field: userLicense - no UserLicense named ${license} found` };
}

function stored(component: Component, { document }: Candidate, draft: Draft, existing: Component | undefined): void {
  const { org } = draft;
  if (!existing) {
    const license = findRow(org, 'UserLicense', { Name: childText(document, 'userLicense') ?? '' });
    const { fullName } = component;
    component.id = addProfile(org, { fullName, label: fullName, licenseId: license?.Id ?? '', custom: true });
  }
  const description = childText(document, 'description');
  if (description !== undefined) {
    updateRow(org, 'Profile', component.id, { Description: description }, draft.userId);
  }
}
