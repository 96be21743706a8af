import { Messages } from '@salesforce/core';
import { planSso } from '../setup/deploy/deploy-sso.ts';
import { currentTime } from '../http/clock.ts';
import type { Plan } from '../setup/plan/plan.ts';
import { previewResult, type PreviewResult } from '../setup/plan/plan-result.ts';
import { planSummary, planText, waysOutText } from '../terminal/texts/plan-text.ts';
import type { OrgTarget, ShownWork } from './run-in-orgs.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/** Plans the setup of one of several orgs. It changes nothing. */
export async function previewInOrg({ connection, defined, orgTitle }: OrgTarget): Promise<ShownWork<PreviewResult>> {
  const { plan } = await planSso(connection, defined.request, currentTime());
  return {
    ok: true,
    summary: summaryOf(plan),
    result: previewResult(plan),
    lines: [...planText(plan, orgTitle), ...waysOutText(plan)],
    warnings: plan.warnings,
  };
}

/** In the words in which a deploy of the same org fails, if the plan is blocked. */
function summaryOf(plan: Plan): string {
  const stop = plan.changes.find((change) => change.action === 'blocked');
  return stop === undefined ? planSummary(plan) : messages.getMessage('blocked', [stop.reason]);
}
