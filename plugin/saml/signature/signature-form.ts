import { decodeBase64 } from '../reading/base64.ts';
import {
  attributeOf,
  attributesOf,
  childElements,
  childrenNamed,
  nameOf,
  ownText,
  selfAndDescendants,
} from '../reading/elements.ts';
import { limits } from '../reading/limits.ts';
import { EXCLUSIVE_C14N, SIGNATURE } from '../reading/namespaces.ts';

const INCLUSIVE_C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** Attributes of the elements of a signature. An element without an entry has none. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  'ds:Signature': ['Id'],
  'ds:SignedInfo': ['Id'],
  'ds:CanonicalizationMethod': ['Algorithm'],
  'ds:SignatureMethod': ['Algorithm'],
  'ds:Reference': ['Id', 'URI', 'Type'],
  'ds:Transform': ['Algorithm'],
  'ds:DigestMethod': ['Algorithm'],
  'ds:SignatureValue': ['Id'],
  'ds:KeyInfo': ['Id'],
  'ec:InclusiveNamespaces': ['PrefixList'],
};

const KEY_INFO_NAMES = new Set([
  'ds:KeyName',
  'ds:KeyValue',
  'ds:RSAKeyValue',
  'ds:Modulus',
  'ds:Exponent',
  'ds:X509Data',
  'ds:X509Certificate',
  'ds:X509SubjectName',
  'ds:X509IssuerSerial',
  'ds:X509IssuerName',
  'ds:X509SerialNumber',
  'ds:X509SKI',
]);

/** At most 50 prefixes. The library splits at single spaces, so a second space would mean the empty prefix. */
const PREFIX_LIST = /^[^\s<>&"']+(?: [^\s<>&"']+){0,49}$/u;

/**
 * Where a signature departs from the form that SAML allows (SAML Core 5.4) and that the library is known to
 * read rightly. The library sees a signature only when the list is empty.
 *
 * @param parent the element that the signature is a child of, and so the one it must cover.
 */
export function formDeviations(parent: Element, signature: Element): string[] {
  const elements = selfAndDescendants(signature);
  if (elements.length > limits.signatureElements) {
    return [`${elements.length} elements in the signature`];
  }
  const deviations = [...placeDeviations(parent, signature), ...attributeDeviations(elements)];
  const signedInfo = onlyChild(signature, 'SignedInfo', deviations);
  const value = onlyChild(signature, 'SignatureValue', deviations);
  if (value) {
    deviations.push(...base64Deviations(value));
  }
  if (signedInfo) {
    deviations.push(...signedInfoDeviations(parent, signedInfo));
  }
  return [...deviations, ...keyInfoDeviations(signature)];
}

function placeDeviations(parent: Element, signature: Element): string[] {
  const deviations: string[] = [];
  const [first, second] = childElements(parent);
  if (second !== signature || first?.localName !== 'Issuer') {
    deviations.push('not directly after Issuer');
  }
  for (const child of childElements(signature)) {
    if (!['ds:SignedInfo', 'ds:SignatureValue', 'ds:KeyInfo'].includes(nameOf(child))) {
      deviations.push(`${nameOf(child)} in the signature`);
    }
  }
  const signedInfos = selfAndDescendants(signature).filter(({ localName }) => localName === 'SignedInfo').length;
  if (signedInfos > 1) {
    deviations.push(`${signedInfos} SignedInfo`);
  }
  return deviations;
}

/** The library finds some attributes by their local name only. */
function attributeDeviations(elements: Element[]): string[] {
  return elements.flatMap((element) =>
    attributesOf(element)
      .filter(({ name }) => !(ATTRIBUTES[nameOf(element)] ?? []).includes(name))
      .map(({ name }) => `attribute ${name} of ${nameOf(element)}`),
  );
}

function signedInfoDeviations(parent: Element, signedInfo: Element): string[] {
  const deviations: string[] = [];
  const canonicalization = onlyChild(signedInfo, 'CanonicalizationMethod', deviations);
  const signatureMethod = onlyChild(signedInfo, 'SignatureMethod', deviations);
  const reference = onlyChild(signedInfo, 'Reference', deviations);
  if (canonicalization) {
    deviations.push(...canonicalizationDeviations(canonicalization));
  }
  if (signatureMethod && childElements(signatureMethod).length > 0) {
    deviations.push('parameters of the signature method');
  }
  return reference ? [...deviations, ...referenceDeviations(parent, reference)] : deviations;
}

function canonicalizationDeviations(method: Element): string[] {
  const algorithm = attributeOf(method, 'Algorithm');
  if (algorithm !== EXCLUSIVE_C14N && algorithm !== INCLUSIVE_C14N) {
    return [`canonicalization ${algorithm ?? 'without an algorithm'}`];
  }
  return prefixListDeviations(method, algorithm);
}

function referenceDeviations(parent: Element, reference: Element): string[] {
  const deviations: string[] = [];
  const uri = attributeOf(reference, 'URI');
  const id = attributeOf(parent, 'ID') ?? '';
  // An apostrophe cannot stand in an XML ID, and would end the literal of the library's XPath.
  if (id === '' || uri !== `#${id}` || uri.includes("'")) {
    deviations.push(`refers to "${uri ?? ''}" instead of its parent`);
  }
  const transforms = onlyChild(reference, 'Transforms', deviations);
  onlyChild(reference, 'DigestMethod', deviations);
  const digestValue = onlyChild(reference, 'DigestValue', deviations);
  if (transforms) {
    deviations.push(...transformDeviations(childrenNamed(transforms, SIGNATURE, 'Transform')));
  }
  return digestValue ? [...deviations, ...base64Deviations(digestValue)] : deviations;
}

function transformDeviations(transforms: Element[]): string[] {
  const algorithms = transforms.map((transform) => attributeOf(transform, 'Algorithm'));
  const [first, second] = algorithms;
  const accepted =
    first === ENVELOPED && (algorithms.length === 1 || second === EXCLUSIVE_C14N) && algorithms.length < 3;
  if (!accepted) {
    return [`${algorithms.length} transforms: ${algorithms.slice(0, 4).join(' ')}`];
  }
  return transforms.flatMap((transform, index) => prefixListDeviations(transform, algorithms[index]));
}

/** At most one InclusiveNamespaces with a list of prefixes, and only below exclusive canonicalization. */
function prefixListDeviations(method: Element, algorithm: string | undefined): string[] {
  const children = childElements(method);
  const allowed = algorithm === EXCLUSIVE_C14N ? 1 : 0;
  const known = children.every((child) => nameOf(child) === 'ec:InclusiveNamespaces');
  if (!known || children.length > allowed) {
    return [`content of ${nameOf(method)}`];
  }
  return children
    .filter((child) => !PREFIX_LIST.test(attributeOf(child, 'PrefixList') ?? ''))
    .map(() => 'a PrefixList that is empty, long or has odd white space');
}

/** Remote and indirect keys are refused; certificates must be Base64, though they are looked at for messages only. */
function keyInfoDeviations(signature: Element): string[] {
  const keyInfos = childrenNamed(signature, SIGNATURE, 'KeyInfo');
  if (keyInfos.length > 1) {
    return [`${keyInfos.length} KeyInfo`];
  }
  const inside = keyInfos.flatMap(selfAndDescendants).slice(1);
  return inside.flatMap((element) => {
    if (!KEY_INFO_NAMES.has(nameOf(element))) {
      return [`${nameOf(element)} in KeyInfo`];
    }
    return nameOf(element) === 'ds:X509Certificate' ? base64Deviations(element) : [];
  });
}

function base64Deviations(element: Element): string[] {
  const isBase64 = element.childNodes.length === 1 && decodeBase64(ownText(element)).ok;
  return isBase64 ? [] : [`${nameOf(element)} is not Base64`];
}

function onlyChild(parent: Element, localName: string, deviations: string[]): Element | undefined {
  const found = childrenNamed(parent, SIGNATURE, localName);
  if (found.length !== 1) {
    deviations.push(`${found.length} ${localName}`);
  }
  return found.length === 1 ? found[0] : undefined;
}
