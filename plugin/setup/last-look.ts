import type { Connection } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { unfinishedDeployments } from '../salesforce/deploy-requests.ts';
import type { DeployedComponent } from '../salesforce/deployment-outcome.ts';
import { EXTERNAL_CLIENT_APP_TYPES } from '../salesforce/external-client-app.ts';
import type { MetadataComponent } from '../salesforce/metadata-package.ts';
import { listComponents } from '../salesforce/metadata-reading.ts';

/**
 * Types whose components a second deployment does not leave as they are: a certificate can get another key, an external
 * client app another id, with which its grants are lost.
 */
const NOT_TWICE = ['Certificate', EXTERNAL_CLIENT_APP_TYPES.app] as string[];

/** The components of a change that makes them, as far as they must not be deployed onto ones that exist. */
export function onceOnly(components: MetadataComponent[]): string[] {
  return components.filter(({ document }) => NOT_TWICE.includes(document.type)).map(nameOf);
}

function nameOf({ document, fullName }: MetadataComponent): string {
  return `${document.type} ${fullName}`;
}

/**
 * A last look before a deployment that makes what must not be deployed twice, as the plan can be minutes old: what
 * somebody else made meanwhile is there by now, and what a deployment under way may be making cannot be seen yet.
 * Deployments know no condition, so that a moment between this look and the deployment stays; for certificates
 * `refuseRenewed` tells of it.
 *
 * @param made what the plan found absent, as `onceOnly` names it.
 * @throws OrgChangedMeanwhile.
 */
export async function refuseMadeMeanwhile(
  connection: Connection,
  components: MetadataComponent[],
  made: string[],
): Promise<void> {
  const wanted = components.filter((component) => made.includes(nameOf(component)));
  if (wanted.length === 0) {
    return;
  }
  // One after the other: a deployment that ends between the two shows in the second.
  const unfinished = await unfinishedDeployments(connection);
  const listed = await listComponents(connection, [...new Set(wanted.map(({ document }) => document.type))]);
  const names = new Set(wanted.map(nameOf));
  const there = listed.map(({ type, fullName }) => `${type} ${fullName}`).filter((name) => names.has(name));
  if (there.length + unfinished.length > 0) {
    throw setupError('OrgChangedMeanwhile', { tokens: [[...there, ...unfinished.map(({ Id }) => Id)].join(', ')] });
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
