/** Does something at a terminal of a certain width. Elsewhere in tests, lines are not broken. */
export async function inColumns<T>(columns: number, work: () => Promise<T>): Promise<T> {
  const before = process.env['OCLIF_COLUMNS'];
  process.env['OCLIF_COLUMNS'] = String(columns);
  try {
    return await work();
  } finally {
    process.env['OCLIF_COLUMNS'] = before;
  }
}
