import { failure, type DeployMessage, type Subject } from './deploy-message.ts';
import { KINDS, kindsOfManifestName } from '../kinds/all.ts';
import { componentKey, contentPath, metadataPath, type Candidate, type MetadataKind } from '../kinds/kind.ts';
import type { Manifest } from '../package/manifest.ts';
import type { MetadataPackage } from '../package/package.ts';
import { parsing, platformProblem, type Problem } from '../model/platform-check.ts';
import { childText, readXml, type XmlElement } from '../package/xml-document.ts';

/** The components of a package that can be read, and what is wrong with its manifest and its other files. */
export type CandidateReading = { candidates: Candidate[]; failures: DeployMessage[] };

/** A component of which a package has at least one file. */
type Packaged = { kind: MetadataKind; fullName: string };

/** The rule for developer names with or without a namespace, and the platform's text for a name that breaks it. */
const DEVELOPER_NAME = /^(?:[A-Za-z](?:_?[A-Za-z0-9])*__)?[A-Za-z](?:_?[A-Za-z0-9])*$/;
const NAME_RULE_TEXT =
  'The API name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, ' +
  'not include spaces, not end with an underscore, and not contain two consecutive underscores.';
const LONGEST_NAME = 80;

/**
 * Compares the files of a package with its manifest and the schema.
 *
 * @param options.apiVersion the version the files are written for.
 * @param options.allowMissingFiles whether a component of the manifest may have no file.
 */
export function readCandidates(
  contents: MetadataPackage,
  manifest: Manifest,
  options: { apiVersion: number; allowMissingFiles: boolean; now: Date },
): CandidateReading {
  const packaged = packagedComponents(contents);
  const named = packaged.filter((component) => isNamed(manifest, component));
  const reading: CandidateReading = { candidates: [], failures: [] };
  const fail = (subject: Subject, problem: Problem): void => {
    reading.failures.push(failure(subject, problem, options.now));
  };

  manifestProblems(manifest, named, options.allowMissingFiles).forEach(({ fullName, problem }) => {
    fail({ componentType: '', fullName, fileName: `${contents.folder}package.xml` }, { problem });
  });
  strayFiles(contents, packaged, named).forEach((subject) => fail(subject, { problem: 'Not in package.xml' }));
  for (const { kind, fullName } of named) {
    const candidate = readCandidate(kind, fullName, contents, options.apiVersion);
    if ('problem' in candidate) {
      fail(subjectOf(kind, fullName, contents.folder + contentPath(kind, fullName)), candidate);
    } else {
      reading.candidates.push(candidate);
    }
  }
  return reading;
}

/** A candidate from one document; or the problem that it has with the schema, the version or its name. */
export function candidateOf(candidate: Candidate, apiVersion: number): Candidate | Problem {
  const { kind, fullName, document } = candidate;
  if (apiVersion < kind.since) {
    return { problem: 'Not available for deploy for this API version' };
  }
  if (!(kind.nameRule ?? DEVELOPER_NAME).test(fullName) || fullName.length > LONGEST_NAME) {
    return { problem: NAME_RULE_TEXT };
  }
  return platformProblem(document, kind.name) ?? candidate;
}

/** The subject of messages about a component. */
export function subjectOf(kind: MetadataKind, fullName: string, fileName: string): Subject {
  return { componentType: kind.name, fullName, fileName };
}

function readCandidate(
  kind: MetadataKind,
  fullName: string,
  { files, folder }: MetadataPackage,
  apiVersion: number,
): Candidate | Problem {
  const path = contentPath(kind, fullName);
  const metadata = files.get(metadataPath(kind, fullName));
  const content = kind.metaFile ? files.get(path) : undefined;
  if (!metadata || (kind.metaFile && !content)) {
    // The platform requires both files of a pair; the words are inferred.
    return { problem: metadata ? `Content file not found: ${path}` : `Metadata file not found: ${path}-meta.xml` };
  }
  const reading = readXml(metadata);
  if (!reading.ok) {
    return parsing(reading.fault.problem, reading.fault);
  }
  const document = kind.inside ? elementInside(reading.root, kind, fullName) : reading.root;
  return 'problem' in document
    ? document
    : candidateOf({ kind, fullName, fileName: folder + path, document, content }, apiVersion);
}

/** The element of one component in a file of several, as if it were the root of a file of its own. */
function elementInside(root: XmlElement, kind: MetadataKind, fullName: string): XmlElement | Problem {
  const stranger = root.children.find(({ name }) => name !== kind.inside?.element);
  const own = root.children.find((element) => nameInside(fullName, element) === fullName);
  if (root.name !== kind.inside?.root || stranger || !own) {
    const { name, namespace, afterStart } = stranger ?? root;
    const text = `Element {${namespace}}${name} invalid at this location in type ${kind.inside?.root}`;
    return parsing(text, afterStart);
  }
  return { ...own, name: kind.name, children: own.children.filter(({ name }) => name !== 'fullName') };
}

/** The full name of a component in a file of several: that of the file, and its own. */
function nameInside(fileName: string, element: XmlElement): string {
  return `${fileName.replace(/\..*$/, '')}.${childText(element, 'fullName') ?? ''}`;
}

/** The components that the files belong to, each once, in the order in which a deployment takes them. */
function packagedComponents({ files }: MetadataPackage): Packaged[] {
  const found = new Map<string, Packaged>();
  for (const [path, content] of files) {
    for (const component of componentsOfPath(path, content)) {
      found.set(componentKey(component.kind.name, component.fullName), component);
    }
  }
  return [...found.values()].toSorted((left, right) => KINDS.indexOf(left.kind) - KINDS.indexOf(right.kind));
}

/** The components of a file: one, but for types whose files hold several. A file that cannot be read counts as one. */
function componentsOfPath(path: string, content: Buffer): Packaged[] {
  const component = componentOfPath(path);
  if (!component?.kind.inside) {
    return component ? [component] : [];
  }
  const { kind, fullName } = component;
  const reading = readXml(content);
  const elements = reading.ok ? reading.root.children.filter(({ name }) => name === kind.inside?.element) : [];
  const names = elements.map((element) => nameInside(fullName, element));
  return names.length === 0 ? [component] : names.map((name) => ({ kind, fullName: name }));
}

function componentOfPath(path: string): Packaged | undefined {
  for (const kind of KINDS) {
    const ends = kind.metaFile ? [`.${kind.suffix}`, `.${kind.suffix}-meta.xml`] : [`.${kind.suffix}`];
    const end = ends.find((candidate) => path.startsWith(`${kind.directory}/`) && path.endsWith(candidate));
    const fullName = end && path.slice(kind.directory.length + 1, -end.length);
    if (fullName && !fullName.includes('/')) {
      return { kind, fullName };
    }
  }
  return undefined;
}

function isNamed(manifest: Manifest, { kind, fullName }: Packaged): boolean {
  const members = manifest.members.get(kind.manifestName) ?? [];
  return members.includes(fullName) || (members.includes('*') && kind.wildcard);
}

/** Unknown types (words inferred), and members without a file (words seen). */
function manifestProblems(manifest: Manifest, named: Packaged[], allowMissingFiles: boolean) {
  return [...manifest.members].flatMap(([typeName, members]) => {
    if (kindsOfManifestName(typeName).length === 0) {
      return [{ fullName: typeName, problem: `Unknown type name '${typeName}' specified in package.xml` }];
    }
    const missing = members.filter((member) => {
      const present = named.some(({ kind, fullName }) => kind.manifestName === typeName && fullName === member);
      return member !== '*' && !present && !allowMissingFiles;
    });
    return missing.map((member) => ({
      fullName: member,
      problem: `An object '${member}' of type ${typeName} was named in package.xml, but was not found in zipped directory`,
    }));
  });
}

/** Files of components that the manifest does not name, and files that belong to no component of the org's types. */
function strayFiles({ files, folder }: MetadataPackage, packaged: Packaged[], named: Packaged[]): Subject[] {
  const unnamed = packaged
    .filter((component) => !named.includes(component))
    .map(({ kind, fullName }) => subjectOf(kind, fullName, folder + contentPath(kind, fullName)));
  const foreign = [...files.keys()]
    .filter((path) => path.includes('/') && !componentOfPath(path))
    .map((path) => ({ componentType: '', fullName: path.replace(/^.*\/|\.[^.]*$/g, ''), fileName: folder + path }));
  return [...unnamed, ...foreign];
}
