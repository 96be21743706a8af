import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { liveAppId } from '../../../plugin/salesforce/org/app-id.ts';
import { connectionTo } from '../../support/connection.ts';
import { findRow } from '../../org/database/rows.ts';
import { startDeployedOrg } from '../../support/deployed-org.ts';
import { errorOf, resultOf, runCommand } from '../../support/run-command.ts';
import {
  allWithAccess,
  deployIn,
  describeLiveIdIn,
  EVERYBODY,
  grantedIdsIn,
  ID_ORGS,
  liveIdOf,
  startWithAccess,
} from './live-id.ts';

// The other orgs are tried in test/slow.
ID_ORGS.slice(0, 1).forEach(describeLiveIdIn);

describe('the id that grants name', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  it('is the one that changed, where the org does not show its records', async () => {
    org = await startWithAccess({ deployResultId: 'former' });
    const body = JSON.stringify([{ errorCode: 'INVALID_TYPE', message: "sObject type 'X' is not supported." }]);
    const action = { kind: 'status', status: 400, contentType: 'application/json', body } as const;
    org.inject({ operation: /tooling query .*ExternalClientApplication/, times: -1, action });
    resultOf(await deployIn(org, '--contact-email', 'new@example.test'));
    expect(grantedIdsIn(org)).to.deep.equal([liveIdOf(org)]);
    const connection = await connectionTo(org);
    const app = { kind: 'external-client-app', fullName: 'Twilio_Frontline' } as const;
    const former = org.state.components.get('ExternalClientApplication:Twilio_Frontline')?.formerId;
    for (const listedId of ['live', 'former'] as const) {
      org.state.options.listedId = listedId;
      expect(await liveAppId(connection, app, { former, deployed: liveIdOf(org) })).to.equal(liveIdOf(org));
    }
  });

  it('is asked for again, and the advice is given, if it could not be read after a deployment', async () => {
    org = await startWithAccess({ deployResultId: 'former' });
    org.inject({ operation: /tooling query .*ExternalClientApplication/, skip: 1, times: 5, action: { kind: 'html' } });
    const error = errorOf(await deployIn(org, '--contact-email', 'new@example.test'));
    expect(error.name).to.equal('OrgAnswerUnexpectedError');
    expect(error.actions?.join('\n')).to.match(
      /sf frontline access assign --target-org \S+ --app-name Twilio_Frontline/,
    );
    resultOf(await deployIn(org));
    expect(await allWithAccess(org)).to.deep.equal(EVERYBODY);
  });

  it('of a connected app is that of the menu, if the list names something else', async () => {
    org = await startDeployedOrg();
    const id = findRow(org.state, 'ConnectedApplication', {})!.Id;
    const component = org.state.components.get('ConnectedApp:Twilio_Frontline')!;
    component.id = org.state.newId('0sp');
    expect(await allWithAccess(org)).to.deep.equal(EVERYBODY.slice(1));
    resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
    expect(grantedIdsIn(org)).to.deep.equal([id]);
    org.clearLog();
    expect(resultOf(await deployIn(org)).outcome).to.equal('unchanged');
  });
});
