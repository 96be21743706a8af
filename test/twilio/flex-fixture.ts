import { expect } from 'chai';
import { startEmulatedFlex, type EmulatedFlex, type FlexOptions } from './emulated-flex.ts';
import { issuer, key, makeXml, now, readStart, ssoUrl, stopLater, toBase64, username } from './fixture.ts';
import type { Making, Started } from './fixture.ts';
import type { FlexConsoleForm } from './flex/console-form.ts';
import { authorizeUrl } from './flex/start.ts';
import { createLoopbackClient, type LoopbackAnswer, type LoopbackClient } from './loopback-client.ts';

/** A Flex, and a browser that asks it under its real names. */
export type FlexVisit = {
  flex: EmulatedFlex;
  browser: LoopbackClient;
  /** Starts a sign-in to the desktop or another app, and returns what the identity provider would be given. */
  start: (redirectUrl?: string) => Promise<Started>;
  /** Brings a response back from the identity provider; without a RelayState as one that started there. */
  bring: (samlResponse: string, relayState?: string) => Promise<LoopbackAnswer>;
  /** Signs in with a response made so. */
  signIn: (making?: FlexMaking) => Promise<LoopbackAnswer>;
};

/** How a response is made; `changed` are attributes by name, and undefined ones are left out. */
export type FlexMaking = Making & { changed?: Record<string, string | undefined> };

/** What is saved on the Console's page unless a test says otherwise. */
const FORM: FlexConsoleForm = { friendlyName: 'SalesforceSSO', issuer, ssoUrl, certificate: key.certificatePem };

/** A Flex on which the example's settings are saved, with the clock at `now`. */
export async function openFlex(options: FlexOptions = {}, form: Partial<FlexConsoleForm> = {}): Promise<FlexVisit> {
  const visit = await openUnconfiguredFlex(options);
  visit.flex.configure({ ...FORM, ...form });
  return visit;
}

/** A Flex on which nothing is saved. */
export async function openUnconfiguredFlex(options: FlexOptions = {}): Promise<FlexVisit> {
  const flex = stopLater(await startEmulatedFlex({ clock: () => now, ...options }));
  const places = Object.fromEntries(flex.hosts.map((host) => [host, flex.url]));
  const browser = createLoopbackClient(places, options.tls?.cert);
  const json = { accept: 'application/json' };
  const visit: FlexVisit = {
    flex,
    browser,
    start: async (redirectUrl = flex.desktopUrl) =>
      readStart(await browser.get(authorizeUrl(flex.ssoProfileSid, redirectUrl))),
    bring: (SAMLResponse, RelayState) =>
      browser.post(flex.acsUrl, { SAMLResponse, ...(RelayState === undefined ? {} : { RelayState }) }, json),
    async signIn(making = {}) {
      const { requestId, relayState } = await visit.start();
      return visit.bring(toBase64(makeFlexXml(flex, { inResponseTo: requestId, ...making })), relayState);
    },
  };
  return visit;
}

/** The XML of a response to Flex in the form of Salesforce's own. */
export function makeFlexXml(flex: EmulatedFlex, { changed = {}, ...making }: FlexMaking = {}): string {
  const usual = { username, email: username, is_portal_user: 'false', full_name: 'Ada Lovelace', roles: 'agent' };
  const attributes = Object.entries<string | undefined>({ ...usual, ...changed }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  return makeXml(flex, { attributes, ...making });
}

/** That nobody was made a user, which costs money. */
export function expectNobody(flex: EmulatedFlex): void {
  expect(flex.users()).to.deep.equal([]);
  expect(flex.workers()).to.deep.equal([]);
}
