/** Names are compared without regard to case, as the platform's queries compare them. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * A name as the org spells it, or as given if the org does not have it. A name that differs only in case could be
 * deployed over the existing one.
 */
export function orgSpelling(name: string, names: string[]): string {
  return names.find((existing) => existing === name) ?? names.find((existing) => sameName(existing, name)) ?? name;
}

/** Names in their order, each once, in the spelling that came first. */
export function uniqueNames(names: string[]): string[] {
  const known = new Set<string>();
  return names.filter((name) => {
    const key = name.toLowerCase();
    return !known.has(key) && known.add(key);
  });
}
