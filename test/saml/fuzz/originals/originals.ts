import { ASSERTION, EXCLUSIVE_C14N, INCLUSIVE_C14N, PROTOCOL } from '../judge/names.ts';
import { signBoth } from '../../library-signer.ts';
import { makeXml, now, signIn } from '../../sign-in.ts';
import { signElement, USUAL_FORM, type SigningForm } from './sign.ts';

/** A good response to make mutants from. */
export type Original = { name: string; xml: string };

/**
 * Good responses in all the forms that a checker must accept, each signed by test code. They answer the sign-in of
 * `test/saml/sign-in.ts`.
 *
 * @param issued the time of the sign-in. Software that has no clock of its own to set must get the present.
 */
export function makeOriginals(issued: Date = now): Original[] {
  const plain = unsigned(issued, signIn.attributes);
  const address = { name: 'address', value: '12 Rue de la Paix\r\nZoë Ångström & 你好 🏔' };
  return Object.entries({
    'the usual form': makeXml({ content: { issued } }),
    'signed by a library': signBoth(plain.replace(/></g, '>\n  <')),
    'prefixes saml2p and saml2, no PrefixList': signed(
      renamed(withOpenTags(plain), { samlp: 'saml2p', saml: 'saml2' }),
    ),
    'references to carriage returns': signed(
      unsigned(issued, [...signIn.attributes, address]).replace('&#xD;', () => '&#13;'),
      { lineEnd: '&#13;\n' },
    ),
    'inclusive canonicalisation': signed(plain, { canonicalization: INCLUSIVE_C14N, transform: undefined }),
    'prefixes of mixed case': signed(renamed(plain, { samlp: 'Samlp', saml: 'sAML', xs: 'xS', xsi: 'Xsi' }), {
      prefixList: 'sAML Samlp xS Xsi',
    }),
    'the protocol as default namespace': signed(withDefaultNamespace(plain), {
      prefixList: '#default saml xs xsi',
      hash: 'sha384',
    }),
    'canonicalisation with comments': signed(plain, {
      canonicalization: `${EXCLUSIVE_C14N}WithComments`,
      transform: `${EXCLUSIVE_C14N}WithComments`,
      hash: 'sha512',
    }),
  }).map(([name, xml]) => ({ name, xml }));
}

function unsigned(issued: Date, attributes: Array<{ name: string; value: string }>): string {
  return makeXml({ signatures: 'none', content: { issued, attributes } }).replace(/^<\?xml[^>]*>/, '');
}

/** Makes both signatures: the Assertion's first, since the Response's signature covers it. */
function signed(xml: string, changes: Partial<SigningForm> = {}): string {
  const form = { ...USUAL_FORM, ...changes };
  return signElement(signElement(xml, ASSERTION, 'Assertion', form), PROTOCOL, 'Response', form);
}

/** Only prefixes stand before a colon in these texts; the names of SAML in URNs are in capitals. */
function renamed(xml: string, prefixes: Record<string, string>): string {
  return xml.replace(/\b(samlp|saml|xsi|xs)(?=:[A-Za-z])|(?<=xmlns:)(samlp|saml|xsi|xs)(?==)/g, (prefix) => {
    return prefixes[prefix] ?? prefix;
  });
}

function withOpenTags(xml: string): string {
  return xml.replace(/<([\w:]+)([^<>]*)\/>/g, '<$1$2></$1>');
}

function withDefaultNamespace(xml: string): string {
  return xml.replace(/(<\/?)samlp:/g, '$1').replace('xmlns:samlp=', 'xmlns=');
}
