import { createHash } from 'node:crypto';
import type { Certificate } from '../reading/certificate.ts';
import type { Element } from '../reading/element.ts';
import { sourceOf } from '../reading/places.ts';
import { canonicalize, inheritedAttributes, namespacesAround, type Canonicalization } from './canonicalize.ts';
import type { Hash } from './signature-algorithms.ts';
import type { SignatureContent } from './signature-content.ts';
import { fits, isMadeBy } from './verify-signature.ts';

/** Bytes of a digest. */
const LENGTHS: Readonly<Record<Hash, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/** Another way to write an element for its digest or signature, and what it means if the digest or signature fits it. */
type OtherForm = { text: string; encoding?: 'latin1' | 'utf16le'; meaning: string };

/**
 * What is known of a digest that does not hold, as a hint. A response that was signed wrongly must not be told as one
 * that somebody changed.
 *
 * @param text the document.
 * @param certificates whose keys may have made the signature value.
 * @param thorough whether to try other ways to write the content, each of which takes as long as the first.
 */
export function explainDigest(
  parent: Element,
  content: SignatureContent,
  text: string,
  certificates: Certificate[],
  thorough: boolean,
): string {
  const { signature, transform, hash, digest } = content;
  const isDigestOf = (form: Omit<OtherForm, 'meaning'>): boolean =>
    hashesOf(digest).some((one) => digestOf(one, form).equals(digest));
  if (digest.length !== LENGTHS[hash]) {
    return isDigestOf({ text: canonicalize(parent, transform, { leftOut: signature }) })
      ? `The digest was made by ${hashesOf(digest).join()}, but ${hash} is named: the signature was built wrongly.`
      : `The digest has ${digest.length} bytes and one by ${hash} has ${LENGTHS[hash]}: it was built wrongly, or changed.`;
  }
  const forms = thorough ? [...otherForms(parent, transform, signature), ...otherBytes(parent, content, text)] : [];
  const other = forms.find(isDigestOf);
  if (other !== undefined) {
    return `The digest fits ${other.meaning}.`;
  }
  const doubt = doubtAbout(parent, transform);
  if (doubt !== undefined) {
    return `The content was changed after it was signed, or its signature was built wrongly: ${doubt}.`;
  }
  return certificates.some((certificate) => fits(certificate, content))
    ? 'The content is not what was signed: it was changed afterwards, or the signer digested other bytes.'
    : 'The signature value does not hold either: the signature itself was changed, or was built wrongly.';
}

/** What is known of a signature value that no key fits, as a hint; undefined if nothing is. */
export function explainValue(content: SignatureContent, certificates: Certificate[]): string | undefined {
  const { signedInfo, canonicalization } = content;
  const other = otherForms(signedInfo, canonicalization).find(({ text }) =>
    certificates.some((certificate) => isMadeBy(certificate, content, text)),
  );
  if (other !== undefined) {
    return `The signature value fits ${other.meaning}.`;
  }
  const doubt = doubtAbout(signedInfo, canonicalization);
  return doubt && `Another key signed, the signature was changed, or it was built wrongly: ${doubt}.`;
}

function hashesOf(digest: Buffer): Hash[] {
  return (Object.keys(LENGTHS) as Hash[]).filter((hash) => LENGTHS[hash] === digest.length);
}

function digestOf(hash: Hash, { text, encoding }: Omit<OtherForm, 'meaning'>): Buffer {
  return createHash(hash)
    .update(text, encoding ?? 'utf8')
    .digest();
}

/** What signers digest that do not canonicalize, or not to UTF-8. */
function otherBytes(parent: Element, { signature, transform }: SignatureContent, text: string): OtherForm[] {
  const plain = canonicalize(parent, transform, { leftOut: signature });
  return [
    {
      text: sourceOf(text, parent).replace(sourceOf(text, signature), ''),
      meaning: 'the text as it was written, without canonicalization: the signature was built wrongly',
    },
    {
      text: plain.replace(/\n/g, '\r\n'),
      meaning: 'the content with the line ends of Windows: the signature was built wrongly',
    },
    {
      text: plain,
      encoding: 'latin1',
      meaning: 'the content in Latin-1 instead of UTF-8: the signature was built wrongly',
    },
    {
      text: plain,
      encoding: 'utf16le',
      meaning: 'the content in UTF-16 instead of UTF-8: the signature was built wrongly',
    },
  ];
}

/** The usual mistakes of signers, and what happens to a response on its way. */
function otherForms(element: Element, method: Canonicalization, leftOut?: Element): OtherForm[] {
  const plain = canonicalize(element, method, { leftOut });
  const other: Canonicalization =
    method.kind === 'inclusive' ? { kind: 'exclusive', prefixes: [] } : { kind: 'inclusive' };
  const forms: OtherForm[] = [
    {
      text: canonicalize(element, { kind: 'exclusive', prefixes: [] }, { leftOut }),
      meaning: 'what exclusive canonicalization without a PrefixList gives: the signature was built wrongly',
    },
    {
      text: canonicalize(element, other, { leftOut }),
      meaning: `what ${other.kind} canonicalization gives, but another one is named: the signature was built wrongly`,
    },
    ...[method, other].map((one) => ({
      text: canonicalize(element, one, { leftOut, alone: true }),
      meaning: 'the element before it was put into the response: the signature was built wrongly',
    })),
    {
      text: plain.replace(/>[ \n]+</g, '><'),
      meaning: 'the content without the white space between its elements, which was added after it was signed',
    },
    {
      text: plain.replace(/\n/g, '&#xD;\n'),
      meaning: 'the content with carriage returns, which were lost because they were not written as references',
    },
  ];
  return forms.filter(({ text }) => text !== plain);
}

/** Why another program may have signed other bytes without being wrong in anything else; undefined if nothing shows it. */
function doubtAbout(element: Element, method: Canonicalization): string | undefined {
  const around = [...namespacesAround(element).keys()];
  if (method.kind === 'inclusive') {
    const attributes = inheritedAttributes(element).map(({ name }) => name);
    const covered = [...attributes, ...around.map(declarationName)];
    return covered.length === 0
      ? undefined
      : `inclusive canonicalization also covers what is declared around the element (${covered.join(', ')})`;
  }
  const listed = method.prefixes.filter((prefix) => prefix === '' || around.includes(prefix));
  return listed.length === 0
    ? undefined
    : `its PrefixList also covers what is declared around the element (${listed.map(declarationName).join(', ')})`;
}

function declarationName(prefix: string): string {
  return prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
}
