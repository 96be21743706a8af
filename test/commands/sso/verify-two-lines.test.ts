import { expect } from 'chai';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import { findRow } from '../../org/database/rows.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { shareKeyPairs } from '../../org/certificate/share-key-pairs.ts';
import { REALM_SID, verify } from '../../support/deployed-org.ts';
import { resultOf, runCommand } from '../../support/run-command.ts';

/** As the org keeps what was typed into a text area. In a response, the carriage return is a reference. */
const STREET = '1 Main Street\r\nSuite 5';

describe('sso verify in an org whose app sends an address of two lines', () => {
  let org: EmulatedOrg;

  shareKeyPairs(2);
  afterEach(() => org.stop());

  for (const [kind, connectedAppCreation] of [
    ['connected-app', 'allowed'],
    ['external-client-app', 'blocked'],
  ] as const) {
    it(`finds the sign-in good and gives both lines, with an app of the kind ${kind}`, async () => {
      org = await startEmulatedOrg({ connectedAppCreation });
      const deploy = await runCommand(
        SsoDeploy,
        org,
        ...['--realm-sid', REALM_SID, '--attribute', 'street=$User.Street'],
      );
      expect(resultOf(deploy).app.kind).to.equal(kind);
      findRow(org.state, 'User', { Id: org.state.adminId })!['Street'] = STREET;
      const { report, failed, exitCode } = await verify(org, '--username', org.username);
      expect(failed).to.deep.equal([]);
      expect(report.claims?.attributes).to.deep.include({ name: 'street', values: [STREET] });
      expect(report.ok).to.equal(true);
      expect(exitCode).to.equal(0);
    });
  }
});
