import { RestError } from '../server/rest-error.ts';
import type { Row } from '../state.ts';

/** Text seen for other objects whose key is not one field; not certain for these. */
export function refuseDuplicate(existing: Row | undefined): void {
  if (existing !== undefined) {
    const text = 'duplicate value found: <unknown> duplicates value on record with id: <unknown>';
    throw new RestError(400, 'DUPLICATE_VALUE', text, []);
  }
}
