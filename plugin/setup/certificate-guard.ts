import type { Connection } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { unfinishedDeployments } from '../salesforce/deploy-requests.ts';
import type { DeployedComponent } from '../salesforce/deployment-outcome.ts';
import type { MetadataComponent } from '../salesforce/metadata-package.ts';
import { listComponents } from '../salesforce/metadata-reading.ts';

/**
 * A last look before certificates are made, as the plan can be minutes old: one that somebody else made meanwhile would
 * get a new key, and one that a deployment under way may be making cannot be seen yet. Deployments know no condition, so
 * that `refuseRenewed` looks at the moment in between.
 *
 * @throws OrgChangedMeanwhile.
 */
export async function refuseMadeMeanwhile(connection: Connection, components: MetadataComponent[]): Promise<void> {
  const names = components.filter(({ document }) => document.type === 'Certificate').map(({ fullName }) => fullName);
  if (names.length === 0) {
    return;
  }
  // One after the other: a deployment that ends between the two shows in the second.
  const unfinished = await unfinishedDeployments(connection);
  const listed = await listComponents(connection, ['Certificate']);
  const made = listed.filter(({ fullName }) => names.includes(fullName)).map(({ fullName }) => fullName);
  if (made.length + unfinished.length > 0) {
    const what = [...made, ...unfinished.map(({ Id }) => Id)].join(', ');
    throw setupError('OrgChangedMeanwhile', { tokens: [what] });
  }
}

/**
 * The answer to a deployment tells what it made and what was there before. A certificate that was there may have got a
 * new key, which whoever made it has handed over without.
 *
 * @throws CertificateRenewed.
 */
export function refuseRenewed(components: DeployedComponent[]): void {
  const existed = components.find((component) => component.type === 'Certificate' && component.existed);
  if (existed !== undefined) {
    throw setupError('CertificateRenewed', { tokens: [existed.fullName] });
  }
}
