import type { X509Certificate } from 'node:crypto';
import type { TwilioSwitches } from '../options.ts';

/** What a response has to agree with. */
export type ResponseTerms = {
  /** Of this service provider. */
  entityId: string;
  acsUrl: string;
  /** The identity provider's, as it was pasted. */
  issuer: string;
  certificate: X509Certificate;
  /** ID of the AuthnRequest that is waiting for an answer; undefined when none is known. */
  requestId: string | undefined;
  now: Date;
  switches: TwilioSwitches;
};
