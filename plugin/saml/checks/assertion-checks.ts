import { passIf, SEVERITY, type Finding } from '../report/check.ts';
import type { AssertionFacts } from '../reading/claims.ts';
import { equals, isStrict, type Expectations } from '../report/expectations.ts';
import { judgeWindow, parseInstant, SKEW_SECONDS } from '../reading/instants.ts';
import { likelyMistake } from '../../text/likely-mistake.ts';
import { checkIssueInstant, checkIssuer, checkVersion } from './response-checks.ts';

/** The checks of the Assertion, except its subject and attributes. */
export function checkAssertionFacts(assertion: AssertionFacts, expectations: Expectations): Finding[] {
  return [
    checkVersion('ass.version', assertion.version),
    checkIssuer('ass.issuer', expectations.issuer, assertion.issuers),
    checkIssueInstant('ass.issueInstant', assertion.issueInstant, expectations),
    checkConditionCount(assertion),
    checkConditionTime(assertion, expectations),
    checkAudience(assertion, expectations.entityId),
    checkAuthentication(assertion, expectations),
  ];
}

function checkConditionCount({ conditions }: AssertionFacts): Finding {
  return { id: 'ass.conditions', status: passIf(conditions.length === 1), actual: `${conditions.length} Conditions` };
}

/** Conditions need not have a start or an end (SAML Core 2.5.1.2), but the strict rules want both. */
function checkConditionTime({ conditions }: AssertionFacts, expectations: Expectations): Finding {
  const id = 'ass.conditionTime';
  const [first] = conditions;
  if (!first || conditions.length > 1) {
    return { id, status: 'skip' };
  }
  const judgement = judgeWindow(first, expectations.now);
  const open = first.notBefore === undefined || first.notOnOrAfter === undefined;
  return open && isStrict(expectations) && judgement.status === 'pass'
    ? { id, ...judgement, status: 'warn', hint: 'The validity has no start or no end.' }
    : { id, ...judgement };
}

/**
 * Every AudienceRestriction must name the service provider. A condition that is not understood makes an assertion
 * invalid (SAML Core 2.5.1).
 */
function checkAudience({ conditions }: AssertionFacts, entityId: string): Finding {
  const id = 'ass.audience';
  const restrictions = conditions.flatMap(({ audiences }) => audiences);
  const others = conditions.flatMap((condition) => condition.others);
  const audiences = restrictions.flat();
  const named = restrictions.length > 0 && restrictions.every((names) => names.some((name) => equals(entityId, name)));
  const hints = audiences.map((audience) => likelyMistake(entityId, audience));
  return {
    id,
    status: passIf(named && others.length === 0),
    expected: entityId,
    actual: [...audiences, ...others].join(', ') || 'none',
    hint: named ? undefined : hints.find((hint) => hint !== undefined),
  };
}

/**
 * One AuthnStatement. The standards allow several and do not say what they mean together (SAML Profiles 4.1.4.2); then
 * every time must be possible, and one session that is not over is enough.
 */
function checkAuthentication({ authentications }: AssertionFacts, expectations: Expectations): Finding {
  const id = 'ass.authn';
  const most = isStrict(expectations) ? 1 : Infinity;
  if (authentications.length === 0 || authentications.length > most) {
    return { id, status: 'fail', actual: `${authentications.length} AuthnStatement` };
  }
  const impossible = authentications.map((one) => impossibility(one, expectations.now)).find((finding) => finding);
  const sessions = authentications.map((one) => judgeSession(one, expectations.now));
  const best = sessions.reduce((one, other) => (SEVERITY[other.status] < SEVERITY[one.status] ? other : one));
  return impossible ?? best;
}

type Authentication = AssertionFacts['authentications'][number];

function describe({ instant, classes }: Authentication): string {
  return `${instant ?? 'no time'}, ${classes.join(' ') || 'no class'}`;
}

/** What is wrong with the times of an authentication, whatever the time is now, or will be. */
function impossibility(authentication: Authentication, now: Date): Finding | undefined {
  const instant = parseInstant(authentication.instant);
  const hint =
    instant === undefined
      ? 'The time of the authentication cannot be read.'
      : instant <= now.getTime() + SKEW_SECONDS * 1000
        ? unreadableEnd(authentication)
        : 'The authentication lies in the future by this clock.';
  return hint === undefined ? undefined : { id: 'ass.authn', status: 'fail', actual: describe(authentication), hint };
}

function unreadableEnd({ sessionEnd }: Authentication): string | undefined {
  const isReadable = sessionEnd === undefined || parseInstant(sessionEnd) !== undefined;
  return isReadable ? undefined : 'The end of the session at the identity provider cannot be read.';
}

function judgeSession(authentication: Authentication, now: Date): Finding {
  const { status, hint } = judgeWindow({ notOnOrAfter: authentication.sessionEnd }, now);
  return {
    id: 'ass.authn',
    status,
    actual: describe(authentication),
    hint: status === 'pass' ? undefined : `The session at the identity provider: ${hint}`,
  };
}
