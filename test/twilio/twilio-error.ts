/**
 * Codes of Twilio's Error and Warning Dictionary that are given here, with their titles. The HTTP statuses: 401 of 70004,
 * 403 of 70251, 400 of 70002 and 401 of 70051 were seen; those of 45050, 70001 and 70252 are inferred.
 */
const CODES = {
  20003: { status: 401, title: 'Permission Denied' },
  20004: { status: 405, title: 'Method Not Allowed' },
  20404: { status: 404, title: 'Not Found' },
  20429: { status: 429, title: 'Too Many Requests' },
  20500: { status: 500, title: 'Internal Server Error' },
  45050: { status: 400, title: 'Authentication error - Missing User Attributes' },
  70001: { status: 400, title: 'Validation Failed' },
  70002: { status: 400, title: 'Bad request' },
  70004: { status: 401, title: 'Unauthorized' },
  70051: { status: 401, title: 'Authorization Failed' },
  70251: { status: 403, title: 'Bad SSO Settings' },
  70252: { status: 400, title: 'Bad Saml Response' },
} as const;

export type TwilioErrorCode = keyof typeof CODES;

/** What Twilio refuses with; the message is the one that is sent. */
export class TwilioError extends Error {
  readonly code: TwilioErrorCode;

  constructor(code: TwilioErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TwilioError';
    this.code = code;
  }

  get status(): number {
    return CODES[this.code].status;
  }

  /** What the dictionary calls the code. */
  get title(): string {
    return CODES[this.code].title;
  }

  /** The page of the dictionary. */
  get moreInfo(): string {
    return `https://www.twilio.com/docs/errors/${this.code}`;
  }
}

/** The single sign-on page of the Console was never saved, or holds nothing that could check a signature (text seen). */
export function noCertificate(realmSid: string): TwilioError {
  return new TwilioError(70251, `no valid certificate for identity realm ${realmSid}`);
}

/** A SAML response that was refused (the beginning of the text was seen). */
export function authenticationFailed(reason: string, cause?: unknown): TwilioError {
  return new TwilioError(70004, `authentication failed: ${reason}`, { cause });
}

/** What the REST API has nothing for (text seen). */
export function notFound(path: string): TwilioError {
  return new TwilioError(20404, `The requested resource ${path} was not found`);
}
