/** A list in parts of at most a size, in order. An API takes only so many of something in one request. */
export function partsOf<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}

/** Reads that are under way at one time. An org takes more; the rest of it belongs to others. */
const AT_ONCE = 5;

/** What a read gives for each part of a list, in order. Five reads are under way at a time. */
export async function readInParts<T, Row>(
  items: T[],
  size: number,
  read: (part: T[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const turn of partsOf(partsOf(items, size), AT_ONCE)) {
    rows.push(...(await Promise.all(turn.map(read))).flat());
  }
  return rows;
}
