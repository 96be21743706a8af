import { passIf, type Finding } from '../report/check.ts';
import type { AssertionFacts, NameIdValue } from '../reading/claims.ts';
import { isStrict, type Expectations } from '../report/expectations.ts';
import { checkText, ENTITY_FORMAT, qualifiersOf } from './response-checks.ts';

const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

/** The checks of whom the Assertion is about. */
export function checkSubject({ subjects, nameIds }: AssertionFacts, expectations: Expectations): Finding[] {
  const [nameId] = nameIds;
  const single = subjects === 1 && nameIds.length === 1 && nameId !== undefined;
  if (!single && subjects === 1 && nameIds.length === 0 && !isStrict(expectations)) {
    return withoutNameId(expectations);
  }
  const present: Finding = {
    id: 'ass.nameId.present',
    status: passIf(single && nameId.plain && nameId.text.trim() !== ''),
    actual: single ? `"${nameId.text}"` : `${subjects} Subject, ${nameIds.length} NameID`,
  };
  return single
    ? [present, checkNameIdValue(nameId.text, expectations), checkNameIdFormat(nameId, expectations)]
    : [present];
}

/** A subject may have no identifier (SAML Core 2.4.1). Only attributes then say who it is. */
function withoutNameId({ username }: Expectations): Finding[] {
  const hint = 'The assertion names its user by no NameID: only its attributes can tell who it is.';
  return [
    { id: 'ass.nameId.present', status: 'warn', actual: 'no NameID', hint },
    username === undefined
      ? { id: 'ass.nameId.value', status: 'info', actual: 'no NameID' }
      : { id: 'ass.nameId.value', status: 'fail', expected: username, actual: 'no NameID' },
    { id: 'ass.nameId.format', status: 'skip' },
  ];
}

function checkNameIdFormat(nameId: NameIdValue, expectations: Expectations): Finding {
  const id = 'ass.nameId.format';
  const { format, spNameQualifier } = nameId;
  const isForeign = spNameQualifier !== undefined && spNameQualifier !== expectations.entityId;
  const actual = format ?? 'none, which means unspecified';
  const hint = isForeign ? `It is qualified for the service provider "${spNameQualifier}".` : undefined;
  if (isStrict(expectations)) {
    const good = (format ?? UNSPECIFIED) === UNSPECIFIED && !isForeign;
    return { id, status: passIf(good), expected: UNSPECIFIED, actual, hint };
  }
  const qualifiers = format === ENTITY_FORMAT ? qualifiersOf(nameId) : [];
  if (qualifiers.length > 0) {
    return { id, status: 'fail', actual: `${format} with ${qualifiers.join(', ')}`, section: 'SAML Core 8.3.6' };
  }
  // The qualifier may name an affiliation that the service provider belongs to (SAML Core 8.3.7).
  return { id, status: isForeign ? 'warn' : 'info', expected: 'any format', actual, hint };
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
