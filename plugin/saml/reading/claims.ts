import type { Element } from './element.ts';
import { attributeOf, childElements, childrenNamed, isPlain, nameOf, ownText, selfAndDescendants } from './elements.ts';
import { ASSERTION } from './namespaces.ts';
import type { Window } from './instants.ts';

/** The text of an element. `plain` is false when it holds anything but text, such as a value of an attribute may. */
export type TextValue = { text: string; plain: boolean };

/** A NameID or an Issuer (`NameIDType` of the schema). */
export type NameIdValue = TextValue & {
  format?: string | undefined;
  nameQualifier?: string | undefined;
  spNameQualifier?: string | undefined;
  spProvidedId?: string | undefined;
};

/** What the Response element itself says. */
export type ResponseFacts = {
  id?: string | undefined;
  version?: string | undefined;
  destination?: string | undefined;
  inResponseTo?: string | undefined;
  issueInstant?: string | undefined;
  issuers: NameIdValue[];
};

export type ConfirmationData = Window & { recipient?: string | undefined; inResponseTo?: string | undefined };

export type SubjectConfirmation = {
  method?: string | undefined;
  /** One for each SubjectConfirmationData. */
  data: ConfirmationData[];
};

/** What the Assertion says, with each element as often as it occurs. This only reads; the checks judge. */
export type AssertionFacts = {
  id?: string | undefined;
  version?: string | undefined;
  issueInstant?: string | undefined;
  issuers: NameIdValue[];
  subjects: number;
  nameIds: NameIdValue[];
  confirmations: SubjectConfirmation[];
  conditions: Array<Window & { audiences: string[][]; others: string[] }>;
  authentications: Array<{
    instant?: string | undefined;
    sessionEnd?: string | undefined;
    sessionIndex?: string | undefined;
    classes: string[];
  }>;
  attributes: Array<{ name?: string | undefined; nameFormat?: string | undefined; values: TextValue[] }>;
};

/** What a response says of a sign-in, for a person or a program that has seen the report to be good. */
export type Claims = {
  /** The element whose verified signature covers these values. */
  source: 'response' | 'assertion';
  /** The ID of the Assertion, by which `seenAssertionIds` knows it. */
  assertionId?: string | undefined;
  issuer?: string | undefined;
  /** Who signed in, and how that is to be read (a URI, SAML Core 8.3). */
  nameId?: string | undefined;
  nameIdFormat?: string | undefined;
  /** Those of all AudienceRestrictions. */
  audiences: string[];
  /** That of the bearer confirmation by which the response was judged. */
  recipient?: string | undefined;
  /** The times of the Conditions, in UTC, as they stand in the response: for example `2026-11-24T12:00:00.000Z`. */
  notBefore?: string | undefined;
  notOnOrAfter?: string | undefined;
  /** When the user was authenticated, in the same form. If there are several AuthnStatements, that of the first. */
  authnInstant?: string | undefined;
  /** In their order. A name may occur more than once, and an attribute may have no value. */
  attributes: Array<{ name: string; values: string[] }>;
};

export function readResponse(response: Element): ResponseFacts {
  return {
    id: attributeOf(response, 'ID'),
    version: attributeOf(response, 'Version'),
    destination: attributeOf(response, 'Destination'),
    inResponseTo: attributeOf(response, 'InResponseTo'),
    issueInstant: attributeOf(response, 'IssueInstant'),
    issuers: samlChildren(response, 'Issuer').map(nameIdValue),
  };
}

export function readAssertion(assertion: Element): AssertionFacts {
  const subjects = samlChildren(assertion, 'Subject');
  return {
    id: attributeOf(assertion, 'ID'),
    version: attributeOf(assertion, 'Version'),
    issueInstant: attributeOf(assertion, 'IssueInstant'),
    issuers: samlChildren(assertion, 'Issuer').map(nameIdValue),
    subjects: subjects.length,
    nameIds: subjects.flatMap((subject) => samlChildren(subject, 'NameID')).map(nameIdValue),
    confirmations: subjects.flatMap((subject) => samlChildren(subject, 'SubjectConfirmation')).map(readConfirmation),
    conditions: samlChildren(assertion, 'Conditions').map(readConditions),
    authentications: samlChildren(assertion, 'AuthnStatement').map(readAuthentication),
    attributes: samlChildren(assertion, 'AttributeStatement')
      .flatMap((statement) => samlChildren(statement, 'Attribute'))
      .map((attribute) => ({
        name: attributeOf(attribute, 'Name'),
        nameFormat: attributeOf(attribute, 'NameFormat'),
        values: samlChildren(attribute, 'AttributeValue').map((value) => ({
          text: isPlain(value) ? ownText(value) : selfAndDescendants(value).map(ownText).join(''),
          plain: isPlain(value),
        })),
      })),
  };
}

/**
 * The values in the short form of a report.
 *
 * @param confirmation the one by which the response was judged.
 */
export function toClaims(
  source: Claims['source'],
  assertion: AssertionFacts,
  confirmation: ConfirmationData | undefined,
): Claims {
  const [nameId] = assertion.nameIds;
  const [conditions] = assertion.conditions;
  return {
    source,
    assertionId: assertion.id,
    issuer: assertion.issuers[0]?.text,
    nameId: nameId?.text,
    nameIdFormat: nameId?.format,
    audiences: conditions?.audiences.flat() ?? [],
    recipient: confirmation?.recipient,
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
  return { text: ownText(element), plain: isPlain(element) };
}

function nameIdValue(element: Element): NameIdValue {
  return {
    ...textValue(element),
    format: attributeOf(element, 'Format'),
    nameQualifier: attributeOf(element, 'NameQualifier'),
    spNameQualifier: attributeOf(element, 'SPNameQualifier'),
    spProvidedId: attributeOf(element, 'SPProvidedID'),
  };
}

function samlChildren(parent: Element, localName: string): Element[] {
  return childrenNamed(parent, ASSERTION, localName);
}
