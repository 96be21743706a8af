import { passIf, type Finding } from '../report/check.ts';
import type { CheckId } from '../report/check-table.ts';
import type { NameIdValue, ResponseFacts } from '../reading/claims.ts';
import { equals, isStrict, type Expectations } from '../report/expectations.ts';
import { parseInstant, SKEW_SECONDS } from '../reading/instants.ts';
import { likelyMistake } from '../../text/likely-mistake.ts';

export const ENTITY_FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity';

/** A response is posted within seconds. A longer time means a wrong clock or an old response. */
const LONGEST_AGE_SECONDS = Math.max(300, SKEW_SECONDS);

/**
 * The checks of the Response element itself.
 *
 * @param isSigned whether it has a signature of its own, good or not.
 */
export function checkResponseFacts(response: ResponseFacts, isSigned: boolean, expectations: Expectations): Finding[] {
  const mayLack = !isSigned && !isStrict(expectations);
  return [
    checkVersion('resp.version', response.version),
    mayLack && response.destination === undefined
      ? { id: 'resp.destination', status: 'info', actual: NOT_NEEDED }
      : checkText('resp.destination', expectations.acsUrl, response.destination),
    mayLack && response.issuers.length === 0
      ? { id: 'resp.issuer', status: 'info', actual: NOT_NEEDED }
      : checkIssuer('resp.issuer', expectations.issuer, response.issuers),
    checkInResponseTo('resp.inResponseTo', expectations.requestId, response.inResponseTo),
    checkIssueInstant('resp.issueInstant', response.issueInstant, expectations),
  ];
}

/**
 * A Response that is not signed itself may lack its Destination (SAML Bindings 3.5.5.2) and its Issuer (SAML Profiles
 * 4.1.4.2, erratum 17).
 */
const NOT_NEEDED = 'none, which an unsigned Response need not have';

export function checkVersion(id: CheckId, version: string | undefined): Finding {
  return { id, status: passIf(version === '2.0'), actual: version ?? 'none' };
}

/** Exact equality, with a hint if the values are nearly equal. */
export function checkText(id: CheckId, expected: string, actual: string | undefined): Finding {
  const same = equals(expected, actual);
  return {
    id,
    status: passIf(same),
    expected,
    actual: actual ?? 'none',
    hint: same ? undefined : likelyMistake(expected, actual ?? ''),
  };
}

/**
 * One issuer of plain text. Its format is absent or that of an entity (SAML Profiles 4.1.4.2), which allows no qualifiers
 * (SAML Core 2.2.5, 8.3.6).
 */
export function checkIssuer(id: CheckId, expected: string, issuers: NameIdValue[]): Finding {
  const [issuer] = issuers;
  if (issuers.length !== 1 || !issuer?.plain) {
    return { id, status: 'fail', expected, actual: `${issuers.length} issuers of plain text` };
  }
  if (issuer.format !== undefined && issuer.format !== ENTITY_FORMAT) {
    return { id, status: 'fail', expected, actual: `${issuer.text} with the format ${issuer.format}` };
  }
  const qualifiers = qualifiersOf(issuer);
  return qualifiers.length > 0
    ? {
        id,
        status: 'fail',
        expected,
        actual: `${issuer.text} with ${qualifiers.join(', ')}`,
        section: 'SAML Core 8.3.6',
      }
    : checkText(id, expected, issuer.text);
}

/** The names of the attributes that an identifier of an entity must not have (SAML Core 8.3.6). */
export function qualifiersOf({ nameQualifier, spNameQualifier, spProvidedId }: NameIdValue): string[] {
  const qualifiers = { NameQualifier: nameQualifier, SPNameQualifier: spNameQualifier, SPProvidedID: spProvidedId };
  return Object.entries(qualifiers).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** Whether a reference names the request, or is absent when no request was sent. */
export function checkInResponseTo(id: CheckId, requestId: string | undefined, reference: string | undefined): Finding {
  const good = requestId === undefined ? reference === undefined : equals(requestId, reference);
  return {
    id,
    status: passIf(good),
    expected: requestId ?? 'absent, as no request was sent',
    actual: reference ?? 'absent',
    hint: good ? undefined : inResponseToHint(requestId, reference),
  };
}

function inResponseToHint(requestId: string | undefined, reference: string | undefined): string {
  if (requestId === undefined) {
    return 'The response answers a request that is not known here: generally the sign-in was started elsewhere.';
  }
  return reference === undefined
    ? 'The response answers no request: generally the sign-in was started at the identity provider.'
    : 'The response answers another request: generally an older one, from another tab.';
}

/**
 * Whether an element was issued just now. The standards set no age: a response holds as long as its windows of time. No
 * clock makes one that lies in the future.
 */
export function checkIssueInstant(id: CheckId, issueInstant: string | undefined, expectations: Expectations): Finding {
  const issued = parseInstant(issueInstant);
  const age = (expectations.now.getTime() - (issued ?? Number.NaN)) / 1000;
  if (Number.isNaN(age)) {
    return { id, status: 'fail', actual: issueInstant ?? 'none', hint: 'The time cannot be read.' };
  }
  const good = Math.abs(age) <= LONGEST_AGE_SECONDS;
  const seconds = Math.round(age);
  const difference = seconds < 0 ? `${-seconds} s ahead of this clock` : `${seconds} s ago by this clock`;
  return {
    id,
    status: !good && age > 0 && !isStrict(expectations) ? 'warn' : passIf(good),
    actual: `${issueInstant}, ${difference}`,
    hint: good ? undefined : 'It is old, or the two clocks differ.',
  };
}
