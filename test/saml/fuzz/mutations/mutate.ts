import { readDocument } from '../judge/judge.ts';
import type { XmlDocument } from '../judge/xml-tree.ts';
import { ATTRIBUTE_MUTATIONS } from './attributes.ts';
import { BYTE_MUTATIONS } from './bytes.ts';
import { ELEMENT_MUTATIONS } from './elements.ts';
import { KEY_INFO_MUTATIONS } from './key-info.ts';
import { MARKUP_MUTATIONS } from './markup.ts';
import type { Mutation } from './mutation.ts';
import { NAMESPACE_MUTATIONS } from './namespaces.ts';
import { NOTATION_MUTATIONS } from './notation.ts';
import { PREFIX_MUTATIONS } from './prefixes.ts';
import { chance, integer, pick, type Random } from './random.ts';
import { SIGNATURE_MUTATIONS } from './signatures.ts';
import { VALUE_MUTATIONS } from './values.ts';
import { WRAPPING_MUTATIONS } from './wrapping.ts';

/** Every class of mutations. Each has a name of its own. */
export const MUTATIONS: readonly Mutation[] = [
  ...BYTE_MUTATIONS,
  ...VALUE_MUTATIONS,
  ...NOTATION_MUTATIONS,
  ...MARKUP_MUTATIONS,
  ...ATTRIBUTE_MUTATIONS,
  ...NAMESPACE_MUTATIONS,
  ...PREFIX_MUTATIONS,
  ...ELEMENT_MUTATIONS,
  ...SIGNATURE_MUTATIONS,
  ...KEY_INFO_MUTATIONS,
  ...WRAPPING_MUTATIONS,
];

/** A changed response, and the classes of its changes in their order. */
export type Mutant = { bytes: Buffer; classes: string[] };

const TRIES = 20;

/**
 * Changes a response by one class of mutations; in every fourth mutant, one or two changes of other classes follow. The
 * same random numbers give the same mutant. `undefined` if the class has nothing to change in this response.
 */
export function mutate(original: Buffer, mutation: Mutation, random: Random): Mutant | undefined {
  const first = applied(original, mutation, random);
  if (!first) {
    return undefined;
  }
  const mutant = { bytes: first, classes: [mutation.name] };
  for (let more = chance(random, 0.25) ? 1 + integer(random, 2) : 0; more > 0; more -= 1) {
    const next = pick(random, MUTATIONS);
    const changed = applied(mutant.bytes, next, random);
    mutant.bytes = changed ?? mutant.bytes;
    mutant.classes.push(...(changed ? [next.name] : []));
  }
  // A later change can undo the first one.
  return mutant.bytes.equals(original) ? { bytes: first, classes: [mutation.name] } : mutant;
}

/** Some tries find nothing to change, or cut off everything, so there are several. */
function applied(bytes: Buffer, mutation: Mutation, random: Random): Buffer | undefined {
  const change = changeOf(bytes, mutation);
  for (let tries = 0; change && tries < TRIES; tries += 1) {
    const changed = change(random);
    if (changed && changed.length > 0 && !changed.equals(bytes)) {
      return changed;
    }
  }
  return undefined;
}

/** The change for some bytes; `undefined` if it needs a tree and they are not well-formed. */
function changeOf(bytes: Buffer, mutation: Mutation): ((random: Random) => Buffer | undefined) | undefined {
  if (mutation.on === 'bytes') {
    return (random) => mutation.mutate(bytes, random);
  }
  try {
    const document = readOnce(bytes);
    return (random) => {
      const text = mutation.mutate(document, random);
      return text === undefined ? undefined : Buffer.from(text);
    };
  } catch {
    return undefined;
  }
}

const DOCUMENTS = new WeakMap<Buffer, XmlDocument>();

/** The originals are read again and again. */
function readOnce(bytes: Buffer): XmlDocument {
  const document = DOCUMENTS.get(bytes) ?? readDocument(bytes);
  DOCUMENTS.set(bytes, document);
  return document;
}
