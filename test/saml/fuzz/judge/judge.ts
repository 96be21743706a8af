import type { ResponseMethods, Meaning } from './meaning.ts';
import { meaningOf } from './meaning.ts';
import { readTrustedKey } from './key-info.ts';
import { ASSERTION, SIGNATURE } from './names.ts';
import { parseXml } from './parse-xml.ts';
import { policyReason, type PolicyReason } from './policy.ts';
import { readMethods } from './signature-methods.ts';
import { childrenNamed, type ElementNode, type XmlDocument } from './xml-tree.ts';

/**
 * What a mutant is, compared with the original. Only a mutant that is the same may be accepted, and it must be. If one
 * signature is enough, a mutant with the Assertion as it was signed may be accepted too.
 */
export type Verdict =
  | { verdict: 'same' }
  | { verdict: 'different'; part: string; isAssertionSigned: boolean }
  | { verdict: 'refused by policy'; reason: PolicyReason };

export type Judge = (mutant: Buffer) => Verdict;

/**
 * A judge of the mutants of one response, which has both signatures and is good. It knows nothing of the checker and
 * shares no code with it.
 *
 * @param certificatePem the certificate that the service provider trusts.
 */
export function judgeFor(original: Buffer, certificatePem: string): Judge {
  const document = readDocument(original);
  const [assertion] = childrenNamed(document.root, ASSERTION, 'Assertion');
  if (!assertion) {
    throw new Error('the original has no Assertion');
  }
  const methods: ResponseMethods = {
    response: readMethods(signatureIn(document.root)),
    assertion: readMethods(signatureIn(assertion)),
    trusted: readTrustedKey(certificatePem),
  };
  const meaning = meaningOf(document, methods);
  return (mutant) => judge(mutant, meaning, methods);
}

/**
 * The parts that do not matter where the signature of the Assertion is enough. It does not cover what the prefix of a
 * type means, and the standard lets an attribute have a type of any kind.
 */
const AROUND_ASSERTION = /\b(of|in) the Response|^types of values$/;

function judge(mutant: Buffer, original: Meaning, methods: ResponseMethods): Verdict {
  let document: XmlDocument;
  let meaning: Meaning;
  try {
    document = readDocument(mutant);
    meaning = meaningOf(document, methods);
  } catch (error) {
    const part = `not readable: ${error instanceof Error ? error.message : String(error)}`;
    return { verdict: 'different', part, isAssertionSigned: false };
  }
  const different = Object.keys(original).filter((name) => meaning[name] !== original[name]);
  const [part] = different;
  const reason = policyReason(document);
  if (part !== undefined) {
    const isAssertionSigned = reason === undefined && different.every((name) => AROUND_ASSERTION.test(name));
    return { verdict: 'different', part, isAssertionSigned };
  }
  return reason === undefined ? { verdict: 'same' } : { verdict: 'refused by policy', reason };
}

/** Throws if the bytes are no UTF-8 or no XML. */
export function readDocument(bytes: Buffer): XmlDocument {
  return parseXml(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
}

function signatureIn(parent: ElementNode): ElementNode {
  const [signature] = childrenNamed(parent, SIGNATURE, 'Signature');
  if (!signature) {
    throw new Error(`the original's ${parent.local} is not signed`);
  }
  return signature;
}
