import { Builder, parseStringPromise } from 'xml2js';
import { setupError } from '../../errors.ts';

export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

/**
 * The content of a metadata element: every child element by name, in a list even if there is only one, so that files,
 * SOAP answers and our own values can be compared. Empty elements are left out.
 */
export type MetadataNode = { [element: string]: Array<string | MetadataNode> };

/** A metadata document: the type is the root element's name. */
export type MetadataDocument = { type: string; content: MetadataNode };

/** Why a text is not a metadata document. `line` counts from 1 and is there if the parser gave it. */
export type XmlFault = { reason: string; line?: number };

/**
 * Reads a metadata file.
 *
 * Document type declarations are refused. The platform's files never hold one, and their declarations could change what
 * a reader sees.
 *
 * @returns the document, or why the text is not one. It never throws.
 */
export async function parseMetadataXml(
  xml: string,
): Promise<{ ok: true; document: MetadataDocument } | { ok: false; fault: XmlFault }> {
  if (/<!DOCTYPE/i.test(xml)) {
    return { ok: false, fault: { reason: 'it holds a document type declaration', line: lineOf(xml, /<!DOCTYPE/i) } };
  }
  try {
    const options = { attrkey: '$', charkey: '_', explicitArray: true };
    const parsed = (await parseStringPromise(withLineFeeds(xml), options)) as object | null;
    const [type, root] = Object.entries(parsed ?? {})[0] ?? [];
    if (type === undefined) {
      return { ok: false, fault: { reason: 'it is empty', line: 1 } };
    }
    const namespace = (root as { $?: Record<string, string> }).$?.['xmlns'];
    if (namespace !== METADATA_NAMESPACE) {
      return {
        ok: false,
        fault: { reason: `its root element is not in the namespace ${METADATA_NAMESPACE}`, line: 1 },
      };
    }
    return { ok: true, document: { type, content: toMetadataNode(root) } };
  } catch (error) {
    return { ok: false, fault: parserFault(error as Error) };
  }
}

/**
 * A text with the line ends that every XML processor must pass on, whichever a file has (XML 1.0, 2.11). The parser
 * keeps carriage returns, and they would be deployed as `&#xD;`.
 */
function withLineFeeds(xml: string): string {
  return xml.replace(/\r\n?/g, '\n');
}

/**
 * A metadata node from a parsed file, or from the object that the Metadata API's client makes of an answer. In such an
 * object, a single element is not in a list, booleans are booleans and absent values are null.
 */
export function toMetadataNode(value: unknown): MetadataNode {
  if (typeof value !== 'object' || value === null) {
    return {};
  }
  const entries = Object.entries(value)
    .filter(([name]) => name !== '$' && name !== '_')
    .map(([name, child]) => [name, toValues(child)] as const);
  return Object.fromEntries(entries.filter(([, values]) => values.length > 0));
}

function toValues(child: unknown): Array<string | MetadataNode> {
  return (Array.isArray(child) ? child : [child]).flatMap((item: unknown): Array<string | MetadataNode> => {
    if (item === null || item === undefined || item === '') {
      return [];
    }
    if (typeof item === 'string' || typeof item === 'boolean' || typeof item === 'number') {
      return [String(item)];
    }
    const node = toMetadataNode(item);
    if (Object.keys(node).length > 0) {
      return [node];
    }
    const text = (item as { _?: string })._;
    return text === undefined ? [] : [text];
  });
}

/**
 * Characters that XML 1.0 does not allow, not even as references: most control characters, and halves of surrogate
 * pairs.
 */
// eslint-disable-next-line no-control-regex
const NOT_IN_XML = /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]|\p{Cs}/u;

/** Whether a metadata file can hold a text. */
export function isXmlText(text: string): boolean {
  return !NOT_IN_XML.test(text);
}

/**
 * Writes a metadata file with its elements in the order that Salesforce's schema demands. For every type that this
 * plugin writes, the order is alphabetical, but for `fullName` (metadata WSDL 66.0; a test compares it with the schema).
 *
 * @throws MetadataUnwritable for characters that XML 1.0 cannot carry.
 */
export function renderMetadataXml({ type, content }: MetadataDocument): string {
  const builder = new Builder({
    xmldec: { version: '1.0', encoding: 'UTF-8' },
    renderOpts: { pretty: true, indent: '    ', newline: '\n' },
  });
  const root = { [type]: { $: { xmlns: METADATA_NAMESPACE }, ...inSchemaOrder(content) } };
  try {
    return `${builder.buildObject(root)}\n`;
  } catch (error) {
    throw setupError('MetadataUnwritable', { tokens: [type, (error as Error).message] });
  }
}

function inSchemaOrder(node: MetadataNode): MetadataNode {
  // The name of a component comes from the type that all others extend, and so stands before their own elements.
  const names = Object.keys(node).sort(
    (a, b) => Number(b === 'fullName') - Number(a === 'fullName') || (a < b ? -1 : 1),
  );
  return Object.fromEntries(
    names.map((name) => [
      name,
      (node[name] ?? []).map((value) => (typeof value === 'string' ? value : inSchemaOrder(value))),
    ]),
  );
}

/** The text at a path of element names such as `samlConfig.issuer`, following the first element of each name. */
export function textAt(node: MetadataNode, path: string): string | undefined {
  const [name = '', ...rest] = path.split('.');
  const value = node[name]?.[0];
  if (typeof value === 'string') {
    return rest.length === 0 ? value : undefined;
  }
  return value === undefined ? undefined : textAt(value, rest.join('.'));
}

/** The elements of a name that have children. */
export function nodesOf(node: MetadataNode, name: string): MetadataNode[] {
  return (node[name] ?? []).filter((value) => typeof value !== 'string');
}

function parserFault(error: Error): XmlFault {
  if (error instanceof RangeError) {
    return { reason: 'its elements are nested too deeply' };
  }
  // sax reports "Unclosed root tag\nLine: 3\nColumn: 17\nChar: ", lines counted from 0.
  const line = /\nLine: (\d+)/.exec(error.message)?.[1];
  const reason = error.message.split('\n')[0] ?? error.message;
  return line === undefined ? { reason } : { reason, line: Number(line) + 1 };
}

function lineOf(text: string, pattern: RegExp): number {
  return text.slice(0, text.search(pattern)).split('\n').length;
}
