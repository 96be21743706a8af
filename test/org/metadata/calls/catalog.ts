import type { Component, OrgState } from '../../state.ts';
import { componentsOf, documentOf, findComponent } from '../components.ts';
import { filePropertiesOf, type FileProperties } from '../file-properties.ts';
import { KINDS, kindNamed, kindsOfManifestName } from '../kinds/all.ts';
import { componentKey, contentPath, type MetadataKind } from '../kinds/kind.ts';
import { orderedElements } from '../package/metadata-file.ts';
import { SoapFault, type MetadataRecord } from './soap-envelope.ts';

/**
 * A list takes at most three types (Metadata API Developer Guide, "listMetadata()"). The words of the fault are
 * inferred.
 */
const MOST_QUERIES = 3;

/** A call that reads, changes or deletes takes at most ten components (the fault was seen). */
const MOST_RECORDS = 10;

/**
 * The components of some types.
 *
 * @throws SoapFault for more than three types, and for one that the version does not know.
 */
export function listComponents(org: OrgState, typeNames: string[], version: number): FileProperties[] {
  if (typeNames.length > MOST_QUERIES) {
    throw new SoapFault('LIMIT_EXCEEDED', `A maximum of ${MOST_QUERIES} queries is allowed in one call`);
  }
  return typeNames.flatMap((typeName) => {
    const kinds = kindsOfManifestName(typeName).filter(({ since }) => since <= version);
    if (kinds.length === 0 && !isFileType(typeName)) {
      throw unknownType(typeName);
    }
    return kinds
      .filter((kind) => isSeen(org, kind))
      .flatMap((kind) => componentsOf(org, kind).map((component) => filePropertiesOf(org, kind, component)));
  });
}

/** The type of files that hold components, such as `CustomObject`. Of those themselves the org lists none. */
function isFileType(typeName: string): boolean {
  return KINDS.some(({ inside }) => inside?.root === typeName);
}

/**
 * The types that the org has in an API version, in alphabetical order (Metadata API Developer Guide,
 * "DescribeMetadataResult").
 */
export function describeTypes(version: number): Record<string, unknown> {
  const known = KINDS.filter(({ since }) => since <= version);
  const metadataObjects = known
    .map(({ directory, inside, manifestName, metaFile, suffix }) => ({
      ...(inside && { childXmlNames: manifestName }),
      directoryName: directory,
      inFolder: false,
      metaFile,
      suffix,
      xmlName: inside?.root ?? manifestName,
    }))
    .toSorted((left, right) => (left.xmlName < right.xmlName ? -1 : 1));
  return { metadataObjects, organizationNamespace: '', partialSaveAllowed: true, testRequired: false };
}

/**
 * The metadata of the named components; `null` for a name that does not exist (inferred).
 *
 * @throws SoapFault for an unknown type and for more than ten names.
 */
export function readComponents(org: OrgState, typeName: string, fullNames: string[]): Array<MetadataRecord | null> {
  const kind = recordKind(typeName, fullNames.length);
  return fullNames.map((fullName) => recordOf(org, kind, fullName));
}

/**
 * The type of a call on records.
 *
 * @throws SoapFault for an unknown type and for more than ten records.
 */
export function recordKind(typeName: string, records: number): MetadataKind {
  const kind = kindNamed(typeName);
  if (!kind) {
    throw unknownType(typeName);
  }
  if (records > MOST_RECORDS) {
    const text = `record limit reached. cannot submit more than ${MOST_RECORDS} records in this operation`;
    throw new SoapFault('EXCEEDED_ID_LIMIT', text);
  }
  return kind;
}

function recordOf(org: OrgState, kind: MetadataKind, fullName: string): MetadataRecord | null {
  const component = findComponent(org, kind, fullName);
  if (!component || !canBeRead(org, kind, component)) {
    return null;
  }
  const content = kind.metaFile ? component.files.get(contentPath(kind, fullName)) : undefined;
  return {
    instanceType: kind.name,
    elements: [
      { name: 'fullName', content: fullName },
      ...(content ? [{ name: 'content', content: content.toString('base64') }] : []),
      ...orderedElements(documentOf(kind, component), kind.name),
    ],
  };
}

/** Whether administrators see a type at all; others cannot use the Metadata API. */
export function isSeen({ options }: OrgState, { seenWith }: MetadataKind): boolean {
  return seenWith === undefined || !options.missingPermissions.includes(seenWith);
}

function canBeRead(org: OrgState, kind: MetadataKind, component: Component): boolean {
  return (
    isSeen(org, kind) &&
    !org.options.unreadableComponents.includes(componentKey(kind.name, component.fullName)) &&
    kind.isReadable?.(component, org) !== false
  );
}

function unknownType(typeName: string): SoapFault {
  return new SoapFault('INVALID_TYPE', `Unknown type:${typeName}`);
}
