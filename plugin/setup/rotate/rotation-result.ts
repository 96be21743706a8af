import type { HandOff } from '../inspect/hand-over-values.ts';
import type { VerifyReport } from '../verify/verify-sso.ts';
import type { RotationStep } from './plan-rotation.ts';
import type { RotationReport } from './rotate-certificate.ts';
import type { Certificates, RotationPhase } from './rotation-standing.ts';

/** A step of a rotation, or a look at it, as scripts read it. */
export type RotationResult = {
  step: RotationStep | 'status';
  outcome: RotationReport['outcome'];
  /** How far the rotation is afterwards. */
  phase: RotationPhase;
  certificates: Certificates;
  otherServiceProviders: string[];
  /** Deployments that are under way in the org; with --status. */
  underWay?: string[];
  deployments: string[];
  /** The values with the certificate that Twilio is to hold. */
  handOff?: HandOff;
  /** Paths of the files that were written. */
  files: string[];
  /** After a switch. */
  verification?: VerifyReport;
  /** What goes on from here. */
  nextCommand: string;
};
