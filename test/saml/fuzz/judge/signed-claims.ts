import { ASSERTION } from './names.ts';
import { attributeOf, childrenNamed, ownText, type ElementNode, type XmlDocument } from './xml-tree.ts';

/** What a good response says of the sign-in. A report on any mutant must say the same or nothing. */
export type SignedClaims = {
  assertionId: string | undefined;
  issuer: string | undefined;
  nameId: string | undefined;
  nameIdFormat: string | undefined;
  audiences: string[];
  recipient: string | undefined;
  notBefore: string | undefined;
  notOnOrAfter: string | undefined;
  authnInstant: string | undefined;
  attributes: Array<{ name: string; values: string[] }>;
};

/** Reads the claims of a response that is known to be good, without any code of the checker. */
export function readSignedClaims({ root }: XmlDocument): SignedClaims {
  const at = (...path: string[]): ElementNode[] =>
    path.reduce<ElementNode[]>((found, name) => found.flatMap((one) => childrenNamed(one, ASSERTION, name)), [root]);
  const [assertion] = at('Assertion');
  const [issuer] = at('Assertion', 'Issuer');
  const [nameId] = at('Assertion', 'Subject', 'NameID');
  const [data] = at('Assertion', 'Subject', 'SubjectConfirmation', 'SubjectConfirmationData');
  const [conditions] = at('Assertion', 'Conditions');
  const [authentication] = at('Assertion', 'AuthnStatement');
  const value = (element: ElementNode | undefined, name: string): string | undefined =>
    element && attributeOf(element, name);
  return {
    assertionId: value(assertion, 'ID'),
    issuer: issuer && ownText(issuer),
    nameId: nameId && ownText(nameId),
    nameIdFormat: value(nameId, 'Format'),
    audiences: at('Assertion', 'Conditions', 'AudienceRestriction', 'Audience').map(ownText),
    recipient: value(data, 'Recipient'),
    notBefore: value(conditions, 'NotBefore'),
    notOnOrAfter: value(conditions, 'NotOnOrAfter'),
    authnInstant: value(authentication, 'AuthnInstant'),
    attributes: at('Assertion', 'AttributeStatement', 'Attribute').map((attribute) => ({
      name: attributeOf(attribute, 'Name') ?? '',
      values: childrenNamed(attribute, ASSERTION, 'AttributeValue').map(ownText),
    })),
  };
}
