import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import AccessRevoke from '../../../plugin/commands/frontline/access/revoke.ts';
import SsoDelete from '../../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoVerify from '../../../plugin/commands/frontline/sso/verify.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { liveAppId } from '../../../plugin/salesforce/org/app-id.ts';
import { connectionTo } from '../../support/connection.ts';
import { findRow, findRows, updateRow } from '../../org/database/rows.ts';
import type { OrgOptions } from '../../org/state.ts';
import { REALM_SID, startDeployedOrg } from '../../support/deployed-org.ts';
import { whoHasAccess as labelsWithAccess } from '../../support/who-has-access.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

const EVERYBODY = ['Standard User', 'System Administrator', 'Twilio Frontline Agent'];

/** What a deployment and a list may name as the id of an external client app. Its records have the true one. */
const ORGS: OrgOptions[] = [
  { externalClientAppId: 'kept' },
  { deployResultId: 'live', listedId: 'live' },
  { deployResultId: 'former', listedId: 'live' },
  { deployResultId: 'live', listedId: 'former' },
  { deployResultId: 'former', listedId: 'former' },
];

describe('the id that grants name', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  async function start(options: OrgOptions): Promise<void> {
    org = await startDeployedOrg({ identityProvider: 'off', connectedAppCreation: 'blocked', ...options });
    resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
  }

  function deploy(...flags: string[]): Promise<CommandRun<SsoDeployResult>> {
    return runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, ...flags);
  }

  const liveId = (): string => findRow(org.state, 'ExternalClientApplication', {})!.Id;

  /** The ids that grants name now. */
  const grantedIds = (): string[] => [
    ...new Set(findRows(org.state, 'SetupEntityAccess').map((row) => String(row['SetupEntityId']))),
  ];

  async function whoHasAccess(): Promise<string[]> {
    return (await labelsWithAccess(org)).sort();
  }

  /** Puts all grants on another id, as somebody does who believes what a deployment or a list says. */
  function moveGrants(id: string): void {
    findRows(org.state, 'SetupEntityAccess').forEach((row) => {
      updateRow(org.state, 'SetupEntityAccess', row.Id, { SetupEntityId: id });
    });
  }

  for (const options of ORGS) {
    describe(`in an org with ${JSON.stringify(options)}`, () => {
      beforeEach(() => start(options));

      it('is the live one after each deployment, and nobody loses access', async () => {
        for (const email of ['new@example.test', 'newer@example.test']) {
          expect(resultOf(await deploy('--contact-email', email)).outcome).to.equal('changed');
          expect(grantedIds()).to.deep.equal([liveId()]);
          expect(await whoHasAccess()).to.deep.equal(EVERYBODY);
        }
        expect(resultOf(await runCommand(SsoVerify, org))).to.include({ ok: true });
        org.clearLog();
        expect(resultOf(await deploy()).outcome).to.equal('unchanged');
        expect(org.log, 'needs no further request').to.have.length(14);
      });

      it('is the live one for access commands too', async () => {
        resultOf(await deploy('--contact-email', 'new@example.test'));
        resultOf(await runCommand(AccessAssign, org, '--profile', 'Marketing User'));
        resultOf(await runCommand(AccessRevoke, org, '--profile', 'Standard User'));
        expect(grantedIds()).to.deep.equal([liveId()]);
        expect(await whoHasAccess()).to.deep.equal(['Marketing User', ...EVERYBODY.slice(1)]);
      });

      if (options.externalClientAppId !== 'kept') {
        for (const [next, flags] of [
          ['the next run', []],
          ['the next run that deploys the app again', ['--contact-email', 'other@example.test']],
        ] as const) {
          it(`is set right by ${next}, if grants were left on the former one`, async () => {
            const former = liveId();
            resultOf(await deploy('--contact-email', 'new@example.test'));
            moveGrants(former);
            expect(await whoHasAccess()).to.deep.equal([]);
            const { changes, outcome } = resultOf(await deploy(...flags));
            expect(outcome).to.equal('changed');
            const given = changes.filter(({ step, action }) => step === 'access' && action === 'create');
            expect(given.map(({ target }) => target)).to.include('profile Standard User');
            expect(grantedIds()).to.deep.equal([liveId()]);
            expect(await whoHasAccess()).to.deep.equal(EVERYBODY);
            expect(resultOf(await deploy()).outcome).to.equal('unchanged');
          });
        }

        it('is not on a former one any more once the app is deleted', async () => {
          const former = liveId();
          resultOf(await deploy('--contact-email', 'new@example.test'));
          moveGrants(former);
          resultOf(await runCommand(SsoDelete, org, '--no-prompt'));
          expect(grantedIds()).to.deep.equal([]);
        });
      }
    });
  }

  it('is the one that changed, where the org does not show its records', async () => {
    await start({ deployResultId: 'former' });
    const body = JSON.stringify([{ errorCode: 'INVALID_TYPE', message: "sObject type 'X' is not supported." }]);
    const action = { kind: 'status', status: 400, contentType: 'application/json', body } as const;
    org.inject({ operation: /tooling query .*ExternalClientApplication/, times: -1, action });
    resultOf(await deploy('--contact-email', 'new@example.test'));
    expect(grantedIds()).to.deep.equal([liveId()]);
    const connection = await connectionTo(org);
    const app = { kind: 'external-client-app', fullName: 'Twilio_Frontline' } as const;
    const former = org.state.components.get('ExternalClientApplication:Twilio_Frontline')?.formerId;
    for (const listedId of ['live', 'former'] as const) {
      org.state.options.listedId = listedId;
      expect(await liveAppId(connection, app, { former, deployed: liveId() })).to.equal(liveId());
    }
  });

  it('is asked for again, and the advice is given, if it could not be read after a deployment', async () => {
    await start({ deployResultId: 'former' });
    org.inject({ operation: /tooling query .*ExternalClientApplication/, skip: 1, times: 5, action: { kind: 'html' } });
    const error = errorOf(await deploy('--contact-email', 'new@example.test'));
    expect(error.name).to.equal('OrgAnswerUnexpectedError');
    expect(error.actions?.join('\n')).to.contain('sf frontline access assign --app-name Twilio_Frontline');
    resultOf(await deploy());
    expect(await whoHasAccess()).to.deep.equal(EVERYBODY);
  });

  it('of a connected app is that of the menu, if the list names something else', async () => {
    org = await startDeployedOrg();
    const id = findRow(org.state, 'ConnectedApplication', {})!.Id;
    const component = org.state.components.get('ConnectedApp:Twilio_Frontline')!;
    component.id = org.state.newId('0sp');
    expect(await whoHasAccess()).to.deep.equal(EVERYBODY.slice(1));
    resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
    expect(grantedIds()).to.deep.equal([id]);
    org.clearLog();
    expect(resultOf(await deploy()).outcome).to.equal('unchanged');
  });
});
