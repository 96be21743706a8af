import { expect } from 'chai';
import { deflateRawSync } from 'node:zlib';
import { readCapturedResponse } from '../../../plugin/saml/reading/captured-response.ts';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import { expected, makeXml, toBase64 } from '../sign-in.ts';

const xml = makeXml();
const base64 = toBase64(xml);
const request = '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_a"/>';

describe('a captured response', () => {
  const forms: Record<string, string> = {
    Base64: base64,
    'Base64 in lines, with a line break at the end': `${base64.replace(/.{76}/g, '$&\r\n')}\n`,
    'Base64 in quotes': `"${base64}"`,
    'percent-encoded Base64': encodeURIComponent(base64),
    'a form body': `SAMLResponse=${encodeURIComponent(base64)}&RelayState=%2Fhome`,
    'a form body with the relay state first': `RelayState=a%20b&SAMLResponse=${encodeURIComponent(base64)}`,
    'a form body whose plus signs were left as they are': `SAMLResponse=${base64}&RelayState=x`,
    "a line of a browser's list of fields": `RelayState: x\nSAMLResponse: ${base64}`,
    'a JSON field': `{"SAMLResponse": "${base64}", "RelayState": ""}`,
    'a copied command of curl': `curl 'https://sp.example/acs' \\\n  --data-raw 'SAMLResponse=${encodeURIComponent(base64)}&RelayState=x'`,
    'a copied call of fetch': `fetch("https://sp.example/acs", { "body": "SAMLResponse=${encodeURIComponent(base64)}" });`,
    XML: xml,
    'XML without a declaration': xml.replace(/^<\?xml[^>]*>/, ''),
    'XML behind a byte order mark and white space': `\uFEFF\n ${xml}\n`,
  };
  for (const [name, text] of Object.entries(forms)) {
    it(`as ${name}: gives a field that passes`, () => {
      const captured = readCapturedResponse(text);
      expect(captured.ok && checkResponse(captured.samlResponse, expected).ok).to.equal(true);
    });
  }

  it('keeps the bytes of Base64', () => {
    expect(readCapturedResponse(base64)).to.deep.equal({ ok: true, samlResponse: base64 });
  });

  it('is passed on if it is damaged, so that the checks say what is wrong', () => {
    const cut = base64.slice(0, -1);
    expect(readCapturedResponse(cut)).to.deep.equal({ ok: true, samlResponse: cut });
    const commented = `<!-- saved by hand -->${xml.replace(/^<\?xml[^>]*>/, '')}`;
    expect(readCapturedResponse(commented)).to.deep.equal({ ok: true, samlResponse: toBase64(commented) });
  });
});

describe('a text without a response', () => {
  const cases: Array<[name: string, text: string, reason: string]> = [
    ['nothing', '', 'empty'],
    ['white space', ' \n\t', 'empty'],
    ['an empty field', 'SAMLResponse=&RelayState=x', 'empty'],
    ['a web page', '<!DOCTYPE html><html><body>Log in</body></html>', 'html'],
    ['a web page without a document type', '<html><head/></html>', 'html'],
    ['a form of a web page', '<FORM method="post"><input name="SAMLResponse"></FORM>', 'html'],
    ['a web page behind a comment', '<!-- saved from the web -->\n<html></html>', 'html'],
    ['a request in XML', request, 'request'],
    ['a request in Base64', toBase64(request), 'request'],
    [
      'a request in an address',
      `https://x.example/?SAMLRequest=${encodeURIComponent(deflateRawSync(request).toString('base64'))}`,
      'request',
    ],
    ['an assertion alone', '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>', 'unknown'],
    ['other XML', '<?xml version="1.0"?><feed/>', 'unknown'],
    ['a comment without an end', '<!-- x', 'unknown'],
    ['other text', 'This is not it.', 'unknown'],
    ['an address', 'https://iam.twilio.com/v2/saml2', 'unknown'],
    ['a broken percent sign', '%zz', 'unknown'],
  ];
  for (const [name, text, reason] of cases) {
    it(`${name}: is named ${reason}`, () => {
      expect(readCapturedResponse(text)).to.deep.equal({ ok: false, reason });
    });
  }
});
