import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { fileProblem } from '../../files/file-problem.ts';
import { readText } from '../../files/read-text.ts';
import { SHIPPED_SOURCE } from '../../salesforce/source/metadata-source.ts';
import { sourceFiles, type MetadataComponent } from '../../salesforce/metadata/metadata-package.ts';
import { planSso, refuseBlocked, type PlannedSetup, type SetupRequest } from '../deploy/deploy-sso.ts';
import { withReading } from '../../salesforce/org/role-field.ts';
import { isToDo, type Step } from '../plan/plan.ts';
import { isInside, unwritable, writeInside } from '../../files/write-inside.ts';

export type GenerateOptions = {
  /** The folder below which the metadata's own folders (`connectedApps` …) come. */
  directory: string;
  /** Write over files that differ. */
  overwrite: boolean;
  now: Date;
};

/** A file of the source, by its path in the folder, and what became of it. */
export type GeneratedFile = { path: string; state: 'created' | 'changed' | 'unchanged' | 'kept' };

export type GenerateReport = {
  directory: string;
  files: GeneratedFile[];
  /** Whether the certificate is among the files: it must be deployed once only. */
  includesCertificate: boolean;
  /** What a deploy of the same setup would warn of. */
  warnings: string[];
};

/**
 * Writes the filled-in metadata of a setup for one org in source format, for teams that keep it under source control.
 * A certificate that the org has is left out, since deploying it again could renew its key.
 *
 * @throws OutputDirIsSource; the problem of a blocked plan, such as OtherAppKind; FilesDiffer if a file has another content
 * and `overwrite` is false. Nothing is written then.
 */
export async function generateSso(
  connection: Connection,
  request: SetupRequest,
  { directory, overwrite, now }: GenerateOptions,
): Promise<GenerateReport> {
  refuseOwnSource(directory);
  const planned = await planSso(connection, request, now);
  refuseBlocked(planned.plan);
  const components = wantedComponents(planned);
  const wanted = components.flatMap((component) => [...sourceFiles(component)]);
  const folder = resolve(directory);
  const files = await Promise.all(wanted.map(([path, content]) => compared(folder, path, content)));
  const differing = files.filter(({ state }) => state === 'changed').map(({ path }) => path);
  if (differing.length > 0 && !overwrite) {
    throw setupError('FilesDiffer', { tokens: [directory, differing.join(', ')] });
  }
  try {
    await writeFiles(
      folder,
      wanted.filter((_, index) => ['created', 'changed'].includes(files[index]?.state ?? '')),
    );
  } catch (error) {
    throw unwritable(directory, fileProblem(error));
  }
  const includesCertificate = components.some(({ document }) => document.type === 'Certificate');
  return { directory: folder, files, includesCertificate, warnings: planned.plan.warnings };
}

/** Files of one org in the plugin's own folder would become the source for all other orgs. */
function refuseOwnSource(directory: string): void {
  if (isInside(SHIPPED_SOURCE, resolve(directory))) {
    throw setupError('OutputDirIsSource', { tokens: [directory, SHIPPED_SOURCE] });
  }
}

/** The steps whose components are written even if the org has them. */
const ALWAYS_WRITTEN: Step[] = ['user-field', 'app'];

/** All metadata of the plan: what the identity provider lacks, the whole app, and the profiles and permission sets. */
function wantedComponents({ plan, input: { source } }: PlannedSetup): MetadataComponent[] {
  const planned = plan.changes
    .filter((change) => 'components' in change)
    .filter(({ step, action }) => ALWAYS_WRITTEN.includes(step) || (isToDo({ action }) && step !== 'permission-set'))
    .flatMap(({ components }) => components);
  const roleField = plan.changes.find(({ step }) => step === 'user-field')?.target;
  const listed = [
    ...source.permissionSets.map(({ fullName, content }) => ({
      type: 'PermissionSet',
      fullName,
      content: roleField === undefined ? content : withReading(roleField, content),
    })),
    ...source.profiles.map((document) => ({ type: 'Profile', ...document })),
  ];
  return [...planned, ...listed.map(({ type, fullName, content }) => ({ fullName, document: { type, content } }))];
}

async function compared(folder: string, path: string, content: string): Promise<GeneratedFile> {
  const existing = await existingText(folder, path).catch(() => undefined);
  if (existing === undefined) {
    return { path, state: 'created' };
  }
  // The date in a certificate's file depends on the day of writing. An earlier file is as good.
  const state = existing === content ? 'unchanged' : path.startsWith('certs/') ? 'kept' : 'changed';
  return { path, state };
}

/** The largest file that is compared, in bytes. A larger one was not written by this plugin. */
const LARGEST_FILE = 5 * 1024 * 1024;

/** The content of a file in the folder. Nothing outside is read. What cannot be read counts as other content. */
async function existingText(folder: string, path: string): Promise<string | undefined> {
  const target = join(folder, path);
  if (!isInside(await realpath(folder), await realpath(dirname(target)))) {
    return undefined;
  }
  const text = (await lstat(target)).isSymbolicLink() ? '' : await readText(target, LARGEST_FILE).catch(() => '');
  // Git writes the line ends of Windows there.
  return text.replaceAll('\r\n', '\n');
}

async function writeFiles(folder: string, files: Array<[path: string, content: string]>): Promise<void> {
  for (const [path, content] of files) {
    await writeInside(folder, path, content);
  }
}
