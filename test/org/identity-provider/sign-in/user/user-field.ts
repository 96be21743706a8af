import { fieldNamed, objectNamed } from '../../../schema/objects.ts';
import type { Row } from '../../../state.ts';

/**
 * The value of a field of a row as text, by the field's name in whatever case; custom fields are those that the row has
 * and the object's table has not.
 *
 * @returns `known: false` for a field that does not exist, an empty text for one that is empty.
 */
export function fieldText(object: string, row: Row | undefined, name: string): { known: boolean; text: string } {
  const table = objectNamed(object);
  const wanted = name.toLowerCase();
  const own = Object.keys(row ?? {}).find((key) => key.toLowerCase() === wanted);
  const field = own ?? (table && fieldNamed(table, name, 'data')?.name);
  const value = field === undefined ? undefined : row?.[field];
  return { known: field !== undefined, text: value === undefined || value === null ? '' : String(value) };
}
