import { expect } from 'chai';
import { parseDocument } from '../../../plugin/saml/reading/xml/parse-document.ts';
import { selfAndDescendants } from '../../../plugin/saml/reading/elements.ts';
import { canonicalize } from '../../../plugin/saml/signature/canonicalize.ts';
import { canonicalElement } from './judge/canonical-form.ts';
import { parseXml } from './judge/parse-xml.ts';
import { elementsFrom } from './judge/xml-tree.ts';
import { integer, pick, seededRandom } from './mutations/random.ts';
import { PLAIN, randomElement } from './random-document.ts';

const DOCUMENTS = 500;

/** Some of them in no document, so that a list also names what is not in scope. */
const LISTED = [...PLAIN.prefixes, 'unknown'];

describe("the canonical form of the checker, beside that of the fuzzer's judge", () => {
  it(`is the same for every element of ${DOCUMENTS} random documents, by both methods`, () => {
    const random = seededRandom(20261124);
    for (let number = 0; number < DOCUMENTS; number += 1) {
      const xml = randomElement(random, PLAIN);
      const prefixes = Array.from({ length: integer(random, 4) }, () => pick(random, LISTED));
      const prefixList = prefixes.map((prefix) => prefix || '#default');
      const parsed = parseDocument(xml);
      expect(parsed.ok, xml).to.equal(true);
      const ofChecker = parsed.ok ? selfAndDescendants(parsed.document.root) : [];
      const ofJudge = elementsFrom(parseXml(xml).root);
      expect(
        ofChecker.map((element) => [
          canonicalize(element, { kind: 'exclusive', prefixes }),
          canonicalize(element, { kind: 'inclusive' }),
        ]),
        `${xml} with the prefixes ${prefixes.join(' ')}`,
      ).to.deep.equal(
        ofJudge.map((element) => [
          canonicalElement(element, { exclusive: true, comments: false, prefixList }),
          canonicalElement(element, { exclusive: false, comments: false, prefixList: [] }),
        ]),
      );
    }
  });
});
