import { ASSERTION, SIGNATURE } from '../judge/names.ts';
import { childElements, childrenNamed, type ElementNode, type XmlDocument } from '../judge/xml-tree.ts';
import { replaced, sourceOf, type Mutation } from './mutation.ts';
import { chance, pick, type Random } from './random.ts';

/** The parts of a response that wrapping puts together anew. */
type Parts = {
  document: XmlDocument;
  response: ElementNode;
  responseSignature: ElementNode;
  assertion: ElementNode;
  assertionSignature: ElementNode;
};

/** A text of the document that says another user and another role. Its IDs are other ones too, unless they are kept. */
type Forge = (source: string) => string;

type Shape = (parts: Parts, forge: Forge, random: Random) => string;

/**
 * Signature wrapping: the signed element stays in the document for the signature, and a forged one stands where the
 * claims are read. The first eight are the shapes of Somorovsky and others, "On Breaking SAML" (USENIX Security 2012).
 */
const SHAPES: Record<string, Shape> = {
  'the Response in the signature of a forged one': (parts, forge) =>
    forgedResponse(parts, forge, parts.responseSignature.closing - parts.responseSignature.start),
  'the Response beside the signature of a forged one': (parts, forge) => forgedResponse(parts, forge, undefined),
  'a forged Assertion before the signed one': ({ document, assertion, assertionSignature }, forge) =>
    inserted(document, assertion.start, forge(without(document, assertion, assertionSignature))),
  'the Assertion in a forged one': ({ document, assertion, assertionSignature }, forge) => {
    const forged = forge(without(document, assertion, assertionSignature));
    const at = forged.lastIndexOf('</');
    const original = sourceOf(document, assertion);
    return replaced(document.text, { ...assertion, by: forged.slice(0, at) + original + forged.slice(at) });
  },
  'a forged Assertion with the signature, the signed one behind it': (
    { document, assertion, assertionSignature },
    forge,
  ) =>
    replaced(document.text, {
      ...assertion,
      by: forge(sourceOf(document, assertion)) + without(document, assertion, assertionSignature),
    }),
  'the Assertion in the signature of a forged one': (parts, forge) => inSignature(parts, forge, (original) => original),
  'a forged Assertion in Extensions': ({ document, assertion }, forge) =>
    inserted(
      document,
      assertion.start,
      `<samlp:Extensions xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${forge(sourceOf(document, assertion))}</samlp:Extensions>`,
    ),
  'the Assertion in an Object of a forged one': (parts, forge) =>
    inSignature(parts, forge, (original) => `<ds:Object xmlns:ds="${SIGNATURE}">${original}</ds:Object>`),
  'a forged Assertion behind the signed one': ({ document, assertion }, forge) =>
    inserted(document, assertion.end, forge(sourceOf(document, assertion))),
  'a forged Assertion of another namespace': ({ document, assertion }, forge) =>
    inserted(document, assertion.start, forge(sourceOf(document, assertion)).replaceAll(ASSERTION, 'urn:x')),
  'the Response in a forged one': ({ document, response, responseSignature }, forge, random) => {
    const forged = forge(without(document, response, responseSignature));
    const at = pick(random, [forged.indexOf('>') + 1, forged.lastIndexOf('</')]);
    return replaced(document.text, {
      ...response,
      by: forged.slice(0, at) + sourceOf(document, response) + forged.slice(at),
    });
  },
  'a forged part before the signed one': ({ document, assertion }, forge, random) => {
    const part = pick(random, childElements(assertion));
    return inserted(document, pick(random, [part.start, part.end]), forge(sourceOf(document, part)));
  },
};

export const WRAPPING_MUTATIONS: Mutation[] = Object.entries(SHAPES).map(([name, shape]) => ({
  name: `wrapping: ${name}`,
  on: 'tree',
  mutate: (document, random) => {
    const parts = partsOf(document);
    const keepsIds = chance(random, 0.3);
    return parts && shape(parts, (source) => forge(source, keepsIds), random);
  },
}));

function partsOf(document: XmlDocument): Parts | undefined {
  const { root: response } = document;
  const [responseSignature] = childrenNamed(response, SIGNATURE, 'Signature');
  const [assertion] = childrenNamed(response, ASSERTION, 'Assertion');
  const [assertionSignature] = assertion ? childrenNamed(assertion, SIGNATURE, 'Signature') : [];
  return responseSignature && assertion && assertionSignature
    ? { document, response, responseSignature, assertion, assertionSignature }
    : undefined;
}

function forge(source: string, keepsIds: boolean): string {
  const forged = source.replaceAll('ada@example.com', 'eve@example.com').replaceAll('>agent<', '>admin<');
  return keepsIds ? forged : forged.replace(/ ID="_/g, ' ID="_evil');
}

function inserted({ text }: XmlDocument, start: number, by: string): string {
  return replaced(text, { start, by });
}

function without(document: XmlDocument, element: ElementNode, part: ElementNode): string {
  const { start } = element;
  return replaced(sourceOf(document, element), { start: part.start - start, end: part.end - start, by: '' });
}

/** @param inSignature where in the signature the original goes; undefined for beside it. */
function forgedResponse(parts: Parts, forge: Forge, inSignature: number | undefined): string {
  const { document, response, responseSignature } = parts;
  const original = without(document, response, responseSignature);
  const signature = sourceOf(document, responseSignature);
  const wrapped =
    inSignature === undefined
      ? signature + original
      : signature.slice(0, inSignature) + original + signature.slice(inSignature);
  const head = forge(document.text.slice(response.start, responseSignature.start));
  const tail = forge(document.text.slice(responseSignature.end, response.end));
  return replaced(document.text, { ...response, by: head + wrapped + tail });
}

/** A forged Assertion whose signature is the original one, with the original Assertion in it. */
function inSignature(parts: Parts, forge: Forge, wrap: (original: string) => string): string {
  const { document, assertion, assertionSignature } = parts;
  const { start, closing, end } = assertionSignature;
  const original = wrap(without(document, assertion, assertionSignature));
  const signature = document.text.slice(start, closing) + original + document.text.slice(closing, end);
  const head = forge(document.text.slice(assertion.start, start));
  const tail = forge(document.text.slice(end, assertion.end));
  return replaced(document.text, { ...assertion, by: head + signature + tail });
}
