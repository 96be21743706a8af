import { expect } from 'chai';
import fc from 'fast-check';
import { orderedElements, writeMetadataFile } from './metadata-file.ts';
import { childTexts, readXml, type XmlElement } from './xml-document.ts';

function rootOf(bytes: Buffer | string): XmlElement {
  const reading = readXml(bytes);
  if (!reading.ok) {
    throw new Error(reading.fault.problem);
  }
  return reading.root;
}

/** Texts of characters that XML 1.0 allows. Readers do not keep line ends and outer white space. */
const xmlText = fc
  .string({ unit: 'grapheme', minLength: 1 })
  // eslint-disable-next-line no-control-regex
  .filter((text) => !/[\u0000-\u001f\ufffe\uffff]/.test(text) && text.trim() === text);

describe('writing a metadata file', () => {
  it('indents by four spaces, ends with a newline and escapes quotes too', () => {
    const file = writeMetadataFile('ConnectedApp', [
      { name: 'attributes', content: [{ name: 'formula', content: `'a' & "b" <c>` }] },
      { name: 'label', content: 'L' },
    ]);
    expect(file.toString()).to.equal(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">',
        '    <attributes>',
        '        <formula>&apos;a&apos; &amp; &quot;b&quot; &lt;c&gt;</formula>',
        '    </attributes>',
        '    <label>L</label>',
        '</ConnectedApp>',
        '',
      ].join('\n'),
    );
  });

  it('loses no character of any text', () => {
    fc.assert(
      fc.property(fc.array(xmlText), (texts) => {
        const file = writeMetadataFile(
          'ConnectedApp',
          texts.map((content) => ({ name: 'profileName', content })),
        );
        expect(childTexts(rootOf(file), 'profileName')).to.deep.equal(texts);
      }),
    );
  });

  it('puts elements in the order of the schema and keeps the order of equal ones, also the second time', () => {
    const names = ['startUrl', 'label', 'profileName', 'contactEmail', 'profileName', 'description'];
    fc.assert(
      fc.property(fc.shuffledSubarray(names), (shuffled) => {
        const inside = shuffled.map((name, index) => `<${name}>${index}</${name}>`).join('');
        const elements = orderedElements(rootOf(`<ConnectedApp>${inside}</ConnectedApp>`), 'ConnectedApp');
        expect(elements.map(({ name }) => name)).to.deep.equal(shuffled.toSorted());
        const profiles = elements.filter(({ name }) => name === 'profileName').map(({ content }) => Number(content));
        expect(profiles).to.deep.equal(profiles.toSorted((left, right) => left - right));
        const again = orderedElements(rootOf(writeMetadataFile('ConnectedApp', elements)), 'ConnectedApp');
        expect(again).to.deep.equal(elements);
      }),
    );
  });
});
