/** Whether a text has the form of a record's id. Ids of one object begin with the same prefix. */
export function isRecordId(text: string, prefix: string): boolean {
  return text.startsWith(prefix) && /^[a-z\d]{15}(?:[a-z\d]{3})?$/i.test(text);
}

/** An id in its short form. Ids have 15 or 18 characters, and the first 15 are the same. */
export function shortId(id: string | undefined): string {
  return id?.slice(0, 15) ?? '';
}
