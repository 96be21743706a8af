import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import JSZip from 'jszip';
import { metadataRegistry } from './metadata-registry.ts';
import { renderMetadataXml, type MetadataDocument } from './metadata-xml.ts';

/** A component to deploy. */
export type MetadataComponent = { fullName: string; document: MetadataDocument };

/** A component to delete. */
export type MetadataDeletion = { type: string; fullName: string };

/** What one deployment writes and deletes. */
export type MetadataChanges = { components?: MetadataComponent[]; deletions?: MetadataDeletion[] };

/**
 * A package as a zip file: `package.xml` and one file for each component, in the folders and with the suffixes of the
 * Metadata API; deletions are in a manifest of their own, which the org carries out after the rest.
 */
export async function packageZip(
  { components = [], deletions = [] }: MetadataChanges,
  apiVersion: string,
): Promise<Buffer> {
  const zip = new JSZip();
  for (const component of components) {
    for (const [path, content] of packageFiles(component)) {
      zip.file(path, content);
    }
  }
  const set = new ComponentSet(
    components.map(({ fullName, document }) => ({ fullName, type: packageType(document.type) })),
    metadataRegistry(),
  );
  set.sourceApiVersion = apiVersion;
  zip.file('package.xml', await set.getPackageXml());
  if (deletions.length > 0) {
    zip.file('destructiveChangesPost.xml', await new ComponentSet(deletions, metadataRegistry()).getPackageXml());
  }
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

/** A package file by its path inside the package. */
export function packageFiles({ fullName, document }: MetadataComponent): Map<string, string> {
  if (document.type === CUSTOM_FIELD) {
    const [object = '', name = ''] = fullName.split('.');
    const fields = [{ fullName: [name], ...document.content }];
    return new Map([[`objects/${object}.object`, renderMetadataXml({ type: 'CustomObject', content: { fields } })]]);
  }
  const { directoryName, suffix } = metadataRegistry().getTypeByName(packageType(document.type));
  const path = `${directoryName}/${fullName}.${suffix}`;
  const xml = renderMetadataXml(document);
  // A certificate has two files. The PEM file is empty, which tells the org to create a key pair.
  return document.type === 'Certificate'
    ? new Map([
        [path, ''],
        [`${path}-meta.xml`, xml],
      ])
    : new Map([[path, xml]]);
}

/**
 * The files of a component in source format: as in a package, with `-meta.xml` behind those that are XML. A field has a
 * file of its own there.
 */
export function sourceFiles(component: MetadataComponent): Map<string, string> {
  const { fullName, document } = component;
  if (document.type === CUSTOM_FIELD) {
    const [object = '', name = ''] = fullName.split('.');
    const { type, content } = document;
    const xml = renderMetadataXml({ type, content: { fullName: [name], ...content } });
    return new Map([[`objects/${object}/fields/${name}.field-meta.xml`, xml]]);
  }
  const isPair = document.type === 'Certificate';
  return new Map([...packageFiles(component)].map(([path, text]) => [isPair ? path : `${path}-meta.xml`, text]));
}

/** A type whose components are parts of their object's file in a package (Metadata API Developer Guide, "CustomField"). */
const CUSTOM_FIELD = 'CustomField';

/** The name by which a manifest knows a root element: every `…Settings` document is a member of `Settings`. */
function packageType(rootElement: string): string {
  return rootElement.endsWith('Settings') ? 'Settings' : rootElement;
}
