import type { Element } from '../reading/element.ts';
import { decodeBase64 } from '../reading/base64.ts';
import {
  attributeOf,
  attributesOf,
  childElements,
  childrenNamed,
  isPlain,
  nameOf,
  ownText,
  selfAndDescendants,
} from '../reading/elements.ts';
import { limits } from '../reading/limits.ts';
import { SIGNATURE } from '../reading/namespaces.ts';
import { signatureElements } from '../schema/signature-elements.ts';
import { canonicalizationOf } from './canonicalization-method.ts';
import type { Canonicalization } from './canonicalize.ts';

const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

const KEY_INFO_NAMES = new Set(namesWithin('ds:KeyInfo'));

/** The names of all elements that may be in a part of a signature. */
function namesWithin(name: string): string[] {
  const content = signatureElements.get(name)?.content;
  const children = content?.kind === 'children' ? content.rows.flatMap(({ names }) => names) : [];
  return children.flatMap((child) => [child, ...namesWithin(child)]);
}

/** Real lists have five prefixes. */
const MOST_PREFIXES = 50;

/**
 * Where a signature departs from the form that SAML allows (SAML Core 5.4). Nothing is digested or verified unless the
 * list is empty.
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

/** Some readers find attributes by their local name only. */
function attributeDeviations(elements: Element[]): string[] {
  return elements.flatMap((element) =>
    attributesOf(element)
      .filter(({ name }) => signatureElements.get(nameOf(element))?.attributes.has(name) !== true)
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
  const canonicalization = canonicalizationOf(method);
  return canonicalization === undefined
    ? [`canonicalization ${attributeOf(method, 'Algorithm') ?? 'without an algorithm'}`]
    : contentDeviations(method, canonicalization);
}

function referenceDeviations(parent: Element, reference: Element): string[] {
  const deviations: string[] = [];
  const uri = attributeOf(reference, 'URI');
  const id = attributeOf(parent, 'ID') ?? '';
  if (id === '' || uri !== `#${id}`) {
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

/**
 * The enveloped signature is left out, and then the content may be canonicalized. SAML (Core 5.4.4) lets a receiver
 * accept inclusive canonicalization too, which leaves nothing out.
 */
function transformDeviations(transforms: Element[]): string[] {
  const [first, second] = transforms;
  const accepted =
    first !== undefined &&
    attributeOf(first, 'Algorithm') === ENVELOPED &&
    (second === undefined || canonicalizationOf(second) !== undefined) &&
    transforms.length < 3;
  if (!accepted) {
    const algorithms = transforms.slice(0, 4).map((transform) => attributeOf(transform, 'Algorithm'));
    return [`${transforms.length} transforms: ${algorithms.join(' ')}`];
  }
  return transforms.flatMap((transform) => contentDeviations(transform, canonicalizationOf(transform)));
}

/** At most one InclusiveNamespaces with a list of prefixes, and only below exclusive canonicalization. */
function contentDeviations(method: Element, canonicalization: Canonicalization | undefined): string[] {
  const children = childElements(method);
  const isExclusive = canonicalization?.kind === 'exclusive';
  const known = children.every((child) => nameOf(child) === 'ec:InclusiveNamespaces');
  if (!known || children.length > (isExclusive ? 1 : 0)) {
    return [`content of ${nameOf(method)}`];
  }
  const prefixes = isExclusive ? canonicalization.prefixes.length : 0;
  return prefixes > MOST_PREFIXES ? [`a PrefixList of ${prefixes} prefixes`] : [];
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
  const base64 = decodeBase64(ownText(element));
  if (!base64.ok && base64.fault === 'empty' && isPlain(element)) {
    return [`${nameOf(element)} is empty`];
  }
  return base64.ok && element.childNodes.length === 1 ? [] : [`${nameOf(element)} is not Base64`];
}

function onlyChild(parent: Element, localName: string, deviations: string[]): Element | undefined {
  const found = childrenNamed(parent, SIGNATURE, localName);
  if (found.length !== 1) {
    deviations.push(`${found.length} ${localName}`);
  }
  return found.length === 1 ? found[0] : undefined;
}
