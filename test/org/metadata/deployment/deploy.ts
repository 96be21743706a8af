import type { OrgState } from '../../state.ts';
import { existingComponent } from '../components.ts';
import { CERTIFICATE } from '../kinds/certificate.ts';
import { readCandidates, subjectOf } from './candidates.ts';
import { planDeletions } from './deletions.ts';
import { failure, success, type DeployMessage } from './deploy-message.ts';
import { componentKey, type Draft } from '../kinds/kind.ts';
import { namespaceProblem } from '../kinds/namespace.ts';
import { readManifest, type Manifest } from '../package/manifest.ts';
import type { MetadataPackage } from '../package/package.ts';
import { emptyDraft, outcomeOf, removeComponent, saveComponent } from './save.ts';

/** The options of a deployment that make a difference here (Metadata API Developer Guide, "DeployOptions"). */
export type DeployOptions = {
  allowMissingFiles: boolean;
  checkOnly: boolean;
  ignoreWarnings: boolean;
  purgeOnDelete: boolean;
  rollbackOnError: boolean;
  singlePackage: boolean;
  testLevel: string | undefined;
};

export type DeployOutcome = { status: 'Succeeded' | 'SucceededPartial' | 'Failed'; messages: DeployMessage[] };

/**
 * Deploys a package. Everything is checked before anything is stored. With `rollbackOnError`, one failure keeps all
 * components out, but good ones are still reported as good (inferred). Without it, the good components are stored.
 */
export function deployPackage(
  org: OrgState,
  contents: MetadataPackage,
  options: DeployOptions,
  run: { userId: string; requestedVersion: string },
): DeployOutcome {
  const { manifest, failed } = manifestIn(contents, org);
  if (failed) {
    return { status: 'Failed', messages: [failed] };
  }
  const now = org.now();
  const apiVersion = Number(manifest.version ?? run.requestedVersion);
  const { allowMissingFiles } = options;
  const { candidates, failures } = readCandidates(contents, manifest, { apiVersion, allowMissingFiles, now });
  const draft = emptyDraft(org, run.userId, apiVersion, candidates);

  const before = planDeletions(contents, 'before', draft);
  const problems = checkCandidates(draft);
  const after = planDeletionsAfter(contents, draft);
  const refused = [...failures, ...before.messages, ...problems, ...after.messages].filter(
    ({ success: good }) => !good,
  );

  const stores = !options.checkOnly && (refused.length === 0 || !options.rollbackOnError);
  const outcomes = new Map([...draft.accepted].map(([key, candidate]) => [key, outcomeOf(candidate, draft)]));
  if (stores) {
    before.deletions.forEach(({ kind, component }) => removeComponent(kind, component, draft));
    draft.accepted.forEach((candidate, key) => outcomes.set(key, saveComponent(candidate, draft)));
    after.deletions.forEach(({ kind, component }) => removeComponent(kind, component, draft));
  } else if (!options.checkOnly && org.options.rolledBackCertificate === 'stays') {
    keepCertificates(draft);
  }

  const saved = [...draft.accepted].map(([key, { kind, fullName, fileName }]) => {
    const outcome = outcomes.get(key) ?? { created: false, changed: false };
    return success(subjectOf(kind, fullName, fileName), { ...outcome, deleted: false }, now);
  });
  const done = [...before.messages, ...saved, ...after.messages].filter(({ success: good }) => good);
  return {
    status: statusOf(refused, done, options),
    messages: [...refused, ...done, ...manifestDone(contents, refused, now)],
  };
}

type ManifestIn = { manifest: Manifest; failed?: undefined } | { manifest?: undefined; failed: DeployMessage };

/** The manifest, or the failure that says why it is absent or cannot be read. */
function manifestIn(contents: MetadataPackage, org: OrgState): ManifestIn {
  const subject = { componentType: '', fullName: 'package.xml', fileName: `${contents.folder}package.xml` };
  const file = contents.files.get('package.xml');
  if (!file) {
    return { failed: failure(subject, { problem: 'No package.xml found' }, org.now()) };
  }
  const reading = readManifest(file);
  return reading.ok ? { manifest: reading.manifest } : { failed: failure(subject, reading.problem, org.now()) };
}

/** Stores the new certificates of a deployment that is rolled back, as if their key pairs were no part of it. */
function keepCertificates(draft: Draft): void {
  for (const candidate of draft.accepted.values()) {
    if (candidate.kind === CERTIFICATE && !existingComponent(draft, candidate)) {
      saveComponent(candidate, draft);
    }
  }
}

/** Accepts the candidates one after the other. Each is checked together with those accepted before it. */
function checkCandidates(draft: Draft): DeployMessage[] {
  const failures: DeployMessage[] = [];
  for (const candidate of draft.candidates) {
    const { kind, fullName, fileName } = candidate;
    const problem = namespaceProblem(candidate, draft) ?? kind.problem?.(candidate, draft);
    if (problem) {
      failures.push(failure(subjectOf(kind, fullName, fileName), problem, draft.org.now()));
    } else {
      draft.accepted.set(componentKey(kind.name, fullName), candidate);
    }
  }
  return failures;
}

/** Deletions after the candidates see what these change. They do not turn the change of a component into a new one. */
function planDeletionsAfter(contents: MetadataPackage, draft: Draft): ReturnType<typeof planDeletions> {
  return planDeletions(contents, 'after', { ...draft, removed: new Set(draft.removed) });
}

/** The manifest is reported like a component without a type, unless it failed itself (seen in answers of real orgs). */
function manifestDone({ folder }: MetadataPackage, refused: DeployMessage[], now: Date): DeployMessage[] {
  const fileName = `${folder}package.xml`;
  const subject = { componentType: '', fullName: 'package.xml', fileName };
  const failed = refused.some((message) => message.fileName === fileName);
  return failed ? [] : [success(subject, { changed: true, created: false, deleted: false }, now)];
}

function statusOf(refused: DeployMessage[], done: DeployMessage[], options: DeployOptions): DeployOutcome['status'] {
  if (refused.length === 0) {
    return 'Succeeded';
  }
  return options.rollbackOnError || done.length === 0 ? 'Failed' : 'SucceededPartial';
}
