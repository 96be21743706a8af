import { expect } from 'chai';
import { explainOrgError } from '../../plugin/salesforce/org-errors.ts';
import { deploySso, type DeployReport } from '../../plugin/setup/deploy-sso.ts';
import type { FaultAction } from '../org/faults/fault.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { connectionTo, freshRequest } from '../support/connection.ts';

async function deploy(org: EmulatedOrg): Promise<DeployReport> {
  return deploySso(await connectionTo(org), freshRequest(), {
    dryRun: false,
    deadline: Date.now() + 60_000,
    approve: () => Promise.resolve(true),
    now: () => new Date(),
  });
}

function start(): Promise<EmulatedOrg> {
  return startEmulatedOrg({ connectedAppCreation: 'allowed', certificateAndSettingsTogether: 'refused' });
}

/** What an org holds of the setup, without ids and keys, which differ from org to org. */
function setupOf({ state, url }: EmulatedOrg): unknown {
  const components = [...state.components.values()]
    .filter(({ type }) =>
      ['Certificate', 'ConnectedApp', 'PermissionSet', 'IdentityProviderSettings', 'Settings'].includes(type),
    )
    .map(({ type, fullName, files }) => ({
      name: `${type}:${fullName}`,
      files: [...files]
        .filter(([path]) => !path.endsWith('.crt'))
        .map(([path, content]) => [path, content.toString().replaceAll(url, 'URL')]),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const appRows = state.rows.get('ConnectedApplication')?.length;
  return {
    components,
    appRows,
    grants: state.rows.get('SetupEntityAccess')?.length,
    keys: [...state.certificateKeys.keys()],
  };
}

/** The operations of a whole deploy of a fresh org, and what it leads to. */
async function wholeDeploy(): Promise<{ operations: string[]; setup: unknown }> {
  const org = await start();
  try {
    await deploy(org);
    return { operations: org.log.map(({ operation }) => operation), setup: setupOf(org) };
  } finally {
    await org.stop();
  }
}

describe('a deploy that is cut off', () => {
  it('at any request is finished by the next run, with the same key and nothing double', async function () {
    this.timeout(120_000);
    const { operations, setup } = await wholeDeploy();
    const cuts = operations.flatMap((operation, index): Array<{ index: number; action: FaultAction }> => {
      const before = { index, action: { kind: 'reset' } as const };
      return /deploy|POST/i.test(operation) ? [before, { index, action: { kind: 'reset-after' } }] : [before];
    });
    expect(cuts.length).to.be.greaterThan(25);
    for (const { index, action } of cuts) {
      await cutAndFinish(index, action, setup, operations[index] ?? '');
    }
  });
});

async function cutAndFinish(index: number, action: FaultAction, setup: unknown, operation: string): Promise<void> {
  const situation = `${action.kind} at request ${index + 1}, ${operation}`;
  const org = await start();
  try {
    const cut = org.inject({ skip: index, times: 1, action });
    const dead = org.inject({ skip: index + 1, times: -1, action: { kind: 'reset' } });
    const error = await deploy(org).then(
      () => undefined,
      (reason: Error) => explainOrgError(reason, 'the org'),
    );
    const key = org.state.certificateKeys.get('SalesforceSSO')?.certificatePem;
    cut.remove();
    dead.remove();
    expect(['changed', 'unchanged'], situation).to.contain((await deploy(org)).outcome);
    expect(setupOf(org), situation).to.deep.equal(setup);
    expect(key ?? org.state.certificateKeys.get('SalesforceSSO')?.certificatePem, situation).to.equal(
      org.state.certificateKeys.get('SalesforceSSO')?.certificatePem,
    );
    expect(error === undefined || error.name !== 'TypeError', situation).to.equal(true);
  } finally {
    await org.stop();
  }
}
