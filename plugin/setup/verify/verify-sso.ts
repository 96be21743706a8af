import { randomBytes } from 'node:crypto';
import { Messages, type Connection, type SfError } from '@salesforce/core';
import type { ErrorName } from '../../error-names.ts';
import { isSetupError } from '../../errors.ts';
import { createAuthnRequest } from '../../saml/authn-request.ts';
import { checkResponse } from './check-response.ts';
import { responseFor, type PostedResponses } from '../../saml/reading/captured-response.ts';
import type { Claims } from '../../saml/reading/claims.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { openFrontDoor } from '../../salesforce/sign-in/front-door.ts';
import { newestEvent, type IdentityProviderEvent } from '../../salesforce/org/idp-event-log.ts';
import { driveSignIn, type SignInOutcome } from '../../salesforce/sign-in/sign-in.ts';
import type { RunningUser } from '../../salesforce/org/my-domain.ts';
import { readFederationIds, readUser, type OrgUser } from '../../salesforce/org/user.ts';
import type { TwilioApi } from '../../twilio/api.ts';
import { readStanding } from '../../twilio/frontline-api.ts';
import type { ServiceProvider } from '../../twilio/service-provider.ts';
import { handOverValuesOf, type HandOff } from '../inspect/hand-over-values.ts';
import { inspectOrg, type ActualSetup } from '../inspect/inspect-org.ts';
import { expectedOfApp } from './response-expectations.ts';
import { setupChecks } from './setup-checks.ts';
import { notDrivenChecks, signInChecks, withoutAccessChecks } from './sign-in-checks.ts';
import { subjectTypeOf, type Identifiers } from '../settings/subject.ts';
import { twilioChecks } from './twilio-checks.ts';
import { givenBy, userChecks } from './user-checks.ts';
import { responseCheck, type VerifyCheck } from './verify-check.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'checks');

/** What is to be verified. */
export type VerifyRequest = {
  appName: string;
  /** The kind of app where the org has both. */
  appType?: 'auto' | AppKind;
  serviceProvider: ServiceProvider;
  /** A user whose access is explained; the sign-in itself is always that of the connection's user. */
  username?: string;
  /** A user's identity on Twilio's side, and how to ask Twilio about it. */
  twilio?: { identity: string; api: TwilioApi };
  /** Responses that a person captured; no sign-in is driven then. The one for the service provider is checked. */
  capturedResponses?: PostedResponses;
  organizationId: string;
  now: () => Date;
};

export type VerifyReport = {
  /** A response was examined to its end, and no check failed. Warnings are allowed. */
  ok: boolean;
  checks: VerifyCheck[];
  /** What the response says of the user, from signed content alone. */
  claims?: Claims;
};

const NO_RESPONSE = { isExamined: false };

/** Errors after which no part of a report would be useful. */
const ENDS_THE_COMMAND: ErrorName[] = ['OrgUnreachable', 'OrgAnswerUnexpected', 'RequestTimedOut'];

/**
 * Answers whether a user of an org will get into the service provider: the setup, the user, a sign-in up to the form
 * that would carry the response, and the response itself as a standards-conforming service provider checks it.
 *
 * @throws TwilioCredentialsRefused, TwilioUnavailable where Twilio is asked and does not answer.
 */
export async function verifySso(connection: Connection, request: VerifyRequest): Promise<VerifyReport> {
  const { appName, appType = 'auto', serviceProvider, username, twilio, now } = request;
  const [actual, user, standing] = await Promise.all([
    inspectOrg(connection, { appName, appType }),
    username === undefined ? undefined : readUser(connection, username),
    twilio === undefined ? [] : checkStanding(twilio),
  ]);
  const federationIds = await readNeededFederationIds(connection, actual, [
    user?.username,
    actual.runningUser.username,
  ]);
  const known = (one: OrgUser | RunningUser): Identifiers => ({
    ...one,
    federationId: federationIds.get(one.username?.toLowerCase() ?? ''),
  });
  const checks = [
    ...setupChecks(actual, { appName, serviceProvider, now: now() }),
    ...(username === undefined
      ? []
      : userChecks(username, user && { ...user, federationId: known(user).federationId }, actual)),
    ...standing,
  ];
  const reading = await orRefusal(() => handOverValuesOf(appName, actual, serviceProvider, now()));
  if (!reading.ok) {
    return reportOf([...checks, ...notDrivenChecks(unsaid(reading.error, checks))], NO_RESPONSE);
  }
  const handOver = reading.value;
  const prepared = { ...request, actual, handOver, checks };
  // A user that the org does not know has the user name that was given, and nothing else.
  return request.capturedResponses === undefined
    ? verifyByDriving(connection, { ...prepared, signsIn: known(actual.runningUser) })
    : verifyCaptured(responseFor(handOver.acsUrl, request.capturedResponses), {
        ...prepared,
        signsIn: user === undefined ? { username } : known(user),
      });
}

/** The Federation IDs of some users by their user names in small letters, where the app sends them. */
async function readNeededFederationIds(
  connection: Connection,
  { app }: ActualSetup,
  usernames: Array<string | undefined>,
): Promise<Map<string, string>> {
  const known = usernames.flatMap((name) => name ?? []);
  return subjectTypeOf(app) === 'FederationId' && known.length > 0
    ? readFederationIds(connection, known)
    : new Map<string, string>();
}

async function checkStanding({ identity, api }: NonNullable<VerifyRequest['twilio']>): Promise<VerifyCheck[]> {
  const { accountSid } = api.credentials;
  return twilioChecks({ identity, accountSid }, await readStanding(api, identity));
}

/** What a response is compared with, `signsIn` being the user that it must be about. */
type Prepared = VerifyRequest & { actual: ActualSetup; handOver: HandOff; checks: VerifyCheck[]; signsIn: Identifiers };

type OrRefusal<T> = { ok: true; value: T } | { ok: false; error: SfError };

/** Whatever prevents the start of a sign-in belongs in the report. Any other error ends the command. */
async function orRefusal<T>(start: () => T | Promise<T>): Promise<OrRefusal<T>> {
  try {
    return { ok: true, value: await start() };
  } catch (error) {
    if (isSetupError(error) && !isSetupError(error, ...ENDS_THE_COMMAND)) {
      return { ok: false, error };
    }
    throw error;
  }
}

/** What is missing, unless a check of the setup has already failed because of it. */
function unsaid(error: SfError, checks: VerifyCheck[]): SfError | undefined {
  return checks.some(({ group, status }) => group === 'setup' && status === 'fail') ? undefined : error;
}

async function verifyByDriving(connection: Connection, request: Prepared): Promise<VerifyReport> {
  const { actual, handOver, now } = request;
  const relayState = randomBytes(16).toString('hex');
  const authnRequest = createAuthnRequest({
    destination: handOver.ssoUrl,
    acsUrl: handOver.acsUrl,
    entityId: handOver.entityId,
    relayState,
    now: now(),
  });
  const { pathname, search } = new URL(authnRequest.url);
  const [earlier, door] = await Promise.all([
    newestEvent(connection, handOver.entityId),
    orRefusal(() => openFrontDoor(connection, `${pathname}${search}`)),
  ]);
  if (!door.ok) {
    return reportOf([...request.checks, ...notDrivenChecks(door.error)], NO_RESPONSE);
  }
  const outcome = await driveSignIn(door.value);
  const { username } = actual.runningUser;
  const response = outcome.outcome === 'response' ? examine(outcome.samlResponse, request, authnRequest.id) : undefined;
  const newest = tellsSuccess(response) ? undefined : await newestEvent(connection, handOver.entityId);
  // An entry from before belongs to another attempt.
  const event = newest?.id === earlier?.id ? undefined : newest;
  if (username !== undefined && tellsNoAccess(outcome, event) && (await isExcluded(connection, actual))) {
    return reportOf([...request.checks, ...withoutAccessChecks(username, event)], NO_RESPONSE);
  }
  const checks = [...request.checks, ...signInChecks(outcome, { acsUrl: handOver.acsUrl, relayState }, event)];
  return response === undefined ? reportOf(checks, NO_RESPONSE) : reportOf([...checks, ...response.checks], response);
}

/**
 * Whether the connection's user, who tries the sign-in, has no access while others have. The refusal then says nothing
 * about those others. What a permission set group passes on is not known.
 */
async function isExcluded(connection: Connection, { grants, runningUser }: ActualSetup): Promise<boolean> {
  const user =
    grants.length === 0 || runningUser.username === undefined
      ? undefined
      : await readUser(connection, runningUser.username);
  return user !== undefined && user.groups.length === 0 && givenBy(user, grants).length === 0;
}

/** Whether the org says that the sign-in was refused because of missing access. Any other failure may affect everybody. */
function tellsNoAccess(outcome: SignInOutcome, event: IdentityProviderEvent | undefined): boolean {
  return (outcome.outcome === 'page' && outcome.page.kind === 'no-access') || event?.errorCode === 'NoAccess';
}

/** Whether the org says that the sign-in succeeded. If not, its log may say why. */
function tellsSuccess(response: Examined | undefined): boolean {
  return response?.checks.some(({ id, status }) => id === 'saml.status' && status === 'pass') ?? false;
}

/** The checks that compare a response with its request. That of a response from a browser is not known here. */
const REQUEST_CHECKS = ['resp.inResponseTo', 'ass.inResponseTo'];

function verifyCaptured(samlResponse: string, request: Prepared): VerifyReport {
  const { checks, ...examined } = examine(samlResponse, request);
  const comparable = checks.map(({ fix, ...check }): VerifyCheck => {
    if (REQUEST_CHECKS.includes(check.id) && check.status !== 'skip') {
      return { ...check, status: 'info', hint: messages.getMessage('captured.request') };
    }
    const hint = check.id === 'ass.nameId.value' ? messages.getMessage('captured.otherUser') : undefined;
    return {
      ...check,
      ...(check.status !== 'fail' || hint === undefined ? {} : { hint: [check.hint, hint].filter(Boolean).join(' ') }),
      ...(fix === undefined ? {} : { fix }),
    };
  });
  return reportOf([...request.checks, ...comparable], examined);
}

/** `isExamined` tells whether every check that applies was made. */
type Examined = { checks: VerifyCheck[]; claims: Claims | undefined; isExamined: boolean };

function examine(
  samlResponse: string,
  { handOver, organizationId, now, actual: { app }, signsIn, serviceProvider }: Prepared,
  requestId?: string,
): Examined {
  const report = checkResponse(samlResponse, {
    certificates: [handOver.certificate],
    issuer: handOver.identityProviderIssuer,
    acsUrl: handOver.acsUrl,
    entityId: handOver.entityId,
    now: now(),
    orgId: organizationId.slice(0, 15),
    ...(requestId === undefined ? {} : { requestId }),
    ...expectedOfApp(app, signsIn, serviceProvider),
  });
  return { checks: report.checks.map(responseCheck), claims: report.claims, isExamined: report.complete };
}

/** Only a response that was examined to its end is a success. */
function reportOf(checks: VerifyCheck[], response: { claims?: Claims | undefined; isExamined: boolean }): VerifyReport {
  const { claims } = response;
  return {
    ok: response.isExamined && checks.every(({ status }) => status !== 'fail'),
    checks,
    ...(claims === undefined ? {} : { claims }),
  };
}
