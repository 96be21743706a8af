import { jsonAnswer, notFoundAnswer, restErrorAnswer } from '../../server/answers.ts';
import { restDateTime } from '../../database/dates.ts';
import type { OrgAnswer, OrgRequest } from '../../server/route.ts';
import { hasPermission } from '../../login/sessions.ts';
import type { OrgState } from '../../state.ts';
import { deployResult } from '../deployment/deploy-result.ts';
import type { DeployOptions } from '../deployment/deploy.ts';
import {
  cancelDeployment,
  pollDeployment,
  startDeployment,
  startQuickDeployment,
  type Requester,
} from '../deployment/deployments.ts';
import type { DeployJob } from '../deployment/jobs.ts';
import { readForm } from './multipart.ts';
import { MODIFY_METADATA_NEEDED } from './soap.ts';

/** The options of a deployment in JSON. An absent option is false (Metadata API Developer Guide). */
type SentOptions = Partial<Record<keyof DeployOptions, unknown>>;

/** `POST …/metadata/deployRequest`: a form with a zip and its options, or the JSON of a quick deployment. */
export async function postDeployRequest(request: OrgRequest, org: OrgState): Promise<OrgAnswer> {
  const by = requesterOf(request, org);
  if (!hasPermission(org, by.userId, 'ModifyMetadata')) {
    return restErrorAnswer(403, 'INSUFFICIENT_ACCESS', MODIFY_METADATA_NEEDED);
  }
  const parts = readForm(request.headers['content-type'] ?? '', request.body);
  if (!parts) {
    return quickDeployment(request, org, by);
  }
  const zip = parts.find(({ name }) => name === 'file')?.content;
  // Clients name the part with the options `entity_content`; the guide names it `json`.
  const sent = parts.find(({ name }) => name === 'entity_content' || name === 'json')?.content;
  const options = sent && (readJson(sent)?.['deployOptions'] as SentOptions | undefined);
  if (!zip || !options || typeof options !== 'object') {
    return restErrorAnswer(
      400,
      'INVALID_MULTIPART_REQUEST',
      'The request needs a part with the zip and one with deployOptions',
    );
  }
  const job = await startDeployment(org, zip, deployOptionsOf(options), by);
  if ('code' in job) {
    return restErrorAnswer(413, job.code, job.text);
  }
  return jsonAnswer(
    { id: job.id, validatedDeployRequestId: null, deployOptions: job.options, deployResult: acceptedResult(job) },
    201,
  );
}

/** `GET …/metadata/deployRequest/<id>`, with the messages if `includeDetails` says so. */
export function getDeployRequest(request: OrgRequest, org: OrgState): OrgAnswer {
  const job = pollDeployment(org, idOf(request));
  if (!job) {
    return notFoundAnswer();
  }
  const result = deployResult(job, org, request.query.get('includeDetails') === 'true');
  const details = result['details'] as Record<string, unknown[]> | undefined;
  const complete = details && {
    ...result,
    details: {
      ...details,
      allComponentMessages: [...(details['componentFailures'] ?? []), ...(details['componentSuccesses'] ?? [])],
    },
  };
  const url = request.path;
  return jsonAnswer(withRestDates({ id: job.id, url, deployOptions: job.options, deployResult: complete ?? result }));
}

/** `PATCH …/metadata/deployRequest/<id>` with `{"deployResult":{"status":"Canceling"}}`. */
export function patchDeployRequest(request: OrgRequest, org: OrgState): OrgAnswer {
  const wanted = readJson(request.body)?.['deployResult'] as { status?: unknown } | undefined;
  if (wanted?.status !== 'Canceling') {
    return restErrorAnswer(400, 'INVALID_FIELD', 'The status of a deployment can only be changed to Canceling');
  }
  const job = cancelDeployment(org, idOf(request), requesterOf(request, org).userId);
  if (!job) {
    return notFoundAnswer();
  }
  return 'code' in job
    ? restErrorAnswer(400, job.code, job.text)
    : jsonAnswer({ id: job.id, deployResult: { id: job.id, status: 'Canceling' } }, 202);
}

function quickDeployment(request: OrgRequest, org: OrgState, by: Requester): OrgAnswer {
  const validationId = readJson(request.body)?.['validatedDeployRequestId'];
  if (typeof validationId !== 'string') {
    return restErrorAnswer(
      400,
      'JSON_PARSER_ERROR',
      'The request needs validatedDeployRequestId, or a form with a zip',
    );
  }
  const job = startQuickDeployment(org, validationId, by);
  if ('code' in job) {
    return restErrorAnswer(400, job.code, job.text);
  }
  const { id } = job;
  const url = `${request.path}/${id}`;
  return jsonAnswer(
    { id, validatedDeployRequestId: job.validationId, url, deployResult: null, deployOptions: null },
    201,
  );
}

/** The result in the answer to the start of a deployment: it does not yet say that anything is done. */
function acceptedResult({ id, options }: DeployJob): Record<string, unknown> {
  const { checkOnly, ignoreWarnings, rollbackOnError } = options;
  return {
    id,
    success: false,
    checkOnly,
    ignoreWarnings,
    rollbackOnError,
    status: 'Pending',
    runTestsEnabled: false,
    done: false,
  };
}

function deployOptionsOf(sent: SentOptions): DeployOptions {
  return {
    allowMissingFiles: sent.allowMissingFiles === true,
    checkOnly: sent.checkOnly === true,
    ignoreWarnings: sent.ignoreWarnings === true,
    purgeOnDelete: sent.purgeOnDelete === true,
    rollbackOnError: sent.rollbackOnError === true,
    singlePackage: sent.singlePackage === true,
    testLevel: typeof sent.testLevel === 'string' ? sent.testLevel : undefined,
  };
}

function requesterOf(request: OrgRequest, org: OrgState): Requester {
  const version = /\/data\/v([\d.]+)\//.exec(request.path)?.[1] ?? org.options.apiVersion;
  return { userId: request.session?.userId ?? org.adminId, version };
}

function idOf({ path }: OrgRequest): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function readJson(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The value, with dates in the form of the REST API. */
function withRestDates(value: unknown): unknown {
  if (value instanceof Date) {
    return restDateTime(value);
  }
  if (Array.isArray(value)) {
    return value.map(withRestDates);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, content]) => [name, withRestDates(content)]))
    : value;
}
