import type { Component, OrgState } from '../state.ts';
import { componentKey, metadataPath, type Candidate, type Draft, type MetadataKind } from './kinds/kind.ts';
import { orderedElements, writeMetadataFile, type OutputElement } from './package/metadata-file.ts';
import { readXml, type XmlElement } from './package/xml-document.ts';

/** The components of a type. A component that is also a row exists as long as its row does. */
export function componentsOf(org: OrgState, kind: MetadataKind): Component[] {
  return kind.fromRows
    ? kind.fromRows(org).map((component) => storedVersion(org, component))
    : [...org.components.values()].filter((component) => component.type === kind.name);
}

/** A component by its name; `undefined` if the org has none. */
export function findComponent(org: OrgState, kind: MetadataKind, fullName: string): Component | undefined {
  const [fromRow] = kind.fromRows?.(org, fullName) ?? [];
  if (kind.fromRows) {
    return fromRow && storedVersion(org, fromRow);
  }
  return org.components.get(componentKey(kind.name, fullName));
}

function storedVersion(org: OrgState, fromRow: Component): Component {
  const stored = org.components.get(componentKey(fromRow.type, fromRow.fullName));
  return stored?.id === fromRow.id ? stored : fromRow;
}

/** The metadata document of a component in the org. */
export function documentOf(kind: MetadataKind, component: Component): XmlElement {
  const path = metadataPath(kind, component.fullName);
  const file = component.files.get(path);
  const reading = file && readXml(file);
  if (!reading?.ok) {
    throw new Error(`The org lost ${path} of ${component.type} ${component.fullName}`);
  }
  return reading.root;
}

/** The document that a component will have after the draft: an accepted one, or the org's if it is not removed. */
export function draftedDocument(draft: Draft, kind: MetadataKind, fullName: string): XmlElement | undefined {
  const key = componentKey(kind.name, fullName);
  const accepted = draft.accepted.get(key);
  if (accepted) {
    return accepted.document;
  }
  const existing = draft.removed.has(key) ? undefined : findComponent(draft.org, kind, fullName);
  return existing && documentOf(kind, existing);
}

/** Whether the org will have a component after the draft. This is for types that are not rows. */
export function willExist(draft: Draft, typeName: string, fullName: string): boolean {
  const key = componentKey(typeName, fullName);
  return draft.accepted.has(key) || (draft.org.components.has(key) && !draft.removed.has(key));
}

/**
 * The id of a component as the org reports it: the one that other rows refer to, or the one that it had before. Only
 * external client apps get another id.
 */
export function reportedId({ id, formerId }: Component, which: 'live' | 'former'): string {
  return which === 'live' ? id : (formerId ?? id);
}

/** The component that a candidate would change: one that exists and that the same draft does not remove. */
export function existingComponent(draft: Draft, candidate: Candidate): Component | undefined {
  const { kind, fullName } = candidate;
  return draft.removed.has(componentKey(kind.name, fullName)) ? undefined : findComponent(draft.org, kind, fullName);
}

/** Whether storing the candidate changes the component that exists. */
export function isChange(candidate: Candidate, org: OrgState, existing: Component): boolean {
  return candidate.kind.changes?.(candidate, org, existing) ?? fileDiffers(candidate, existing);
}

/** Whether the org would keep another file of a candidate than it has. */
export function fileDiffers(candidate: Candidate, existing: Component): boolean {
  const current = existing.files.get(metadataPath(candidate.kind, existing.fullName));
  return !current?.equals(metadataFile(candidate, existing));
}

/** The metadata file that the org keeps of a candidate. */
export function metadataFile(candidate: Candidate, existing: Component | undefined): Buffer {
  const { kind, document } = candidate;
  return writeMetadataFile(kind.name, kind.merge?.(candidate, existing) ?? orderedElements(document, kind.name));
}

/** A component made of a row of the org. */
export function componentFromRow(
  kind: MetadataKind,
  row: { fullName: string; id: string; date: Date; userId: string },
  elements: OutputElement[],
): Component {
  const { fullName, id, date, userId } = row;
  return {
    type: kind.name,
    fullName,
    id,
    files: new Map([[metadataPath(kind, fullName), writeMetadataFile(kind.name, elements)]]),
    createdDate: date,
    createdById: userId,
    lastModifiedDate: date,
    lastModifiedById: userId,
  };
}
