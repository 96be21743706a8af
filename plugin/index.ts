/** The plugin's commands are found by oclif; this module is what other programs import. */
export type { HandOff } from './setup/hand-off.ts';
export type { PlanResult } from './setup/plan-result.ts';
