import { passIf, type CheckStatus, type Finding } from '../report/check.ts';
import type { ConfirmationData, SubjectConfirmation } from '../reading/claims.ts';
import { equals, type Expectations } from '../report/expectations.ts';
import { judgeWindow } from '../reading/instants.ts';
import { likelyMistake } from '../../text/likely-mistake.ts';
import { checkInResponseTo } from './response-checks.ts';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** How far a confirmation is from one that fits: any failure weighs more than all warnings. */
const WEIGHTS: Record<CheckStatus, number> = { pass: 0, info: 0, skip: 0, warn: 1, fail: 100 };

/** The bearer confirmation by which the response is judged, with the findings about it. */
type Judged = { data: ConfirmationData; findings: Finding[]; number: number };

/**
 * Who may use the Assertion: its bearer, if a bearer confirmation is for this sign-in. An assertion may have several, and
 * one that fits in everything is enough (SAML Profiles 4.1.4.2: "at least one", and 4.1.4.3). What is right in one is
 * never added to what is right in another. If none fits, the nearest one is reported.
 *
 * The signature covers all of them, so nobody but the identity provider can have added the one that fits.
 */
export function checkBearer(
  confirmations: SubjectConfirmation[],
  expectations: Expectations,
): { findings: Finding[]; chosen?: ConfirmationData | undefined } {
  const data = confirmations.filter(({ method }) => method === BEARER).flatMap((bearer) => bearer.data);
  const judged = data.map((one, index): Judged => {
    return { data: one, findings: checkData(one, expectations), number: index + 1 };
  });
  const [nearest] = [...judged].sort((one, other) => distance(one) - distance(other));
  const methods = confirmations.map(({ method }) => method?.replace(/^urn:.*:cm:/, '') ?? 'no method');
  const which = nearest !== undefined && data.length > 1 ? `, number ${nearest.number} is nearest` : '';
  const bearer: Finding = {
    id: 'ass.bearer',
    status: passIf(nearest !== undefined),
    actual: `${methods.join(', ') || 'no confirmation'}; ${data.length} with data${which}`,
  };
  return { findings: [bearer, ...(nearest?.findings ?? [])], chosen: nearest?.data };
}

function distance({ findings }: Judged): number {
  return findings.reduce((sum, { status }) => sum + WEIGHTS[status], 0);
}

function checkData(data: ConfirmationData, { requestId, acsUrl, now }: Expectations): Finding[] {
  return [
    checkInResponseTo('ass.inResponseTo', requestId, data.inResponseTo),
    checkRecipient(data, acsUrl),
    checkTime(data, now),
    { id: 'ass.subjectNoNotBefore', status: passIf(data.notBefore === undefined), actual: data.notBefore ?? 'none' },
  ];
}

function checkRecipient({ recipient }: ConfirmationData, acsUrl: string): Finding {
  return {
    id: 'ass.recipient',
    status: passIf(equals(acsUrl, recipient)),
    expected: acsUrl,
    actual: recipient ?? 'none',
    hint: likelyMistake(acsUrl, recipient ?? ''),
  };
}

function checkTime(data: ConfirmationData, now: Date): Finding {
  const id = 'ass.subjectTime';
  return data.notOnOrAfter === undefined
    ? { id, status: 'fail', actual: 'no NotOnOrAfter', hint: 'A bearer confirmation must say when it ends.' }
    : { id, ...judgeWindow(data, now) };
}
