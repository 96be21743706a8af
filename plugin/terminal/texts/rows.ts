/** Names with their values, in two columns. A value may have several lines. */
export type Rows = Array<[name: string, value: string]>;

/** Rows as lines, one column below the other. */
export function rowsText(rows: Rows, indent = 2): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.flatMap(([name, value]) =>
    value.split('\n').map((line, index) => `${' '.repeat(indent)}${(index === 0 ? name : '').padEnd(width)}  ${line}`),
  );
}

/** Columns that an address may take in a plan or a setup, which are read and not copied from. */
const ADDRESS_WIDTH = 46;

/** An address in lines, each ending after a slash. */
export function addressLines(address: string): string {
  const lines: string[] = [];
  for (const part of address.split(/(?<=[^/:]\/)(?=[^/])/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + part.length > ADDRESS_WIDTH) {
      lines.push(part);
    } else {
      lines[lines.length - 1] = last + part;
    }
  }
  return lines.join('\n');
}
