import type { OrgState } from '../../state.ts';
import type { DeployMessage } from './deploy-message.ts';
import { isDone, type DeployJob } from './jobs.ts';
import { userName } from '../user-name.ts';

/**
 * A deployment as both APIs report it: SOAP writes the values as texts, REST as JSON (Metadata API Developer Guide,
 * "DeployResult"). Fields are in the order of the WSDL. Some are absent until the deployment has ended (seen).
 */
export function deployResult(job: DeployJob, org: OrgState, includeDetails: boolean): Record<string, unknown> {
  const { options } = job;
  const done = isDone(job);
  const components = job.messages.filter(({ fullName }) => fullName !== 'package.xml');
  const failed = components.filter(({ success }) => !success).length;
  const contents = job.reading.ok ? job.reading.contents : undefined;
  return {
    ...(job.canceledById && { canceledBy: job.canceledById, canceledByName: userName(org, job.canceledById) }),
    checkOnly: options.checkOnly,
    completedDate: job.completedDate,
    createdBy: job.userId,
    createdByName: userName(org, job.userId),
    createdDate: job.createdDate,
    ...(includeDetails && { details: deployDetails(job.messages) }),
    done,
    ...(job.errorMessage !== undefined && { errorMessage: job.errorMessage, errorStatusCode: 'UNKNOWN_EXCEPTION' }),
    id: job.id,
    ignoreWarnings: options.ignoreWarnings,
    lastModifiedDate: job.lastModifiedDate,
    numberComponentErrors: failed,
    numberComponentsDeployed: components.length - failed,
    numberComponentsTotal: components.length,
    ...(done && { numberFiles: contents?.numberFiles }),
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: options.rollbackOnError,
    runTestsEnabled: options.testLevel !== undefined && options.testLevel !== 'NoTestRun',
    ...(done && { startDate: job.startDate }),
    status: job.status,
    success: job.status === 'Succeeded' || job.status === 'SucceededPartial',
    ...(done && { zipSize: contents?.zipSize }),
  };
}

function deployDetails(messages: DeployMessage[]): Record<string, unknown> {
  return {
    componentFailures: messages.filter(({ success }) => !success),
    componentSuccesses: messages.filter(({ success }) => success),
    runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
  };
}
