import { types } from 'node:util';

/** The sign-in that a response is compared with. */
export type Expected = {
  /** PEM certificates that the service provider trusts; more than one while a new one is being introduced. */
  certificates: string[];
  /** The issuer as the service provider was told it. */
  issuer: string;
  acsUrl: string;
  /** Entity ID of the service provider. */
  entityId: string;
  /** ID of the AuthnRequest that was sent; without it the response must be one that nobody asked for. */
  requestId?: string | undefined;
  now: Date;
  /** The NameID of the user who signed in; without it any will do. */
  username?: string | undefined;
  /** Further forms of the same, such as an id in its long form. */
  usernameForms?: string[] | undefined;
  /** Value of the attribute `roles`; `agent` unless given. */
  role?: string | undefined;
  /** Whether the role depends on the user, so that another one is worth a warning only. */
  roleVaries?: boolean | undefined;
  /** Id of the organization that the certificate should name as its organizational unit. */
  orgId?: string | undefined;
  /** Assertion IDs of responses that were accepted before; an accepted response adds its own. */
  seenAssertionIds?: Set<string> | undefined;
};

/**
 * The same with every field of the right type, whatever was given. What is given in a wrong type must not count as not
 * given: a text becomes the empty one, which equals nothing, and a set of IDs becomes undefined.
 */
export type Expectations = {
  certificates: string[];
  issuer: string;
  acsUrl: string;
  entityId: string;
  requestId?: string | undefined;
  now: Date;
  username?: string | undefined;
  usernameForms: string[];
  role: string;
  roleVaries: boolean;
  orgId?: string | undefined;
  seenAssertionIds: Set<string> | undefined;
};

/** More certificates than a service provider trusts at one time; bounds the work. */
export const MOST_CERTIFICATES = 10;

/** Reads expectations from JavaScript callers and JSON as well, where types promise nothing. */
export function readExpectations(given: unknown): Expectations {
  const fields: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {};
  const { certificates, now, seenAssertionIds } = fields;
  return {
    certificates: certificateTexts(certificates),
    issuer: optionalText(fields.issuer) ?? '',
    acsUrl: optionalText(fields.acsUrl) ?? '',
    entityId: optionalText(fields.entityId) ?? '',
    requestId: optionalText(fields.requestId),
    // A date or a set of another realm (a worker, a test runner) is no instance of this one's class.
    now: types.isDate(now) ? new Date(Number(now)) : new Date(Number.NaN),
    username: optionalText(fields.username),
    usernameForms: Array.isArray(fields.usernameForms) ? fields.usernameForms.filter(isText) : [],
    role: optionalText(fields.role) ?? 'agent',
    roleVaries: fields.roleVaries === true,
    orgId: optionalText(fields.orgId),
    seenAssertionIds: assertionIds(seenAssertionIds),
  };
}

/** What is no text stays in its place as empty text, so that the report says that a certificate cannot be read. */
function certificateTexts(given: unknown): string[] {
  const texts: unknown[] = Array.isArray(given) ? given : [];
  return texts.slice(0, MOST_CERTIFICATES + 1).map((text) => optionalText(text) ?? '');
}

function assertionIds(given: unknown): Set<string> | undefined {
  if (isAbsent(given)) {
    return new Set();
  }
  return types.isSet(given) ? (given as Set<string>) : undefined;
}

function optionalText(value: unknown): string | undefined {
  if (isAbsent(value)) {
    return undefined;
  }
  return isText(value) ? value : '';
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Whether a value is the expected one. */
export function equals(expected: string, actual: string | undefined): boolean {
  return expected !== '' && expected === actual;
}
