const CHECKSUM_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const ID_FORM = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

/**
 * The 18-character form of a 15-character id: each of the three added letters tells which of five characters are
 * capitals, so that the id survives software that ignores case (Object Reference, "ID Field Type").
 */
export function withChecksum(id15: string): string {
  const letters = [0, 5, 10].map((start) => {
    const bits = [...id15.slice(start, start + 5)].map((character, index) =>
      /[A-Z]/.test(character) ? 1 << index : 0,
    );
    return CHECKSUM_LETTERS[bits.reduce((sum, bit) => sum + bit, 0)];
  });
  return id15 + letters.join('');
}

/** Whether a text has the form of an id, 15 or 18 characters. */
export function isId(text: string): boolean {
  return ID_FORM.test(text);
}

/** What two forms of one id have in common: the first 15 characters, in which case counts. */
export function idKey(id: string): string {
  return id.slice(0, 15);
}

/** Makes ids of one org: key prefix, the org's own six characters, a counter of six. */
export function idMaker(orgPart: string): (keyPrefix: string) => string {
  let counter = 0;
  return (keyPrefix) => {
    counter += 1;
    return withChecksum(keyPrefix + orgPart + base62(counter).padStart(6, '0'));
  };
}

const BASE_62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(value: number): string {
  const rest = Math.floor(value / 62);
  return (rest > 0 ? base62(rest) : '') + BASE_62[value % 62];
}
