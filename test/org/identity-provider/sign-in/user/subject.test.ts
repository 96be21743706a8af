import { expect } from 'chai';
import type { EmulatedOrg } from '../../../emulated-org.ts';
import {
  authnRequest,
  grant,
  lastCode,
  logIn,
  ownedSet,
  redirectAddress,
  responseIn,
  samlConfig,
  startIdentityProvider,
  userNamed,
  type Visit,
} from '../../testing.ts';

describe('the subject of a response', () => {
  let org: EmulatedOrg;

  async function start(subjectType: string, { custom = '', format = '' } = {}): Promise<void> {
    const attribute = custom === '' ? '' : `<samlSubjectCustomAttr>${custom}</samlSubjectCustomAttr>`;
    org = await startIdentityProvider(
      {},
      {
        after: samlConfig({
          afterEntity: format === '' ? '' : `<samlNameIdFormat>${format}</samlNameIdFormat>`,
          subject: `${attribute}<samlSubjectType>${subjectType}</samlSubjectType>`,
        }),
      },
    );
    grant(org, ownedSet(org, 'sam'));
  }

  afterEach(() => org.stop());

  async function signIn(): Promise<Visit> {
    return (await logIn(org, 'sam')).get(redirectAddress(authnRequest()));
  }

  async function nameId(): Promise<string[]> {
    return /<saml:NameID Format="([^"]*)">([^<]*)</.exec(responseIn(await signIn()))?.slice(1) ?? [];
  }

  it('is the user name, of no particular format', async () => {
    await start('Username');
    expect(await nameId()).to.deep.equal(['urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', 'sam@example.test']);
  });

  for (const [format, urn] of [
    ['Unspecified', 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'],
    ['EmailAddress', 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'],
    ['Persistent', 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'],
    ['Transient', 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'],
  ] as const) {
    it(`has the format of the app, ${format}`, async () => {
      await start('Username', { format });
      expect((await nameId())[0]).to.equal(urn);
    });
  }

  it('is the Federation ID, without which the sign-in is refused', async () => {
    await start('FederationId');
    expect((await signIn()).text).to.include('Error: User does not have a Federation Identifier selected');
    expect(lastCode(org)).to.equal('NoUserFedId');
    userNamed(org, 'sam')['FederationIdentifier'] = 'fed-1';
    expect((await nameId())[1]).to.equal('fed-1');
  });

  it('is the id of the user in 15 characters', async () => {
    await start('UserId');
    expect((await nameId())[1]).to.equal(userNamed(org, 'sam').Id.slice(0, 15));
  });

  it('is the same value each time and of no meaning, for a persistent id', async () => {
    await start('PersistentId');
    const [, first] = await nameId();
    expect(first).to.match(/^[\w-]{43}$/);
    expect((await nameId())[1]).to.equal(first);
  });

  it('is a custom field, which must exist and have a value', async () => {
    await start('CustomAttribute', { custom: 'Agent_Number' });
    await signIn();
    expect(lastCode(org)).to.equal('NoCustomField');
    userNamed(org, 'sam')['Agent_Number__c'] = null;
    await signIn();
    expect(lastCode(org)).to.equal('NoCustomAttrValue');
    userNamed(org, 'sam')['Agent_Number__c'] = '42';
    expect((await nameId())[1]).to.equal('42');
  });

  it('may be a standard field', async () => {
    await start('CustomAttribute', { custom: 'EmployeeNumber' });
    await signIn();
    expect(lastCode(org)).to.equal('NoCustomAttrValue');
    userNamed(org, 'sam')['EmployeeNumber'] = 'E-7';
    expect((await nameId())[1]).to.equal('E-7');
  });

  it('is missing for a spoke id, which this org has none of', async () => {
    await start('SpokeId');
    await signIn();
    expect(lastCode(org)).to.equal('NoSpokeId');
  });
});
