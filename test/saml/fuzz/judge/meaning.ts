import { canonicalElement } from './canonical-form.ts';
import { base64Of, foreignKeyInfo, type TrustedKey } from './key-info.ts';
import { ASSERTION, SCHEMA_INSTANCE, SIGNATURE } from './names.ts';
import type { SignatureMethods } from './signature-methods.ts';
import {
  childElements,
  childrenNamed,
  elementsFrom,
  isNamed,
  ownText,
  rootAround,
  trimmed,
  type ElementNode,
  type XmlDocument,
} from './xml-tree.ts';

/**
 * A response as texts by which it is compared. Two responses with the same texts differ only in what has no meaning:
 * white space in tags and in Base64, namespaces that nothing uses, whether the trusted certificate travels along.
 */
export type Meaning = Readonly<Record<string, string>>;

/** How the two signatures of the original are made. A mutant whose signatures say something else has another SignedInfo. */
export type ResponseMethods = { response: SignatureMethods; assertion: SignatureMethods; trusted: TrustedKey };

/** Throws if the document cannot be canonicalised. */
export function meaningOf({ root }: XmlDocument, { response, assertion, trusted }: ResponseMethods): Meaning {
  const assertions = childrenNamed(root, ASSERTION, 'Assertion');
  const [only] = assertions;
  return {
    ...signedParts('Response', root, response, trusted),
    'number of Assertions': String(assertions.length),
    ...(only ? signedParts('Assertion', only, assertion, trusted) : {}),
    'types of values': elementsFrom(root).flatMap(typeOf).join(' '),
  };
}

function signedParts(name: string, parent: ElementNode, methods: SignatureMethods, trusted: TrustedKey): Meaning {
  const children = childElements(parent);
  const signatures = childrenNamed(parent, SIGNATURE, 'Signature');
  const [signature] = signatures;
  const places = signatures.map((found) => children.indexOf(found)).join(' ');
  return {
    [`content of the ${name}`]: canonicalElement(parent, methods.content, signature),
    [`place of the signature in the ${name}`]: places,
    ...(signature ? partsOf(`of the ${name}'s signature`, signature, methods, trusted) : {}),
  };
}

function partsOf(ofIt: string, signature: ElementNode, methods: SignatureMethods, trusted: TrustedKey): Meaning {
  const children = childElements(signature);
  const signedInfos = children.filter((child) => isNamed(child, SIGNATURE, 'SignedInfo'));
  const [value] = childrenNamed(signature, SIGNATURE, 'SignatureValue');
  const keyInfos = childrenNamed(signature, SIGNATURE, 'KeyInfo');
  const foreign = keyInfos.flatMap((keyInfo) => foreignKeyInfo(keyInfo, trusted));
  return {
    [`SignedInfo ${ofIt}`]: signedInfos.map((child) => canonicalElement(child, methods.signedInfo)).join(''),
    [`SignatureValue ${ofIt}`]: value ? (base64Of(value)?.toString('base64') ?? `no Base64: ${ownText(value)}`) : '',
    [`KeyInfo ${ofIt}`]: [...foreign, ...(keyInfos.length > 1 ? [`${keyInfos.length} KeyInfo`] : [])].join(', '),
    [`rest ${ofIt}`]: restOf(signature, value, keyInfos),
  };
}

/** What no signature covers in an element Signature, but what its parts are about. */
function restOf(signature: ElementNode, value: ElementNode | undefined, keyInfos: ElementNode[]): string {
  const last = childElements(signature).at(-1);
  const children = childElements(signature).filter((child) => !keyInfos.includes(child) || child !== last);
  const names = children.map(({ namespace, local }) => `{${namespace}}${local}`);
  const unsigned = [signature, ...(value ? [value] : []), ...keyInfos];
  const texts = [trimmed(ownText(signature)), ...(value ? childElements(value).map(({ name }) => name) : [])];
  return [...names, ...texts, ...unsigned.flatMap((element) => oddAttributes(element))].filter(Boolean).join(' ');
}

const ID_NAMES = new Set(['ID', 'Id', 'id', 'AssertionID']);

/** The schema of XML Signature gives these elements an optional Id. It means nothing as long as it is the only one. */
function oddAttributes(element: ElementNode): string[] {
  return element.attributes
    .filter(({ name, value }) => name !== 'Id' || !/^[A-Za-z_][\w.-]*$/.test(value) || timesUsed(element, value) > 1)
    .map(({ name, value }) => `${name}="${value}"`);
}

function timesUsed(element: ElementNode, id: string): number {
  const attributes = elementsFrom(rootAround(element)).flatMap((found) => found.attributes);
  return attributes.filter(({ local, value }) => ID_NAMES.has(local) && value === id).length;
}

/**
 * The type that an element declares for its content. The prefix in it is a mere value for canonicalisation, so that a
 * signature need not cover which namespace it stands for.
 */
function typeOf({ attributes, scope }: ElementNode): string[] {
  const type = attributes.find(({ namespace, local }) => namespace === SCHEMA_INSTANCE && local === 'type');
  if (!type) {
    return [];
  }
  const [prefix = '', local] = trimmed(type.value).split(':');
  return [local === undefined ? `{${scope.get('') ?? ''}}${prefix}` : `{${scope.get(prefix) ?? 'undeclared'}}${local}`];
}
