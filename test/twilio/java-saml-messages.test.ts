import { expect } from 'chai';
import { errorIn, makeXml, openConfigured, otherKey, replacing, stopAll, toBase64, type Edit } from './fixture.ts';
import { assertionRejections } from './rejections/assertion.ts';
import { messageRejections } from './rejections/message.ts';
import { REALM } from './rejections/rejection.ts';
import { signatureRejections } from './rejections/signature.ts';
import { subjectRejections } from './rejections/subject.ts';

const rejections = [...messageRejections, ...signatureRejections, ...assertionRejections, ...subjectRejections];

describe('the emulated Twilio, brought a response,', () => {
  afterEach(stopAll);

  for (const { when, text, making, switches } of rejections) {
    it(`refuses it with java-saml's text where ${when}`, async () => {
      const { twilio, start, bring } = await openConfigured({ realmSid: REALM, switches });
      const { requestId, relayState } = await start();
      const xml = makeXml(twilio, { inResponseTo: requestId, ...making });
      const { code, message } = errorIn(await bring(toBase64(xml), relayState));
      expect(message).to.equal(`authentication failed: ${text.replace('<request>', requestId)}`);
      expect(code).to.equal(70004);
      expect(twilio.users()).to.deep.equal([]);
    });
  }

  it('notes what the SAML library said of a signature that it refused', async () => {
    const { twilio, signIn } = await openConfigured();
    await signIn({ signing: { key: otherKey, keyInfo: 'none' } });
    expect(twilio.log.at(-1)?.cause).to.equal('Invalid document signature');
  });

  it('accepts it where it says nothing about the address it is meant for', async () => {
    const { signIn } = await openConfigured();
    expect((await signIn({ editResponse: replacing(/ Destination="[^"]*"/, '') })).status).to.equal(302);
  });

  it('accepts it where one confirmation of two fits', async () => {
    const { signIn } = await openConfigured();
    const editAssertion: Edit = (xml) =>
      xml.replace(
        /<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/,
        (whole) => replacing(/Recipient="[^"]*"/, 'Recipient="other"')(whole) + whole,
      );
    expect((await signIn({ editAssertion })).status).to.equal(302);
  });
});
