import { expect } from 'chai';
import { verifySso, type VerifyReport } from '../../../plugin/setup/verify/verify-sso.ts';
import { twilioChecks } from '../../../plugin/setup/verify/twilio-checks.ts';
import type { VerifyCheck } from '../../../plugin/setup/verify/verify-check.ts';
import { plainText } from '../../../plugin/terminal/screen-line.ts';
import { verifyText } from '../../../plugin/terminal/texts/verify-text.ts';
import { frontline } from '../../../plugin/twilio/service-provider.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { connectionTo } from '../../support/connection.ts';
import { startDeployedOrg } from '../../support/deployed-org.ts';
import type { EmulatedTwilio } from '../../twilio/emulated-twilio.ts';
import { openConfigured, stopAll, username } from '../../twilio/fixture.ts';
import type { TwilioOptions } from '../../twilio/options.ts';

describe('a verification that asks Twilio too', () => {
  let org: EmulatedOrg;

  before(async () => {
    org = await startDeployedOrg();
  });
  after(() => org.stop());
  afterEach(stopAll);

  async function verified(twilio: EmulatedTwilio, accountSid?: string): Promise<VerifyReport> {
    const { url, account } = twilio;
    const credentials = { username: account.sid, password: account.authToken };
    return verifySso(await connectionTo(org), {
      appName: 'Twilio_Frontline',
      serviceProvider: frontline,
      organizationId: org.state.organizationId,
      now: () => new Date(),
      twilio: {
        identity: username,
        api: {
          credentials: { ...credentials, ...(accountSid === undefined ? {} : { accountSid }) },
          addresses: { frontline: url, flex: url, conversations: url },
        },
      },
    });
  }

  const standing = ({ checks }: VerifyReport): string[] =>
    checks.filter(({ group }) => group === 'twilio').map(({ id, status }) => `${id} ${status}`);

  async function signedIn(options: TwilioOptions = {}): Promise<EmulatedTwilio> {
    const { twilio, signIn } = await openConfigured(options);
    await signIn();
    return twilio;
  }

  const about = { orgName: 'my-org', app: { appName: 'Twilio_Frontline', appType: 'auto' as const } };

  it('passes for a user who has signed in and is active, and shows a group of its own', async () => {
    const report = await verified(await signedIn());
    expect(standing(report)).to.deep.equal(['twilio.account pass', 'twilio.user pass']);
    expect(report.ok).to.equal(true);
    expect(verifyText(report, { about }).map(plainText)).to.include('Twilio    2 of 2 ✓');
    expect(verifyText(report, { about, detail: 'verbose' }).map(plainText))
      .to.include('Twilio')
      .and.include('  ✓ Twilio knows the user');
  });

  it('fails for a user who is deactivated, even if the sign-in to the org works', async () => {
    const twilio = await signedIn();
    twilio.deactivate(username);
    const report = await verified(twilio);
    expect(standing(report)).to.deep.equal(['twilio.account pass', 'twilio.user fail']);
    expect(report.ok).to.equal(false);
  });

  it('warns of a user who never signed in', async () => {
    const report = await verified((await openConfigured()).twilio);
    expect(standing(report)).to.deep.equal(['twilio.account pass', 'twilio.user warn']);
    expect(report.ok).to.equal(true);
  });

  it('fails for a Flex account, and then says nothing about the user', async () => {
    const report = await verified((await openConfigured({ account: { product: 'flex' } })).twilio);
    expect(standing(report)).to.deep.equal(['twilio.account fail', 'twilio.user skip']);
    expect(report.ok).to.equal(false);
  });

  it('fails if the credentials belong to another account than the one that was named', async () => {
    const report = await verified(await signedIn(), 'ACffffffffffffffffffffffffffffffff');
    expect(standing(report)[0]).to.equal('twilio.account fail');
  });

  it('says nothing about Twilio and sends it nothing, unless it is told to', async () => {
    const report = await verifySso(await connectionTo(org), {
      appName: 'Twilio_Frontline',
      serviceProvider: frontline,
      organizationId: org.state.organizationId,
      now: () => new Date(),
    });
    expect(standing(report)).to.deep.equal([]);
  });

  it('shows no credentials, as text or as data', async () => {
    const twilio = await signedIn();
    const report = await verified(twilio);
    const output = JSON.stringify(report) + verifyText(report, { about, detail: 'verbose' }).map(plainText).join('\n');
    expect(output).to.include(twilio.account.sid).and.not.include(twilio.account.authToken);
    expect(output).not.to.match(/Basic [A-Za-z0-9+/=]{8}/);
  });
});

describe('the checks on Twilio’s side', () => {
  const accountOf = (checks: VerifyCheck[]): VerifyCheck | undefined =>
    checks.find(({ id }) => id === 'twilio.account');

  it('warn of an account that has neither product', () => {
    const check = accountOf(twilioChecks({ identity: 'ada' }, { account: { kind: 'neither' }, user: undefined }));
    expect(check?.status).to.equal('warn');
    expect(check?.fix).to.include('Realm SID');
  });

  it('warn of a state that is not known', () => {
    const user = { sid: 'US1', identity: 'ada', state: 'paused' };
    const account = { kind: 'frontline', accountSid: 'AC1' } as const;
    const check = twilioChecks({ identity: 'ada' }, { account, user }).find(({ id }) => id === 'twilio.user');
    expect(check).to.include({ status: 'warn', actual: 'has signed in, and is paused' });
  });
});
