/**
 * A SOQL text literal: backslash and apostrophe are escaped (SOQL and SOSL Reference, "Quoted String Escape
 * Sequences").
 */
export function soqlText(value: string): string {
  // JSON can hold half of a surrogate pair, which cannot be part of an address.
  const escaped = value
    .toWellFormed()
    .replace(/[\\']/g, (character) => `\\${character}`)
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r');
  return `'${escaped}'`;
}

/** A list of SOQL text literals for an `IN` clause. */
export function soqlTexts(values: string[]): string {
  return `(${values.map(soqlText).join(', ')})`;
}
