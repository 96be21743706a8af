import { types } from 'node:util';

/** The attribute that decides what the user may do at the service provider. */
export type ExpectedAttribute = {
  name: string;
  value: string;
  /** What to say about another value, if the value depends on the user. Another value is then only a warning. */
  otherValueHint?: string | undefined;
  /** How the identity provider is made to send it. */
  fix?: string | undefined;
};

/** Names the mistake behind a value that is almost right, in a sentence. */
type MistakeHint = (expected: string, actual: string) => string | undefined;

/**
 * By which rules a response is judged. `salesforce`: strict ones, which are met by what Salesforce writes: both elements
 * are signed, there are attributes, each once, and the NameID has no special format. `standard`: whatever the standards let
 * an identity provider send and a service provider must take, such as one signature only. In both, the response holds one
 * Assertion, and nothing is encrypted.
 */
export type Profile = 'salesforce' | 'standard';

/** The sign-in that a response is compared with. */
export type Expected = {
  /** `salesforce` unless given. */
  profile?: Profile | undefined;
  /** The PEM certificates that the service provider trusts. There are several while a new one is being introduced. */
  certificates: string[];
  /** The issuer that the service provider was given. It is compared character by character, as all values are. */
  issuer: string;
  /** Where the response was posted: the Recipient and the Destination (SAML Profiles 4.1.4.2, SAML Bindings 3.5.5.2). */
  acsUrl: string;
  /** Entity ID of the service provider: the Audience (SAML Core 2.5.1.4). */
  entityId: string;
  /** ID of the AuthnRequest that was sent. Without it, the response must not answer any request. */
  requestId?: string | undefined;
  /**
   * When the response came in. Windows of time may be missed by 180 seconds, which is a warning, since clocks differ. An
   * IssueInstant may be 300 seconds away.
   */
  now: Date;
  /** The NameID of the user who signed in. Without it, any NameID is accepted. */
  username?: string | undefined;
  /** Other forms of `username`, such as an id in its long form. */
  usernameForms?: string[] | undefined;
  /** Names mistakes in the NameID that are typical of this identity provider. The common ones are known already. */
  usernameMistake?: MistakeHint | undefined;
  /** Without it, any attributes are accepted. */
  attribute?: ExpectedAttribute | undefined;
  /** The organizational unit that the certificate's subject should name. */
  organizationalUnit?: string | undefined;
  /**
   * Assertion IDs of the responses accepted so far. An accepted response adds its own. Without a set, whether a response
   * was used before is not checked (`replay` is skipped). An ID may be forgotten 180 seconds after the assertion has ended.
   */
  seenAssertionIds?: Set<string> | undefined;
};

/**
 * The same, with every field of the right type. A field of a wrong type must not count as absent: a text becomes the
 * empty text, which equals nothing, and of a set of IDs and a profile it is said that they are none.
 */
export type Expectations = {
  profile: Profile;
  /** What was given as a profile, if it is none. The response is then judged by the default, and is not accepted. */
  unknownProfile?: string | undefined;
  certificates: string[];
  issuer: string;
  acsUrl: string;
  entityId: string;
  requestId?: string | undefined;
  now: Date;
  username?: string | undefined;
  usernameForms: string[];
  usernameMistake?: MistakeHint | undefined;
  attribute?: ExpectedAttribute | undefined;
  organizationalUnit?: string | undefined;
  seenAssertionIds: Set<string> | 'not given' | 'no set';
};

/** Whether a response is judged by more than what the standards demand. */
export function isStrict({ profile }: Pick<Expectations, 'profile'>): boolean {
  return profile !== 'standard';
}

/** More certificates than a service provider trusts at one time. This limits the work. */
export const MOST_CERTIFICATES = 10;

/** Reads expectations, also from JavaScript or JSON, where types guarantee nothing. */
export function readExpectations(given: unknown): Expectations {
  const fields: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {};
  const { certificates, now, seenAssertionIds, usernameMistake } = fields;
  return {
    ...profileOf(fields.profile),
    certificates: certificateTexts(certificates),
    issuer: optionalText(fields.issuer) ?? '',
    acsUrl: optionalText(fields.acsUrl) ?? '',
    entityId: optionalText(fields.entityId) ?? '',
    requestId: optionalText(fields.requestId),
    // A date or set from another realm (a worker, a test runner) is not an instance of this realm's class.
    now: types.isDate(now) ? new Date(Number(now)) : new Date(Number.NaN),
    username: optionalText(fields.username),
    usernameForms: Array.isArray(fields.usernameForms) ? fields.usernameForms.filter(isText) : [],
    usernameMistake: typeof usernameMistake === 'function' ? (usernameMistake as MistakeHint) : undefined,
    attribute: isAbsent(fields.attribute) ? undefined : attributeOf(fields.attribute),
    organizationalUnit: optionalText(fields.organizationalUnit),
    seenAssertionIds: assertionIds(seenAssertionIds),
  };
}

function attributeOf(given: unknown): ExpectedAttribute {
  const fields: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {};
  return {
    name: optionalText(fields.name) ?? '',
    value: optionalText(fields.value) ?? '',
    otherValueHint: optionalText(fields.otherValueHint),
    fix: isText(fields.fix) ? fields.fix : undefined,
  };
}

/** Replaces what is not text with empty text, so that the report says that a certificate cannot be read. */
function certificateTexts(given: unknown): string[] {
  const texts: unknown[] = Array.isArray(given) ? given : [];
  return texts.slice(0, MOST_CERTIFICATES + 1).map((text) => optionalText(text) ?? '');
}

function profileOf(given: unknown): Pick<Expectations, 'profile' | 'unknownProfile'> {
  if (given === 'standard' || given === 'salesforce' || isAbsent(given)) {
    return { profile: given ?? 'salesforce' };
  }
  return { profile: 'salesforce', unknownProfile: isText(given) ? `"${given}"` : `a value of type ${typeof given}` };
}

function assertionIds(given: unknown): Expectations['seenAssertionIds'] {
  if (isAbsent(given)) {
    return 'not given';
  }
  return types.isSet(given) ? (given as Set<string>) : 'no set';
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
