import { idKey } from '../../database/identifiers.ts';
import type { Component, OrgState } from '../../state.ts';
import { isSeen } from './catalog.ts';
import { componentsOf, documentOf, findComponent } from '../components.ts';
import { filePropertiesOf, type FileProperties } from '../file-properties.ts';
import { jobsOf, type RetrieveJob } from '../deployment/jobs.ts';
import { kindsOfManifestName } from '../kinds/all.ts';
import { contentPath, type MetadataKind } from '../kinds/kind.ts';
import { orderedElements, writeMetadataFile, type OutputElement } from '../package/metadata-file.ts';
import { writeManifest, type Manifest } from '../package/manifest.ts';
import { userName } from '../user-name.ts';
import { writeZip } from '../package/zip.ts';

/** A retrieve request: its members, its API version, and whether the files are at the root of the zip. */
export type RetrieveRequest = { manifest: Manifest; version: string; singlePackage: boolean };

/** Packs what is asked for. A name that does not exist gives a message, and the retrieval still succeeds (seen). */
export async function startRetrieval(org: OrgState, request: RetrieveRequest, userId: string): Promise<RetrieveJob> {
  const { version } = request;
  const folder = request.singlePackage ? '' : 'unpackaged/';
  const found = findAll(org, request.manifest, version);
  const files = new Map<string, Buffer>();
  for (const { kind, component } of found.components) {
    const retrieved = kind.retrieved?.(component, request.manifest.members) ?? component.files;
    retrieved.forEach((content, path) => files.set(folder + path, content));
  }
  sharedFiles(found.components).forEach((content, path) => files.set(folder + path, content));
  files.set(`${folder}package.xml`, writeManifest(membersOf(found.components), version));

  const job: RetrieveJob = {
    id: org.newId('09S'),
    zip: await writeZip(files, org.now()),
    fileProperties: [
      ...found.components.map(({ kind, component }) => filePropertiesOf(org, kind, component, folder)),
      manifestProperties(org, `${folder}package.xml`, userId),
    ],
    messages: found.problems.map((problem) => ({ fileName: `${folder}package.xml`, problem })),
    pollsLeft: org.options.pollsUntilDone,
  };
  jobsOf(org).retrievals.set(idKey(job.id), job);
  return job;
}

/** A retrieval and whether this answer says that it is done; `undefined` for an unknown id. */
export function pollRetrieval(org: OrgState, id: string): { job: RetrieveJob; done: boolean } | undefined {
  const job = jobsOf(org).retrievals.get(idKey(id));
  if (!job) {
    return undefined;
  }
  const done = job.pollsLeft <= 0;
  job.pollsLeft -= 1;
  return { job, done };
}

/** The files that hold several components, each with those that were asked for. */
function sharedFiles(components: Found[]): Map<string, Buffer> {
  const elements = new Map<string, { root: string; content: OutputElement[] }>();
  for (const { kind, component } of components) {
    if (kind.inside) {
      const path = contentPath(kind, component.fullName);
      const ownName = component.fullName.replace(/^[^.]*\./, '');
      const content = [
        { name: 'fullName', content: ownName },
        ...orderedElements(documentOf(kind, component), kind.name),
      ];
      const file = elements.get(path) ?? { root: kind.inside.root, content: [] };
      elements.set(path, { ...file, content: [...file.content, { name: kind.inside.element, content }] });
    }
  }
  return new Map([...elements].map(([path, { root, content }]) => [path, writeMetadataFile(root, content)]));
}

type Found = { kind: MetadataKind; component: Component };

function findAll(org: OrgState, manifest: Manifest, version: string): { components: Found[]; problems: string[] } {
  const components: Found[] = [];
  const problems: string[] = [];
  for (const [typeName, members] of manifest.members) {
    const kinds = kindsOfManifestName(typeName).filter(({ since }) => since <= Number(version));
    if (kinds.length === 0) {
      problems.push(`Entity type '${typeName}' is unknown`);
      continue;
    }
    const named = members.filter((member) => member !== '*');
    for (const name of named) {
      const found = kinds.flatMap((kind) => foundOf(org, kind, findComponent(org, kind, name)));
      components.push(...found);
      if (found.length === 0) {
        problems.push(`Entity of type '${typeName}' named '${name}' cannot be found`);
      }
    }
    const all = members.includes('*') ? kinds.filter(({ wildcard }) => wildcard) : [];
    components.push(...all.flatMap((kind) => allBut(named, org, kind)));
  }
  return { components, problems };
}

function allBut(named: string[], org: OrgState, kind: MetadataKind): Found[] {
  return componentsOf(org, kind)
    .filter(({ fullName }) => !named.includes(fullName))
    .flatMap((component) => foundOf(org, kind, component));
}

function foundOf(org: OrgState, kind: MetadataKind, component: Component | undefined): Found[] {
  return component && isSeen(org, kind) && kind.isReadable?.(component, org) !== false ? [{ kind, component }] : [];
}

function membersOf(components: Found[]): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const { kind, component } of components) {
    members.set(kind.manifestName, [...(members.get(kind.manifestName) ?? []), component.fullName]);
  }
  return members;
}

function manifestProperties(org: OrgState, fileName: string, userId: string): FileProperties {
  const now = org.now();
  const name = userName(org, userId);
  return {
    createdById: userId,
    createdByName: name,
    createdDate: now,
    fileName,
    fullName: fileName,
    id: '',
    lastModifiedById: userId,
    lastModifiedByName: name,
    lastModifiedDate: now,
    manageableState: 'unmanaged',
    type: 'Package',
  };
}
