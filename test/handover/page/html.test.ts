import { expect } from 'chai';
import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { escapeHtml, html } from '../../../plugin/handover/page/html.ts';

describe('a template of HTML', () => {
  it('escapes texts, leaves HTML as it is, joins lists, and leaves out what is undefined', () => {
    const page = html`<p title="${'a"b'}">${'<b>'}${html`<i>${1}</i>`}${[html`<br />`, html`${'&'}`]}${undefined}</p>`;
    expect(page.html).to.equal('<p title="a&#34;b">&#60;b&#62;<i>1</i><br />&#38;</p>');
  });

  it('never lets a text become an element or an attribute, whatever it holds', () => {
    const text = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '`', '&', '=', '/', ' ', '\n', '\r', 'a', '#', ';'),
    });
    fc.assert(
      fc.property(text, (value) => {
        const document = parseDocument(html`<p title="${value}">${value}</p>`.html);
        const [paragraph] = document.children as unknown as Array<{
          attribs: object;
          children: Array<{ data: string }>;
        }>;
        expect(document.children).to.have.lengthOf(1);
        expect(paragraph?.attribs).to.deep.equal({ title: value });
        expect((paragraph?.children ?? []).map(({ data }) => data).join('')).to.equal(value);
      }),
    );
  });

  it('keeps a carriage return through a parser', () => {
    expect(escapeHtml('a\r\nb')).to.equal('a&#13;\nb');
  });
});
