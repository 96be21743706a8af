import { expect } from 'chai';
import fc from 'fast-check';
import { readPage, type Page } from '../../../plugin/salesforce/sign-in/sign-in-page.ts';
import { processorMilliseconds } from '../../support/processor-time.ts';

function formOf(html: string): { method: string; action: string; fields: Array<[string, string]> } | undefined {
  const [form] = readPage(html).forms;
  return form && { ...form, fields: [...form.fields] };
}

describe('a page of an identity provider', () => {
  it('has a form that carries a response to the service provider', () => {
    const html = `<!DOCTYPE html><html><head><title> Continue
      &amp; go </title></head><body onload="x()">
      <form method="POST" action="https://sp.example/acs?a=1&amp;b=2">
      <input type="hidden" name="RelayState" value="a&#43;b&quot;&#x3d;"/>
      <INPUT TYPE='hidden' NAME='SAMLResponse' VALUE='PD94&#61;'>
      <input type="submit" value="no name">
      </form></body></html>`;
    expect(readPage(html).title).to.equal('Continue & go');
    expect(formOf(html)).to.deep.equal({
      method: 'post',
      action: 'https://sp.example/acs?a=1&b=2',
      fields: [
        ['RelayState', 'a+b"='],
        ['SAMLResponse', 'PD94='],
      ],
    });
  });

  it('keeps the first of two fields with the same name, and keeps the fields of each form apart', () => {
    const html =
      '<form><input name="a" value="1"><input name="a" value="2"></form><input name="b"><form action="/x"><input name="c"></form>';
    expect(readPage(html).forms.map(({ fields }) => [...fields])).to.deep.equal([[['a', '1']], [['c', '']]]);
  });

  for (const [place, html] of [
    ['a comment', '<!-- <form><input name="SAMLResponse" value="x"></form> -->'],
    ['a script', '<script>var s = \'<form><input name="SAMLResponse" value="x"></form>\';</script>'],
    ['a style', '<style><form><input name="SAMLResponse" value="x"></form></style>'],
    ['a text area', '<textarea><form><input name="SAMLResponse" value="x"></form></textarea>'],
    ['a title', '<title><form><input name="SAMLResponse" value="x"></form></title>'],
    ['a template', '<template><form><input name="SAMLResponse" value="x"></form></template>'],
  ] as const) {
    it(`has no form inside ${place}`, () => {
      expect(readPage(html).forms).to.deep.equal([]);
    });
  }

  it('asks for a password if it has a field for one', () => {
    expect(readPage('<input type="PASSWORD" name="pw">').asksPassword).to.equal(true);
    expect(readPage('<input type="text" name="password">').asksPassword).to.equal(false);
  });

  describe('sends a browser on', () => {
    for (const [form, html, target] of [
      ['by a meta refresh', '<meta http-equiv="Refresh" content="0; URL=/a?b=c&amp;d=e">', '/a?b=c&d=e'],
      ['by a meta refresh with quotes', `<meta HTTP-EQUIV='refresh' CONTENT="0;url='/a'">`, '/a'],
      ['by the navigator of the platform', "<script>SfdcApp.projectOneNavigator.handleRedirect('/a'); </script>", '/a'],
      ['by replacing the location', "<script>window.location.replace('\\/a?b\\u003Dc\\x26d')</script>", '/a?b=c&d'],
      ['by setting the location', "<script>window.location.href ='/it\\'s';</script>", "/it's"],
      ['by setting it in double quotes', '<script>window.location="/a";</script>', '/a'],
    ] as const) {
      it(form, () => {
        expect(readPage(html).redirect).to.equal(target);
      });
    }

    for (const [situation, html] of [
      ['a refresh of itself', '<meta http-equiv="refresh" content="30">'],
      ['a script that computes the address', '<script>window.location.replace(next)</script>'],
      ['a script whose literal does not end', "<script>window.location.replace('/a</script>"],
      ['an empty address', "<script>window.location.replace('')</script>"],
      ['the words outside a script', "<p>window.location.replace('/a')</p>"],
    ] as const) {
      it(`nowhere by ${situation}`, () => {
        expect(readPage(html).redirect).to.equal(undefined);
      });
    }
  });

  it('is read however many elements it has side by side, and to a greater depth than any page needs', () => {
    const form = '<form><input name="SAMLResponse" value="x"></form>';
    expect(readPage('<p>a<br></p><input>'.repeat(20_000) + form).forms).to.have.length(1);
    expect(readPage('<b>'.repeat(900) + form).forms).to.have.length(1);
  });

  it('is read without an exception, whatever it holds', () => {
    const parts = [
      '<',
      '>',
      '<form>',
      '</form>',
      '<input name="a" value=',
      '"',
      "'",
      '<script>',
      '</script>',
      '<!--',
      '-->',
      '&#',
      '\\',
      "window.location.replace('",
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...parts), fc.string())), (pieces) => {
        const page: Page = readPage(pieces.join(''));
        expect(page.forms).to.be.an('array');
      }),
    );
  });

  it('is read in a time that grows only with its length', () => {
    const hostile = [
      '<form><input name="a" value="'.repeat(60_000),
      `<script>${"window.location.replace('\\".repeat(60_000)}`,
      '<meta http-equiv="refresh" content="0; url='.repeat(40_000),
      '<b>'.repeat(600_000),
      '<template>'.repeat(150_000),
      `${'<b>'.repeat(900)}${'</i>'.repeat(300_000)}`,
      `<title>${'&#43;'.repeat(300_000)}`,
    ];
    for (const html of hostile) {
      expect(
        processorMilliseconds(() => readPage(html)),
        html.slice(0, 30),
      ).to.be.lessThan(2000);
    }
  });
});
