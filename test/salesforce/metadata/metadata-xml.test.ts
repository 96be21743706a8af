import { expect } from 'chai';
import fc from 'fast-check';
import { differences } from '../../../plugin/salesforce/metadata/metadata-difference.ts';
import {
  METADATA_NAMESPACE,
  parseMetadataXml,
  renderMetadataXml,
  textAt,
  toMetadataNode,
} from '../../../plugin/salesforce/metadata/metadata-xml.ts';

async function contentOf(xml: string): Promise<unknown> {
  const parsed = await parseMetadataXml(xml);
  return parsed.ok ? parsed.document.content : parsed.fault;
}

describe('metadata XML', () => {
  it('is written in alphabetical order with every text escaped', () => {
    const content = {
      label: ["O'Brien & <Sons>"],
      contactEmail: ['a$&b@example.com'],
      attributes: [{ key: ['roles'], formula: ["'agent'"] }],
    };
    expect(renderMetadataXml({ type: 'ConnectedApp', content })).to.equal(`<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <attributes>
        <formula>'agent'</formula>
        <key>roles</key>
    </attributes>
    <contactEmail>a$&amp;b@example.com</contactEmail>
    <label>O'Brien &amp; &lt;Sons&gt;</label>
</ConnectedApp>
`);
  });

  it('gives any text back unchanged', async () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((value) => value.trim() !== '' && !/\r/.test(value));
    await fc.assert(
      fc.asyncProperty(text, async (label) => {
        const xml = renderMetadataXml({ type: 'ConnectedApp', content: { label: [label] } });
        expect(await contentOf(xml)).to.deep.equal({ label: [label] });
      }),
    );
  });

  it('is refused with a document type declaration, and the error has the line', async () => {
    expect(await contentOf('<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e "v">]>\n<ConnectedApp/>')).to.deep.equal({
      reason: 'it holds a document type declaration',
      line: 2,
    });
  });

  it('is refused if it is not well formed, and the error has the line', async () => {
    const fault = await contentOf(`<ConnectedApp xmlns="${METADATA_NAMESPACE}">\n  <label>x</lable>\n</ConnectedApp>`);
    expect(fault).to.include({ line: 2 });
  });

  for (const [situation, xml] of [
    ['an empty file', ''],
    ['another namespace', '<ConnectedApp xmlns="urn:x"><label>x</label></ConnectedApp>'],
    ['plain text', 'hello'],
  ] as const) {
    it(`is refused if it is ${situation}`, async () => {
      expect((await parseMetadataXml(xml)).ok).to.equal(false);
    });
  }

  it('is equal to what the client makes of an answer', async () => {
    const xml = `<ConnectedApp xmlns="${METADATA_NAMESPACE}"><label>x</label><samlConfig><issuer>i</issuer></samlConfig></ConnectedApp>`;
    const answer = { label: 'x', description: null, ipRanges: [], samlConfig: { issuer: 'i', certificate: null } };
    expect(toMetadataNode(answer)).to.deep.equal(await contentOf(xml));
    expect(textAt(toMetadataNode(answer), 'samlConfig.issuer')).to.equal('i');
  });
});

describe('differences', () => {
  it('name a field with its old and its new value', () => {
    expect(differences({ a: ['1'], b: ['2'] }, { a: ['1'], b: ['3'], c: [{ d: ['4'] }] })).to.deep.equal([
      { field: 'b', from: '2', to: '3' },
      { field: 'c.d', to: '4' },
    ]);
  });

  it('are none if only the order of repeated elements changed', () => {
    const one = {
      attributes: [
        { key: ['a'], formula: ['1'] },
        { key: ['b'], formula: ['2'] },
      ],
      profileName: ['x', 'y'],
    };
    const other = { attributes: [...one.attributes].reverse(), profileName: ['y', 'x'] };
    expect(differences(one, other)).to.deep.equal([]);
  });
});
