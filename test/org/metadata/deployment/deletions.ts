import { findComponent } from '../components.ts';
import { failure, success, warning, type DeployMessage } from './deploy-message.ts';
import { kindsOfManifestName } from '../kinds/all.ts';
import { componentKey, type Draft, type MetadataKind } from '../kinds/kind.ts';
import { readManifest } from '../package/manifest.ts';
import type { MetadataPackage } from '../package/package.ts';
import { subjectOf } from './candidates.ts';
import type { Component } from '../../state.ts';

/** A component that is deleted. */
export type Deletion = { kind: MetadataKind; component: Component };

/** What a deployment deletes at one point, and its messages about the names that it cannot delete. */
export type DeletionPlan = { deletions: Deletion[]; messages: DeployMessage[] };

/**
 * The manifests of deletions, by when they act. The one without a suffix acts before (Metadata API Developer Guide).
 */
export const DESTRUCTIVE_FILES = {
  before: ['destructiveChangesPre.xml', 'destructiveChanges.xml'],
  after: ['destructiveChangesPost.xml'],
};

/**
 * Checks the deletions of one point in a deployment, and notes in the draft what is deleted. A component that does not
 * exist gives a warning, not a failure. Clients parse the words of this warning.
 */
export function planDeletions(contents: MetadataPackage, point: 'before' | 'after', draft: Draft): DeletionPlan {
  const plan: DeletionPlan = { deletions: [], messages: [] };
  for (const path of DESTRUCTIVE_FILES[point]) {
    const file = contents.files.get(path);
    if (file) {
      addDeletions(plan, file, contents.folder + path, draft);
    }
  }
  return plan;
}

function addDeletions(plan: DeletionPlan, file: Buffer, fileName: string, draft: Draft): void {
  const now = draft.org.now();
  const manifestSubject = { componentType: '', fullName: fileName.replace(/^.*\//, ''), fileName };
  const reading = readManifest(file);
  if (!reading.ok) {
    plan.messages.push(failure(manifestSubject, reading.problem, now));
    return;
  }
  const named = [...reading.manifest.members].flatMap(([typeName, members]) =>
    members.map((fullName) => ({ typeName, fullName, found: findNamed(draft, typeName, fullName) })),
  );
  // Each is checked as if all of them were deleted, since an app and its policies may be deleted together.
  named.forEach(({ found }) => found && draft.removed.add(componentKey(found.kind.name, found.component.fullName)));
  for (const { typeName, fullName, found } of named) {
    if (found) {
      addDeletion(plan, found, fileName, draft);
    } else if (kindsOfManifestName(typeName).length === 0) {
      const problem = `Unknown type name '${typeName}' specified in ${manifestSubject.fullName}`;
      plan.messages.push(failure(manifestSubject, { problem }, now));
    } else {
      // Clients look for the name of the manifest, and for the type's name in front of the component's.
      const subject = { ...manifestSubject, componentType: typeName };
      plan.messages.push(warning(subject, `No ${typeName} named: ${fullName} found`, now));
    }
  }
}

function findNamed({ org }: Draft, typeName: string, fullName: string): Deletion | undefined {
  for (const kind of kindsOfManifestName(typeName)) {
    const component = findComponent(org, kind, fullName);
    if (component) {
      return { kind, component };
    }
  }
  return undefined;
}

function addDeletion(plan: DeletionPlan, { kind, component }: Deletion, fileName: string, draft: Draft): void {
  const now = draft.org.now();
  const subject = subjectOf(kind, component.fullName, fileName);
  const problem = kind.deletionProblem?.(component, draft);
  if (problem !== undefined) {
    draft.removed.delete(componentKey(kind.name, component.fullName));
    plan.messages.push(failure(subject, { problem }, now));
    return;
  }
  const id = component.id === '' ? {} : { id: component.id };
  const message = success(subject, { changed: true, created: false, deleted: true, ...id }, now);
  plan.deletions.push({ kind, component });
  plan.messages.push(message);
}
