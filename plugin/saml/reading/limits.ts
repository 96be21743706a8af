/**
 * How large a response may be before anything costly is done with it. Real ones have about 9 kB, 40 elements,
 * 8 levels and 7 attributes an element (seen in two captured responses).
 */
export const limits = {
  /** Bytes of XML. */
  xmlBytes: 524_288,
  elements: 5_000,
  /** Different names of elements; @xmldom/xmldom 0.8 searches the whole text once for each. */
  elementNames: 100,
  depth: 100,
  /** Of one element, namespace declarations included. */
  attributes: 200,
  /** Of all elements; the signature library copies each one several times. */
  attributesInAll: 12_500,
  /** Namespace declarations in scope at one place; canonicalisation looks through all of them at every element. */
  namespacesInScope: 400,
  namespaceCharacters: 1_024,
  /**
   * Sum over all names of the length of their namespace: what canonicalisation can write where one long declaration
   * serves many siblings.
   */
  namespaceOutput: 2_000_000,
  /** Of one signature; real ones have 16. */
  signatureElements: 100,
  /**
   * Up to here every check that can run does. In a larger document signatures are not compared any more once something
   * is known to be wrong: canonicalisation copies the document each time.
   */
  elementsExaminedInFull: 1_000,
} as const;

/** Characters of Base64 that `limits.xmlBytes` can need. */
export const base64Characters = Math.ceil((limits.xmlBytes * 4) / 3) + 4;
