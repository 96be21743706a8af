import { EXCLUSIVE_C14N, INCLUSIVE_C14N } from '../judge/names.ts';
import { signBoth } from '../../library-signer.ts';
import { makeXml, signIn } from '../../sign-in.ts';
import { signResponse } from './sign.ts';

/** A good response to make mutants from. */
export type Original = { name: string; xml: string; bytes: Buffer };

/**
 * Good responses in all the forms that a checker must accept, each signed by test code. They answer the sign-in of
 * `test/saml/sign-in.ts`.
 */
export function makeOriginals(): Original[] {
  const plain = unsigned(signIn.attributes);
  const address = { name: 'address', value: '12 Rue de la Paix\r\nZoë Ångström & 你好 🏔' };
  return Object.entries({
    'the usual form': makeXml(),
    'signed by a library': signBoth(plain.replace(/></g, '>\n  <')),
    'prefixes saml2p and saml2, no PrefixList': signResponse(
      renamed(withOpenTags(plain), { samlp: 'saml2p', saml: 'saml2' }),
    ),
    'references to carriage returns': signResponse(
      unsigned([...signIn.attributes, address]).replace('&#xD;', () => '&#13;'),
      { lineEnd: '&#13;\n' },
    ),
    'inclusive canonicalisation': signResponse(plain, { canonicalization: INCLUSIVE_C14N, transform: undefined }),
    'prefixes of mixed case': signResponse(renamed(plain, { samlp: 'Samlp', saml: 'sAML', xs: 'xS', xsi: 'Xsi' }), {
      prefixList: 'sAML Samlp xS Xsi',
    }),
    'the protocol as default namespace': signResponse(withDefaultNamespace(plain), {
      prefixList: '#default saml xs xsi',
      hash: 'sha384',
    }),
    'canonicalisation with comments': signResponse(plain, {
      canonicalization: `${EXCLUSIVE_C14N}WithComments`,
      transform: `${EXCLUSIVE_C14N}WithComments`,
      hash: 'sha512',
    }),
  }).map(([name, xml]) => ({ name, xml, bytes: Buffer.from(xml) }));
}

function unsigned(attributes: Array<{ name: string; value: string }>): string {
  return makeXml({ signatures: 'none', content: { attributes } }).replace(/^<\?xml[^>]*>/, '');
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
