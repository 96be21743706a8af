import { expect } from 'chai';
import { parseRealmSid } from '../../plugin/twilio/realm.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';

const SID = 'JB0123456789abcdef0123456789abcdef';

describe('a Realm SID', () => {
  for (const [situation, input] of [
    ['as it is', SID],
    ['with blanks around it', `  ${SID}\n`],
    ['in the whole metadata address', frontline.entityId(SID)],
    ['in the whole ACS address', `${frontline.acsUrl(SID)}/`],
  ] as const) {
    it(`is taken ${situation}`, () => {
      expect(parseRealmSid(input)).to.equal(SID);
    });
  }

  it('keeps its upper and lower case as typed', () => {
    const upper = `JB${SID.slice(2).toUpperCase()}`;
    expect(parseRealmSid(upper)).to.equal(upper);
  });

  for (const [input, rule] of [
    ['', 'it is empty'],
    ['AC0123456789abcdef0123456789abcdef', 'it begins with "AC" instead of "JB"'],
    ['jb0123456789abcdef0123456789abcdef', 'it begins with "jb" instead of "JB" in capitals'],
    ['JB0123456789abcdef0123456789abcde', 'it has 33 characters instead of 34'],
    ['JB0123456789abcdef0123456789abcdef0', 'it has 35 characters instead of 34'],
    ['JB0123456789abcdeg0123456789abcdef', '"g" at position 18 is no hexadecimal digit'],
    ['https://iam.twilio.com/v2/saml2/', 'it is an address that holds no Realm SID'],
    ['JBxxx', '"x" at position 3 is no hexadecimal digit'],
  ] as const) {
    it(`is refused as "${input}", since ${rule}`, () => {
      expect(() => parseRealmSid(input))
        .to.throw(`"${input}" is not a Realm SID: ${rule}.`)
        .with.include({ name: 'RealmSidInvalidError', exitCode: 2 });
    });
  }
});

describe('the Frontline service provider', () => {
  it('derives both addresses from the Realm SID, and the Realm SID from the Entity ID', () => {
    expect(frontline.entityId(SID)).to.equal(`https://iam.twilio.com/v2/saml2/metadata/${SID}`);
    expect(frontline.acsUrl(SID)).to.equal(`https://iam.twilio.com/v2/saml2/authenticate/${SID}`);
    expect(frontline.realmSidOf(frontline.entityId(SID))).to.equal(SID);
    expect(frontline.realmSidOf('https://login.example.com/metadata')).to.equal(undefined);
  });
});
