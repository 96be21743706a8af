/**
 * What other programs import as `sf-plugin-frontline/saml` to check SAML responses of any identity provider. It knows no
 * product, contacts nobody, and loads no library of Salesforce or oclif.
 */
export { createAuthnRequest, type AuthnRequest, type AuthnRequestSettings } from './saml/authn-request.ts';
export { checkResponse, type ResponseReport } from './saml/check-response.ts';
export { readCapturedResponse, type CapturedResponse, type NoResponse } from './saml/reading/captured-response.ts';
export type { Claims } from './saml/reading/claims.ts';
export type { Check, CheckStatus, Position } from './saml/report/check.ts';
export type { CheckKind } from './saml/report/check-standards.ts';
export type { CheckId } from './saml/report/check-table.ts';
export type { Expected, ExpectedAttribute, Profile } from './saml/report/expectations.ts';
