import { expect } from 'chai';
import { errorIn, openConfigured, openUnconfigured, stopAll } from './fixture.ts';
import { openFlex, openUnconfiguredFlex } from './flex-fixture.ts';
import { createLoopbackClient, type LoopbackAnswer } from './loopback-client.ts';
import { newSid } from './options.ts';

const CONFIG = 'https://services.twilio.com/v1/Flex/Authentication/Config';

type Entry = { connection_name: string; active: boolean };

function entriesIn({ status, body }: LoopbackAnswer): Entry[] {
  expect(status).to.equal(200);
  return (JSON.parse(body) as { config_list: Entry[] }).config_list;
}

describe('the public configuration of the emulated Twilio', () => {
  afterEach(stopAll);

  it('lists the profile of a Flex account to somebody without credentials', async () => {
    const { flex, browser } = await openFlex();
    const [entry, ...others] = entriesIn(await browser.get(flex.configUrl));
    expect(flex.configUrl).to.equal(`${CONFIG}?AccountSid=${flex.account.sid}`);
    expect(others).to.deep.equal([]);
    const { instance_sid, client_id, ...rest } = entry as Entry & { instance_sid: string; client_id: string };
    expect(instance_sid).to.match(/^GO[0-9a-f]{32}$/);
    expect(client_id).to.match(/^[0-9a-f]{32}$/);
    expect(rest).to.deep.equal({
      account_sid: flex.account.sid,
      connection_name: flex.ssoProfileSid,
      active: true,
      app_type: 'SinglePageApp',
    });
  });

  it('answers where it is asked under no name of its own', async () => {
    const { flex } = await openFlex();
    const { pathname, search } = new URL(flex.configUrl);
    expect(entriesIn(await createLoopbackClient({}).get(flex.url + pathname + search))).to.have.lengthOf(1);
  });

  for (const [unsavedProfile, expected] of [
    ['left-out', []],
    ['inactive', [false]],
    ['active', [true]],
  ] as const) {
    it(`lists a profile that was never saved as the switch "${unsavedProfile}" says`, async () => {
      const { flex, browser } = await openUnconfiguredFlex({ switches: { unsavedProfile } });
      const found = entriesIn(await browser.get(flex.configUrl));
      expect(found.map(({ active }) => active)).to.deep.equal(expected);
    });
  }

  it('lists further profiles before the one of the account', async () => {
    const otherProfiles = [
      { ssoProfileSid: newSid('JQ'), active: false },
      { ssoProfileSid: 'none', active: true },
    ];
    const { flex, browser } = await openFlex({ otherProfiles });
    const found = entriesIn(await browser.get(flex.configUrl));
    expect(found.map(({ connection_name, active }) => ({ ssoProfileSid: connection_name, active }))).to.deep.equal([
      ...otherProfiles,
      { ssoProfileSid: flex.ssoProfileSid, active: true },
    ]);
  });

  it('narrows the list by the optional parameters', async () => {
    const other = newSid('JQ');
    const account = { runtimeDomain: 'owl-1' };
    const { flex, browser } = await openFlex({ account, otherProfiles: [{ ssoProfileSid: other, active: true }] });
    const namesWith = async (filter: string): Promise<string[]> =>
      entriesIn(await browser.get(`${flex.configUrl}&${filter}`)).map(({ connection_name }) => connection_name);
    expect(await namesWith(`SSOProfileSid=${other}`)).to.deep.equal([other]);
    expect(await namesWith('AppType=SinglePageApp&RuntimeDomain=owl-1.twil.io')).to.have.lengthOf(2);
    expect(await namesWith('AppType=Native')).to.deep.equal([]);
    expect(await namesWith('RuntimeDomain=owl-2.twil.io')).to.deep.equal([]);
    expect(await namesWith(`FlexInstanceSid=${newSid('GO')}`)).to.deep.equal([]);
  });

  for (const [unknownAccountStatus, code] of [
    [404, 20404],
    [400, 70002],
  ] as const) {
    it(`answers ${unknownAccountStatus} for an unknown account where the switch says so`, async () => {
      const { browser } = await openFlex({ switches: { unknownAccountStatus } });
      for (const query of [`?AccountSid=${newSid('AC')}`, '?AccountSid=AC1', '']) {
        const answer = await browser.get(CONFIG + query);
        expect(answer.status).to.equal(unknownAccountStatus);
        expect(errorIn(answer).code).to.equal(code);
      }
    });
  }

  it('answers with an empty list for an unknown account where the switch says so', async () => {
    const { browser } = await openFlex({ switches: { unknownAccountStatus: 200 } });
    expect(entriesIn(await browser.get(`${CONFIG}?AccountSid=${newSid('AC')}`))).to.deep.equal([]);
  });

  it('knows a Frontline account as one without Flex', async () => {
    const { twilio, browser } = await openConfigured();
    const answer = await browser.get(`${CONFIG}?AccountSid=${twilio.account.sid}`);
    expect(errorIn(answer).code).to.equal(20404);
  });

  it('belongs to an account with Flex that was started for its APIs alone', async () => {
    const { twilio, browser } = await openUnconfigured({
      account: { product: 'flex' },
      switches: { unsavedProfile: 'inactive' },
    });
    const found = entriesIn(await browser.get(`${CONFIG}?AccountSid=${twilio.account.sid}`));
    expect(found).to.have.lengthOf(1);
  });

  it('fails as it was told, and then answers as ever', async () => {
    const { flex, browser } = await openFlex();
    flex.inject({ status: 429, retryAfter: '1', times: 2 });
    const answers = [await browser.get(flex.configUrl), await browser.get(flex.configUrl)];
    expect(answers.map(({ status, headers }) => [status, headers['retry-after']])).to.deep.equal([
      [429, '1'],
      [429, '1'],
    ]);
    expect(entriesIn(await browser.get(flex.configUrl))).to.have.lengthOf(1);
  });

  it('takes no other method', async () => {
    const { flex, browser } = await openFlex();
    expect((await browser.post(flex.configUrl, {})).status).to.equal(405);
  });
});
