export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const XML_SCHEMA = 'http://www.w3.org/2001/XMLSchema';
export const XML_SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
export const XML = 'http://www.w3.org/XML/1998/namespace';
export const XHTML = 'http://www.w3.org/1999/xhtml';
export const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** The prefixes that names are shown with, whatever prefixes the document uses. */
const CUSTOMARY: ReadonlyMap<string, string> = new Map([
  [ASSERTION, 'saml'],
  [PROTOCOL, 'samlp'],
  [SIGNATURE, 'ds'],
  [EXCLUSIVE_C14N, 'ec'],
]);

/** `saml:Issuer` in a known namespace, `{namespace}name` in another one, and the bare name in none. */
export function customaryName(namespace: string | null | undefined, localName: string): string {
  if (!namespace) {
    return localName;
  }
  const prefix = CUSTOMARY.get(namespace);
  return prefix === undefined ? `{${namespace}}${localName}` : `${prefix}:${localName}`;
}
