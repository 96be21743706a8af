import { Messages, type Connection, type SfError } from '@salesforce/core';
import { isSetupError } from '../../errors.ts';
import { createAuthnRequest } from '../../saml/authn-request.ts';
import { checkResponse } from './check-response.ts';
import { responseFor, type PostedResponses } from '../../saml/reading/captured-response.ts';
import type { Claims } from '../../saml/reading/claims.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import type { RunningUser } from '../../salesforce/org/my-domain.ts';
import { readFederationIds, readUser, type OrgUser } from '../../salesforce/people/user.ts';
import type { TwilioApi } from '../../twilio/api.ts';
import { readStanding } from '../../twilio/frontline-api.ts';
import type { ServiceProvider } from '../../twilio/service-provider.ts';
import { handOverValuesOf, type HandOff } from '../inspect/hand-over-values.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import { inspectOrg } from '../inspect/inspect-org.ts';
import { withRoleValue } from '../inspect/role-value.ts';
import { expectedOfApp } from './response-expectations.ts';
import { setupChecks } from './setup-checks.ts';
import { signIn, type Patience } from './judged-sign-in.ts';
import type { Examined } from './sign-in-attempt.ts';
import { notDrivenChecks, signInChecks } from './sign-in-checks.ts';
import { subjectTypeOf, type Identifiers } from '../settings/subject.ts';
import { twilioChecks } from './twilio-checks.ts';
import { userChecks } from './user-checks.ts';
import { REMEDIES, verdictOn, type NotProven, type Obstacle, type Verdict } from './verdict.ts';
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
  /** Whether the app was made or changed right before this, so that the org may not know it yet. */
  appChanged?: boolean;
  /** How long a sign-in is repeated that a new app may let pass later. It is tried once if absent. */
  patience?: Patience;
  organizationId: string;
  now: () => Date;
};

export type VerifyReport = {
  /** A response was examined to its end, and no check failed. Warnings are allowed. */
  ok: boolean;
  verdict: Verdict;
  /** Why nothing is proven; with the verdict `not-proven` alone. */
  notProven?: NotProven;
  checks: VerifyCheck[];
  /** What the response says of the user, from signed content alone. */
  claims?: Claims;
};

/**
 * Answers whether a user of an org will get into the service provider: the setup, the user, a sign-in up to the form
 * that would carry the response, and the response itself as a standards-conforming service provider checks it.
 *
 * @throws TwilioCredentialsRefused, TwilioUnavailable where Twilio is asked and does not answer.
 */
export async function verifySso(connection: Connection, request: VerifyRequest): Promise<VerifyReport> {
  const { appName, appType = 'auto', serviceProvider, username, twilio, now } = request;
  const [actual, user, standing] = await Promise.all([
    inspectOrg(connection, { appName, appType, groups: true }).then(withRoleValue),
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
  const reading = handOverOrRefusal(appName, actual, serviceProvider, now());
  if (!reading.ok) {
    // A check of the setup that failed has said what is missing.
    const unsaid = isSetupSound(checks) ? reading.error : undefined;
    const obstacle = isSetupError(unsaid, 'MyDomainUnknown') ? 'my-domain-unknown' : undefined;
    return reportOf([...checks, ...notDrivenChecks(unsaid, obstacle)], { isExamined: false, obstacle });
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

/** What is missing for a sign-in belongs in the report. Any other error ends the command. */
function handOverOrRefusal(
  ...given: Parameters<typeof handOverValuesOf>
): { ok: true; value: HandOff } | { ok: false; error: SfError } {
  try {
    return { ok: true, value: handOverValuesOf(...given) };
  } catch (error) {
    if (isSetupError(error)) {
      return { ok: false, error };
    }
    throw error;
  }
}

function isSetupSound(checks: VerifyCheck[]): boolean {
  return checks.every(({ group, status }) => group !== 'setup' || status !== 'fail');
}

async function verifyByDriving(connection: Connection, request: Prepared): Promise<VerifyReport> {
  const { actual, handOver, appChanged, patience, now } = request;
  const judged = await signIn(connection, {
    actual,
    handOver,
    isSetupSound: isSetupSound(request.checks),
    appChanged,
    patience,
    examine: (samlResponse, requestId) => examine(samlResponse, request, requestId),
    now,
  });
  const { attempt, obstacle } = judged;
  const checks = [...request.checks, ...signInChecks(judged, handOver, actual.runningUser.username)];
  const response = attempt.kind === 'driven' && obstacle === undefined ? attempt.response : undefined;
  return response === undefined
    ? reportOf(checks, { isExamined: false, obstacle, byHand: { handOver, now: now() } })
    : reportOf([...checks, ...response.checks], response);
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
  return reportOf([...request.checks, ...comparable], { ...examined, isCaptured: true });
}

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

/** What came of the response, and of the way to it. */
type Proof = {
  isExamined: boolean;
  isCaptured?: boolean;
  claims?: Claims | undefined;
  obstacle?: Obstacle | undefined;
  /** What a person needs to sign in by hand, where a sign-in could be tried. */
  byHand?: { handOver: HandOff; now: Date };
};

function reportOf(
  checks: VerifyCheck[],
  { isExamined, isCaptured = false, claims, obstacle, byHand }: Proof,
): VerifyReport {
  const judged = verdictOn(checks, { isExamined, isCaptured, obstacle });
  return {
    ok: judged.verdict === 'proven',
    verdict: judged.verdict,
    ...(judged.verdict === 'not-proven' ? { notProven: notProven(judged.reason, byHand) } : {}),
    checks,
    ...(claims === undefined ? {} : { claims }),
  };
}

/** The request is a new one, without a relay state, which only the service provider could use. */
function notProven(reason: Obstacle, byHand: Proof['byHand']): NotProven {
  if (byHand === undefined || REMEDIES[reason] !== 'browser') {
    return { reason };
  }
  const {
    handOver: { ssoUrl, acsUrl, entityId },
    now,
  } = byHand;
  return { reason, openByHand: createAuthnRequest({ destination: ssoUrl, acsUrl, entityId, now }).url };
}
