import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from '@salesforce/core';
import type { DeployResult } from '@jsforce/jsforce-node/lib/api/metadata.js';
import { setupError } from '../errors.ts';
import { packageZip, type MetadataChanges } from './metadata-package.ts';

/** A problem of one component, in the org's words. `line` counts from 1 in the file that was sent. */
export type ComponentProblem = { type: string; fullName: string; file: string; line?: number; problem: string };

export type DeployedComponent = { type: string; fullName: string; id?: string };

/** How a deployment ended. Anything that is not known to have ended is an error instead. */
export type DeploymentOutcome =
  | { outcome: 'succeeded'; id: string; components: DeployedComponent[] }
  | { outcome: 'failed'; id: string; problems: ComponentProblem[] };

export type DeploymentProgress = { id: string; status: string; deployed: number; total: number };

export type DeploymentOptions = {
  /** Validate on the server and change nothing. */
  checkOnly: boolean;
  /** The time, in milliseconds since 1970, until which the deployment is waited for. */
  deadline: number;
  onProgress?: (progress: DeploymentProgress) => void;
};

/** Milliseconds between two looks at a running deployment: often at first, as most of ours take seconds. */
function pause(elapsed: number): number {
  return elapsed < 6000 ? 400 : elapsed < 60_000 ? 1000 : 3000;
}

/**
 * Deploys components, and deletes others, in one transaction: any problem rolls all of it back. Over REST, because its status answers are
 * plain reads that may be repeated.
 *
 * @throws DeploymentPending (exit code 69) with the job's id when the deadline passes; the job goes on in the org.
 */
export async function deployChanges(
  connection: Connection,
  changes: MetadataChanges,
  { checkOnly, deadline, onProgress }: DeploymentOptions,
): Promise<DeploymentOutcome> {
  const zip = await packageZip(changes, connection.getApiVersion());
  const { id } = await connection.metadata.deployRest(zip, {
    rollbackOnError: true,
    ignoreWarnings: false,
    checkOnly,
    singlePackage: true,
  });
  if (!id) {
    throw setupError('DeploymentIdMissing');
  }
  return outcomeOf(id, await whenDone(connection, id, deadline, onProgress));
}

async function whenDone(
  connection: Connection,
  id: string,
  deadline: number,
  onProgress: DeploymentOptions['onProgress'],
): Promise<DeployResult> {
  const start = Date.now();
  for (;;) {
    const result = await statusOf(connection, id);
    onProgress?.({
      id,
      status: result.status,
      deployed: result.numberComponentsDeployed ?? 0,
      total: result.numberComponentsTotal ?? 0,
    });
    if (result.done) {
      return result;
    }
    const now = Date.now();
    if (now >= deadline) {
      throw setupError('DeploymentPending', {
        tokens: [id],
        actionTokens: [id],
        exitCode: 69,
        data: { deploymentId: id },
      });
    }
    await wait(Math.min(pause(now - start), deadline - now));
  }
}

/** One look at a deployment. A lost connection ends with the job's id, since the job itself goes on. */
async function statusOf(connection: Connection, id: string): Promise<DeployResult> {
  let result: DeployResult | undefined;
  try {
    result = await connection.metadata.checkDeployStatus(id, true, true);
  } catch (error) {
    const { message } = error as Error;
    throw setupError('DeploymentUnknown', { tokens: [id, message], actionTokens: [id], data: { deploymentId: id } });
  }
  if (typeof result?.status !== 'string' || typeof result.done !== 'boolean') {
    const given = 'the answer to the question for its status holds none';
    throw setupError('DeploymentUnknown', { tokens: [id, given], actionTokens: [id], data: { deploymentId: id } });
  }
  return result;
}

function outcomeOf(id: string, result: DeployResult): DeploymentOutcome {
  const details = result.details as
    { componentSuccesses?: Message | Message[]; componentFailures?: Message | Message[] } | undefined;
  if (result.success === true && result.status === 'Succeeded') {
    const components = listOf(details?.componentSuccesses)
      .filter(({ componentType }) => componentType)
      .map(({ componentType, fullName, id: componentId }) => ({
        type: componentType ?? '',
        fullName,
        ...(componentId ? { id: componentId } : {}),
      }));
    return { outcome: 'succeeded', id, components };
  }
  const problems = listOf(details?.componentFailures).map(problemOf);
  const { errorMessage, status } = result as { errorMessage?: string; status: string };
  const whole = {
    type: 'Package',
    fullName: 'package.xml',
    file: 'package.xml',
    problem: errorMessage ?? `status ${status}`,
  };
  return { outcome: 'failed', id, problems: problems.length > 0 ? problems : [whole] };
}

/** What we read of one message of a deployment; numbers arrive as numbers over REST. */
type Message = {
  componentType?: string;
  fullName: string;
  fileName: string;
  id?: string;
  problem?: string;
  lineNumber?: number | string;
};

function problemOf({ componentType, fullName, fileName, problem, lineNumber }: Message): ComponentProblem {
  const line = lineNumber === undefined || lineNumber === null ? {} : { line: Number(lineNumber) };
  return { type: componentType ?? '', fullName, file: fileName, ...line, problem: problem ?? '' };
}

function listOf<T>(value: T | T[] | undefined | null): T[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}
