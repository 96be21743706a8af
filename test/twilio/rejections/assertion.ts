import { issuer, now, replacing } from '../fixture.ts';
import { ACS_URL, ENTITY_ID, REALM, type Rejection } from './rejection.ts';

const ANY_ISSUER = /<saml:Issuer[^>]*>[^<]*<\/saml:Issuer>/;
const unvalidated = { xmlValidation: 'off' } as const;

/** Responses whose assertions say what they must not. */
export const assertionRejections: Rejection[] = [
  {
    when: 'its assertion is of another version',
    text: 'Unsupported SAML Version on Assertion.',
    making: { editAssertion: replacing('Version="2.0"', 'Version="1.1"') },
  },
  {
    when: 'there are no conditions',
    text: 'The Assertion must include a Conditions element',
    making: { editAssertion: replacing(/<saml:Conditions .*<\/saml:Conditions>/, '') },
  },
  {
    when: 'its conditions have expired',
    text: 'Could not validate timestamp: expired. Check system clock.',
    making: { issued: new Date(now.getTime() - 3_600_000) },
  },
  {
    when: 'its conditions are not yet fulfilled',
    text: 'Could not validate timestamp: not yet valid. Check system clock.',
    making: { issued: new Date(now.getTime() + 3_600_000) },
  },
  {
    when: 'there is no AuthnStatement',
    text: 'The Assertion must include an AuthnStatement element',
    making: { editAssertion: replacing(/<saml:AuthnStatement .*<\/saml:AuthnStatement>/, '') },
  },
  {
    when: 'there are two AuthnStatements',
    text: 'The Assertion must include an AuthnStatement element',
    making: { editAssertion: (xml) => xml.replace(/<saml:AuthnStatement .*<\/saml:AuthnStatement>/, '$&$&') },
  },
  {
    when: 'an attribute is encrypted',
    text: 'There is an EncryptedAttribute in the Response and this SP does not support them',
    making: {
      editAssertion: replacing('</saml:AttributeStatement>', '<saml:EncryptedAttribute/></saml:AttributeStatement>'),
    },
  },
  {
    when: 'it is meant for another address',
    text: `The response was received at ${ACS_URL} instead of https://iam.twilio.com/v2/saml2/authenticate`,
    making: {
      editResponse: replacing(`Destination="${ACS_URL}"`, `Destination="${ACS_URL.replace(`/${REALM}`, '')}"`),
    },
  },
  {
    when: 'the address it is meant for is empty',
    text: 'The response has an empty Destination value',
    making: { editResponse: replacing(`Destination="${ACS_URL}"`, 'Destination=""') },
  },
  {
    when: 'its audience is another service provider',
    text: `${ENTITY_ID} is not a valid audience for this Response`,
    making: { entityId: ENTITY_ID.toUpperCase() },
  },
  {
    when: 'it names no audience',
    text: `${ENTITY_ID} is not a valid audience for this Response`,
    making: { editAssertion: replacing(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '') },
  },
  {
    when: 'one of two audience restrictions leaves the service provider out',
    text: `${ENTITY_ID} is not a valid audience for this Response`,
    making: {
      editAssertion: replacing(
        '</saml:Conditions>',
        '<saml:AudienceRestriction><saml:Audience>other</saml:Audience></saml:AudienceRestriction></saml:Conditions>',
      ),
    },
  },
  {
    when: 'the Response has two issuers',
    text: 'Issuer of the Response is multiple.',
    making: { editResponse: (xml) => xml.replace(ANY_ISSUER, '$&$&') },
    switches: unvalidated,
  },
  {
    when: 'the assertion has no issuer',
    text: 'Issuer of the Assertion not found or multiple.',
    making: { signatures: 'response', editAssertion: replacing(ANY_ISSUER, '') },
    switches: unvalidated,
  },
  {
    when: 'its issuer ends with a slash that is not on the Console’s page',
    text: `Invalid issuer in the Assertion/Response. Was '${issuer}/', but expected '${issuer}'`,
    making: { issuer: `${issuer}/` },
  },
  {
    when: 'only the assertion names another issuer',
    text: `Invalid issuer in the Assertion/Response. Was 'https://EXAMPLE.my.salesforce.com', but expected '${issuer}'`,
    making: { editAssertion: replacing('https://example.my', 'https://EXAMPLE.my') },
  },
  {
    when: 'the session it allows is over',
    text: 'The attributes have expired, based on the SessionNotOnOrAfter of the AttributeStatement of this Response',
    making: { editAssertion: replacing('AuthnInstant=', 'SessionNotOnOrAfter="2026-11-24T11:57:00Z" AuthnInstant=') },
  },
];
