import { expect } from 'chai';
import { deploySso, type DeployReport } from '../../plugin/setup/deploy-sso.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { connectionTo, freshRequest } from '../support/connection.ts';
import { interruptionsOf, runCutOff, type Interruption } from '../support/interruption.ts';

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
    const cuts = interruptionsOf(operations);
    expect(cuts.length).to.be.greaterThan(25);
    for (const cut of cuts) {
      await cutAndFinish(cut, setup);
    }
  });
});

async function cutAndFinish(cut: Interruption, setup: unknown): Promise<void> {
  const { situation } = cut;
  const org = await start();
  try {
    const error = await runCutOff(org, cut, () => deploy(org));
    const key = org.state.certificateKeys.get('SalesforceSSO')?.certificatePem;
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
