/**
 * How large a response may be. The limits are checked before any costly work. Real responses have about 9 kB,
 * 40 elements, 8 levels, and 7 attributes in an element (seen in two captured responses).
 */
export const limits = {
  /** Bytes of XML. */
  xmlBytes: 524_288,
  elements: 5_000,
  /** Different names of elements. Real responses have about 30. */
  elementNames: 100,
  depth: 100,
  /** The attributes of one element, including namespace declarations. */
  attributes: 200,
  /** The attributes of all elements. */
  attributesInAll: 12_500,
  /** Namespace declarations in scope at one place. */
  namespacesInScope: 400,
  namespaceCharacters: 1_024,
  /**
   * The lengths of the namespaces of all names, added up. Canonicalisation can write that many characters if one long
   * declaration serves many siblings.
   */
  namespaceOutput: 2_000_000,
  /** The elements of one signature. Real signatures have 16. */
  signatureElements: 100,
  /**
   * In a document up to this size, a digest that does not hold is explained, for which the content is written in several
   * more ways.
   */
  elementsExaminedInFull: 1_000,
};

/** The most characters of Base64 that `limits.xmlBytes` can take. */
export const base64Characters = Math.ceil((limits.xmlBytes * 4) / 3) + 4;
