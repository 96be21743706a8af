import { stripVTControlCharacters } from 'node:util';
import { StandardColors } from '@salesforce/sf-plugins-core';
import wrapAnsi from 'wrap-ansi';
import { terminalSafeLines } from '../text/terminal-safe.ts';

/**
 * What a part of a line means, which its colour shows. The CLI's library chooses the colours, or none for a log and with
 * NO_COLOR.
 */
export type Tone = keyof typeof StandardColors;

/** A part of a line. */
export type Piece = string | { text: string; tone: Tone };

/** A line of a text; in pieces if parts of it have a colour. */
export type Line = string | Piece[];

/** The width of a terminal that does not tell its own, in columns. */
const USUAL_WIDTH = 80;

/** What the further lines of one that is too long are indented by: blanks, a sign, and columns that end with two blanks. */
const LEAD = /^ *(?:[^\p{L}\p{N}\s] )?(?:\d\. )?(?:\S+(?: \S+)* {2,})*/u;

/** A command to paste, up to a comma or a full stop. It is never broken, because a shell would run the half of it. */
// eslint-disable-next-line no-control-regex
const COMMAND = /(?<=^|\s|\u001b\[\d+m)sf (?:\S*[^\s.,;:] )*\S+/;

/** A line without colours. */
export function plainText(line: Line): string {
  return typeof line === 'string'
    ? line
    : line.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}

/** How many columns the terminal has; as oclif finds it out for help and tables. */
export function screenWidth({ columns }: { columns?: number } = process.stdout): number {
  return Number.parseInt(process.env['OCLIF_COLUMNS'] ?? '', 10) || columns || USUAL_WIDTH;
}

/** A line as the terminal gets it: safe, in colours, and broken between words. */
export function rendered(line: Line, width: number): string {
  const pieces = (typeof line === 'string' ? [line] : line).map(safePiece);
  return linesOf(pieces)
    .map((one) => broken(one, width))
    .join('\n');
}

/** A text of several lines that has its colours already, broken between words. */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => broken([line], width))
    .join('\n');
}

function safePiece(piece: Piece): Piece {
  return typeof piece === 'string' ? terminalSafeLines(piece) : { ...piece, text: terminalSafeLines(piece.text) };
}

/** The lines of pieces that may hold line breaks. */
function linesOf(pieces: Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const piece of pieces) {
    const [first = '', ...more] = plainText([piece]).split('\n');
    lines.at(-1)?.push(withText(piece, first));
    lines.push(...more.map((text) => [withText(piece, text)]));
  }
  return lines;
}

function withText(piece: Piece, text: string): Piece {
  return typeof piece === 'string' ? text : { ...piece, text };
}

/** The first half of a SHA-256 fingerprint, and the second. */
const FINGERPRINT = /((?:[\dA-F]{2}:){16})((?:[\dA-F]{2}:){15}[\dA-F]{2})/g;

/** A line in colours, broken where it is too long. Its further lines stand below its last column. */
function broken(given: Piece[], width: number): string {
  if (fits(plainText(given), width)) {
    return coloured(given);
  }
  // A fingerprint can be broken between two bytes.
  const pieces = given.map((piece) => withText(piece, plainText([piece]).replace(FINGERPRINT, '$1 $2')));
  const plain = plainText(pieces);
  const lead = LEAD.exec(plain)?.[0] ?? '';
  const [before, rest] = splitAt(pieces, lead.length);
  const words = plainText(rest).split(' ');
  if (words.every((word) => fits(word, width - lead.length))) {
    return coloured(before) + brokenWords(rest, width, lead.length);
  }
  // The last column has too little room for a word, such as an address, so it stands below the others.
  const indent = blanksOf(lead) + 2;
  const columns = coloured(before).trimEnd();
  return columns === ''
    ? ' '.repeat(blanksOf(lead)) + brokenWords(rest, width, blanksOf(lead))
    : `${columns}\n${' '.repeat(indent)}${brokenWords(rest, width, indent)}`;
}

function fits(plain: string, width: number): boolean {
  return (
    wrapAnsi(plain, Math.max(width, 1), { trim: false }) === plain && stripVTControlCharacters(plain).length <= width
  );
}

function blanksOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** Words in lines of their own; a command among them has one for itself. */
function brokenWords(pieces: Piece[], width: number, indent: number): string {
  const lines: string[] = [];
  let rest = pieces;
  while (plainText(rest) !== '') {
    const command = COMMAND.exec(plainText(rest));
    const [prose, fromCommand] = splitAt(rest, command?.index ?? Infinity);
    const [kept, after] = splitAt(fromCommand, command?.[0].length ?? 0);
    const isProse = stripVTControlCharacters(plainText(prose)).trim() !== '';
    lines.push(...(isProse ? wrapAnsi(coloured(prose).trim(), width - indent).split('\n') : []));
    lines.push(...(command === null ? [] : [(isProse ? '' : coloured(prose)) + coloured(kept)]));
    rest = after;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}

function splitAt(pieces: Piece[], index: number): [Piece[], Piece[]] {
  const before: Piece[] = [];
  const after: Piece[] = [];
  let start = 0;
  for (const piece of pieces) {
    const text = plainText([piece]);
    const cut = Math.min(Math.max(index - start, 0), text.length);
    before.push(withText(piece, text.slice(0, cut)));
    after.push(withText(piece, text.slice(cut)));
    start += text.length;
  }
  const some = (list: Piece[]): Piece[] => list.filter((piece) => plainText([piece]) !== '');
  return [some(before), some(after)];
}

/** The library has colours for the logs of some build servers too; there they would end up in files. */
function coloured(pieces: Piece[]): string {
  if (!process.stdout.isTTY && process.env['FORCE_COLOR'] === undefined) {
    return plainText(pieces);
  }
  return pieces.map((piece) => (typeof piece === 'string' ? piece : StandardColors[piece.tone](piece.text))).join('');
}
