import { replacing, type Edit, type Making } from '../fixture.ts';
import type { TwilioSwitches } from '../options.ts';

export const REALM = 'JB0123456789abcdef0123456789abcdef';
export const ENTITY_ID = `https://iam.twilio.com/v2/saml2/metadata/${REALM}`;
export const ACS_URL = `https://iam.twilio.com/v2/saml2/authenticate/${REALM}`;

/** A response that is refused, and with which text; `<request>` in it stands for the ID of the AuthnRequest. */
export type Rejection = {
  /** What is wrong, as the end of "refuses a response where …". */
  when: string;
  text: string;
  making: Making;
  switches?: Partial<TwilioSwitches>;
};

export const WHOLE_ASSERTION = /<saml:Assertion .*<\/saml:Assertion>/s;

/** Puts the assertion where the schema allows anything. */
export const moveAssertionIntoExtensions: Edit = (xml) => {
  const assertion = WHOLE_ASSERTION.exec(xml)?.[0] ?? '';
  const extensions = `<samlp:Extensions>${assertion}</samlp:Extensions><samlp:Status>`;
  return replacing('<samlp:Status>', extensions)(replacing(assertion, '')(xml));
};
