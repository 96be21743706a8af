import { writeMetadataFile, type OutputElement } from './metadata-file.ts';
import { parsing, type Problem } from '../model/platform-check.ts';
import { childText, childTexts, METADATA_NAMESPACE, readXml, type XmlElement } from './xml-document.ts';

/** A `package.xml` or `destructiveChanges….xml`: members by type name, and the API version of the files. */
export type Manifest = { members: Map<string, string[]>; version: string | undefined };

export type ManifestReading = { ok: true; manifest: Manifest } | { ok: false; problem: Problem };

/** What may stand in a manifest (Metadata API Developer Guide, "package.xml"). */
const PACKAGE_ELEMENTS = [
  'apiAccessLevel',
  'description',
  'fullName',
  'namespacePrefix',
  'objectPermissions',
  'packageType',
  'postInstallClass',
  'setupWeblink',
  'types',
  'uninstallClass',
  'version',
];

/** Reads a manifest. The same type may occur more than once. */
export function readManifest(bytes: Buffer): ManifestReading {
  const reading = readXml(bytes);
  if (!reading.ok) {
    return { ok: false, problem: parsing(reading.fault.problem, reading.fault) };
  }
  const { root } = reading;
  const stranger =
    root.name === 'Package' && root.namespace === METADATA_NAMESPACE
      ? root.children.find(({ name }) => !PACKAGE_ELEMENTS.includes(name))
      : root;
  if (stranger) {
    const name = `{${stranger.namespace}}${stranger.name}`;
    return {
      ok: false,
      problem: parsing(`Element ${name} invalid at this location in type Package`, stranger.afterStart),
    };
  }
  return { ok: true, manifest: manifestOf(root) };
}

/** The manifest in a `Package` element of a file, or in the `unpackaged` element of a retrieve request. */
export function manifestOf(root: XmlElement): Manifest {
  const members = new Map<string, string[]>();
  for (const types of root.children.filter(({ name }) => name === 'types')) {
    const typeName = childText(types, 'name');
    if (typeName === undefined) {
      continue;
    }
    members.set(typeName, [...(members.get(typeName) ?? []), ...childTexts(types, 'members')]);
  }
  return { members, version: childText(root, 'version') };
}

/** Writes a `package.xml` with types and members in alphabetical order, as a retrieve does. */
export function writeManifest(members: Map<string, string[]>, version: string): Buffer {
  const types = [...members].toSorted().map(([typeName, names]): OutputElement => {
    const content = [...new Set(names)].toSorted().map((name) => ({ name: 'members', content: name }));
    return { name: 'types', content: [...content, { name: 'name', content: typeName }] };
  });
  return writeMetadataFile('Package', [...types, { name: 'version', content: version }]);
}
