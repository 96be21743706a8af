import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthInfo, Connection } from '@salesforce/core';
import { ComponentSet, type DeployResult } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import { shareKeyPairs } from '../../org/certificate/share-key-pairs.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { strictProblems } from '../../org/metadata/model/strict-check.ts';

const FORCE_APP = join(import.meta.dirname, '..', '..', '..', 'force-app');

describe('the metadata of the project', () => {
  const files = readdirSync(FORCE_APP, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('-meta.xml'),
  );

  it('is found', () => {
    expect(files.length).to.be.greaterThan(4);
  });

  for (const file of files) {
    it(`follows the schema of Salesforce exactly in ${file}`, () => {
      expect(strictProblems(readFileSync(join(FORCE_APP, file), 'utf8'))).to.deep.equal([]);
    });
  }

  describe('deployed by the libraries of the Salesforce CLI', function () {
    this.timeout(60_000);
    let directory: string;
    let org: EmulatedOrg;

    shareKeyPairs(2);
    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'force-app-'));
      org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed', pollsUntilDone: 1 });
      process.env['SF_ORG_INSTANCE_URL'] = org.url;
    });
    afterEach(async () => {
      delete process.env['SF_ORG_INSTANCE_URL'];
      await org.stop();
      await rm(directory, { recursive: true });
    });

    async function deploy(folder: string, connection: Connection, rest: boolean): Promise<DeployResult> {
      const components = ComponentSet.fromSource(join(FORCE_APP, folder));
      // Not the project of this repository, since its replacements need environment variables.
      components.projectDirectory = directory;
      const deployment = await components.deploy({ usernameOrConnection: connection, apiOptions: { rest } });
      return deployment.pollStatus({ frequency: 5 } as never);
    }

    for (const api of ['SOAP', 'REST']) {
      it(`is accepted over ${api} in two deployments: the identity provider, then the rest`, async () => {
        const connection = await Connection.create({ authInfo: await AuthInfo.create({ username: org.token }) });
        const first = await deploy('identity-provider', connection, api === 'REST');
        expect(first.response.status, JSON.stringify(first.response.details)).to.equal('Succeeded');
        const second = await deploy('main', connection, api === 'REST');
        expect(second.response.status, JSON.stringify(second.response.details)).to.equal('Succeeded');
        expect([...org.state.components.keys()]).to.include.members([
          'Certificate:SalesforceSSO',
          'ConnectedApp:Twilio_Frontline',
        ]);
      });
    }
  });
});
