import { replacing, type Edit } from '../fixture.ts';
import { ACS_URL, type Rejection } from './rejection.ts';

const CONFIRMATION_DATA = /<saml:SubjectConfirmationData [^>]*>/;
const NO_CONFIRMATION = 'A valid SubjectConfirmation was not found on this Response';

/** Responses that fail by their subject or by what they say of it. */
export const subjectRejections: Rejection[] = [
  {
    when: 'its recipient is another address',
    text: `${NO_CONFIRMATION}: SubjectConfirmationData doesn't match a valid Recipient`,
    making: { editAssertion: replacing(`Recipient="${ACS_URL}"`, `Recipient="${ACS_URL}/"`) },
  },
  {
    when: 'it names no recipient',
    text: `${NO_CONFIRMATION}: SubjectConfirmationData doesn't contain a Recipient`,
    making: { editAssertion: replacing(` Recipient="${ACS_URL}"`, '') },
  },
  {
    when: 'its confirmation answers another request',
    text: `${NO_CONFIRMATION}: SubjectConfirmationData has an invalid InResponseTo value`,
    making: { editAssertion: replacing(/InResponseTo="[^"]*"/, 'InResponseTo="_other"') },
  },
  {
    when: 'its confirmation answers no request',
    text: `${NO_CONFIRMATION}: SubjectConfirmationData has an invalid InResponseTo value`,
    making: { editAssertion: replacing(/ InResponseTo="[^"]*"/, '') },
  },
  {
    when: 'its confirmation has no end',
    text: `${NO_CONFIRMATION}: SubjectConfirmationData doesn't contain a NotOnOrAfter attribute`,
    making: { editAssertion: replacing(/(?<=Data[^>]*) NotOnOrAfter="[^"]*"/, '') },
  },
  {
    when: 'its confirmation is over',
    text: `${NO_CONFIRMATION}: SubjectConfirmationData is no longer valid`,
    making: { editAssertion: replacing(/(?<=Data[^>]*)NotOnOrAfter="[^"]*"/, 'NotOnOrAfter="2026-11-24T11:57:00Z"') },
  },
  {
    when: 'its confirmation is still to come',
    text: `${NO_CONFIRMATION}: SubjectConfirmationData is not yet valid`,
    making: { editAssertion: replacing('ConfirmationData ', 'ConfirmationData NotBefore="2026-11-24T12:03:01Z" ') },
  },
  {
    when: 'it has no bearer confirmation',
    text: NO_CONFIRMATION,
    making: { editAssertion: replacing('cm:bearer', 'cm:holder-of-key') },
  },
  {
    when: 'each of two confirmations is wrong',
    text:
      `${NO_CONFIRMATION}: \n[0] SubjectConfirmationData doesn't contain a Recipient, ` +
      "\n[1] SubjectConfirmationData doesn't match a valid Recipient",
    making: { editAssertion: twoWrongConfirmations() },
  },
  {
    when: 'there is no NameID',
    text: 'No name id found in Document.',
    making: { editAssertion: replacing(/<saml:NameID .*<\/saml:NameID>/, '') },
  },
  {
    when: 'the NameID is empty',
    text: 'An empty NameID value found',
    making: { nameId: '' },
  },
  {
    when: 'the NameID is qualified for another service provider',
    text: 'The SPNameQualifier value mismatch the SP entityID value.',
    making: { editAssertion: replacing('unspecified">ada', 'unspecified" SPNameQualifier="other">ada') },
  },
  {
    when: 'an attribute comes twice',
    text: 'Found an Attribute element with duplicated Name',
    making: {
      attributes: ['a@example.com', 'b@example.com'].map((value) => ({ name: 'email', value })),
    },
  },
  {
    when: 'its time of issue is not in UTC',
    text: 'The Response IssueInstant attribute is not in the expected UTC form of ISO-8601 format',
    making: { editResponse: replacing(/IssueInstant="[^"]*"/, 'IssueInstant="2026-11-24T13:00:00+01:00"') },
  },
];

function twoWrongConfirmations(): Edit {
  return (xml) => {
    const second =
      '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
      '<saml:SubjectConfirmationData Recipient="other"></saml:SubjectConfirmationData></saml:SubjectConfirmation>';
    const withoutRecipient = replacing(CONFIRMATION_DATA, '<saml:SubjectConfirmationData/>')(xml);
    return replacing('</saml:Subject>', `${second}</saml:Subject>`)(withoutRecipient);
  };
}
