import { expect } from 'chai';
import type { ActualSetup, Questions } from '../../../plugin/setup/inspect/actual-setup.ts';
import { inspectOrg } from '../../../plugin/setup/inspect/inspect-org.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { connectionTo } from '../../support/connection.ts';
import { startDeployedOrg } from '../../support/deployed-org.ts';
import { addServiceProvider } from '../../support/rotation.ts';

describe('the service providers of an org', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startDeployedOrg();
    addServiceProvider(org, 'Partner_Portal');
  });

  afterEach(() => org.stop());

  /** Inspects the org, and notes which types it is asked to list and which components it is asked to read. */
  async function inspected(
    questions: Pick<Questions, 'serviceProviders'>,
  ): Promise<ActualSetup & { listed: string[]; read: string[] }> {
    const connection = await connectionTo(org);
    const { metadata } = connection;
    const [list, readAll] = [metadata.list.bind(metadata), metadata.read.bind(metadata)];
    const [listed, read]: [string[], string[]] = [[], []];
    metadata.list = (queries, version) => {
      listed.push(...[queries].flat().map(({ type }) => type));
      return list(queries, version);
    };
    metadata.read = ((type: 'ConnectedApp', names: string[]) => {
      read.push(...names);
      return readAll(type, names);
    }) as typeof metadata.read;
    return { ...(await inspectOrg(connection, { appName: 'Twilio_Frontline', ...questions })), listed, read };
  }

  it('are found without listing anything again', async () => {
    const { serviceProviders, listed } = await inspected({ serviceProviders: true });
    expect(serviceProviders).to.have.members(['Partner_Portal', 'Twilio_Frontline']);
    expect(listed).to.have.length(new Set(listed).size);
  });

  it('are not looked for unless somebody asks', async () => {
    const { serviceProviders, read } = await inspected({});
    expect(serviceProviders).to.equal(undefined);
    expect(read).not.to.include('Partner_Portal');
  });
});
