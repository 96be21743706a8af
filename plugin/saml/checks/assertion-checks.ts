import { passIf, type CheckStatus, type Finding } from '../report/check.ts';
import type { AssertionFacts } from '../reading/claims.ts';
import { equals, type Expectations } from '../report/expectations.ts';
import { judgeWindow, parseInstant, SKEW_SECONDS } from '../reading/instants.ts';
import { likelyMistake } from '../../text/likely-mistake.ts';
import { checkIssuer, checkVersion } from './response-checks.ts';

/** The checks of the Assertion, except its subject and attributes. */
export function checkAssertionFacts(assertion: AssertionFacts, expectations: Expectations): Finding[] {
  return [
    checkVersion('ass.version', assertion.version),
    checkIssuer('ass.issuer', expectations.issuer, assertion.issuers),
    checkConditionCount(assertion),
    checkConditionTime(assertion, expectations.now),
    checkAudience(assertion, expectations.entityId),
    checkAuthentication(assertion, expectations.now),
  ];
}

function checkConditionCount({ conditions }: AssertionFacts): Finding {
  return { id: 'ass.conditions', status: passIf(conditions.length === 1), actual: `${conditions.length} Conditions` };
}

function checkConditionTime({ conditions }: AssertionFacts, now: Date): Finding {
  const id = 'ass.conditionTime';
  const [first] = conditions;
  if (!first || conditions.length > 1) {
    return { id, status: 'skip' };
  }
  const judgement = judgeWindow(first, now);
  const open = first.notBefore === undefined || first.notOnOrAfter === undefined;
  return open && judgement.status === 'pass'
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

function checkAuthentication({ authentications }: AssertionFacts, now: Date): Finding {
  const id = 'ass.authn';
  const [first] = authentications;
  if (!first || authentications.length > 1) {
    return { id, status: 'fail', actual: `${authentications.length} AuthnStatement` };
  }
  const actual = `${first.instant ?? 'no time'}, ${first.classes.join(' ') || 'no class'}`;
  const instant = parseInstant(first.instant);
  if (instant === undefined) {
    return { id, status: 'fail', actual, hint: 'The time of the authentication cannot be read.' };
  }
  if (!(instant <= now.getTime() + SKEW_SECONDS * 1000)) {
    return { id, status: 'fail', actual, hint: 'The authentication lies in the future by this clock.' };
  }
  const session = judgeWindow({ notOnOrAfter: first.sessionEnd }, now);
  return { id, status: session.status, actual, hint: sessionHint(session.status, session.hint) };
}

function sessionHint(status: CheckStatus, hint: string | undefined): string | undefined {
  return status === 'pass' ? undefined : `The session at the identity provider: ${hint}`;
}
