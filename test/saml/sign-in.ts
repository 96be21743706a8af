import { checkResponse } from '../../plugin/setup/verify/check-response.ts';
import type { ResponseReport } from '../../plugin/saml/check-response.ts';
import type { Expected } from '../../plugin/setup/verify/check-response.ts';
import { signElement, type SigningOptions } from '../org/identity-provider/response-signature.ts';
import { assertionXml, responseXml, type ResponseContent } from '../org/identity-provider/response-xml.ts';
import { contentOf, type SignIn } from '../org/identity-provider/response.ts';
import { key } from './keys.ts';

/** The moment at which every test signs in. */
export const now = new Date('2026-11-24T12:00:00.000Z');

export const organizationId = '00D5e0000000AbC';

const REALM = 'JB0123456789abcdef0123456789abcdef';
export const requestId = '_0123456789abcdef0123456789abcdef';

/** IDs in the form that Salesforce uses. They never change, so that a response is the same whenever it is made. */
const IDS = {
  responseId: `_0b5f1c0f5a3e4d6b8c7a9e2d1f304152${now.getTime()}`,
  assertionId: `_9d8c7b6a5f4e3d2c1b0a998877665544${now.getTime()}`,
};

export const signIn: SignIn = {
  issuer: 'https://example.my.salesforce.com',
  acsUrl: `https://iam.twilio.com/v2/saml2/authenticate/${REALM}`,
  entityId: `https://iam.twilio.com/v2/saml2/metadata/${REALM}`,
  nameId: 'ada@example.com',
  attributes: [
    { name: 'userId', value: '0055e000001AbCd' },
    { name: 'username', value: 'ada@example.com' },
    { name: 'email', value: 'ada@example.com' },
    { name: 'is_portal_user', value: 'false' },
    { name: 'roles', value: 'agent' },
  ],
  inResponseTo: requestId,
  now,
  key,
};

/** What the service provider expects of that sign-in. */
export const expected: Expected = {
  certificates: [key.certificatePem],
  issuer: signIn.issuer,
  acsUrl: signIn.acsUrl,
  entityId: signIn.entityId,
  requestId,
  now,
  username: signIn.nameId,
  orgId: `${organizationId}EAK`,
};

export type Edit = (xml: string) => string;

/** Where a response is changed: the content and the first two edits before signing, the others after it. */
export type Making = {
  content?: Partial<ResponseContent>;
  assertion?: Edit;
  response?: Edit;
  signedAssertion?: Edit;
  signedResponse?: Edit;
  signing?: Partial<SigningOptions>;
  signatures?: 'both' | 'response' | 'assertion' | 'none';
};

const keep: Edit = (xml) => xml;

/** The XML of a response. The edits get it before and after it is signed. */
export function makeXml(making: Making = {}): string {
  const content = { ...contentOf(signIn, {}), ...IDS, ...making.content };
  const signatures = making.signatures ?? 'both';
  const options = { key, algorithm: 'sha256', keyInfo: 'certificate', ...making.signing } as const;
  const signed = (xml: string, prefixes: string, part: 'response' | 'assertion'): string =>
    signatures === 'both' || signatures === part ? signElement(xml, { prefixes, ...options }) : xml;

  const plainAssertion = (making.assertion ?? keep)(assertionXml(content));
  const assertion = (making.signedAssertion ?? keep)(signed(plainAssertion, 'ds saml xs xsi', 'assertion'));
  const plainResponse = (making.response ?? keep)(responseXml(content, assertion));
  const response = (making.signedResponse ?? keep)(signed(plainResponse, 'ds saml samlp xs xsi', 'response'));
  return `<?xml version="1.0" encoding="UTF-8"?>${response}`;
}

export function toBase64(xml: string): string {
  return Buffer.from(xml).toString('base64');
}

/** The report on a response that is made this way, compared with what is expected. */
export function reportOn(making: Making, changed: Partial<Expected> = {}): ResponseReport {
  return checkResponse(toBase64(makeXml(making)), { ...expected, ...changed });
}

export function withStatus(report: ResponseReport, status: string): string[] {
  return report.checks.filter((check) => check.status === status).map(({ id }) => id);
}

/** Replaces a part that must be there, so that no test relies on an edit that changes nothing. */
export function replace(part: string | RegExp, replacement: string): Edit {
  return (xml) => {
    const changed = xml.replace(part, () => replacement);
    if (changed === xml) {
      throw new Error(`nothing to replace: ${String(part)}`);
    }
    return changed;
  };
}
