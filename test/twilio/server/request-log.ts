import type { Site } from './route.ts';
import type { TwilioErrorCode } from '../twilio-error.ts';

/** One request and what became of it. Neither bodies nor queries nor headers are kept. */
export type LogEntry = {
  /** The site that answered, or undefined if no route fitted. */
  site: Site | undefined;
  method: string;
  path: string;
  status: number;
  /** The error that was answered with, or undefined. */
  error: { code: TwilioErrorCode; message: string } | undefined;
  /** What the SAML library said where it refused a signature, or undefined. */
  cause: string | undefined;
  /** The error behind an answer 500 that nobody asked for, or undefined: a fault of the emulation itself. */
  crash: Error | undefined;
};
