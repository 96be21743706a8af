/** A list in parts of at most a size, in order. An API takes only so many of something in one request. */
export function partsOf<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}
