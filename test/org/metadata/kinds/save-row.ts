import { findRow, insertRow, updateRow, type RowValues } from '../../database/rows.ts';
import type { Draft } from './kind.ts';

/**
 * Writes the row of a component: changes the one that has the id, or adds it.
 *
 * @param id `undefined` if the component has no such row yet and the org may choose the id.
 */
export function saveRow({ org, userId }: Draft, object: string, id: string | undefined, values: RowValues): void {
  if (id !== undefined && findRow(org, object, { Id: id })) {
    updateRow(org, object, id, values, userId);
  } else {
    insertRow(org, object, id === undefined ? values : { Id: id, ...values }, userId);
  }
}
