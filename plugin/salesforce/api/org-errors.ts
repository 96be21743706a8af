import { isSetupError, setupError } from '../../errors.ts';

/**
 * The platform's own texts and codes that this plugin recognises, each with the place where it was seen. No other file
 * of the plugin recognises a platform's error by its words.
 */
export const PLATFORM = {
  /** Component problem for a new connected app since Spring '26 (Salesforce Help 005228017; many public reports). */
  connectedAppBlocked: /can't create a connected app/i,
  /**
   * Problems of a component that lie in its own file, whatever else the org has (all seen in public reports: a file that
   * cannot be read, a value or field, a name that is taken, a reference, a consumer key).
   */
  ownFault:
    /Error parsing file|is not a valid value for the|Required field is missing|duplicate value found|no \w+ named .+ found|consumer key/i,
  /** Policies that name a parent that is not found (seen with the OAuth policies of external client apps). */
  parentName: /Enter the name of the parent external client app/i,
  /** REST code and SOAP fault of a session that has ended (seen in many public reports). */
  sessionExpired: /INVALID_SESSION_ID|Session expired or invalid|Bad_OAuth_Token|expired access\/refresh token/i,
  /** The SOAP fault of such a session, as the client itself recognises it. */
  expiredFault: /<faultcode>[a-zA-Z]+:INVALID_SESSION_ID<\/faultcode>/,
  /** The session is refused for the API although it is valid (API Access Control; seen in public reports). */
  sessionNotForApi: /This session is not valid for use with the (?:REST )?API/i,
  /** SOAP fault of a user without metadata rights (seen in public reports). */
  metadataRights: /INSUFFICIENT_ACCESS: use of the Metadata API/i,
  /** Codes for a record that the user may not write, see or refer to (SOAP API Developer Guide, "StatusCode"). */
  recordRights: /INSUFFICIENT_ACCESS|INSUFFICIENT_ACCESS_OR_READONLY|INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY/,
  /** Somebody else made the same grant in the meantime (Object Reference, SetupEntityAccess; seen). */
  duplicate: /DUPLICATE_VALUE/,
  /** An object or its fields are hidden from the user, or do not exist in the org's edition. */
  unknownType: /INVALID_TYPE|sObject type '.*' is not supported/,
  /** The same error, with the name of the object. */
  hiddenObject: /sObject type '(\w+)' is not supported/,
  /** A field that the object does not have, or that is hidden from the user. */
  unknownField: /INVALID_FIELD\b/,
  requestLimit: /REQUEST_LIMIT_EXCEEDED/,
  /**
   * Codes of an org that has too much to do, or whose rows are locked. All of them soon pass (SOAP API Developer Guide,
   * "ExceptionCode"; which one an overloaded `readMetadata` answers with is not known).
   */
  overload: /^(?:EXCEEDED_\w+|\w+_UNAVAILABLE|SERVER_\w+|UNABLE_TO_LOCK_ROW)$/,
  /** Codes of a server that failed and does not know why (SOAP API Developer Guide; SOAP 1.1, 4.4.1). */
  serverFailure: /^(?:UNKNOWN_EXCEPTION|Server)$/,
  /** The code in the body of an answer: that of a SOAP fault, or of a REST error. */
  codeInAnswer: /<faultcode>(?:\w+:)?(\w+)[^<]*<\/faultcode>|"errorCode"\s*:\s*"(\w+)"/,
  /**
   * Problems of a component that somebody else is changing (seen in public reports). The deployment can be sent again.
   */
  locked: /UNABLE_TO_LOCK_ROW|unable to obtain exclusive access|ALREADY_IN_PROCESS/i,
  /**
   * A record or job that the org does not know, or that the asked server does not know yet (seen in public reports).
   */
  notFound: /NOT_FOUND|INVALID_CROSS_REFERENCE_KEY|INVALID_ID_FIELD/,
} as const;

/** A network failure in the Salesforce libraries. Their messages name neither the host nor the cause. */
const NETWORK = /fetch failed|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|UND_ERR_/;

/** The client's message for a refresh that failed. It keeps only the words of the cause, after one or two prefixes. */
const NOT_REFRESHED = /^Unable to refresh session due to: (?:Error authenticating .*? due to: )?(.*)$/s;

/**
 * The error that a user should read for an error of the Salesforce libraries. An error of this plugin, and one that
 * cannot be explained better, is returned as it is.
 *
 * @param org the user's name for the org, for the sentence.
 */
export function explainOrgError(error: Error, org: string): Error {
  if (isSetupError(error)) {
    return error;
  }
  const text = textOf(error);
  if (PLATFORM.sessionNotForApi.test(text)) {
    return setupError('SessionNotForApi', { tokens: [org] });
  }
  if (PLATFORM.sessionExpired.test(text)) {
    return setupError('SessionExpired', { tokens: [org], actionTokens: [org] });
  }
  if (PLATFORM.metadataRights.test(text)) {
    return setupError('MetadataRightsMissing', { tokens: [org] });
  }
  if (PLATFORM.requestLimit.test(text)) {
    return setupError('RequestLimitExceeded', { tokens: [org] });
  }
  const hidden = PLATFORM.hiddenObject.exec(text)?.[1];
  if (hidden !== undefined) {
    return setupError('SetupHidden', { tokens: [org, hidden] });
  }
  const notRefreshed = NOT_REFRESHED.exec(error.message)?.[1];
  if (notRefreshed !== undefined) {
    return setupError('SessionNotRefreshed', {
      tokens: [org, notRefreshed || 'no reason was given'],
      actionTokens: [org],
    });
  }
  const code = NETWORK.exec(text)?.[0];
  if (code !== undefined) {
    return setupError('OrgUnreachable', { tokens: [org, code, '/'] });
  }
  const refusal = refusalIn(error);
  return refusal === undefined ? error : setupError('OrgRefused', { tokens: [org, refusal], data: { refusal } });
}

/** The org's own words in an error that the client made from its answer. Some are still in the JSON of the answer. */
function refusalIn(error: Error): string | undefined {
  const { errorCode } = error as { errorCode?: unknown };
  if (typeof errorCode !== 'string') {
    return undefined;
  }
  const words = withoutPrefix(wordsInJson(error.message) ?? error.message);
  const code = withoutPrefix(errorCode);
  return words.startsWith(code) ? words : `${code}: ${words}`;
}

/** The words in an answer's JSON; undefined if a text only looks like JSON, or is too long to be searched. */
function wordsInJson(text: string): string | undefined {
  try {
    const json = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
    return json === undefined ? undefined : (JSON.parse(`"${json}"`) as string);
  } catch {
    return undefined;
  }
}

/** SOAP puts a namespace prefix before its codes. */
function withoutPrefix(text: string): string {
  return text.replace(/^\w+:(?=[A-Z_]{3,}(?:\b|$))/, '');
}

/** Name, code and message of an error and of its causes. */
function textOf(error: Error): string {
  const { errorCode, code } = error as { errorCode?: unknown; code?: unknown };
  const own = [error.name, errorCode, code, error.message].filter((part) => typeof part === 'string').join(' ');
  return error.cause instanceof Error ? `${own} ${textOf(error.cause)}` : own;
}
