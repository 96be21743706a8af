import { createAuthnRequest } from '../../../plugin/saml/authn-request.ts';
import { keyInfoOf } from '../../../plugin/saml/signature/key-info.ts';
import { refuseAmbiguousMarkup } from '../../../plugin/saml/reading/decode-response.ts';
import { parseDocument } from '../../../plugin/saml/reading/xml/parse-document.ts';
import { askAgain } from '../../../plugin/http/ask-again.ts';
import { clock } from '../../../plugin/http/clock.ts';
import { readRoleField, roleFieldName } from '../../../plugin/salesforce/org/role-field.ts';
import { openFrontDoor } from '../../../plugin/salesforce/sign-in/front-door.ts';
import { driveSignIn, type SignInOutcome } from '../../../plugin/salesforce/sign-in/sign-in.ts';
import { soqlText } from '../../../plugin/salesforce/api/soql.ts';
import type { HandOff } from '../../../plugin/setup/inspect/hand-over-values.ts';
import type { VerifyCheck } from '../../../plugin/setup/verify/verify-check.ts';
import type { VerifyReport } from '../../../plugin/setup/verify/verify-sso.ts';
import { frontline } from '../../../plugin/twilio/service-provider.ts';
import type { OrgUnderTest } from '../org-under-test.ts';
import { requireThat, type Situation } from '../situation.ts';

export const signInSituations: Situation[] = [
  { title: "the app is given to the running user's profile, who signs in before and after", run: profileGrant },
  { title: "the certificate in a response is compared with the settings'", run: responseCertificate },
  { title: 'sso verify says of the running user what the sign-in says', run: verified },
  { title: 'the log of the identity provider is read', run: eventLog },
];

async function profileGrant(org: OrgUnderTest): Promise<void> {
  const before = await signIn(org);
  const flags = ['--app-name', org.names.app, '--profile', org.user.profileName];
  const granted = await org.attempt('access assign', ...flags);
  if (granted.outcome === 'failed') {
    org.remember('profile-grant-accepted', 'fails', granted.message);
    return;
  }
  const listed = await org.run<Array<{ kind: string; label: string }>>('access list', '--app-name', org.names.app);
  const found = listed.some(({ kind, label }) => kind === 'profile' && label === org.user.profileName);
  org.remember('profile-grant-accepted', found ? 'holds' : 'fails', found ? 'the row is there' : 'success, and no row');
  const after = await signInOnceKnown(org);
  rememberHonoured(org, before, after);
  rememberSecondFactor(org, after);
}

/** The longest time that a new app takes to be known (Salesforce Help, for OAuth), and the first pause, in milliseconds. */
const KNOWN_AFTER = 30 * 60_000;
const FIRST_PAUSE = 5000;

/** Signs in until the app and the access to it are known. What else stands in the way does not pass by waiting. */
async function signInOnceKnown(org: OrgUnderTest): Promise<SignInOutcome> {
  const id = 'new-app-known-at-once';
  const start = clock().now();
  let attempts = 0;
  const outcome = await askAgain(
    () => {
      attempts++;
      return signIn(org);
    },
    { mayChange: (met) => isUnknownApp(met), until: start + KNOWN_AFTER, firstPause: FIRST_PAUSE },
  );
  const minutes = ((clock().now() - start) / 60_000).toFixed(1);
  if (outcome.outcome === 'response') {
    org.remember(id, attempts === 1 ? 'holds' : 'fails', attempts === 1 ? 'a response' : `after ${minutes} minutes`);
  } else {
    org.remember(id, 'open', `${told(outcome)} after ${minutes} minutes`);
  }
  return outcome;
}

function isUnknownApp(outcome: SignInOutcome): boolean {
  return outcome.outcome === 'page' && ['no-access', 'misconfigured', 'unknown'].includes(outcome.page.kind);
}

function rememberSecondFactor(org: OrgUnderTest, outcome: SignInOutcome): void {
  const id = 'front-door-without-second-factor';
  if (outcome.outcome === 'response') {
    org.remember(id, 'holds', 'none was asked for; whether the user has one, the org does not tell');
  } else {
    const asked = outcome.outcome === 'page' && outcome.page.kind === 'identity-verification';
    org.remember(id, asked ? 'fails' : 'open', told(outcome));
  }
}

/** A sign-in tells something about the grant only if it was refused before, for lack of access. */
function rememberHonoured(org: OrgUnderTest, before: SignInOutcome, after: SignInOutcome): void {
  const id = 'profile-grant-honoured';
  if (before.outcome === 'response') {
    org.remember(id, 'open', 'the user was let in before the grant too');
  } else if (after.outcome === 'response') {
    org.remember(id, 'holds', `before: ${told(before)}; after: a response`);
  } else {
    const refused = after.outcome === 'page' && after.page.kind === 'no-access';
    org.remember(id, refused ? 'fails' : 'open', `after the grant: ${told(after)}`);
  }
}

async function responseCertificate(org: OrgUnderTest): Promise<void> {
  const id = 'response-certificate-is-configured';
  const outcome = await signIn(org);
  if (outcome.outcome !== 'response') {
    org.remember(id, 'open', `no response: ${told(outcome)}`);
    return;
  }
  const { certificateFingerprint: configured } = await handOff(org);
  const text = refuseAmbiguousMarkup(Buffer.from(outcome.samlResponse, 'base64').toString('utf8'));
  requireThat(text.ok, 'the response has ambiguous markup');
  const parsed = parseDocument(text.value);
  requireThat(parsed.ok, 'the response is no XML');
  const inside = keyInfoOf(parsed.document.root).certificates.flatMap((reading) =>
    reading.ok ? [reading.certificate.fingerprint] : [],
  );
  if (inside.length === 0) {
    org.remember(id, 'open', 'the response carries no certificate');
    return;
  }
  const same = inside.every((fingerprint) => fingerprint === configured);
  org.remember(id, same ? 'holds' : 'fails', `${configured} is configured, ${inside[0]} in the response`);
}

async function verified(org: OrgUnderTest): Promise<void> {
  const outcome = await signIn(org);
  const { ok, checks } = await org.run<VerifyReport>('sso verify', '--app-name', org.names.app);
  await rememberRoleField(org, checks);
  const failed = checks.filter(({ status }) => status === 'fail').map(({ id, actual }) => `${id} (${actual})`);
  const letsIn = outcome.outcome === 'response';
  requireThat(
    ok === letsIn,
    `the sign-in ended with ${told(outcome)}; sso verify fails ${failed.join(', ') || 'nothing'}`,
  );
}

/** Whether the role reached a response, if the app takes it from its field. */
async function rememberRoleField({ connection, names, remember }: OrgUnderTest, checks: VerifyCheck[]): Promise<void> {
  const id = 'role-field-in-response';
  if ((await readRoleField(connection, roleFieldName(names.app))) === undefined) {
    remember(id, 'open', 'the org takes a literal, so there is no field');
    return;
  }
  const found = checks.find((check) => check.id === 'ass.roles');
  const isJudged = found !== undefined && found.status !== 'skip';
  remember(id, isJudged ? (found.status === 'pass' ? 'holds' : 'fails') : 'open', found?.actual ?? 'no response');
}

async function eventLog(org: OrgUnderTest): Promise<void> {
  const id = 'event-log-readable';
  const entityId = frontline.entityId(org.realmSids.app);
  const soql = `SELECT ErrorCode FROM IdpEventLog WHERE SamlEntityUrl = ${soqlText(entityId)} ORDER BY Timestamp DESC`;
  try {
    const { records } = await org.connection.query<{ ErrorCode: string }>(soql);
    const codes = records.map(({ ErrorCode }) => ErrorCode).join(', ');
    org.remember(id, records.length > 0 ? 'holds' : 'fails', codes || 'no entry of the sign-ins just made');
  } catch (error) {
    org.remember(id, 'fails', (error as Error).message);
  }
}

/** Signs in as the running user's browser does, up to the form for the service provider. It does not send the form. */
async function signIn(org: OrgUnderTest): Promise<SignInOutcome> {
  const { ssoUrl, acsUrl, entityId } = await handOff(org);
  const request = createAuthnRequest({ destination: ssoUrl, acsUrl, entityId, relayState: 'live', now: new Date() });
  const { pathname, search } = new URL(request.url);
  return driveSignIn(await openFrontDoor(org.connection, `${pathname}${search}`));
}

function handOff(org: OrgUnderTest): Promise<HandOff> {
  return org.run<HandOff>('sso export', '--app-name', org.names.app);
}

/** How a sign-in ended, without secrets. */
function told(outcome: SignInOutcome): string {
  switch (outcome.outcome) {
    case 'response':
      return 'a response';
    case 'page':
      return `the page ${outcome.page.path} (${outcome.page.kind})`;
    case 'other-origin':
      return `sent on to ${outcome.origin}`;
    case 'too-many-hops':
      return 'sent in circles';
    case 'unreachable':
      return `${outcome.path} cannot be reached (${outcome.code})`;
  }
}
