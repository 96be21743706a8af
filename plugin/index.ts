/**
 * What other programs import, for example a monitoring job or a test of their own. The plugin's commands are not here;
 * oclif finds them by their files.
 */
export { checkResponse, type Expected } from './setup/verify/check-response.ts';
export type { ResponseReport } from './saml/check-response.ts';
export type { Check, CheckStatus } from './saml/report/check.ts';
export type { CheckId } from './saml/report/check-table.ts';
export type { Claims } from './saml/reading/claims.ts';
export type { HandOff } from './setup/inspect/hand-over-values.ts';
export type { PlanResult } from './setup/plan/plan-result.ts';
