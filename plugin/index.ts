/**
 * What other programs import, for example a monitoring job or a test of their own. The plugin's commands are not here;
 * oclif finds them by their files.
 */
export { checkResponse, type ResponseReport } from './saml/check-response.ts';
export type { Check, CheckStatus } from './saml/check.ts';
export type { CheckId } from './saml/check-table.ts';
export type { Claims } from './saml/claims.ts';
export type { Expected } from './saml/expectations.ts';
export type { HandOff } from './setup/hand-off.ts';
export type { PlanResult } from './setup/plan-result.ts';
