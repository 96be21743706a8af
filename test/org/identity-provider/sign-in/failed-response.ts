import { contentOf, type SignIn } from '../response.ts';
import { signElement, type SigningAlgorithm } from '../response-signature.ts';
import { responseXml } from '../response-xml.ts';
import { REFUSALS, type RefusalCode } from './refusal.ts';

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status';

/**
 * A signed response that says why there is no assertion (SAML Core, section 3.2.2.1). That service providers show an
 * error of their own where a user has no access suggests that the platform sends one; its form is not known.
 *
 * @returns the value of the form field SAMLResponse.
 */
export function writeFailedResponse(
  signIn: Omit<SignIn, 'nameId' | 'attributes'>,
  algorithm: SigningAlgorithm,
  code: RefusalCode,
): string {
  const content = contentOf({ ...signIn, nameId: '', attributes: [] }, {});
  const status =
    `<samlp:Status><samlp:StatusCode Value="${STATUS}:Responder"><samlp:StatusCode Value="${STATUS}:RequestDenied"/>` +
    `</samlp:StatusCode><samlp:StatusMessage>${REFUSALS[code]}</samlp:StatusMessage></samlp:Status>`;
  const xml = responseXml(content, '').replace(/<samlp:Status>.*<\/samlp:Status>/, () => status);
  const signing = { key: signIn.key, algorithm, keyInfo: 'certificate', prefixes: 'ds saml samlp xs xsi' } as const;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${signElement(xml, signing)}`).toString('base64');
}
