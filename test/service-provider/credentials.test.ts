import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { twilioCredentials } from '../../plugin/twilio/credentials.ts';

const SID = 'AC0123456789abcdef0123456789abcdef';
const KEY = 'SK0123456789abcdef0123456789abcdef';
const SECRET = 'very-secret-value';

function refusalOf(profile: string | undefined, environment: Record<string, string>): SfError {
  try {
    twilioCredentials(profile, environment);
  } catch (error) {
    return error as SfError;
  }
  throw new Error('credentials were found');
}

describe('the credentials for Twilio', () => {
  it('are the API key of the environment if there is one, even if there is an Auth Token too', () => {
    const environment = {
      TWILIO_ACCOUNT_SID: SID,
      TWILIO_AUTH_TOKEN: 'token',
      TWILIO_API_KEY: KEY,
      TWILIO_API_SECRET: SECRET,
    };
    expect(twilioCredentials(undefined, environment)).to.deep.equal({
      username: KEY,
      password: SECRET,
      accountSid: SID,
    });
  });

  it('are the account with its Auth Token otherwise', () => {
    expect(twilioCredentials(undefined, { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: SECRET })).to.deep.equal({
      username: SID,
      password: SECRET,
      accountSid: SID,
    });
  });

  for (const [situation, environment, words] of [
    ['nothing is set', {}, 'none of the variables is set'],
    ['the secret of the key is missing', { TWILIO_API_KEY: 'SK1' }, 'TWILIO_API_SECRET is not set'],
    ['the account is missing', { TWILIO_AUTH_TOKEN: SECRET }, 'TWILIO_ACCOUNT_SID is not set'],
  ] as const) {
    it(`are missing if ${situation}, and the error says so without a value`, () => {
      const error = refusalOf(undefined, { ...environment });
      expect(error).to.include({ name: 'TwilioCredentialsMissingError', exitCode: 2 });
      expect(error.message).to.include(words).and.not.include(SECRET);
      expect(error.actions).not.to.deep.equal([]);
    });
  }

  for (const [variable, form, environment] of [
    ['TWILIO_ACCOUNT_SID', 'AC', { TWILIO_ACCOUNT_SID: SECRET, TWILIO_AUTH_TOKEN: SECRET }],
    ['TWILIO_ACCOUNT_SID', 'AC', { TWILIO_ACCOUNT_SID: KEY, TWILIO_API_KEY: KEY, TWILIO_API_SECRET: SECRET }],
    ['TWILIO_API_KEY', 'SK', { TWILIO_API_KEY: SECRET, TWILIO_API_SECRET: SECRET }],
    ['TWILIO_API_KEY', 'SK', { TWILIO_API_KEY: ` ${KEY}`, TWILIO_API_SECRET: SECRET }],
  ] as const) {
    it(`are wrong if ${variable} has another form, and the error says so without a value`, () => {
      const error = refusalOf(undefined, { ...environment });
      expect(error).to.include({ name: 'TwilioCredentialInvalidError', exitCode: 2 });
      expect(error.message)
        .to.include(`${variable} must be ${form} and 32 hexadecimal digits`)
        .and.not.include(SECRET)
        .and.not.include(KEY);
    });
  }

  describe('of a profile of the Twilio CLI', () => {
    let folder: string;
    let environment: Record<string, string>;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'frontline-twilio-'));
      environment = { TWILIO_CONFIG_DIR: folder, TWILIO_API_KEY: 'SK-other', TWILIO_API_SECRET: 'other' };
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    const writeProfiles = (content: string): Promise<void> => writeFile(join(folder, 'config.json'), content);

    it('come from its file, and not from the environment', async () => {
      const profiles = { work: { accountSid: SID, apiKey: 'SK2', apiSecret: SECRET, region: '' } };
      await writeProfiles(JSON.stringify({ activeProject: 'other', profiles }));
      expect(twilioCredentials('work', environment)).to.deep.equal({
        username: 'SK2',
        password: SECRET,
        accountSid: SID,
      });
    });

    it('are missing if the file has no such profile, and the error names those it has', async () => {
      await writeProfiles(JSON.stringify({ profiles: { work: { apiKey: 'SK2', apiSecret: SECRET } } }));
      const error = refusalOf('constructor', environment);
      expect(error).to.include({ name: 'TwilioProfileMissingError', exitCode: 2 });
      expect(error.actions?.join()).to.include('work').and.not.include(SECRET);
    });

    it('are missing if there is no file', () => {
      expect(refusalOf('work', environment)).to.include({ name: 'TwilioProfileMissingError', exitCode: 2 });
    });

    for (const [situation, content] of [
      ['is cut half-way', `{"profiles": {"work": {"apiSecret": "${SECRET}"x`],
      ['holds no key in the profile', JSON.stringify({ profiles: { work: { apiSecret: SECRET } } })],
    ] as const) {
      it(`cannot be used if the file ${situation}, and the error shows nothing of it`, async () => {
        await writeProfiles(content);
        const error = refusalOf('work', environment);
        expect(error).to.include({ name: 'TwilioProfileUnreadableError', exitCode: 2 });
        expect(JSON.stringify([error.message, error.actions, error.stack])).not.to.include(SECRET);
      });
    }
  });
});
