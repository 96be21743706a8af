import { inflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { makeCertificate } from 'emulated-salesforce-org/certificate';
import { signElement, type SigningOptions } from 'emulated-salesforce-org/response-signature';
import { assertionXml, responseXml, type ResponseContent } from 'emulated-salesforce-org/response-xml';
import { contentOf } from 'emulated-salesforce-org/response';
import type { ConsoleForm } from './console-form.ts';
import { startEmulatedTwilio, type EmulatedTwilio } from './emulated-twilio.ts';
import { createLoopbackClient, type LoopbackAnswer, type LoopbackClient } from './loopback-client.ts';
import type { TwilioOptions } from './options.ts';

/** The moment at which every test signs in. */
export const now = new Date('2026-11-24T12:00:00.000Z');
export const issuer = 'https://example.my.salesforce.com';
export const ssoUrl = `${issuer}/idp/endpoint/HttpRedirect`;
export const username = 'ada@example.com';

/** The org's key pair, and one of somebody else. */
export const key = certificateOf('SalesforceSSO');
export const otherKey = certificateOf('SelfSignedCert_01Jan2026_000000');

function certificateOf(commonName: string): ReturnType<typeof makeCertificate> {
  const created = new Date('2026-11-01T09:00:00Z');
  return makeCertificate({ commonName, organizationId: '00D5e0000000AbC', keySize: 2048, created });
}

/** A Twilio, and a browser that asks it under its real names. */
export type Visit = {
  twilio: EmulatedTwilio;
  browser: LoopbackClient;
  /** Starts a sign-in, and returns what the identity provider would be given. */
  start: () => Promise<Started>;
  /** Brings a response back from the identity provider. */
  bring: (samlResponse: string, relayState: string) => Promise<LoopbackAnswer>;
  /** Signs in with a response made so. */
  signIn: (making?: Making) => Promise<LoopbackAnswer>;
};

export type Started = { location: URL; relayState: string; request: string; requestId: string };

const running: Pick<EmulatedTwilio, 'stop'>[] = [];

/** Has a Twilio ended after the test. */
export function stopLater<T extends Pick<EmulatedTwilio, 'stop'>>(twilio: T): T {
  running.push(twilio);
  return twilio;
}

/** Ends every Twilio of a test. */
export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((twilio) => twilio.stop()));
}

/** A Twilio on which the example's settings are saved, with the clock at `now`. */
export async function openConfigured(options: TwilioOptions = {}, form: Partial<ConsoleForm> = {}): Promise<Visit> {
  const visit = await openUnconfigured(options);
  visit.twilio.configure({ workspaceId: 'example-dev', issuer, ssoUrl, certificate: key.certificatePem, ...form });
  return visit;
}

/** A Twilio on which nothing is saved. */
export async function openUnconfigured(options: TwilioOptions = {}): Promise<Visit> {
  const twilio = stopLater(await startEmulatedTwilio({ clock: () => now, ...options }));
  const places = Object.fromEntries(twilio.hosts.map((host) => [host, twilio.url]));
  const browser = createLoopbackClient(places, options.tls?.cert);
  const json = { accept: 'application/json' };
  const visit: Visit = {
    twilio,
    browser,
    start: async () => readStart(await browser.post(twilio.loginPageUrl, { workspaceId: 'example-dev' })),
    bring: (SAMLResponse, RelayState) => browser.post(twilio.acsUrl, { SAMLResponse, RelayState }, json),
    async signIn(making = {}) {
      const { requestId, relayState } = await visit.start();
      return visit.bring(toBase64(makeXml(twilio, { inResponseTo: requestId, ...making })), relayState);
    },
  };
  return visit;
}

/** Reads what a redirect to the identity provider gives it. */
export function readStart({ status, headers }: LoopbackAnswer): Started {
  expect(status).to.equal(302);
  const location = new URL(headers.location ?? '');
  const request = inflateRawSync(Buffer.from(location.searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
  const requestId = / ID="([^"]+)"/.exec(request)?.[1] ?? '';
  return { location, request, requestId, relayState: location.searchParams.get('RelayState') ?? '' };
}

export type Edit = (xml: string) => string;

/** How a response is made. The first two edits are signed, the others come after signing. */
export type Making = Partial<ResponseContent> & {
  editAssertion?: Edit;
  editResponse?: Edit;
  editSignedAssertion?: Edit;
  editSignedResponse?: Edit;
  signing?: Partial<SigningOptions>;
  signatures?: 'both' | 'response' | 'assertion' | 'none';
};

const asItIs: Edit = (xml) => xml;

/** The XML of a response in the form of Salesforce's own. */
export function makeXml(
  { acsUrl, entityId }: Pick<EmulatedTwilio, 'acsUrl' | 'entityId'>,
  making: Making = {},
): string {
  const attributes = [
    { name: 'userId', value: '0055e000001AbCd' },
    { name: 'username', value: username },
    { name: 'email', value: username },
    { name: 'is_portal_user', value: 'false' },
    { name: 'roles', value: 'agent' },
  ];
  const usual = contentOf({ issuer, acsUrl, entityId, nameId: username, attributes, now, key }, {});
  const content = { ...usual, ...making };
  const { signatures = 'both', editAssertion = asItIs, editResponse = asItIs } = making;
  const sign = (xml: string, part: string, prefixes: string): string =>
    signatures === 'both' || signatures === part
      ? signElement(xml, { key, algorithm: 'sha256', keyInfo: 'certificate', prefixes, ...making.signing })
      : xml;
  const signedAssertion = sign(editAssertion(assertionXml(content)), 'assertion', 'ds saml xs xsi');
  const assertion = (making.editSignedAssertion ?? asItIs)(signedAssertion);
  const signedResponse = sign(editResponse(responseXml(content, assertion)), 'response', 'ds saml samlp xs xsi');
  return (making.editSignedResponse ?? asItIs)(signedResponse);
}

export function toBase64(xml: string): string {
  return Buffer.from(xml).toString('base64');
}

/** Replaces a part that must be there, so that no test rests on an edit that changes nothing. */
export function replacing(part: string | RegExp, replacement: string): Edit {
  return (xml) => {
    const changed = xml.replace(part, () => replacement);
    expect(changed, `nothing to replace: ${String(part)}`).not.to.equal(xml);
    return changed;
  };
}

/** The error that was answered with, in JSON. */
export function errorIn({ body }: LoopbackAnswer): {
  code: number;
  message: string;
  more_info: string;
  status: number;
} {
  return JSON.parse(body) as { code: number; message: string; more_info: string; status: number };
}
