/** One part of a form: the name in its `Content-Disposition`, and its bytes. */
export type FormPart = { name: string; content: Buffer };

/**
 * The parts of a `multipart/form-data` body (RFC 7578); `undefined` for any other body. The bytes are not changed,
 * since a part may be a zip.
 */
export function readForm(contentType: string, body: Buffer): FormPart[] | undefined {
  const boundary = /^multipart\/form-data\s*;.*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const delimiter = boundary && `--${boundary[1] ?? boundary[2]}`;
  if (!delimiter) {
    return undefined;
  }
  const parts: FormPart[] = [];
  // The first delimiter is at the start of the body; each of the others follows a line end.
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const from = start + delimiter.length;
    const next = body.indexOf(`\r\n${delimiter}`, from);
    const part = next < 0 ? undefined : readPart(body.subarray(from, next));
    if (part) {
      parts.push(part);
    }
    start = next < 0 ? -1 : next + 2;
  }
  return parts;
}

function readPart(bytes: Buffer): FormPart | undefined {
  const headersEnd = bytes.indexOf('\r\n\r\n');
  const headers = bytes.subarray(0, Math.max(headersEnd, 0)).toString('utf8');
  const name = /^content-disposition:[^\r\n]*\bname="([^"]*)"/im.exec(headers)?.[1];
  return name === undefined ? undefined : { name, content: bytes.subarray(headersEnd + 4) };
}
