import type { RotationReport } from '../setup/rotate/rotate-certificate.ts';
import { shownValues } from '../terminal/texts/hand-over-text.ts';
import type { HandOverOrigin } from './hand-over-output.ts';
import { handOver, type HandOverScreen } from './hand-over.ts';

/**
 * Hands over the values with a certificate that was not handed over before: those of a successor that was made.
 *
 * @returns paths of the files that were written.
 * @throws ValuesNotWritten.
 */
export async function handOverRotation(
  { plan, ...done }: RotationReport,
  origin: Pick<HandOverOrigin, 'org' | 'orgName' | 'organizationName' | 'app' | 'config'>,
  screen: HandOverScreen,
  directory: string | undefined,
): Promise<string[]> {
  const { handOver: values, certificates, outcome } = done;
  if (plan.step !== 'create' || values === undefined || outcome === 'declined' || outcome === 'validated') {
    return [];
  }
  const { name: inUse } = certificates.inUse;
  const replaces = plan.certificate === inUse ? undefined : inUse;
  screen.logLines(['']);
  const { files } = await handOver(values, { ...origin, replaces }, screen, {
    directory,
    shown: shownValues(values),
    done: { ...done, step: plan.step },
  });
  return files;
}
