import { inflateRawSync } from 'node:zlib';
import { SaxesParser, type SaxesTagNS } from 'saxes';

/** What a service provider asks for, as far as the org looks at it (SAML Core, section 3.4.1). */
export type AuthnRequest = {
  id: string;
  /** The Entity ID; absent where the request has no Issuer. */
  issuer: string | undefined;
  destination: string | undefined;
  acsUrl: string | undefined;
  /** Whether the user has to sign in again. */
  forceAuthn: boolean;
  /** The document, for a signature inside it. */
  xml: string;
};

export type RequestReading = { ok: true; request: AuthnRequest } | { ok: false; problem: string };

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';

/** The longest request, in bytes of XML. Requests of service providers have about one thousand. */
const LONGEST = 64 * 1024;

/** Reads the parameter `SAMLRequest` of the HTTP-Redirect binding: Base64 of raw DEFLATE (SAML Bindings, section 3.4.4.1). */
export function readRedirectRequest(parameter: string): RequestReading {
  return readRequest(parameter, (bytes) => inflateRawSync(bytes, { maxOutputLength: LONGEST }));
}

/** Reads the field `SAMLRequest` of the HTTP-POST binding: Base64 alone (SAML Bindings, section 3.5.4). */
export function readPostRequest(field: string): RequestReading {
  return readRequest(field, (bytes) => bytes);
}

function readRequest(encoded: string, unpack: (bytes: Buffer) => Buffer): RequestReading {
  const compact = encoded.replace(/[ \t\r\n]/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact) || compact.length > 2 * LONGEST) {
    return { ok: false, problem: 'not Base64, or too long' };
  }
  try {
    const xml = new TextDecoder('utf-8', { fatal: true }).decode(unpack(Buffer.from(compact, 'base64')));
    return { ok: true, request: parseRequest(xml) };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** @throws Error for what is no AuthnRequest of SAML 2.0, and for a document type declaration. */
function parseRequest(xml: string): AuthnRequest {
  let root: SaxesTagNS | undefined;
  let issuer: string | undefined;
  const open: SaxesTagNS[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a document type declaration');
  });
  parser.on('opentag', (tag) => {
    root ??= tag;
    open.push(tag);
    if (open.length === 2 && tag.uri === ASSERTION && tag.local === 'Issuer') {
      issuer ??= '';
    }
  });
  parser.on('text', (text) => {
    if (open.length === 2 && open[1]?.uri === ASSERTION && open[1].local === 'Issuer') {
      issuer += text;
    }
  });
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  return requestOf(root, issuer?.trim(), xml);
}

function requestOf(root: SaxesTagNS | undefined, issuer: string | undefined, xml: string): AuthnRequest {
  const attribute = (name: string): string | undefined => root?.attributes[name]?.value;
  const id = attribute('ID') ?? '';
  if (root?.uri !== PROTOCOL || root.local !== 'AuthnRequest' || attribute('Version') !== '2.0' || id === '') {
    throw new Error('no AuthnRequest of SAML 2.0');
  }
  return {
    id,
    issuer: issuer === '' ? undefined : issuer,
    destination: attribute('Destination'),
    acsUrl: attribute('AssertionConsumerServiceURL'),
    forceAuthn: ['true', '1'].includes(attribute('ForceAuthn') ?? ''),
    xml,
  };
}
