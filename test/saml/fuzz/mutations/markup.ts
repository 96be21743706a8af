import { nodesIn, type XmlDocument } from '../judge/xml-tree.ts';
import { anyPlace, anyText, placeInValue, replaced, type Mutation, type TreeMutation } from './mutation.ts';
import { chance, integer, pick, type Random } from './random.ts';

const COMMENTS = ['<!---->', '<!-- x -->', '<!--<saml:NameID>eve@example.com</saml:NameID>-->'];
const INSTRUCTIONS = [
  '<?x?>',
  '<?x y?>',
  '<?x <saml:NameID>eve@example.com</saml:NameID>?>',
  '<?xml-stylesheet href="urn:x"?>',
];
const DOCUMENT_TYPES = [
  '<!DOCTYPE samlp:Response>',
  '<!DOCTYPE samlp:Response SYSTEM "urn:x">',
  '<!DOCTYPE samlp:Response PUBLIC "-//X//DTD X//EN" \'urn:x\'>',
  '<!DOCTYPE r [<!ENTITY x "eve@example.com">]>',
  '<!DOCTYPE r [<!ATTLIST saml:NameID evil CDATA "x">]>',
];
const DECLARATIONS = [
  '',
  "<?xml version='1.0' encoding='utf-8'?>",
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
  '<?xml version = "1.0" encoding= "UTF-8"\n?>\n',
  '<?xml version="1.1" encoding="UTF-8"?>',
  '<?xml version="1.0" encoding="ISO-8859-1"?>',
  '<?xml version="1.0" encoding="UTF-7"?>',
  '<?xml encoding="UTF-8"?>',
  '<?xml version="1.0" encoding="UTF-8" ?><?xml version="1.0"?>',
  '<?XML version="1.0"?>',
  '\n<?xml version="1.0"?>',
];
const OUTSIDE = ['x', '&#32;', '<x/>', '</samlp:Response>', '\u00A0', '\0', '<![CDATA[]]>', ' \n\t', '&amp;'];
const BYTE_ORDER_MARK = '\uFEFF';

export const MARKUP_MUTATIONS: Mutation[] = [
  { name: 'a comment', on: 'tree', mutate: insertingMarkup(COMMENTS) },
  { name: 'a processing instruction', on: 'tree', mutate: insertingMarkup(INSTRUCTIONS) },
  { name: 'a CDATA section', on: 'tree', mutate: writeCdata },
  { name: 'a document type', on: 'tree', mutate: addDoctype },
  { name: 'another XML declaration', on: 'tree', mutate: changeDeclaration },
  { name: 'a byte order mark', on: 'tree', mutate: addByteOrderMark },
  { name: 'content beside the document element', on: 'tree', mutate: addOutside },
];

/** In a text, between two nodes, or beside the document element. */
function insertingMarkup(pieces: readonly string[]): TreeMutation {
  return (document, random) => {
    const { text, root } = document;
    const value = anyText(document, random);
    const places = [
      anyPlace(document, random),
      ...(value ? [value.start + placeInValue(text.slice(value.start, value.end), random)] : []),
      pick(random, [behindDeclaration(document), root.start, root.end, text.length]),
    ];
    return replaced(text, { start: pick(random, places), by: pick(random, pieces) });
  };
}

/** Writes a part of a text as CDATA. A text with references is left alone, since CDATA has none. */
function writeCdata({ text, root }: XmlDocument, random: Random): string | undefined {
  const texts = nodesIn(root).filter((node) => node.kind === 'text');
  const plain = texts.filter(({ start, end }) => !text.slice(start, end).includes('&'));
  if (plain.length === 0) {
    return undefined;
  }
  const { start, end } = pick(random, plain);
  const from = start + integer(random, end - start);
  const to = chance(random, 0.2) ? from : from + 1 + integer(random, end - from);
  return replaced(text, { start: from, end: to, by: `<![CDATA[${text.slice(from, to)}]]>` });
}

function addDoctype(document: XmlDocument, random: Random): string {
  const doctype = pick(random, DOCUMENT_TYPES).replace(/(?<=DOCTYPE )samlp:Response/, document.root.name);
  return replaced(document.text, { start: behindDeclaration(document), by: doctype });
}

function changeDeclaration(document: XmlDocument, random: Random): string {
  return pick(random, DECLARATIONS) + document.text.slice(behindDeclaration(document));
}

function behindDeclaration({ text }: XmlDocument): number {
  return /^\uFEFF?<\?xml\s[^>]*>/.exec(text)?.[0].length ?? 0;
}

function addByteOrderMark(document: XmlDocument, random: Random): string {
  const { text, root } = document;
  const places = [0, 0, behindDeclaration(document), root.start, root.end, text.length, anyPlace(document, random)];
  const mark = chance(random, 0.3) ? BYTE_ORDER_MARK.repeat(2) : BYTE_ORDER_MARK;
  const marked = replaced(text, { start: pick(random, places), by: mark });
  return chance(random, 0.2) ? BYTE_ORDER_MARK + marked : marked;
}

function addOutside({ text, root }: XmlDocument, random: Random): string {
  return replaced(text, { start: pick(random, [root.start, root.end, text.length]), by: pick(random, OUTSIDE) });
}
