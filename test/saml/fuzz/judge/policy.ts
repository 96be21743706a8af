import { elementsFrom, nodesIn, type ElementNode, type XmlDocument } from './xml-tree.ts';

/**
 * What the plugin refuses although both signatures are good, and why:
 *
 * - A comment splits a text in two for one reader and not for another; signatures made without comments do not cover it.
 * - Readers disagree about what processing instructions and CDATA sections mean, and no identity provider writes them.
 * - A document type can add entities and attributes that no signature covers.
 * - Another version or character set is read otherwise by software that does not look at the declaration.
 * - A namespace with a character that no URI has, or with an ampersand or an apostrophe, serves only to forge canonical
 *   text where it is not escaped.
 * - A name with a character beyond U+FFFF is none by the first four editions of XML 1.0, which many readers keep to.
 * - Parsers in JavaScript that keep namespaces in an ordinary object lose the one of the prefix `__proto__`.
 */
export const POLICY_REASONS = [
  'a document type',
  'a comment',
  'a processing instruction',
  'a CDATA section',
  'an XML declaration other than 1.0 and UTF-8',
  'a namespace with another character than a URI needs',
  'a name with a character beyond U+FFFF',
  'an element with the prefix __proto__',
] as const;

export type PolicyReason = (typeof POLICY_REASONS)[number];

/** Anything but the characters of RFC 3986, of which the ampersand and the apostrophe are left out. */
const ODD_IN_URI = /[^\w.~:/?#[\]@!$()*+,;=%-]/;

/** Why the plugin refuses a document that means the same as a good one; undefined if it must accept it. */
export function policyReason({ declaration, hasDoctype, before, root, after }: XmlDocument): PolicyReason | undefined {
  const kinds = new Set([...before, ...nodesIn(root), ...after].map(({ kind }) => kind));
  const elements = elementsFrom(root);
  const namespaces = elements.flatMap(({ declarations }) => declarations.map(({ namespace }) => namespace));
  const { version = '1.0', encoding = 'UTF-8' } = declaration ?? {};
  const holds: Record<PolicyReason, boolean> = {
    'a document type': hasDoctype,
    'a comment': kinds.has('comment'),
    'a processing instruction': kinds.has('instruction'),
    'a CDATA section': kinds.has('cdata'),
    'an XML declaration other than 1.0 and UTF-8': version !== '1.0' || encoding.toUpperCase() !== 'UTF-8',
    'a namespace with another character than a URI needs': namespaces.some((namespace) => ODD_IN_URI.test(namespace)),
    'a name with a character beyond U+FFFF': elements.some((element) => namesIn(element).some(isBeyond)),
    'an element with the prefix __proto__': elements.some(({ prefix }) => prefix === '__proto__'),
  };
  return POLICY_REASONS.find((reason) => holds[reason]);
}

function namesIn({ name, attributes, declarations }: ElementNode): string[] {
  return [name, ...attributes.map((attribute) => attribute.name), ...declarations.map(({ prefix }) => prefix)];
}

function isBeyond(name: string): boolean {
  return /[\u{10000}-\u{10FFFF}]/u.test(name);
}
