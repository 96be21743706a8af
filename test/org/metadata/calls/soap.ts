import { soapFaultAnswer } from '../../server/answers.ts';
import type { OrgAnswer, OrgRequest } from '../../server/route.ts';
import { hasPermission } from '../../login/sessions.ts';
import type { OrgState } from '../../state.ts';
import { describeTypes, listComponents, readComponents } from './catalog.ts';
import { deployResult } from '../deployment/deploy-result.ts';
import type { DeployOptions } from '../deployment/deploy.ts';
import {
  advanceDeployments,
  cancelDeployment,
  pollDeployment,
  startDeployment,
  startQuickDeployment,
  type Refusal,
} from '../deployment/deployments.ts';
import { isDone, type DeployJob } from '../deployment/jobs.ts';
import { manifestOf } from '../package/manifest.ts';
import { deleteRecords, saveRecords, type RecordCall, type Saving } from './record-calls.ts';
import { pollRetrieval, startRetrieval } from './retrieve.ts';
import { readEnvelope, soapAnswer, SoapFault, unknownMethod } from './soap-envelope.ts';
import { child, childIsTrue, childText, childTexts, type XmlElement } from '../package/xml-document.ts';

/** A call, with what every method needs: the org, the caller, and the API version in the address. */
type Call = { org: OrgState; userId: string; version: string; method: XmlElement; headers: XmlElement | undefined };

/** The `result` elements of a call. */
type Results = unknown[] | Promise<unknown[]>;

const METHODS: Record<string, (call: Call) => Results> = {
  deploy,
  checkDeployStatus,
  cancelDeploy,
  deployRecentValidation,
  retrieve,
  checkRetrieveStatus,
  listMetadata: ({ org, method, version }) => {
    const queries = method.children.filter(({ name }) => name === 'queries');
    const typeNames = queries.map((query) => childText(query, 'type') ?? '');
    return listComponents(org, typeNames, Number(childText(method, 'asOfVersion') ?? version));
  },
  describeMetadata: ({ method, version }) => [describeTypes(Number(childText(method, 'asOfVersion') ?? version))],
  readMetadata: ({ org, method }) => [
    { records: readComponents(org, childText(method, 'type') ?? '', childTexts(method, 'fullNames')) },
  ],
  createMetadata: (call) => save(call, 'create'),
  updateMetadata: (call) => save(call, 'update'),
  upsertMetadata: (call) => save(call, 'upsert'),
  deleteMetadata: (call) =>
    deleteRecords(recordCall(call), childText(call.method, 'type') ?? '', childTexts(call.method, 'fullNames')),
};

/** Answers a call of the Metadata API (Metadata API Developer Guide; the forms were seen in answers of real orgs). */
export async function answerSoap(request: OrgRequest, org: OrgState): Promise<OrgAnswer> {
  try {
    const { method, headers } = readEnvelope(request.body);
    const userId = request.session?.userId ?? org.adminId;
    const run = Object.hasOwn(METHODS, method.name) ? METHODS[method.name] : undefined;
    if (!run) {
      return unknownMethod(method.name);
    }
    requireModifyMetadata(org, userId);
    advanceDeployments(org);
    const version = /\/m\/([\d.]+)/.exec(request.path)?.[1] ?? org.options.apiVersion;
    return soapAnswer(method.name, await run({ org, userId, version, method, headers }));
  } catch (error) {
    if (error instanceof SoapFault) {
      return soapFaultAnswer(error.code, error.message);
    }
    throw error;
  }
}

/** The platform's text for a user without the right to use the Metadata API (seen). */
export const MODIFY_METADATA_NEEDED =
  'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions';

function requireModifyMetadata(org: OrgState, userId: string): void {
  if (!hasPermission(org, userId, 'ModifyMetadata')) {
    throw new SoapFault('INSUFFICIENT_ACCESS', MODIFY_METADATA_NEEDED);
  }
}

async function deploy({ org, method, userId, version }: Call): Promise<unknown[]> {
  const zip = Buffer.from(childText(method, 'ZipFile') ?? '', 'base64');
  const job = await startDeployment(org, zip, deployOptionsOf(child(method, 'DeployOptions')), { userId, version });
  return [{ done: false, id: accepted(job).id, state: 'Queued' }];
}

function deployOptionsOf(element: XmlElement | undefined): DeployOptions {
  const flag = (name: string): boolean => element !== undefined && childIsTrue(element, name);
  return {
    allowMissingFiles: flag('allowMissingFiles'),
    checkOnly: flag('checkOnly'),
    ignoreWarnings: flag('ignoreWarnings'),
    purgeOnDelete: flag('purgeOnDelete'),
    rollbackOnError: flag('rollbackOnError'),
    singlePackage: flag('singlePackage'),
    testLevel: element && childText(element, 'testLevel'),
  };
}

function checkDeployStatus({ org, method }: Call): unknown[] {
  const id = childText(method, 'asyncProcessId') ?? '';
  const job = pollDeployment(org, id);
  if (!job) {
    throw invalidId(id);
  }
  return [deployResult(job, org, childIsTrue(method, 'includeDetails'))];
}

function cancelDeploy({ org, method, userId }: Call): unknown[] {
  const id = childText(method, 'id') ?? '';
  const job = cancelDeployment(org, id, userId);
  if (!job) {
    throw invalidId(id);
  }
  const cancelled = accepted(job);
  return [{ done: isDone(cancelled), id: cancelled.id }];
}

function deployRecentValidation({ org, method, userId, version }: Call): unknown[] {
  const job = startQuickDeployment(org, childText(method, 'validationId') ?? '', { userId, version });
  return [accepted(job).id];
}

/** The deployment of a request that was not refused. */
function accepted(job: DeployJob | Refusal): DeployJob {
  if ('code' in job) {
    throw new SoapFault(job.code, job.text);
  }
  return job;
}

async function retrieve({ org, method, userId, version }: Call): Promise<unknown[]> {
  const request = child(method, 'request');
  const unpackaged = request && child(request, 'unpackaged');
  if (!request || !unpackaged) {
    // The emulated org has no named packages.
    throw new SoapFault('INVALID_TYPE', 'The request names no components to retrieve');
  }
  const manifest = manifestOf(unpackaged);
  const job = await startRetrieval(
    org,
    {
      manifest,
      version: manifest.version ?? childText(request, 'apiVersion') ?? version,
      singlePackage: childIsTrue(request, 'singlePackage'),
    },
    userId,
  );
  return [{ done: false, id: job.id, state: 'Queued' }];
}

function checkRetrieveStatus({ org, method }: Call): unknown[] {
  const id = childText(method, 'asyncProcessId') ?? '';
  const polled = pollRetrieval(org, id);
  if (!polled) {
    throw invalidId(id);
  }
  const { job, done } = polled;
  if (!done) {
    return [{ done, id: job.id, status: 'Pending', success: false, zipFile: null }];
  }
  const { fileProperties, messages, zip } = job;
  return [{ done, fileProperties, id: job.id, messages, status: 'Succeeded', success: true, zipFile: zip }];
}

function save(call: Call, saving: Saving): unknown[] {
  const records = call.method.children.filter(({ name }) => name === 'metadata');
  return saveRecords(recordCall(call), saving, records);
}

function recordCall({ org, userId, version, headers }: Call): RecordCall {
  const header = headers && child(headers, 'AllOrNoneHeader');
  return { org, userId, version: Number(version), allOrNone: header !== undefined && childIsTrue(header, 'allOrNone') };
}

/** The fault for an unknown id; its code is inferred. */
function invalidId(id: string): SoapFault {
  return new SoapFault('INVALID_ID_FIELD', `invalid id: ${id}`);
}
