import { passIf, type CheckStatus, type Finding } from '../report/check.ts';
import type { AssertionFacts, SubjectConfirmation } from '../reading/claims.ts';
import { equals, type Expectations } from '../report/expectations.ts';
import { judgeWindow } from '../reading/instants.ts';
import { likelyMistake } from '../../text/likely-mistake.ts';
import { checkInResponseTo, checkText } from './response-checks.ts';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

const SEVERITY: CheckStatus[] = ['pass', 'warn', 'fail'];

type ConfirmationData = SubjectConfirmation['data'][number];

/** The checks of the Assertion's subject and of who may use the Assertion. */
export function checkSubject(assertion: AssertionFacts, expectations: Expectations): Finding[] {
  const bearers = assertion.confirmations.filter(({ method }) => method === BEARER);
  const data = bearers.flatMap((bearer) => bearer.data);
  const findings = [...checkNameId(assertion, expectations), checkBearer(assertion.confirmations, bearers)];
  // "any bearer confirmation" of SAML Profiles 4.1.4.3 is read as every confirmation. An identity provider writes only
  // one.
  return data.length === 0
    ? findings
    : [
        ...findings,
        checkInResponseTo(
          'ass.inResponseTo',
          expectations.requestId,
          data.map(({ inResponseTo }) => inResponseTo),
        ),
        checkRecipient(data, expectations.acsUrl),
        checkTime(data, expectations.now),
        checkNoNotBefore(data),
      ];
}

function checkNameId(assertion: AssertionFacts, expectations: Expectations): Finding[] {
  const { subjects, nameIds } = assertion;
  const [nameId] = nameIds;
  const single = subjects === 1 && nameIds.length === 1 && nameId !== undefined;
  const present: Finding = {
    id: 'ass.nameId.present',
    status: passIf(single && nameId.plain && nameId.text.trim() !== ''),
    actual: single ? `"${nameId.text}"` : `${subjects} Subject, ${nameIds.length} NameID`,
  };
  if (!single) {
    return [present];
  }
  const qualified = nameId.spNameQualifier === undefined || nameId.spNameQualifier === expectations.entityId;
  const format: Finding = {
    id: 'ass.nameId.format',
    status: passIf((nameId.format ?? UNSPECIFIED) === UNSPECIFIED && qualified),
    expected: UNSPECIFIED,
    actual: nameId.format ?? 'none, which means unspecified',
    hint: qualified ? undefined : `It is qualified for the service provider "${nameId.spNameQualifier}".`,
  };
  return [present, checkNameIdValue(nameId.text, expectations), format];
}

function checkNameIdValue(text: string, { username, usernameForms, usernameMistake }: Expectations): Finding {
  const id = 'ass.nameId.value';
  if (username === undefined) {
    return { id, status: 'info', actual: text };
  }
  const finding = checkText(id, usernameForms.find((form) => form === text) ?? username, text);
  const known = finding.status === 'pass' || finding.hint !== undefined;
  return known ? finding : { ...finding, hint: usernameMistake?.(username, text) };
}

function checkBearer(confirmations: SubjectConfirmation[], bearers: SubjectConfirmation[]): Finding {
  const complete = bearers.length > 0 && bearers.every(({ data }) => data.length === 1);
  const methods = confirmations.map(({ method }) => method?.replace(/^urn:.*:cm:/, '') ?? 'no method');
  const data = bearers.reduce((count, bearer) => count + bearer.data.length, 0);
  return {
    id: 'ass.bearer',
    status: passIf(complete),
    actual: `${methods.join(', ') || 'no confirmation'}; ${data} with data`,
  };
}

function checkRecipient(data: ConfirmationData[], acsUrl: string): Finding {
  const wrong = data.find(({ recipient }) => !equals(acsUrl, recipient));
  const shown = wrong ? (wrong.recipient ?? 'none') : acsUrl;
  const status = passIf(wrong === undefined);
  return {
    id: 'ass.recipient',
    status,
    expected: acsUrl,
    actual: shown,
    hint: likelyMistake(acsUrl, wrong?.recipient ?? ''),
  };
}

function checkTime(data: ConfirmationData[], now: Date): Finding {
  const id = 'ass.subjectTime';
  if (data.some(({ notOnOrAfter }) => notOnOrAfter === undefined)) {
    return { id, status: 'fail', actual: 'no NotOnOrAfter', hint: 'A bearer confirmation must say when it ends.' };
  }
  const judgements = data.map((one) => judgeWindow(one, now));
  const worst = judgements.reduce((one, other) =>
    SEVERITY.indexOf(other.status) > SEVERITY.indexOf(one.status) ? other : one,
  );
  return { id, ...worst };
}

function checkNoNotBefore(data: ConfirmationData[]): Finding {
  const found = data.find(({ notBefore }) => notBefore !== undefined)?.notBefore;
  return { id: 'ass.subjectNoNotBefore', status: passIf(found === undefined), actual: found ?? 'none' };
}
