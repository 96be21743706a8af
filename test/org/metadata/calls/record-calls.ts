import type { OrgState } from '../../state.ts';
import { candidateOf } from '../deployment/candidates.ts';
import { recordKind } from './catalog.ts';
import { findComponent } from '../components.ts';
import { componentKey, type Candidate, type MetadataKind } from '../kinds/kind.ts';
import { namespaceProblem } from '../kinds/namespace.ts';
import { emptyDraft, removeComponent, saveComponent } from '../deployment/save.ts';
import { childText, METADATA_NAMESPACE, type XmlElement } from '../package/xml-document.ts';

/** What became of one record (Metadata API Developer Guide, "SaveResult", "UpsertResult", "DeleteResult"). */
export type RecordResult = {
  created?: boolean | undefined;
  errors?: { message: string; statusCode: string };
  fullName: string;
  success: boolean;
};

/** Who calls, and whether nothing is saved if one record is bad (header `AllOrNoneHeader`). */
export type RecordCall = { org: OrgState; userId: string; version: number; allOrNone: boolean };

export type Saving = 'create' | 'update' | 'upsert';

type Refusal = { message: string; statusCode: string };

/** What will be done with one record. This is decided for all records before anything is done. */
type Plan = { fullName: string } & ({ refusal: Refusal } | { run: () => void; created?: boolean });

/**
 * Creates or replaces the components in the `metadata` elements, or does either. Their type is in `xsi:type`.
 *
 * @throws SoapFault for an unknown type and for more than ten records.
 */
export function saveRecords(call: RecordCall, saving: Saving, records: XmlElement[]): RecordResult[] {
  const typed = records.map((record) => ({ record, kind: recordKind(record.instanceType ?? '', records.length) }));
  return carryOutAll(
    call,
    typed.map(
      ({ record, kind }) =>
        () =>
          planSave(call, saving, kind, record),
    ),
  );
}

/**
 * Deletes components by their names.
 *
 * @throws SoapFault for an unknown type and for more than ten names.
 */
export function deleteRecords(call: RecordCall, typeName: string, fullNames: string[]): RecordResult[] {
  const kind = recordKind(typeName, fullNames.length);
  return carryOutAll(
    call,
    fullNames.map((fullName) => () => planDeletion(call, kind, fullName)),
  );
}

function planSave(call: RecordCall, saving: Saving, kind: MetadataKind, record: XmlElement): Plan {
  const fullName = childText(record, 'fullName') ?? '';
  const exists = findComponent(call.org, kind, fullName) !== undefined;
  if (saving === 'create' && exists) {
    // This is the platform's code for a name that is taken; the words are inferred.
    return { fullName, refusal: { statusCode: 'DUPLICATE_DEVELOPER_NAME', message: `${fullName} exists already` } };
  }
  if (saving === 'update' && !exists) {
    return { fullName, refusal: notFound(kind, fullName) };
  }
  const candidate = candidateOf(candidateOfRecord(kind, fullName, record), call.version);
  const draft = emptyDraft(call.org, call.userId, call.version, 'kind' in candidate ? [candidate] : []);
  const problem =
    'kind' in candidate ? (namespaceProblem(candidate, draft) ?? kind.problem?.(candidate, draft)) : candidate;
  if (problem || !('kind' in candidate)) {
    return { fullName, refusal: { statusCode: statusCodeOf(problem?.problem ?? ''), message: problem?.problem ?? '' } };
  }
  draft.accepted.set(componentKey(kind.name, fullName), candidate);
  const run = (): void => void saveComponent(candidate, draft);
  return { fullName, run, ...(saving === 'upsert' && { created: !exists }) };
}

function planDeletion({ org, userId, version }: RecordCall, kind: MetadataKind, fullName: string): Plan {
  const component = findComponent(org, kind, fullName);
  if (!component) {
    return { fullName, refusal: notFound(kind, fullName) };
  }
  const draft = emptyDraft(org, userId, version, []);
  draft.removed.add(componentKey(kind.name, fullName));
  const problem = kind.deletionProblem?.(component, draft);
  return problem === undefined
    ? { fullName, run: () => removeComponent(kind, component, draft) }
    : { fullName, refusal: { statusCode: 'DEPENDENCY_EXISTS', message: problem } };
}

function carryOutAll({ allOrNone }: RecordCall, planners: Array<() => Plan>): RecordResult[] {
  if (!allOrNone) {
    return planners.map((planner) => carryOut(planner()));
  }
  const plans = planners.map((planner) => planner());
  const refused = plans.some((plan) => 'refusal' in plan);
  return plans.map((plan) => (refused && 'run' in plan ? rolledBack(plan.fullName) : carryOut(plan)));
}

function carryOut(plan: Plan): RecordResult {
  if ('refusal' in plan) {
    return { errors: plan.refusal, fullName: plan.fullName, success: false };
  }
  plan.run();
  return { created: plan.created, fullName: plan.fullName, success: true };
}

function rolledBack(fullName: string): RecordResult {
  const message = 'Record rolled back because not all records were valid and the request was using AllOrNone header';
  return { errors: { message, statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }, fullName, success: false };
}

function candidateOfRecord(kind: MetadataKind, fullName: string, record: XmlElement): Candidate {
  const children = record.children.filter(({ name }) => name !== 'fullName' && name !== 'content');
  const content = Buffer.from(childText(record, 'content') ?? '', 'base64');
  return {
    kind,
    fullName,
    fileName: fullName,
    document: { ...record, name: kind.name, namespace: METADATA_NAMESPACE, children },
    content: kind.metaFile ? content : undefined,
  };
}

/** The code for a text that deployments use too. Which code the platform gives with such a text is inferred. */
function statusCodeOf(text: string): string {
  const codes: Array<[RegExp, string]> = [
    [/^Required field is missing/, 'REQUIRED_FIELD_MISSING'],
    [/^In field: /, 'INVALID_CROSS_REFERENCE_KEY'],
    [/^duplicate value found/, 'DUPLICATE_VALUE'],
    [/permission/, 'INSUFFICIENT_ACCESS'],
  ];
  return codes.find(([pattern]) => pattern.test(text))?.[1] ?? 'FIELD_INTEGRITY_EXCEPTION';
}

function notFound(kind: MetadataKind, fullName: string): Refusal {
  return {
    statusCode: 'INVALID_CROSS_REFERENCE_KEY',
    message: `In field: fullName - no ${kind.name} named ${fullName} found`,
  };
}
