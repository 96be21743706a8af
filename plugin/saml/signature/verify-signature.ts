import { SignedXml } from 'xml-crypto';
import type { Certificate } from '../reading/certificate.ts';
import { childElements, childrenNamed, ownText } from '../reading/elements.ts';
import { SIGNATURE, XMLNS } from '../reading/namespaces.ts';
import type { ParsedDocument } from '../reading/parse-document.ts';

/** What a signature turned out to be. Only `verified` has content to trust: the bytes that were digested. */
export type Verification =
  | { outcome: 'verified'; certificate: Certificate; signedXml: string }
  | { outcome: 'altered'; calculated: string; supplied: string }
  | { outcome: 'other key' }
  | { outcome: 'no key' }
  | { outcome: 'unreadable'; reason: string };

/**
 * Verifies one signature with the first of several certificates that fits. The certificate inside the signature is
 * never used. The caller has made sure that form and algorithms are right: xml-crypto is called with nothing else.
 *
 * The library's complete check decides. It searches the document several times by XPath, which takes a second for the
 * largest document. So it runs only after its parts have shown that digest and value are right.
 *
 * @param parent the element that the signature is a child of and covers.
 * @param certificates RSA certificates only; with none the content is still compared with its digest.
 */
export function verifySignature(
  document: ParsedDocument,
  parent: Element,
  signature: Element,
  certificates: Certificate[],
): Verification {
  try {
    const library = load(signature);
    const digests = compareDigests(library, parent, signature);
    if (digests.calculated !== digests.supplied) {
      return { outcome: 'altered', ...digests };
    }
    const certificate = certificates.find((candidate) => isMadeBy(library, signature, candidate));
    if (!certificate) {
      return { outcome: certificates.length > 0 ? 'other key' : 'no key' };
    }
    return checkCompletely(library, textForLibrary(document, parent), certificate);
  } catch (error) {
    return { outcome: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether the key of an RSA certificate made the signature value. Never throws. */
export function fits(certificate: Certificate, signature: Element): boolean {
  try {
    return isMadeBy(load(signature), signature, certificate);
  } catch {
    return false;
  }
}

function load(signature: Element): SignedXml {
  const library = new SignedXml({ getCertFromKeyInfo: () => null });
  // SAML's own ID attribute. The check of the structure makes sure that no other attribute acts as an ID.
  library.idAttributes = ['ID'];
  library.loadSignature(signature);
  return library;
}

function compareDigests(
  library: SignedXml,
  parent: Element,
  signature: Element,
): { calculated: string; supplied: string } {
  const [reference] = library.getReferences();
  const Algorithm = library.HashAlgorithms[reference?.digestAlgorithm ?? ''];
  if (!reference || !Algorithm) {
    throw new Error('there is no reference with a known digest');
  }
  // The form is known: the enveloped signature is left out, then comes a method, which the library adds where none is named.
  const [, canonicalization = ''] = reference.transforms;
  const prefixes = [...reference.inclusiveNamespacesPrefixList];
  const canonical = without(signature, parent, () => canonicalize(library, canonicalization, parent, prefixes));
  return {
    calculated: new Algorithm().getHash(canonical),
    supplied: String(reference.digestValue).replace(/\s+/g, ''),
  };
}

/**
 * The result of `work` while a child is removed from its parent. A copy without the child would take as long as all the
 * rest.
 */
function without<T>(child: Element, parent: Element, work: () => T): T {
  const next = child.nextSibling;
  parent.removeChild(child);
  try {
    return work();
  } finally {
    parent.insertBefore(child, next);
  }
}

/**
 * The canonical form of an element of the document.
 *
 * @param prefixes those that exclusive canonicalization treats inclusively; with none, a SignedInfo's own.
 */
function canonicalize(library: SignedXml, method: string, element: Element, prefixes: string[]): string {
  const Canonicalization = library.CanonicalizationAlgorithms[method];
  const ancestorNamespaces = namespacesAround(element);
  try {
    const octets =
      Canonicalization &&
      new Canonicalization().process(element, { ancestorNamespaces, inclusiveNamespacesPrefixList: prefixes });
    if (typeof octets !== 'string') {
      throw new Error(`"${method}" is no canonicalization`);
    }
    return octets;
  } finally {
    // The library declares inherited namespaces with one of the prefixes on the element itself, where they were not
    // declared.
    for (const { prefix } of ancestorNamespaces) {
      element.removeAttributeNS(XMLNS, prefix);
    }
  }
}

function isMadeBy(library: SignedXml, signature: Element, { publicKeyPem }: Certificate): boolean {
  const signedInfo = onlyChild(signature, 'SignedInfo');
  const { canonicalizationAlgorithm = '', signatureAlgorithm = '' } = library;
  const canonical = canonicalize(library, canonicalizationAlgorithm, signedInfo, []);
  const Algorithm = library.SignatureAlgorithms[signatureAlgorithm];
  const value = ownText(onlyChild(signature, 'SignatureValue'));
  return Algorithm !== undefined && new Algorithm().verifySignature(canonical, publicKeyPem, value);
}

function checkCompletely(library: SignedXml, text: string, certificate: Certificate): Verification {
  library.publicCert = certificate.publicKeyPem;
  const good = library.checkSignature(text);
  const [signedXml] = library.getSignedReferences();
  return good && signedXml !== undefined
    ? { outcome: 'verified', certificate, signedXml }
    : { outcome: 'unreadable', reason: library.getReferences()[0]?.validationError?.message ?? 'nothing is signed' };
}

/**
 * The namespaces that an element inherits from the elements around it. For each prefix, only the nearest counts.
 * Namespaces that the element itself declares or undeclares are left out.
 */
function namespacesAround(element: Element): Array<{ prefix: string; namespaceURI: string }> {
  const found = new Map<string, string>();
  for (let parent = parentElement(element); parent; parent = parentElement(parent)) {
    for (const [prefix, namespace] of declarationsOf(parent)) {
      found.set(prefix, found.get(prefix) ?? namespace);
    }
  }
  const own = new Set([element.prefix ?? '', ...declarationsOf(element).map(([prefix]) => prefix)]);
  return [...found]
    .filter(([prefix, namespace]) => namespace !== '' && !own.has(prefix))
    .map(([prefix, namespaceURI]) => ({ prefix, namespaceURI }));
}

function declarationsOf(element: Element): Array<[prefix: string, namespace: string]> {
  return Array.from(element.attributes)
    .filter(({ namespaceURI }) => namespaceURI === XMLNS)
    .map(({ name, value }) => [name.replace(/^xmlns:?/, ''), value]);
}

function parentElement({ parentNode, nodeType }: Element): Element | undefined {
  return parentNode?.nodeType === nodeType ? (parentNode as Element) : undefined;
}

/**
 * xml-crypto takes the namespaces around the first SignedInfo of the document for those around every SignedInfo. So
 * when it checks the Assertion, the other children of the Response are left out of the text. No signature of the
 * Assertion covers them.
 */
function textForLibrary({ text, root, childExtents }: ParsedDocument, parent: Element): string {
  const extent = childExtents[childElements(root).indexOf(parent)];
  const [first] = childExtents;
  const last = childExtents.at(-1);
  return extent && first && last
    ? text.slice(0, first.start) + text.slice(extent.start, extent.end) + text.slice(last.end)
    : text;
}

function onlyChild(signature: Element, localName: string): Element {
  const [child] = childrenNamed(signature, SIGNATURE, localName);
  if (!child) {
    throw new Error(`there is no ${localName}`);
  }
  return child;
}
