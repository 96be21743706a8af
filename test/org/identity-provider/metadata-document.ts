import { escapeXml } from '../metadata/package/metadata-file.ts';
import type { OrgState } from '../state.ts';
import { signingKey } from './signing-key.ts';
import { serviceProviderNamed } from './service-providers.ts';

const VALID_YEARS = 10;

/**
 * The SAML metadata of the org as identity provider, in the form of Salesforce's own (seen in 2017 and 2025): one
 * signing certificate, the unspecified NameID format, the two sign-in addresses, good for ten years.
 *
 * @returns `undefined` while the identity provider is off (inferred: the address is then not served).
 */
export function identityProviderMetadata(org: OrgState): string | undefined {
  return document(org, { entityId: org.options.myDomain, requestsSigned: false });
}

/** The same for one app, whose issuer and rule for requests may be its own (that they show here is inferred). */
export function appMetadata(org: OrgState, apiName: string): string | undefined {
  const app = serviceProviderNamed(org, apiName);
  return app && document(org, { entityId: app.issuer, requestsSigned: app.requestCertificate !== undefined });
}

function document(org: OrgState, own: { entityId: string; requestsSigned: boolean }): string | undefined {
  const key = signingKey(org);
  if (!key) {
    return undefined;
  }
  const validUntil = new Date(org.now());
  validUntil.setUTCFullYear(validUntil.getUTCFullYear() + VALID_YEARS);
  const certificate = key.certificatePem.replace(/-----[^-]+-----|\s/g, '');
  const endpoint = (binding: string, path: string): string =>
    `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" ` +
    `Location="${escapeXml(`${org.options.myDomain}/idp/endpoint/${path}`)}"/>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXml(own.entityId)}" ` +
    `validUntil="${validUntil.toISOString()}" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">` +
    `<md:IDPSSODescriptor WantAuthnRequestsSigned="${own.requestsSigned}" ` +
    'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">' +
    '<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data>' +
    `<ds:X509Certificate>${certificate}</ds:X509Certificate>` +
    '</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>' +
    '<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>' +
    `${endpoint('HTTP-POST', 'HttpPost')}${endpoint('HTTP-Redirect', 'HttpRedirect')}` +
    '</md:IDPSSODescriptor></md:EntityDescriptor>'
  );
}
