import { DOMParser } from '@xmldom/xmldom';
import { scanTags, type Extent, type Step } from './tag-scan.ts';

export type ParsedDocument = {
  /** The text that was parsed: what a signature library must be given, so that it reads the same document. */
  text: string;
  root: Element;
  elements: number;
  /** Where the children of the document element stand in `text`. */
  childExtents: Extent[];
};

export type ParseResult = { ok: true; document: ParsedDocument } | { ok: false; reason: string };

/**
 * Gates 7 to 9: parses a text that has passed the gates before it. Two parsers read it, a strict one that knows the
 * rules of XML and a lenient one that the signature library works with, and both must have read the same document.
 */
export function parseDocument(text: string): ParseResult {
  const prepared = prepare(text);
  const scan = scanTags(prepared);
  if (!scan.ok) {
    return scan;
  }
  try {
    const root = parseStrictly(prepared).documentElement;
    const { elements, childExtents, steps } = scan;
    return takesSteps(root, steps)
      ? { ok: true, document: { text: prepared, root, elements, childExtents } }
      : { ok: false, reason: 'two parsers read two different documents from it' };
  } catch (error) {
    return { ok: false, reason: String(error instanceof Error ? error.message : error).split('\n')[0] ?? '' };
  }
}

/**
 * Line ends as XML 1.0 wants them. @xmldom/xmldom 0.8 applies the rules of XML 1.1, under which U+0085 and U+2028 are
 * line ends too; as references they stay what they are, and valid signatures over them valid.
 */
function prepare(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0085\u2028]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

function parseStrictly(text: string): Document {
  const refuse = (message: string): never => {
    throw new Error(message);
  };
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  return new DOMParser({ errorHandler }).parseFromString(text, 'text/xml');
}

/** Whether walking through the tree takes exactly these steps. */
function takesSteps(root: Element, steps: Step[]): boolean {
  let next = 0;
  for (const step of walk(root)) {
    const expected = steps[next];
    if (!expected || !isSameStep(step, expected)) {
      return false;
    }
    next += 1;
  }
  return next === steps.length;
}

function* walk(element: Element): Generator<Step> {
  const attributes = new Map<string, string>();
  for (const { name, namespaceURI, value } of Array.from(element.attributes)) {
    attributes.set(`${name}{${namespaceURI ?? ''}}`, value);
  }
  yield { kind: 'open', name: element.tagName, namespace: element.namespaceURI ?? '', attributes };
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === element.nodeType) {
      yield* walk(node as Element);
    } else {
      yield { kind: 'text', text: node.nodeValue ?? '' };
    }
  }
  yield { kind: 'close' };
}

function isSameStep(left: Step, right: Step): boolean {
  if (left.kind === 'text') {
    return right.kind === 'text' && left.text === right.text;
  }
  if (left.kind === 'close') {
    return right.kind === 'close';
  }
  return (
    right.kind === 'open' &&
    left.name === right.name &&
    left.namespace === right.namespace &&
    left.attributes.size === right.attributes.size &&
    [...left.attributes].every(([name, value]) => right.attributes.get(name) === value)
  );
}
