/** Whether a text has the form of a record's id whose object has the given prefix. */
export function isRecordId(text: string, prefix: string): boolean {
  return text.startsWith(prefix) && /^[a-z\d]{15}(?:[a-z\d]{3})?$/i.test(text);
}

/** Ids have a form of 15 and one of 18 characters; the first 15 are the same. */
export function shortId(id: string | undefined): string {
  return id?.slice(0, 15) ?? '';
}
