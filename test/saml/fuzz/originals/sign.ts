import { createHash, sign as signBytes } from 'node:crypto';
import { canonicalElement } from '../judge/canonical-form.ts';
import { ASSERTION, EXCLUSIVE_C14N, PROTOCOL, SIGNATURE } from '../judge/names.ts';
import { parseXml } from '../judge/parse-xml.ts';
import { readMethods } from '../judge/signature-methods.ts';
import { childrenNamed, elementsFrom, isNamed, type ElementNode } from '../judge/xml-tree.ts';
import { key } from '../../keys.ts';

type Hash = 'sha256' | 'sha384' | 'sha512';

/** How a signature is made. Everything has the usual form unless it says otherwise. */
export type SigningForm = {
  hash: Hash;
  /** Of SignedInfo. */
  canonicalization: string;
  /** Of the content; undefined for the enveloped signature as the only transform. */
  transform: string | undefined;
  /** Undefined for no element InclusiveNamespaces. */
  prefixList: string | undefined;
  /** What stands at the end of each line of the value; undefined for one line. */
  lineEnd: string | undefined;
};

const USUAL_FORM: SigningForm = {
  hash: 'sha256',
  canonicalization: EXCLUSIVE_C14N,
  transform: EXCLUSIVE_C14N,
  prefixList: undefined,
  lineEnd: undefined,
};

const DIGESTS: Record<Hash, string> = {
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
};

/**
 * Signs a response with the judge's canonicalisation, since the signature library does not canonicalise all of these
 * forms rightly: the Assertion first, since the Response's signature covers it. Each signature comes directly behind the
 * first child of what it signs, its Issuer.
 */
export function signResponse(xml: string, changes: Partial<SigningForm> = {}): string {
  const form = { ...USUAL_FORM, ...changes };
  return signElement(signElement(xml, ASSERTION, 'Assertion', form), PROTOCOL, 'Response', form);
}

function signElement(xml: string, namespace: string, local: string, form: SigningForm): string {
  const element = find(xml, namespace, local);
  const id = element.attributes.find(({ name }) => name === 'ID')?.value ?? '';
  // The methods are read from a draft, so that the text of the signature is the only place that says what they are.
  const draft = insertSignature(xml, element, signatureXml(id, '', '', form));
  const { content } = readMethods(find(draft, SIGNATURE, 'Signature', id));
  const digest = createHash(form.hash).update(canonicalElement(element, content)).digest('base64');
  const digested = insertSignature(xml, element, signatureXml(id, digest, '', form));
  const signature = find(digested, SIGNATURE, 'Signature', id);
  const [signedInfo] = childrenNamed(signature, SIGNATURE, 'SignedInfo');
  const octets = canonicalElement(signedInfo!, readMethods(signature).signedInfo);
  const value = signBytes(form.hash, Buffer.from(octets), key.privateKey).toString('base64');
  return insertSignature(xml, element, signatureXml(id, digest, value, form));
}

/** @param signedId of a Signature: the ID of the element that it signs. */
function find(xml: string, namespace: string, local: string, signedId?: string): ElementNode {
  const found = elementsFrom(parseXml(xml).root).find(
    (element) =>
      isNamed(element, namespace, local) &&
      (signedId === undefined || element.parent?.attributes.some(({ value }) => value === signedId)),
  );
  if (!found) {
    throw new Error(`there is no ${local} to sign`);
  }
  return found;
}

function insertSignature(xml: string, element: ElementNode, signature: string): string {
  const issuer = element.children.find(({ kind }) => kind === 'element');
  const at = issuer?.end ?? element.tagEnd;
  return xml.slice(0, at) + signature + xml.slice(at);
}

function signatureXml(id: string, digest: string, value: string, form: SigningForm): string {
  const certificate = key.certificatePem.replace(/-----[A-Z ]+-----|\s/g, '');
  return [
    `<ds:Signature xmlns:ds="${SIGNATURE}"><ds:SignedInfo>`,
    `<ds:CanonicalizationMethod Algorithm="${form.canonicalization}"/>`,
    `<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-${form.hash}"/>`,
    `<ds:Reference URI="#${id}"><ds:Transforms>`,
    `<ds:Transform Algorithm="${SIGNATURE}enveloped-signature"/>${transformXml(form)}</ds:Transforms>`,
    `<ds:DigestMethod Algorithm="${DIGESTS[form.hash]}"/><ds:DigestValue>${digest}</ds:DigestValue>`,
    `</ds:Reference></ds:SignedInfo><ds:SignatureValue>${inLines(value, form.lineEnd)}</ds:SignatureValue>`,
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`,
    '</ds:Signature>',
  ].join('');
}

function transformXml({ transform, prefixList }: SigningForm): string {
  if (transform === undefined) {
    return '';
  }
  return prefixList === undefined
    ? `<ds:Transform Algorithm="${transform}"/>`
    : `<ds:Transform Algorithm="${transform}"><ec:InclusiveNamespaces xmlns:ec="${EXCLUSIVE_C14N}" PrefixList="${prefixList}"/></ds:Transform>`;
}

function inLines(base64: string, lineEnd: string | undefined): string {
  return lineEnd === undefined ? base64 : base64.replace(/.{1,76}/g, (line) => `${line}${lineEnd}`);
}
