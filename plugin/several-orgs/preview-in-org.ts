import { planSso } from '../setup/deploy/deploy-sso.ts';
import { currentTime } from '../http/clock.ts';
import { planResult, type PlanResult } from '../setup/plan/plan-result.ts';
import { planSummary, planText } from '../terminal/texts/plan-text.ts';
import type { OrgTarget, ShownWork } from './run-in-orgs.ts';

/** Plans the setup of one of several orgs. It changes nothing. */
export async function previewInOrg({ connection, defined, orgName }: OrgTarget): Promise<ShownWork<PlanResult>> {
  const { plan } = await planSso(connection, defined.request, currentTime());
  return {
    ok: true,
    summary: planSummary(plan),
    result: planResult(plan),
    lines: planText(plan, orgName),
    warnings: plan.warnings,
  };
}
