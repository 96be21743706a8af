import type { Connection, SfError } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { unfinishedDeployments } from '../../salesforce/deployment/deploy-requests.ts';
import { readIdentityProvider } from '../../salesforce/org/identity-provider.ts';
import type { MetadataComponent } from '../../salesforce/metadata/metadata-package.ts';
import { listComponents } from '../../salesforce/metadata/metadata-reading.ts';
import { sameName } from '../../text/same-name.ts';
import { componentName, type Stage } from './stages.ts';

/**
 * Reads the org once more before a deployment that sets the identity provider or makes what must not be deployed twice.
 * The plan can be minutes old. A change made since the plan would show here; one that a deployment under way is making
 * cannot be seen yet, so such deployments are refused too.
 * A deployment cannot be made conditional, so a change can still come between this look and the deployment. For
 * certificates, the answer to the deployment shows it afterwards.
 *
 * @throws OrgChangedMeanwhile.
 */
export async function refuseChangedSincePlan(connection: Connection, stage: Stage): Promise<void> {
  const wanted = stage.components.filter((component) => stage.mustNotExist.includes(componentName(component)));
  if (wanted.length === 0 && stage.identityProvider === undefined) {
    return;
  }
  // One after the other: the second shows what a deployment did that ended between the two.
  const unfinished = await unfinishedDeployments(connection);
  const changed = await Promise.all([createdSincePlan(connection, wanted), switchedSincePlan(connection, stage)]);
  const names = [...changed.flat(), ...unfinished.map(({ Id }) => Id)];
  if (names.length > 0) {
    throw orgChanged(names);
  }
}

/** The error for an org that has changed since it was looked at. What begins with a look at the org can begin again. */
export function orgChanged(names: string[]): SfError {
  return setupError('OrgChangedMeanwhile', { tokens: [names.join(', ')], data: { changed: names } });
}

async function createdSincePlan(connection: Connection, wanted: MetadataComponent[]): Promise<string[]> {
  const types = [...new Set(wanted.map(({ document }) => document.type))];
  const listed = types.length === 0 ? [] : await listComponents(connection, types);
  const there = listed.map(({ type, fullName }) => `${type} ${fullName}`);
  return there.filter((name) => wanted.some((component) => sameName(componentName(component), name)));
}

async function switchedSincePlan(connection: Connection, { identityProvider: planned }: Stage): Promise<string[]> {
  if (planned === undefined) {
    return [];
  }
  const { enabled, certificateName } = await readIdentityProvider(connection);
  const same = enabled === planned.enabled && certificateName === planned.certificateName;
  return same ? [] : [`IdentityProvider ${enabled ? `on with ${certificateName}` : 'off'}`];
}
