import { distance } from 'fastest-levenshtein';

/** The longest name of a profile or permission set. A longer text is not a mistyped name. */
const LONGEST_NAME = 255;

/** The largest number of names to suggest. */
const MOST = 3;

/**
 * The known names that are most similar to a mistyped one, most similar first. Empty if none is similar.
 *
 * @param thingOf what a name stands for. Of several names of one thing, only the most similar is suggested.
 */
export function nearestNames(given: string, known: string[], thingOf = (name: string): string => name): string[] {
  const wanted = given.trim().toLowerCase();
  // A permission set can carry one text as its name and as its label, and so come more than once.
  const near = (wanted.length > LONGEST_NAME ? [] : [...new Set(known)])
    .map((name) => ({ name, edits: editsBetween(wanted, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(2, Math.floor(Math.max(wanted.length, name.length) * 0.4)))
    .sort((a, b) => a.edits - b.edits || a.name.localeCompare(b.name))
    .map(({ name }) => name);
  const things = near.map(thingOf);
  return near.filter((_name, index) => things.indexOf(things[index] ?? '') === index).slice(0, MOST);
}

/** Levenshtein's distance, in edits; a name that contains the given text counts as one edit away. */
function editsBetween(given: string, name: string): number {
  if (given !== '' && name !== given && name.includes(given)) {
    return 1;
  }
  return distance(given, name);
}
