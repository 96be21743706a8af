import { deflateRawSync } from 'node:zlib';
import { DOMParser } from '@xmldom/xmldom';
import { expect } from 'chai';
import { SignedXml } from 'xml-crypto';
import { startEmulatedOrg, type EmulatedOrg, type StartOptions } from '../emulated-org.ts';
import {
  certificateFiles,
  connectedAppFiles,
  deployed,
  externalClientAppFiles,
  SAML_CONFIG,
  settingsFiles,
} from '../metadata/samples.ts';
import { findRow, insertRow } from '../database/rows.ts';
import type { Row } from '../state.ts';

/** The moment at which every test signs in. */
export const NOW = new Date('2026-11-24T12:00:00.000Z');
export const ENTITY_ID = 'https://sp.example';
export const ACS_URL = 'https://sp.example/acs';
export const REQUEST_ID = '_0123456789abcdef0123456789abcdef';

/** A page that a browser came to, after every redirect of its own. */
export type Visit = { status: number; path: string; query: URLSearchParams; headers: Headers; text: string };

/** A browser of few lines: cookies, and the three ways in which the org sends a browser on. */
export type TestBrowser = {
  get(address: string): Promise<Visit>;
  post(address: string, form: Record<string, string>): Promise<Visit>;
  cookies: Map<string, string>;
};

export function openBrowser(org: Pick<EmulatedOrg, 'url'>): TestBrowser {
  const cookies = new Map<string, string>();
  const visit = async (address: string, init: RequestInit, hops = 0): Promise<Visit> => {
    const url = new URL(address, org.url);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { cookie } });
    keepCookies(response, cookies);
    const text = await response.text();
    const onward = response.headers.get('location') ?? onwardIn(text);
    if (onward !== undefined && hops < 10) {
      return visit(new URL(onward, url).href, {}, hops + 1);
    }
    const { status, headers } = response;
    return { status, path: url.pathname, query: url.searchParams, headers, text };
  };
  return {
    get: (address) => visit(address, {}),
    post: (address, form) => visit(address, { method: 'POST', body: new URLSearchParams(form) }),
    cookies,
  };
}

function keepCookies(response: Response, cookies: Map<string, string>): void {
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (line.includes('1970')) {
      cookies.delete(name);
    } else {
      cookies.set(name, value);
    }
  }
}

function onwardIn(page: string): string | undefined {
  const meta = /http-equiv="Refresh" content="0; URL=([^"]*)"/.exec(page)?.[1];
  const script = /window\.location\.replace\('([^']*)'\)/.exec(page)?.[1];
  return meta === undefined
    ? script === undefined
      ? undefined
      : (JSON.parse(`"${script}"`) as string)
    : fromHtml(meta);
}

/** A text of a page with its numeric character references resolved; the org writes no others. */
export function fromHtml(text: string): string {
  return text.replace(/&#(\d+);/g, (_reference, code: string) => String.fromCodePoint(Number(code)));
}

/** What the form of a page would send, and where to. */
export function formIn({ text }: Visit): { action: string; fields: Record<string, string> } {
  const inputs = text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return {
    action: fromHtml(/<form method="post" action="([^"]*)"/.exec(text)?.[1] ?? ''),
    fields: Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, fromHtml(value)])),
  };
}

/** The XML of the response that a page carries. */
export function responseIn(visit: Visit): string {
  const { SAMLResponse } = formIn(visit).fields;
  expect(SAMLResponse, visit.text).to.be.a('string');
  return Buffer.from(SAMLResponse ?? '', 'base64').toString('utf8');
}

/** An org that is an identity provider with the app My_App; nobody has access yet. */
export async function startIdentityProvider(
  options: StartOptions = {},
  app: Parameters<typeof connectedAppFiles>[1] = {},
): Promise<EmulatedOrg> {
  const org = await startEmulatedOrg({ connectedAppCreation: 'allowed', clock: () => NOW, ...options });
  await deployed(org.state, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
  await deployed(org.state, connectedAppFiles('My_App', app));
  return org;
}

/** The same with an external client app, which needs no connected app beside it. */
export async function startWithExternalClientApp(options: StartOptions = {}): Promise<EmulatedOrg> {
  const org = await startEmulatedOrg({ clock: () => NOW, ...options });
  await deployed(org.state, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
  await deployed(org.state, externalClientAppFiles());
  return org;
}

/** The SAML part of an app with further elements; they must stand in the order of the schema. */
export function samlConfig(changes: { beforeEntity?: string; afterEntity?: string; subject?: string }): string {
  const { beforeEntity = '', afterEntity = '', subject = '<samlSubjectType>Username</samlSubjectType>' } = changes;
  return SAML_CONFIG.replace('<entityUrl>', () => `${beforeEntity}<entityUrl>`)
    .replace('</entityUrl>', () => `</entityUrl>${afterEntity}`)
    .replace('<samlSubjectType>Username</samlSubjectType>', () => subject);
}

export function userNamed(org: EmulatedOrg, name: string): Row {
  const user = findRow(org.state, 'User', { Username: `${name}@example.test` });
  expect(user, name).to.be.an('object');
  return user!;
}

/** The permission set that a user's profile owns. */
export function ownedSet(org: EmulatedOrg, name: string): string {
  return findRow(org.state, 'PermissionSet', { ProfileId: userNamed(org, name)['ProfileId'] ?? null })!.Id;
}

/** Opens something to a permission set: the app unless another id is given. */
export function grant(org: EmulatedOrg, parentId: string, setupEntityId = appId(org)): void {
  insertRow(org.state, 'SetupEntityAccess', { ParentId: parentId, SetupEntityId: setupEntityId });
}

export function appId(org: EmulatedOrg): string {
  const app =
    org.state.components.get('ConnectedApp:My_App') ?? org.state.components.get('ExternalClientApplication:My_Client');
  return app!.id;
}

/** The first 15 characters of the id that sign-in addresses name. */
export function serviceProviderId(org: EmulatedOrg): string {
  return findRow(org.state, 'ServiceProvider', { DeveloperName: 'My_App' })!.Id.slice(0, 15);
}

/** A browser in which a user has logged in. */
export async function logIn(org: EmulatedOrg, name: string): Promise<TestBrowser> {
  const browser = openBrowser(org);
  const visit = await browser.post('/', {
    username: `${name}@example.test`,
    pw: org.state.options.userPassword,
  });
  expect(visit.text).to.include(`Signed in as ${name}@example.test.`);
  return browser;
}

/** An AuthnRequest of the service provider; `attributes` go into its start tag. */
export function authnRequest({ issuer = ENTITY_ID, attributes = '', inside = '' } = {}): string {
  return (
    '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ' +
    `xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${REQUEST_ID}" Version="2.0" ` +
    `IssueInstant="${NOW.toISOString()}"${attributes === '' ? '' : ` ${attributes}`}>` +
    `<saml:Issuer>${issuer}</saml:Issuer>${inside}</samlp:AuthnRequest>`
  );
}

/** The address that carries a request in the HTTP-Redirect binding. */
export function redirectAddress(xml: string, relayState?: string): string {
  const query = new URLSearchParams({
    SAMLRequest: deflateRawSync(xml).toString('base64'),
    ...(relayState === undefined ? {} : { RelayState: relayState }),
  });
  return `/idp/endpoint/HttpRedirect?${query}`;
}

/** The signatures of a document by their elements, with the key they fit or not, as another library judges them. */
export function signaturesIn(xml: string, org: EmulatedOrg): string[] {
  const publicCert = org.state.certificateKeys.get('Sso')!.certificatePem;
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  return Array.from(document.getElementsByTagName('ds:Signature')).map((signature) => {
    const library = new SignedXml({ publicCert, getCertFromKeyInfo: () => null });
    library.loadSignature(signature);
    return `${signature.parentNode?.nodeName} ${holds(library, xml) ? 'good' : 'bad'}`;
  });
}

/** The library answers a wrong digest and throws for a wrong value. */
function holds(library: SignedXml, xml: string): boolean {
  try {
    return library.checkSignature(xml);
  } catch {
    return false;
  }
}

/** What the org has logged, oldest first, without what is the same in every entry. */
export function loggedEvents(org: EmulatedOrg): Array<Record<string, unknown>> {
  return (org.state.rows.get('IdpEventLog') ?? []).map(
    ({ ErrorCode, InitiatedBy, SamlEntityUrl, IdentityUsed, AppId }) => ({
      ErrorCode,
      InitiatedBy,
      SamlEntityUrl,
      IdentityUsed,
      AppId,
    }),
  );
}

export function lastCode(org: EmulatedOrg): unknown {
  return org.state.rows.get('IdpEventLog')?.at(-1)?.['ErrorCode'];
}
