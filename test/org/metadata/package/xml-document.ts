import { SaxesParser, type SaxesTagNS } from 'saxes';

export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
export const INSTANCE_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';

/** A place in a file; lines and columns count from 1. */
export type Position = { line: number; column: number };

/** An element with what the metadata check needs. Of its attributes, it has only those of XML Schema instances. */
export type XmlElement = {
  /** The local name. */
  name: string;
  namespace: string;
  /** `xsi:nil="true"`. */
  nil: boolean;
  /** The local part of `xsi:type`. */
  instanceType: string | undefined;
  children: XmlElement[];
  /** The element's own text, unescaped, without that of its children. */
  text: string;
  /** Just after the start tag, where the platform places a fault of the element itself. */
  afterStart: Position;
  /** Just after the end tag, where the platform places a bad value. */
  afterEnd: Position;
};

/** Why bytes are not an XML document, with the words and the place that the platform's parser gives. */
export type XmlFault = { problem: string } & Position;

export type XmlReading = { ok: true; root: XmlElement } | { ok: false; fault: XmlFault };

/**
 * Reads an XML document with the place of every element. Document type declarations are refused, as the platform
 * refuses them. It never throws: a problem is returned as a fault in the words of Xerces, the platform's parser
 * ("Content is not allowed in prolog." at 1:1 was seen in public reports; the other texts are from Xerces itself). The
 * place is where our parser notices the problem. For an element that is not closed it can be another than Xerces gives.
 */
export function readXml(bytes: Buffer | string): XmlReading {
  const decoded = decode(bytes);
  if (decoded === undefined) {
    return { ok: false, fault: { problem: UNREADABLE_BYTES, line: 1, column: 1 } };
  }
  if (decoded.trim() === '') {
    return { ok: false, fault: { problem: 'Premature end of file.', line: 1, column: 1 } };
  }
  try {
    return { ok: true, root: parse(decoded) };
  } catch (error) {
    if (error instanceof Malformed) {
      return { ok: false, fault: error.fault };
    }
    throw error;
  }
}

/** The first child of that name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((candidate) => candidate.name === name);
}

/** The text of the first child of that name, trimmed; `undefined` if the child is absent, empty or nil. */
export function childText(element: XmlElement, name: string): string | undefined {
  const found = child(element, name);
  return found && !found.nil && found.text.trim() !== '' ? found.text.trim() : undefined;
}

/** Whether the first child of that name says true. */
export function childIsTrue(element: XmlElement, name: string): boolean {
  return ['true', '1'].includes(childText(element, name) ?? '');
}

/** The trimmed texts of all children of that name. */
export function childTexts(element: XmlElement, name: string): string[] {
  return element.children.filter((candidate) => candidate.name === name).map((candidate) => candidate.text.trim());
}

const UNREADABLE_BYTES = 'Invalid byte 1 of 1-byte UTF-8 sequence.';

class Malformed extends Error {
  readonly fault: XmlFault;

  constructor(fault: XmlFault) {
    super(fault.problem);
    this.fault = fault;
  }
}

function decode(bytes: Buffer | string): string | undefined {
  if (typeof bytes === 'string') {
    return bytes;
  }
  const declared = /^<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(bytes.toString('latin1', 0, 200))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(xml: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let lastClosed: XmlElement | undefined;
  const here = (): Position => ({ line: parser.line, column: parser.column + 1 });
  const addText = (text: string): void => {
    const current = open.at(-1);
    if (current) {
      current.text += text;
    }
  };

  parser.on('opentag', (tag) => {
    const element = newElement(tag, here());
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    lastClosed = open.pop();
    if (lastClosed) {
      lastClosed.afterEnd = here();
    }
  });
  parser.on('doctype', () => {
    throw new Malformed({ problem: DOCTYPE_REFUSED, ...here() });
  });
  parser.on('error', (error) => {
    const reason = error.message.replace(/^\d+:\d+: /, '');
    throw new Malformed(lateNoticed(reason, xml) ?? { problem: xercesText(reason, root, lastClosed), ...here() });
  });
  parser.write(xml).close();
  if (!root) {
    throw new Malformed({ problem: 'Premature end of file.', ...here() });
  }
  return root;
}

function newElement(tag: SaxesTagNS, afterStart: Position): XmlElement {
  const instance = Object.values(tag.attributes).filter(({ uri }) => uri === INSTANCE_NAMESPACE);
  const valueOf = (name: string): string | undefined => instance.find(({ local }) => local === name)?.value.trim();
  return {
    name: tag.local,
    namespace: tag.uri,
    nil: ['true', '1'].includes(valueOf('nil') ?? ''),
    instanceType: valueOf('type')?.replace(/^.*:/, ''),
    children: [],
    text: '',
    afterStart,
    afterEnd: afterStart,
  };
}

const DOCTYPE_REFUSED =
  'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.';

/**
 * The words of Xerces for what our parser reports. An error that Xerces does not have keeps our parser's words.
 * `lastClosed` is the element whose end tag was expected when another one came.
 */
function xercesText(reason: string, root: XmlElement | undefined, lastClosed: XmlElement | undefined): string {
  if (reason.startsWith('text data outside of root node')) {
    return root ? 'Content is not allowed in trailing section.' : 'Content is not allowed in prolog.';
  }
  if (reason.startsWith('documents may contain only one root')) {
    return 'The markup in the document following the root element must be well-formed.';
  }
  if (reason.startsWith('unexpected close tag') && lastClosed) {
    return `The element type "${lastClosed.name}" must be terminated by the matching end-tag "</${lastClosed.name}>".`;
  }
  if (/^(unclosed tag|unexpected end)/.test(reason)) {
    return 'XML document structures must start and end within the same entity.';
  }
  if (reason.startsWith('disallowed character in tag name')) {
    return 'The content of elements must consist of well-formed character data or markup.';
  }
  return reason;
}

/** Faults that our parser notices well after their place: text before the root, and unknown or broken entities. */
function lateNoticed(reason: string, xml: string): XmlFault | undefined {
  if (reason.startsWith('text data outside of root node') && /^\s*[^<\s]/.test(xml)) {
    return { problem: 'Content is not allowed in prolog.', ...placeOf(xml, xml.search(/\S/)) };
  }
  const entity = /&(?!(?:amp|lt|gt|quot|apos|#\w+);)(?:([A-Za-z_][\w.:-]*);)?/.exec(xml);
  if (!entity || !/entity|unexpected end|unclosed tag/.test(reason)) {
    return undefined;
  }
  const problem = entity[1]
    ? `The entity "${entity[1]}" was referenced, but not declared.`
    : "The entity name must immediately follow the '&' in the entity reference.";
  return { problem, ...placeOf(xml, entity.index + entity[0].length) };
}

function placeOf(xml: string, offset: number): Position {
  const before = xml.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
