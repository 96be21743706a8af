import type { Element } from './element.ts';
import { attributeOf, childElements, childrenNamed, isPlain, nameOf, ownText } from './elements.ts';
import { ASSERTION } from './namespaces.ts';
import type { Window } from './instants.ts';

/** The text of an element. `plain` is false when it holds anything but text. */
export type TextValue = { text: string; plain: boolean; format?: string | undefined };

/** What the Response element itself says. */
export type ResponseFacts = {
  id?: string | undefined;
  version?: string | undefined;
  destination?: string | undefined;
  inResponseTo?: string | undefined;
  issueInstant?: string | undefined;
  issuers: TextValue[];
};

export type SubjectConfirmation = {
  method?: string | undefined;
  /** One for each SubjectConfirmationData; there must be one. */
  data: Array<Window & { recipient?: string | undefined; inResponseTo?: string | undefined }>;
};

/** What the Assertion says, with each element as often as it occurs. This only reads; the checks judge. */
export type AssertionFacts = {
  id?: string | undefined;
  version?: string | undefined;
  issuers: TextValue[];
  subjects: number;
  nameIds: Array<TextValue & { spNameQualifier?: string | undefined }>;
  confirmations: SubjectConfirmation[];
  conditions: Array<Window & { audiences: string[][]; others: string[] }>;
  authentications: Array<{
    instant?: string | undefined;
    sessionEnd?: string | undefined;
    sessionIndex?: string | undefined;
    classes: string[];
  }>;
  attributes: Array<{ name?: string | undefined; values: TextValue[] }>;
};

/** What a response says of a sign-in, for a person or a program that has seen the report to be good. */
export type Claims = {
  /** The element whose verified signature covers these values. */
  source: 'response' | 'assertion';
  assertionId?: string | undefined;
  issuer?: string | undefined;
  nameId?: string | undefined;
  nameIdFormat?: string | undefined;
  audiences: string[];
  recipient?: string | undefined;
  /** As they stand in the response, for example `2026-11-24T12:00:00.000Z`. */
  notBefore?: string | undefined;
  notOnOrAfter?: string | undefined;
  authnInstant?: string | undefined;
  attributes: Array<{ name: string; values: string[] }>;
};

export function readResponse(response: Element): ResponseFacts {
  return {
    id: attributeOf(response, 'ID'),
    version: attributeOf(response, 'Version'),
    destination: attributeOf(response, 'Destination'),
    inResponseTo: attributeOf(response, 'InResponseTo'),
    issueInstant: attributeOf(response, 'IssueInstant'),
    issuers: samlChildren(response, 'Issuer').map(textValue),
  };
}

export function readAssertion(assertion: Element): AssertionFacts {
  const subjects = samlChildren(assertion, 'Subject');
  return {
    id: attributeOf(assertion, 'ID'),
    version: attributeOf(assertion, 'Version'),
    issuers: samlChildren(assertion, 'Issuer').map(textValue),
    subjects: subjects.length,
    nameIds: subjects
      .flatMap((subject) => samlChildren(subject, 'NameID'))
      .map((nameId) => ({ ...textValue(nameId), spNameQualifier: attributeOf(nameId, 'SPNameQualifier') })),
    confirmations: subjects.flatMap((subject) => samlChildren(subject, 'SubjectConfirmation')).map(readConfirmation),
    conditions: samlChildren(assertion, 'Conditions').map(readConditions),
    authentications: samlChildren(assertion, 'AuthnStatement').map(readAuthentication),
    attributes: samlChildren(assertion, 'AttributeStatement')
      .flatMap((statement) => samlChildren(statement, 'Attribute'))
      .map((attribute) => ({
        name: attributeOf(attribute, 'Name'),
        values: samlChildren(attribute, 'AttributeValue').map(textValue),
      })),
  };
}

/** The values in the short form of a report. */
export function toClaims(source: Claims['source'], assertion: AssertionFacts): Claims {
  const [nameId] = assertion.nameIds;
  const [conditions] = assertion.conditions;
  return {
    source,
    assertionId: assertion.id,
    issuer: assertion.issuers[0]?.text,
    nameId: nameId?.text,
    nameIdFormat: nameId?.format,
    audiences: conditions?.audiences.flat() ?? [],
    recipient: assertion.confirmations[0]?.data[0]?.recipient,
    notBefore: conditions?.notBefore,
    notOnOrAfter: conditions?.notOnOrAfter,
    authnInstant: assertion.authentications[0]?.instant,
    attributes: assertion.attributes.map(({ name, values }) => ({
      name: name ?? '',
      values: values.map(({ text }) => text),
    })),
  };
}

function readConfirmation(confirmation: Element): SubjectConfirmation {
  return {
    method: attributeOf(confirmation, 'Method'),
    data: samlChildren(confirmation, 'SubjectConfirmationData').map((data) => ({
      ...readWindow(data),
      recipient: attributeOf(data, 'Recipient'),
      inResponseTo: attributeOf(data, 'InResponseTo'),
    })),
  };
}

function readConditions(conditions: Element): AssertionFacts['conditions'][number] {
  const known = ['saml:AudienceRestriction', 'saml:OneTimeUse', 'saml:ProxyRestriction'];
  return {
    ...readWindow(conditions),
    audiences: samlChildren(conditions, 'AudienceRestriction').map((restriction) =>
      samlChildren(restriction, 'Audience').map(ownText),
    ),
    others: childElements(conditions)
      .map(nameOf)
      .filter((name) => !known.includes(name)),
  };
}

function readAuthentication(statement: Element): AssertionFacts['authentications'][number] {
  return {
    instant: attributeOf(statement, 'AuthnInstant'),
    sessionEnd: attributeOf(statement, 'SessionNotOnOrAfter'),
    sessionIndex: attributeOf(statement, 'SessionIndex'),
    classes: samlChildren(statement, 'AuthnContext')
      .flatMap((context) => samlChildren(context, 'AuthnContextClassRef'))
      .map(ownText),
  };
}

function readWindow(element: Element): Window {
  return { notBefore: attributeOf(element, 'NotBefore'), notOnOrAfter: attributeOf(element, 'NotOnOrAfter') };
}

function textValue(element: Element): TextValue {
  return { text: ownText(element), plain: isPlain(element), format: attributeOf(element, 'Format') };
}

function samlChildren(parent: Element, localName: string): Element[] {
  return childrenNamed(parent, ASSERTION, localName);
}
