import type { Component, OrgState } from '../state.ts';
import { reportedId } from './components.ts';
import { contentPath, type MetadataKind } from './kinds/kind.ts';
import { rowNameOf } from './kinds/namespace.ts';
import { userName } from './user-name.ts';

/**
 * What lists and retrieves say about a component, in the WSDL's order (Metadata API Developer Guide, "FileProperties").
 */
export type FileProperties = {
  createdById: string;
  createdByName: string;
  createdDate: Date;
  fileName: string;
  fullName: string;
  id: string;
  lastModifiedById: string;
  lastModifiedByName: string;
  lastModifiedDate: Date;
  manageableState: 'unmanaged' | 'installed';
  namespacePrefix?: string;
  type: string;
};

/** The properties of a component. In a retrieve, `folder` is put before the file's path. */
export function filePropertiesOf(org: OrgState, kind: MetadataKind, component: Component, folder = ''): FileProperties {
  const namespace = kind.nameRule === undefined ? rowNameOf(component.fullName).NamespacePrefix : null;
  return {
    createdById: component.createdById,
    createdByName: userName(org, component.createdById),
    createdDate: component.createdDate,
    fileName: folder + contentPath(kind, component.fullName),
    fullName: component.fullName,
    id: reportedId(component, org.options.listedId),
    lastModifiedById: component.lastModifiedById,
    lastModifiedByName: userName(org, component.lastModifiedById),
    lastModifiedDate: component.lastModifiedDate,
    manageableState: namespace === null ? 'unmanaged' : 'installed',
    ...(namespace !== null && { namespacePrefix: namespace }),
    // Settings of every kind are of the type Settings here (seen; the CLI's manifests rely on it).
    type: kind.manifestName,
  };
}
