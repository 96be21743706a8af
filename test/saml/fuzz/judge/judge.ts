import type { ResponseMethods, Meaning } from './meaning.ts';
import { meaningOf } from './meaning.ts';
import { readTrustedKey } from './key-info.ts';
import { ASSERTION, SIGNATURE } from './names.ts';
import { parseXml } from './parse-xml.ts';
import { policyReason, type PolicyReason } from './policy.ts';
import { readMethods } from './signature-methods.ts';
import { childrenNamed, type ElementNode, type XmlDocument } from './xml-tree.ts';

/** What a mutant is, compared with the original. Only a mutant that is the same may be accepted, and it must be. */
export type Verdict =
  { verdict: 'same' } | { verdict: 'different'; part: string } | { verdict: 'refused by policy'; reason: PolicyReason };

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

function judge(mutant: Buffer, original: Meaning, methods: ResponseMethods): Verdict {
  let document: XmlDocument;
  let meaning: Meaning;
  try {
    document = readDocument(mutant);
    meaning = meaningOf(document, methods);
  } catch (error) {
    return { verdict: 'different', part: `not readable: ${error instanceof Error ? error.message : String(error)}` };
  }
  const part = Object.keys(original).find((name) => meaning[name] !== original[name]);
  if (part !== undefined) {
    return { verdict: 'different', part };
  }
  const reason = policyReason(document);
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
