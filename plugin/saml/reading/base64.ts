/** Why a text is not Base64, as a word for code. The caller knows where the text came from, and makes the sentence. */
export type Base64Fault = 'empty' | 'percent-encoded' | 'url-alphabet' | 'alphabet' | 'padding';

export type Base64Reading = { ok: true; bytes: Buffer } | { ok: false; fault: Base64Fault };

/**
 * Decodes Base64 as RFC 4648 writes it: its alphabet, its padding, no stray bits. XML white space between the
 * characters is allowed. `Buffer.from` alone would skip unknown characters, so many texts would mean the same bytes.
 */
export function decodeBase64(text: string): Base64Reading {
  const compact = text.replace(/[ \t\r\n]+/g, '');
  const fault = faultOf(compact);
  if (fault !== undefined) {
    return { ok: false, fault };
  }
  const bytes = Buffer.from(compact, 'base64');
  return bytes.toString('base64') === compact ? { ok: true, bytes } : { ok: false, fault: 'padding' };
}

function faultOf(compact: string): Base64Fault | undefined {
  if (compact === '') {
    return 'empty';
  }
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    return compact.length % 4 === 0 ? undefined : 'padding';
  }
  if (compact.includes('%')) {
    return 'percent-encoded';
  }
  return /^[A-Za-z0-9_-]+={0,2}$/.test(compact) ? 'url-alphabet' : 'alphabet';
}
