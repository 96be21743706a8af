import type { Connection } from '@salesforce/core';
import { currentTime } from '../http/clock.ts';
import { waitUntilOf } from '../salesforce/api/login.ts';
import { deployedApp, deployResult, type DeployResult } from '../setup/deploy/deploy-result.ts';
import type { DeployReport } from '../setup/deploy/deploy-sso.ts';
import { isToDo } from '../setup/plan/plan.ts';
import { verifySso, type VerifyReport } from '../setup/verify/verify-sso.ts';
import { closingText } from '../terminal/texts/closing-text.ts';
import { certificateText, filesText } from '../terminal/texts/hand-over-text.ts';
import { waitingText, type Detail } from '../terminal/texts/verify-text.ts';
import { frontline } from '../twilio/service-provider.ts';
import type { HandOverOrigin } from './hand-over-output.ts';
import { handOver, type HandOverScreen } from './hand-over.ts';

/** The org that a deploy was about, and the plugin that did it. */
export type DeployedOrg = Pick<HandOverOrigin, 'org' | 'orgName' | 'organizationName' | 'config'> & {
  connection: Connection;
};

export type DeploymentWishes = {
  directory: string | undefined;
  /** Whether to prove the sign-in. */
  verify: boolean;
  open?: boolean;
  /** How much to show. */
  detail: Detail;
};

/**
 * Hands over what a deploy has set up. A deploy that was only validated, or declined, hands over nothing.
 *
 * @returns the result of the deploy as scripts read it.
 */
export async function handOverDeployment(
  { connection, org, orgName, organizationName, config }: DeployedOrg,
  report: DeployReport,
  screen: HandOverScreen,
  { directory, verify, open, detail }: DeploymentWishes,
): Promise<DeployResult> {
  const done = deployResult(report);
  const { handOver: values, actual, plan } = report;
  if (values === undefined) {
    return { ...done, files: [] };
  }
  const origin = { org, orgName, organizationName, app: deployedApp(report), actual, config };
  const certificateShown = directory === undefined && report.outcome === 'changed' && detail !== 'concise';
  const prove = (): Promise<VerifyReport> =>
    verifySso(connection, {
      appName: plan.app.fullName,
      appType: plan.app.kind,
      organizationId: org.getOrgId(),
      serviceProvider: frontline,
      now: currentTime,
      appChanged:
        report.outcome === 'changed' && plan.changes.some((change) => change.step === 'app' && isToDo(change)),
      patience: {
        until: waitUntilOf(connection),
        onWait: (attempt, until) => screen.showWait(waitingText(attempt, until)),
      },
    });
  const handedOver = await handOver(values, origin, screen, {
    directory,
    done,
    shown: (files) => [
      ...(certificateShown ? ['', ...certificateText(values)] : []),
      ...(detail === 'concise' ? [] : filesText(files)),
      '',
    ],
    open: open ?? false,
    prove: verify ? prove : undefined,
    detail,
    closing: (ended) =>
      closingText({ report, values, serviceProviderName: frontline.name, about: origin, certificateShown, ...ended }),
  });
  return { ...done, ...handedOver };
}
