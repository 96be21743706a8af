/** Names are compared without regard to case, as the platform's queries compare them. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * A name as the org spells it; as given where the org has none like it. What differs in case alone could be deployed
 * onto what exists.
 */
export function orgSpelling(name: string, names: string[]): string {
  return names.find((existing) => existing === name) ?? names.find((existing) => sameName(existing, name)) ?? name;
}
