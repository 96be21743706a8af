import type { Component, OrgState } from '../../state.ts';
import { existingComponent, isChange, metadataFile, reportedId } from '../components.ts';
import { componentKey, metadataPath, type Candidate, type Draft, type MetadataKind } from '../kinds/kind.ts';
import { trackChange } from './source-tracking.ts';

/** What became of a candidate. `id` is absent for types without ids, and for a component that the org did not keep. */
export type Saved = { created: boolean; changed: boolean; id?: string };

/** A draft that holds nothing yet. */
export function emptyDraft(org: OrgState, userId: string, apiVersion: number, candidates: Candidate[]): Draft {
  return { org, userId, apiVersion, candidates, accepted: new Map(), removed: new Set() };
}

/** Whether the candidate would create or change a component. Stores nothing. */
export function outcomeOf(candidate: Candidate, draft: Draft): Saved {
  const existing = existingComponent(draft, candidate);
  return existing
    ? { created: false, changed: isChange(candidate, draft.org, existing), ...idOf(existing, draft.org) }
    : { created: true, changed: true };
}

/** Stores a candidate that was accepted, with everything that follows from it. */
export function saveComponent(candidate: Candidate, draft: Draft): Saved {
  const { org, userId } = draft;
  const { kind, fullName } = candidate;
  const existing = existingComponent(draft, candidate);
  const outcome = outcomeOf(candidate, draft);
  if (!outcome.changed || kind.kept?.(candidate, draft) === false) {
    return outcome;
  }
  const now = org.now();
  const component: Component = {
    type: kind.name,
    fullName,
    id: existing?.id ?? (kind.keyPrefix === undefined ? '' : org.newId(kind.keyPrefix)),
    files: new Map([[metadataPath(kind, fullName), metadataFile(candidate, existing)]]),
    createdDate: existing?.createdDate ?? now,
    createdById: existing?.createdById ?? userId,
    lastModifiedDate: now,
    lastModifiedById: userId,
  };
  kind.stored?.(component, candidate, draft, existing);
  org.components.set(componentKey(kind.name, fullName), component);
  trackChange(org, kind, component, { isNew: !existing, isDeleted: false });
  return { ...outcome, ...idOf(component, org) };
}

/** Deletes a component and everything that depends on it. */
export function removeComponent(kind: MetadataKind, component: Component, draft: Draft): void {
  const { org } = draft;
  org.components.delete(componentKey(kind.name, component.fullName));
  kind.deleted?.(component, org);
  trackChange(org, kind, { ...component, lastModifiedById: draft.userId }, { isNew: false, isDeleted: true });
}

function idOf(component: Component, { options }: OrgState): { id?: string } {
  const id = reportedId(component, options.deployResultId);
  return id === '' ? {} : { id };
}
