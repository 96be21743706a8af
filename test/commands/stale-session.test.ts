import { expect } from 'chai';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { REALM_SID } from '../support/deployed-org.ts';
import { logIn } from '../support/logged-in-orgs.ts';
import { captured, resultOf } from '../support/run-command.ts';

describe('a login whose session has expired and can be refreshed', () => {
  let org: EmulatedOrg;
  let instanceUrl: string | undefined;

  beforeEach(async () => {
    // Tests that name an org by its token set this variable.
    instanceUrl = process.env['SF_ORG_INSTANCE_URL'];
    delete process.env['SF_ORG_INSTANCE_URL'];
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    await logIn(org, 'yesterday', {
      accessToken: org.token.replace(/!.*/, '!AQ_of_yesterday'),
      refreshToken: org.refreshToken(),
      clientId: 'PlatformCLI',
    });
    org.clearLog();
  });
  afterEach(async () => {
    await org.stop();
    if (instanceUrl !== undefined) {
      process.env['SF_ORG_INSTANCE_URL'] = instanceUrl;
    }
  });

  function asksWhoIsSignedIn(): number {
    return org.log.filter(({ path }) => path.endsWith('/userinfo')).length;
  }

  it('sets an org up in the first run', async () => {
    const run = await captured(SsoDeploy, ['--target-org', 'yesterday@example.test', '--realm-sid', REALM_SID]);
    expect(resultOf(run)).to.include({ outcome: 'changed' });
  });

  for (const [when, operation, skip] of [
    ['a deployment is started', 'POST metadata/deployRequest', 0],
    ['a deployment is watched', /^GET metadata\/deployRequest/, 1],
    ['access is given', 'POST composite/sobjects', 0],
    ['the front door is asked for', /singleaccess/, 0],
  ] as const) {
    it(`that ends once more while ${when} is refreshed once more`, async () => {
      org.state.options.pollsUntilDone = 3;
      const fault = org.inject({ operation, skip, action: { kind: 'expire-token' } });
      const flags = ['--target-org', 'yesterday@example.test', '--realm-sid', REALM_SID, '--verify'];
      const run = await captured(SsoDeploy, flags);
      expect(resultOf(run)).to.include({ outcome: 'changed' }).and.have.nested.property('verification.ok', true);
      expect(fault.hits).to.equal(1);
      expect(org.log.filter(({ path }) => path.endsWith('/oauth2/token'))).to.have.length(2);
    });
  }

  it('asks twice who is signed in if the session is refreshed, and only once if it is good', async () => {
    const flags = ['--target-org', 'yesterday@example.test', '--realm-sid', REALM_SID, '--dry-run'];
    resultOf(await captured(SsoDeploy, flags));
    expect(asksWhoIsSignedIn()).to.equal(2);
    org.clearLog();
    resultOf(await captured(SsoDeploy, flags));
    expect(asksWhoIsSignedIn()).to.equal(1);
  });
});
