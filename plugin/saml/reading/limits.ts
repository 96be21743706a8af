/**
 * How large a response may be. The limits are checked before any costly work. Real responses have about 9 kB,
 * 40 elements, 8 levels, and 7 attributes in an element (seen in two captured responses).
 */
export const limits = {
  /** Bytes of XML. */
  xmlBytes: 524_288,
  elements: 5_000,
  /** Different names of elements. @xmldom/xmldom 0.8 searches the whole text once for each name. */
  elementNames: 100,
  depth: 100,
  /** The attributes of one element, including namespace declarations. */
  attributes: 200,
  /** The attributes of all elements. The signature library copies each attribute several times. */
  attributesInAll: 12_500,
  /** Namespace declarations in scope at one place. Canonicalisation looks through all of them at every element. */
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
   * In a document up to this size, every check that can run does run. In a larger one, signatures are no longer
   * compared after the first fault, since canonicalisation copies the document each time.
   */
  elementsExaminedInFull: 1_000,
} as const;

/** The most characters of Base64 that `limits.xmlBytes` can take. */
export const base64Characters = Math.ceil((limits.xmlBytes * 4) / 3) + 4;
