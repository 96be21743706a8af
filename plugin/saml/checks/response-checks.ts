import { passIf, type Finding } from '../report/check.ts';
import type { CheckId } from '../report/check-table.ts';
import type { ResponseFacts, TextValue } from '../reading/claims.ts';
import { equals, type Expectations } from '../report/expectations.ts';
import { parseInstant, SKEW_SECONDS } from '../reading/instants.ts';
import { likelyMistake } from '../../text/likely-mistake.ts';

const ENTITY_FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity';

/** A response is posted within seconds. A longer time means a wrong clock or an old response. */
const LONGEST_AGE_SECONDS = Math.max(300, SKEW_SECONDS);

/** The checks of the Response element itself. */
export function checkResponseFacts(response: ResponseFacts, expectations: Expectations): Finding[] {
  return [
    checkVersion('resp.version', response.version),
    checkText('resp.destination', expectations.acsUrl, response.destination),
    checkIssuer('resp.issuer', expectations.issuer, response.issuers),
    checkInResponseTo('resp.inResponseTo', expectations.requestId, [response.inResponseTo]),
    checkIssueInstant(response.issueInstant, expectations.now),
  ];
}

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

/** One issuer of plain text. Its format is absent or that of an entity (SAML Profiles 4.1.4.2). */
export function checkIssuer(id: CheckId, expected: string, issuers: TextValue[]): Finding {
  const [issuer] = issuers;
  if (issuers.length !== 1 || !issuer?.plain) {
    return { id, status: 'fail', expected, actual: `${issuers.length} issuers of plain text` };
  }
  if (issuer.format !== undefined && issuer.format !== ENTITY_FORMAT) {
    return { id, status: 'fail', expected, actual: `${issuer.text} with the format ${issuer.format}` };
  }
  return checkText(id, expected, issuer.text);
}

/** Whether every given reference names the request, or none is there when no request was sent. */
export function checkInResponseTo(
  id: CheckId,
  requestId: string | undefined,
  references: Array<string | undefined>,
): Finding {
  const wrong = references.find((reference) => reference !== requestId);
  const present = references.filter((reference) => reference !== undefined);
  const fits =
    requestId === undefined ? present.length === 0 : requestId !== '' && present.length === references.length;
  const good = references.length > 0 && fits && wrong === undefined;
  return {
    id,
    status: passIf(good),
    expected: requestId ?? 'absent, as no request was sent',
    actual: wrong ?? present[0] ?? 'absent',
    hint: good ? undefined : inResponseToHint(requestId, present.length),
  };
}

function inResponseToHint(requestId: string | undefined, present: number): string {
  if (requestId === undefined) {
    return 'The response answers a request that is not known here: generally the sign-in was started elsewhere.';
  }
  return present === 0
    ? 'The response answers no request: generally the sign-in was started at the identity provider.'
    : 'The response answers another request: generally an older one, from another tab.';
}

function checkIssueInstant(issueInstant: string | undefined, now: Date): Finding {
  const id = 'resp.issueInstant';
  const issued = parseInstant(issueInstant);
  const age = (now.getTime() - (issued ?? Number.NaN)) / 1000;
  if (Number.isNaN(age)) {
    return { id, status: 'fail', actual: issueInstant ?? 'none', hint: 'The time cannot be read.' };
  }
  const good = Math.abs(age) <= LONGEST_AGE_SECONDS;
  const seconds = Math.round(age);
  const difference = seconds < 0 ? `${-seconds} s ahead of this clock` : `${seconds} s ago by this clock`;
  return {
    id,
    status: passIf(good),
    actual: `${issueInstant}, ${difference}`,
    hint: good ? undefined : 'The response is old, or the two clocks differ.',
  };
}
