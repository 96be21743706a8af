import type { Connection, SfError } from '@salesforce/core';
import { parseStringPromise } from 'xml2js';
import { setupError } from '../../errors.ts';
import { clock } from '../../http/clock.ts';
import { isHtml, sendHttp } from '../../http/http.ts';
import { waitBeforeRetry } from '../../http/retry.ts';
import { readComponents } from '../metadata/metadata-reading.ts';
import type { MetadataComponent } from '../metadata/metadata-package.ts';
import { textAt, type MetadataNode } from '../metadata/metadata-xml.ts';
import { withoutTrailingSlash } from './my-domain.ts';

/**
 * The org's identity provider. One that is off can still be set to the certificate that it signed with. One that is on
 * without a certificate signs nothing (seen in a fresh scratch org).
 */
export type IdentityProvider = { enabled: boolean; certificateName?: string };

/** What the org publishes about itself as an identity provider. */
export type PublishedIdentityProvider = { entityId: string; ssoUrl?: string; certificates: string[] };

/** The org's answer to the request for it. `not served` while the identity provider is off. */
export type Publication = PublishedIdentityProvider | 'not served' | 'not readable';

/** The full name of the one component of type IdentityProviderSettings (Metadata API, 57.0 and later). */
const FULL_NAME = 'IdentityProvider';

/** Milliseconds. */
const TIME_LIMIT = 20_000;

/**
 * Reads the org's identity provider. If the Metadata API reports nothing, it counts as off (it was never switched on). If
 * it is on and its settings name no certificate, it has none. Both count only if what the org publishes agrees. Otherwise
 * a certificate in use could be replaced without a question.
 *
 * @param publication what the org publishes, if it is being read anyway.
 * @throws IdentityProviderUnreadable.
 */
export async function readIdentityProvider(
  connection: Connection,
  publication?: Promise<Publication>,
): Promise<IdentityProvider> {
  const settings = await readSettings(connection);
  if (isComplete(settings)) {
    return settings;
  }
  const published = await (publication ?? readPublication(connection.instanceUrl));
  const isNothing = published === 'not served' || (settings !== undefined && hasNoKey(published));
  if (isNothing) {
    return settings ?? { enabled: false };
  }
  // Asked again, because it may have been switched on, or given a certificate, between the two answers.
  const later = published === 'not readable' ? undefined : await readSettings(connection);
  if (!isComplete(later)) {
    throw unreadable(settings, published);
  }
  return later;
}

async function readSettings(connection: Connection): Promise<IdentityProvider | undefined> {
  const settings = (await readComponents(connection, 'IdentityProviderSettings', [FULL_NAME])).get(FULL_NAME);
  if (settings === undefined) {
    return undefined;
  }
  // The element of a certificate that was never chosen is nil or empty (both seen).
  const certificateName = textAt(settings, 'certificateName');
  const enabled = textAt(settings, 'enableIdentityProvider') === 'true';
  return { enabled, ...(certificateName === undefined ? {} : { certificateName }) };
}

/** Whether settings say by themselves what the identity provider signs with. */
function isComplete(settings: IdentityProvider | undefined): settings is IdentityProvider {
  return settings !== undefined && (!settings.enabled || settings.certificateName !== undefined);
}

function hasNoKey(published: Publication): boolean {
  return typeof published !== 'string' && published.certificates.length === 0;
}

function unreadable(settings: IdentityProvider | undefined, published: Publication): SfError {
  const said = settings === undefined ? 'the org does not say how it is set' : 'it is on, and its settings name none';
  const reason =
    typeof published === 'string'
      ? `${said}, and whether it publishes one could not be read`
      : `${said}, although the org publishes ${published.entityId}`;
  return setupError('IdentityProviderUnreadable', { tokens: [reason] });
}

/** The settings that switch the identity provider on with a certificate. */
export function enabledIdentityProvider(template: MetadataNode, certificateName: string): MetadataComponent {
  const content = { ...template, certificateName: [certificateName], enableIdentityProvider: ['true'] };
  return { fullName: FULL_NAME, document: { type: 'IdentityProviderSettings', content } };
}

/** The address to which a service provider sends its users (HTTP-Redirect binding). */
export function ssoUrlOf(myDomain: string): string {
  return `${myDomain}/idp/endpoint/HttpRedirect`;
}

/**
 * Reads the metadata that the org publishes without a login, and again after an error. A web page instead counts as not
 * served, because an org or a proxy may answer with one. An error does not.
 */
export async function readPublication(baseUrl: string): Promise<Publication> {
  for (let attempt = 1; ; attempt++) {
    const { publication, mayPass } = await readPublicationOnce(baseUrl);
    if (!mayPass || attempt === ATTEMPTS) {
      return publication;
    }
    await clock().wait(waitBeforeRetry(attempt, FIRST_WAIT));
  }
}

/** How often the metadata is asked for, and the wait before the second time, in milliseconds. */
const ATTEMPTS = 3;
const FIRST_WAIT = 250;

/** One answer, and whether the next may be another one. */
async function readPublicationOnce(baseUrl: string): Promise<{ publication: Publication; mayPass: boolean }> {
  try {
    const request = { method: 'GET', url: `${withoutTrailingSlash(baseUrl)}/.well-known/samlidp.xml` };
    const answer = await sendHttp(request, { timeLimit: TIME_LIMIT });
    const { statusCode } = answer;
    if (statusCode === 404 || (statusCode < 400 && (statusCode !== 200 || isHtml(answer)))) {
      return { publication: 'not served', mayPass: false };
    }
    const publication = statusCode === 200 ? await readEntityDescriptor(answer.body) : 'not readable';
    return { publication, mayPass: publication === 'not readable' };
  } catch {
    return { publication: 'not readable', mayPass: true };
  }
}

type Element = { $?: Record<string, string>; _?: string } & { [name: string]: Element[] };

/** The parts of SAML metadata (SAML 2.0 Metadata, 2.3 and 2.4) that a service provider needs. */
async function readEntityDescriptor(xml: string): Promise<Publication> {
  const parsed = (await parseStringPromise(xml, {
    tagNameProcessors: [(name) => name.replace(/^.*:/, '')],
    explicitCharkey: true,
  })) as { EntityDescriptor?: Element } | null;
  const entityId = parsed?.EntityDescriptor?.$?.['entityID'];
  const descriptor = parsed?.EntityDescriptor?.['IDPSSODescriptor']?.[0];
  if (entityId === undefined || descriptor === undefined) {
    return 'not readable';
  }
  const certificates = (descriptor['KeyDescriptor'] ?? [])
    .filter(({ $ }) => ($?.['use'] ?? 'signing') === 'signing')
    .flatMap((key) => key['KeyInfo']?.[0]?.['X509Data']?.[0]?.['X509Certificate'] ?? [])
    .map(({ _ }) => (_ ?? '').replace(/\s+/g, ''));
  const redirect = descriptor['SingleSignOnService']?.find(({ $ }) => $?.['Binding']?.endsWith(':HTTP-Redirect'));
  const ssoUrl = redirect?.$?.['Location'];
  return { entityId, certificates, ...(ssoUrl === undefined ? {} : { ssoUrl }) };
}
