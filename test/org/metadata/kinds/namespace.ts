import type { Problem } from '../model/platform-check.ts';
import { existingComponent } from '../components.ts';
import type { Candidate, Draft } from './kind.ts';

/** A name as rows have it: without the namespace, which is in a field of its own. */
export type RowName = { NamespacePrefix: string | null; Name: string };

/** The parts of a full name. That of a component of an installed package is `ns__Name` (Metadata API Developer Guide). */
export function rowNameOf(fullName: string): RowName {
  const [, namespace = null, name = fullName] = /^([A-Za-z]\w{0,14}?)__(\w+)$/.exec(fullName) ?? [];
  return { NamespacePrefix: namespace, Name: name };
}

/** The full name of a component whose row has these parts. */
export function fullNameOf(row: Record<string, unknown>): string {
  const { NamespacePrefix, Name } = row;
  return typeof NamespacePrefix === 'string' ? `${NamespacePrefix}__${String(Name)}` : String(Name);
}

/**
 * Why a component of another namespace is refused: it can neither be made nor changed by a deployment (both texts seen
 * in public reports). Custom fields have two underscores in any case, and profiles have free names.
 */
export function namespaceProblem(candidate: Candidate, draft: Draft): Problem | undefined {
  const { kind, fullName } = candidate;
  const { NamespacePrefix } = rowNameOf(fullName);
  if (kind.nameRule !== undefined || NamespacePrefix === null) {
    return undefined;
  }
  const existing = existingComponent(draft, candidate);
  return {
    problem: existing
      ? `Cannot modify managed object: entity=${kind.name}, component=${existing.id}, field=FullName, state=installed`
      : `Cannot create a new component with the namespace: ${NamespacePrefix}.  Only components in the same namespace as the organization can be created through the API`,
  };
}
