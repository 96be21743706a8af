import { expect } from 'chai';
import { canonicalDocument, canonicalElement, type Canonicalization } from '../test/saml/fuzz/judge/canonical-form.ts';
import { readDocument } from '../test/saml/fuzz/judge/judge.ts';
import { EXCLUSIVE_C14N, INCLUSIVE_C14N } from '../test/saml/fuzz/judge/names.ts';
import { childElements, elementsFrom } from '../test/saml/fuzz/judge/xml-tree.ts';
import { mutantOf } from '../test/saml/fuzz/mutants.ts';
import { chance, integer, pick, seededRandom, type Random } from '../test/saml/fuzz/mutations/random.ts';
import { makeOriginals } from '../test/saml/fuzz/originals/originals.ts';
import { signResponse } from '../test/saml/fuzz/originals/sign.ts';
import { ANY, randomAttributes, randomDocument, randomElement } from '../test/saml/fuzz/random-document.ts';
import { key } from '../test/saml/keys.ts';
import { expected, requestId } from '../test/saml/sign-in.ts';
import { askPythonPeers, runPython } from './support/saml-peers.ts';

/** A document to canonicalise, as a whole or from an element on: the first one with this name. */
type FormCase = Canonicalization & { xml: string; apex: string | null };

type Answer = { canonical: string } | { error: string };

const DOCUMENTS = 3_000;
const MUTANTS = 2_000;
const SIGNED = 500;
const SEED = 20261124;

const C14N_METHODS = [
  EXCLUSIVE_C14N,
  `${EXCLUSIVE_C14N}WithComments`,
  INCLUSIVE_C14N,
  `${INCLUSIVE_C14N}#WithComments`,
];

/** What the service provider expects does not matter here, since only the signatures are verified. */
const PEER = { ...expected, requestId, certificate: key.certificatePem };

/** What libxml2 does otherwise, and why. Everything else must be the same. */
const DIFFERENCES: Record<string, (ours: Answer, theirs: Answer, xml: string) => boolean> = {
  // Namespaces in XML 1.0 leaves open what a reader does with such a namespace. The policy of the plugin refuses it.
  'libxml2 refuses a namespace that is no URI': (_, theirs) => says(theirs, /is not a valid URI/),
  // It reads "&amp;" in a namespace as "&#38;". The policy of the plugin refuses an ampersand there.
  'libxml2 writes an ampersand in a namespace twice escaped': (_, theirs) =>
    'canonical' in theirs && theirs.canonical.includes('&#38;'),
  // The checker refuses everything but UTF-8, and so does its judge. The judge does not look at what is declared.
  'libxml2 reads other character sets': (ours, _, xml) =>
    says(ours, /not valid for encoding|U\+0000/) || /^\uFEFF?<\?xml[^>]*encoding=["'](?!utf-8)/i.test(xml),
  // The judge has no entities and no default attributes, and so it refuses what declares some.
  'libxml2 reads internal subsets': (ours) => says(ours, /^no tag, before character/),
  // The recommendation xml:id is younger than XML 1.0, and the judge does not know it.
  'libxml2 wants an xml:id to be a name': (_, theirs) => says(theirs, /^xml:id :/),
  // lxml makes a document of its own of the part, and does not look at the rest.
  'lxml canonicalises a part of a document with a relative namespace elsewhere': (ours, theirs) =>
    says(ours, /is a relative URI/) && 'canonical' in theirs,
};

function says(answer: Answer, pattern: RegExp): boolean {
  return 'error' in answer && pattern.test(answer.error);
}

describe("the canonical form by which the fuzzer's judge decides", () => {
  it(`is that of libxml2 for ${DOCUMENTS} random documents, as a whole and from an element on`, async () => {
    const random = seededRandom(SEED);
    const cases = Array.from({ length: DOCUMENTS }, () => caseOf(Buffer.from(randomDocument(random)), random));
    expect(await differing(cases)).to.deep.equal([]);
  });

  it(`is that of libxml2 for ${MUTANTS} mutants of responses`, async () => {
    const random = seededRandom(SEED);
    const originals = makeOriginals();
    const cases = Array.from({ length: MUTANTS }, (_, number) =>
      caseOf(mutantOf(originals, SEED, number).bytes, random),
    );
    expect(await differing(cases)).to.deep.equal([]);
  });

  it(`is that of libxmlsec1, which verifies ${SIGNED} random responses that were signed with it`, async () => {
    const random = seededRandom(SEED);
    const responses = Array.from({ length: SIGNED }, () => randomResponse(random));
    const verdicts = await askPythonPeers(
      responses.map((xml) => ({ ...PEER, samlResponse: Buffer.from(xml).toString('base64') })),
    );
    const refused = responses.filter((_, index) => verdicts[index]?.xmlsec.valid !== true);
    expect(refused).to.deep.equal([]);
  });
});

/**
 * What lxml does not do is left out: it ignores `#default` in a PrefixList, and a part of a document does not inherit
 * attributes such as `xml:lang` in Canonical XML. The signed documents have both.
 */
function caseOf(bytes: Buffer, random: Random): FormCase {
  const prefixes = ['a', 'B', 'aB', 'xs', 'é', 'saml', 'saml2', 'ds', 'constructor', 'unknown'];
  const exclusive = chance(random, 0.7);
  const prefixList = exclusive ? Array.from({ length: integer(random, 4) }, () => pick(random, prefixes)) : [];
  return {
    ...{ xml: bytes.toString('base64'), exclusive, comments: chance(random, 0.5), prefixList },
    apex: exclusive && chance(random, 0.7) ? apexOf(bytes, random) : null,
  };
}

/** A response with both signatures, in a random form, whose content and surroundings are random too. */
function randomResponse(random: Random): string {
  const issuer = '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">x</saml:Issuer>';
  const content = (): string => Array.from({ length: integer(random, 3) }, () => randomElement(random, ANY)).join(' ');
  const assertion = `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ${randomAttributes(random, ANY)}ID="_a">${issuer}${content()}</saml:Assertion>`;
  const response = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ${randomAttributes(random, ANY)}ID="_r">${issuer}${content()}${assertion}${content()}</samlp:Response>`;
  const prefixes = ['#default', 'a', 'B', 'aB', 'xs', 'é', 'saml', 'samlp', 'ds', 'constructor', 'unknown'];
  const prefixList = Array.from({ length: 1 + integer(random, 4) }, () => pick(random, prefixes)).join(' ');
  return signResponse(response, {
    canonicalization: pick(random, C14N_METHODS),
    ...pick(random, [
      { transform: undefined },
      { transform: pick(random, C14N_METHODS) },
      { transform: EXCLUSIVE_C14N, prefixList },
    ]),
  });
}

/** The name by which lxml finds an element inside; null if there is none. */
function apexOf(bytes: Buffer, random: Random): string | null {
  try {
    const inner = childElements(readDocument(bytes).root).flatMap(elementsFrom);
    const found = inner.length > 0 ? pick(random, inner) : undefined;
    return found ? `{${found.namespace}}${found.local}` : null;
  } catch {
    return null;
  }
}

/** The cases in which libxml2 comes to another form, without those that are explained. */
async function differing(cases: FormCase[]): Promise<unknown[]> {
  const answers = (await runPython('canonicalise.py', cases)) as Answer[];
  expect(answers).to.have.length(cases.length);
  const ours = cases.map(formOf);
  expect(ours.filter((answer) => 'canonical' in answer).length).to.be.above(cases.length / 3);
  return cases
    .map((item, index) => ({ ...item, xml: Buffer.from(item.xml, 'base64').toString(), index }))
    .map((item) => ({ ...item, ours: ours[item.index]!, theirs: answers[item.index]! }))
    .filter((item) => !isSame(item.ours, item.theirs))
    .filter((item) => !Object.values(DIFFERENCES).some((explains) => explains(item.ours, item.theirs, item.xml)));
}

function isSame(one: Answer, other: Answer): boolean {
  return 'canonical' in one && 'canonical' in other
    ? one.canonical === other.canonical
    : 'error' in one === 'error' in other;
}

function formOf({ xml, apex, ...how }: FormCase): Answer {
  try {
    const document = readDocument(Buffer.from(xml, 'base64'));
    const element = elementsFrom(document.root).find(({ namespace, local }) => `{${namespace}}${local}` === apex);
    return { canonical: element ? canonicalElement(element, how) : canonicalDocument(document, how) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
