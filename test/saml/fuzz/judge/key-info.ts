import { X509Certificate } from 'node:crypto';
import { SIGNATURE } from './names.ts';
import { childElements, ownText, trimmed, type ElementNode } from './xml-tree.ts';

/** The key that the service provider trusts, in each form in which a signature can carry it. */
export type TrustedKey = { certificate: Buffer; modulus: Buffer; exponent: Buffer };

export function readTrustedKey(certificatePem: string): TrustedKey {
  const { raw, publicKey } = new X509Certificate(certificatePem);
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return { certificate: raw, modulus: Buffer.from(n, 'base64url'), exponent: Buffer.from(e, 'base64url') };
}

/**
 * What a KeyInfo says beside the trusted key. Empty if it carries that key alone, in any of the forms of XML Signature,
 * section 4.4, or a name for it: such a KeyInfo means no more than none at all. All that it declares must be about one key
 * (4.4), and every certificate part of a chain that ends at that key (4.4.4). So whatever else it carries is a second
 * meaning, and a reader may take the key from there. An element that the schema wants to have content is one too.
 */
export function foreignKeyInfo(keyInfo: ElementNode, trusted: TrustedKey): string[] {
  return contentOf(keyInfo, {
    X509Data: (data) => contentOf(data, { X509Certificate: (element) => differing(element, trusted.certificate) }),
    KeyValue: (value) => contentOf(value, { RSAKeyValue: (pair) => foreignRsaKey(pair, trusted) }),
    KeyName: (name) => (childElements(name).length > 0 || hasAttributes(name) ? ['a KeyName with content'] : []),
  });
}

type Reading = (element: ElementNode) => string[];

function contentOf(element: ElementNode, readings: Readonly<Record<string, Reading>>): string[] {
  const children = childElements(element);
  const problems = children.flatMap((child) => {
    const reading = child.namespace === SIGNATURE && Object.hasOwn(readings, child.local) && readings[child.local];
    return reading ? reading(child) : [`${child.name} in ${element.local}`];
  });
  // The Id of a KeyInfo itself is judged with those of the other unsigned elements.
  const isOdd = trimmed(ownText(element)) !== '' || (element.local !== 'KeyInfo' && hasAttributes(element));
  return [...problems, ...(isOdd || children.length === 0 ? [`the form of ${element.local}`] : [])];
}

function foreignRsaKey(pair: ElementNode, { modulus, exponent }: TrustedKey): string[] {
  const names = childElements(pair).map(({ local }) => local);
  return names.join(' ') === 'Modulus Exponent'
    ? contentOf(pair, {
        Modulus: (element) => differing(element, modulus),
        Exponent: (element) => differing(element, exponent),
      })
    : [`${names.join(' ')} in RSAKeyValue`];
}

function differing(element: ElementNode, expected: Buffer): string[] {
  const isSame = childElements(element).length === 0 && !hasAttributes(element) && base64Of(element)?.equals(expected);
  return isSame === true ? [] : [`another ${element.local}`];
}

function hasAttributes({ attributes }: ElementNode): boolean {
  return attributes.length > 0;
}

/** The bytes of an element that holds Base64 (RFC 4648), with white space between the characters. */
export function base64Of(element: ElementNode): Buffer | undefined {
  const compact = ownText(element).replace(/[ \t\r\n]/g, '');
  const bytes = Buffer.from(compact, 'base64');
  return bytes.toString('base64') === compact ? bytes : undefined;
}
