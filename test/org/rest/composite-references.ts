import { RestError } from '../server/rest-error.ts';

/** Bodies of the subrequests that were answered, by reference id. */
export type Answers = Map<string, unknown>;

const REFERENCE = /@\{([^}]*)\}/g;

/**
 * A subrequest with every `@{reference.path}` in its address and body replaced by what it points at, for example
 * `@{sets.records[0].Id}`.
 *
 * @throws RestError PROCESSING_HALTED for a reference that points at nothing (text inferred).
 */
export function resolveReferences(value: unknown, answers: Answers): unknown {
  if (typeof value === 'string') {
    return value.replace(REFERENCE, (_, path: string) => String(valueOf(path, answers)));
  }
  if (Array.isArray(value)) {
    return value.map((entry) => resolveReferences(entry, answers));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, resolveReferences(entry, answers)]));
  }
  return value;
}

function valueOf(path: string, answers: Answers): unknown {
  const [reference = '', ...steps] = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  let value = answers.get(reference);
  for (const step of steps) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  if (value === undefined || value === null) {
    throw new RestError(
      400,
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${path} found in ${reference}`,
    );
  }
  return value;
}
