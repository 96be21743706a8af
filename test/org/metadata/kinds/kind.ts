import type { Component, OrgState, Permission } from '../../state.ts';
import type { OutputElement } from '../package/metadata-file.ts';
import type { Problem } from '../model/platform-check.ts';
import type { XmlElement } from '../package/xml-document.ts';

/** A component that was sent to the org. It has been read, and follows the schema of its type. */
export type Candidate = {
  kind: MetadataKind;
  fullName: string;
  /** The path as messages name it, with the top folder of the package if it has one. */
  fileName: string;
  document: XmlElement;
  /** The file beside the metadata, for types that have one. */
  content: Buffer | undefined;
};

/** A change of the org while it is being checked: what the org has, and what was accepted so far. */
export type Draft = {
  readonly org: OrgState;
  readonly userId: string;
  readonly apiVersion: number;
  /** All candidates, good or bad. */
  readonly candidates: Candidate[];
  /** Those that were checked and accepted so far, by `Type:FullName`. */
  readonly accepted: Map<string, Candidate>;
  /** Components that are deleted before the candidates are stored, by `Type:FullName`. */
  readonly removed: Set<string>;
};

/**
 * A metadata type of the org: how its files are named, and what is special about it. Everything that is not said here
 * is the same for all types.
 */
export type MetadataKind = {
  /** The root element of its files, and the type that messages name. */
  readonly name: string;
  /** The name in manifests and queries; another one for settings only. */
  readonly manifestName: string;
  readonly directory: string;
  readonly suffix: string;
  /** Whether the metadata lies in a `-meta.xml` file beside a content file. */
  readonly metaFile: boolean;
  /** For a type whose files hold several components: the root element of a file, and the element of each component. */
  readonly inside?: { readonly root: string; readonly element: string };
  /** Key prefix of its ids; settings have no id. */
  readonly keyPrefix: string | undefined;
  /** Whether `*` in a retrieve stands for all of them. */
  readonly wildcard: boolean;
  /** The first API version that knows the type (Metadata API Developer Guide). */
  readonly since: number;
  /** The problem with a name that the type does not accept. By default, the rule for developer names applies. */
  readonly nameRule?: RegExp;

  /** Why the org refuses the candidate although it follows the schema. */
  problem?(candidate: Candidate, draft: Draft): Problem | undefined;
  /** Whether the org keeps a component after it reported success. */
  kept?(candidate: Candidate, draft: Draft): boolean;
  /** Whether a candidate counts as a change of a component that exists; by default, whether the file differs. */
  changes?(candidate: Candidate, org: OrgState, existing: Component): boolean;
  /** The elements the org keeps; by default those of the candidate in schema order. */
  merge?(candidate: Candidate, existing: Component | undefined): OutputElement[];
  /** Called once the component is stored; writes rows and further files. */
  stored?(component: Component, candidate: Candidate, draft: Draft, existing: Component | undefined): void;
  /** Why the component cannot be deleted. */
  deletionProblem?(component: Component, draft: Draft): string | undefined;
  /** Called once the component is gone. */
  deleted?(component: Component, org: OrgState): void;
  /** Components made from rows of the org: all, or the one with that name. */
  fromRows?(org: OrgState, fullName?: string): Component[];
  /** The right without which lists, reads and retrieves give nothing of the type. */
  readonly seenWith?: Permission;
  /** Whether a component that is listed can be read and retrieved; by default, yes. */
  isReadable?(component: Component, org: OrgState): boolean;
  /** What a retrieve gives of a component, if that is not all of it. */
  retrieved?(component: Component, requested: Map<string, string[]>): Map<string, Buffer>;
};

/** The key of a component in the org's state and in a draft. */
export function componentKey(typeName: string, fullName: string): string {
  return `${typeName}:${fullName}`;
}

/** The path, inside a package, of the file that holds the metadata. */
export function metadataPath(kind: MetadataKind, fullName: string): string {
  return kind.metaFile ? `${contentPath(kind, fullName)}-meta.xml` : contentPath(kind, fullName);
}

/** The path, inside a package, of the component's main file. Messages and file properties name this file. */
export function contentPath(kind: MetadataKind, fullName: string): string {
  const fileName = kind.inside ? fullName.replace(/\..*$/, '') : fullName;
  return `${kind.directory}/${fileName}.${kind.suffix}`;
}
