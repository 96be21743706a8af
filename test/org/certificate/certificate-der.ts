/**
 * The few forms of DER (ITU-T X.690) that an X.509 certificate needs; node:crypto reads certificates but makes none.
 */

/** A value with its tag and length. */
export function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

export const sequence = (...items: Buffer[]): Buffer => der(0x30, ...items);
export const set = (...items: Buffer[]): Buffer => der(0x31, ...items);
export const octetString = (content: Buffer): Buffer => der(0x04, content);
export const bitString = (content: Buffer): Buffer => der(0x03, Buffer.from([0]), content);
export const utf8String = (text: string): Buffer => der(0x0c, Buffer.from(text));
export const printableString = (text: string): Buffer => der(0x13, Buffer.from(text, 'ascii'));
export const nullValue = (): Buffer => der(0x05);
export const trueValue = (): Buffer => der(0x01, Buffer.from([0xff]));

/** A context-specific tag around complete values. */
export const explicit = (tagNumber: number, ...contents: Buffer[]): Buffer => der(0xa0 + tagNumber, ...contents);

/** A context-specific tag in place of the value's own. */
export const implicit = (tagNumber: number, content: Buffer): Buffer => der(0x80 + tagNumber, content);

/** A positive integer from big-endian bytes, without leading zeros that are not needed. */
export function integer(bytes: Buffer): Buffer {
  return der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** An object identifier in dotted form. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A time to the second: UTCTime up to 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

function lengthOf(content: Buffer): Buffer {
  if (content.length < 0x80) {
    return Buffer.from([content.length]);
  }
  const bytes = Buffer.from(content.length.toString(16).padStart(6, '0'), 'hex');
  const shortest = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([0x80 + shortest.length]), shortest]);
}

function base128(value: number): number[] {
  const groups = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) {
    groups.unshift(0x80 | (rest & 0x7f));
  }
  return groups;
}
