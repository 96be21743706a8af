import { expect } from 'chai';
import { readCapturedResponse, type CapturedResponse } from '../../../plugin/saml/reading/captured-response.ts';
import { makeXml, now, signIn, toBase64 } from '../sign-in.ts';
import { chromeHar, firefoxHar, harOf, safariHar, tracerExport, type Post } from './browser-exports.ts';

const OTHER_ACS = 'https://other.example/acs';

/** A response that is told apart from others by its NameID. */
const responseFor = (nameId: string): string => toBase64(makeXml({ content: { nameId } }));

/** A post of a response. The plus signs and slashes of its Base64 are what careless readers get wrong. */
function post(nameId: string, { minutes = 0, url = signIn.acsUrl }: { minutes?: number; url?: string } = {}): Post {
  const at = new Date(now.getTime() + minutes * 60_000);
  return { url, at, fields: { RelayState: 'a b&c', SAMLResponse: responseFor(nameId) } };
}

function saml(url: string, field: 'SAMLRequest' | 'SAMLResponse', xml: string, minutes: number): Post {
  return { ...post('', { minutes, url }), fields: { [field]: toBase64(xml) } };
}

const namespace = 'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"';
const REQUEST = saml(
  'https://example.my.salesforce.com/idp/endpoint/HttpPost',
  'SAMLRequest',
  `<samlp:AuthnRequest ${namespace}/>`,
  4,
);
const LOGOUT = saml(signIn.acsUrl, 'SAMLResponse', `<samlp:LogoutResponse ${namespace}/>`, 5);

/** Whose response was found, or why none was. */
function found(captured: CapturedResponse): string {
  return captured.ok
    ? (/<saml:NameID [^>]*>([^<]*)</.exec(Buffer.from(captured.samlResponse, 'base64').toString('utf8'))?.[1] ?? '?')
    : captured.reason;
}

const FORMATS: Array<[name: string, written: (posts: Post[]) => string]> = [
  ['a HAR file of Chrome', chromeHar],
  ['a HAR file of Firefox', firefoxHar],
  ['a HAR file of Safari', safariHar],
  ['a HAR file with the text of bodies alone', (posts) => harOf('text', posts)],
  ['a HAR file with the fields of bodies alone', (posts) => harOf('params', posts)],
  ['an export of SAML-tracer', tracerExport],
  ['an export of SAML-tracer with masked values', (posts) => tracerExport(posts, 'mask')],
  ['an export of SAML-tracer with removed values', (posts) => tracerExport(posts, 'remove')],
];

for (const [name, written] of FORMATS) {
  describe(name, () => {
    const read = (posts: Post[], acsUrl?: string): string => found(readCapturedResponse(written(posts), { acsUrl }));

    it('gives the response to the last character', () => {
      const captured = readCapturedResponse(written([post('ada')]));
      expect(captured).to.deep.equal({ ok: true, samlResponse: responseFor('ada') });
    });

    it('gives the newest response', () => {
      expect(read([post('old', { minutes: 1 }), post('new', { minutes: 2 })])).to.equal('new');
    });

    it('gives the newest that was posted to the ACS URL, if the caller says which that is', () => {
      const posts = [
        post('old', { minutes: 1 }),
        post('right', { minutes: 2 }),
        post('elsewhere', { minutes: 3, url: OTHER_ACS }),
      ];
      expect(read(posts, signIn.acsUrl)).to.equal('right');
      expect(read(posts, signIn.acsUrl.replace('https://iam.twilio.com/', 'HTTPS://IAM.Twilio.com:443/'))).to.equal(
        'right',
      );
      expect(read(posts)).to.equal('elsewhere');
    });

    it('gives the newest if none was posted to the ACS URL', () => {
      const posts = [post('old', { minutes: 1 }), post('new', { minutes: 2, url: OTHER_ACS })];
      expect(read(posts, 'https://third.example/acs')).to.equal('new');
      expect(read(posts, 'no address')).to.equal('new');
    });

    it('gives the response of the sign-in if requests and the answer to a logout came later', () => {
      expect(read([post('ada'), REQUEST, LOGOUT])).to.equal('ada');
    });

    it('gives a response that was cut off, so that the checks can say so', () => {
      const cut = { ...post('ada'), fields: { SAMLResponse: responseFor('ada').slice(0, 2001) } };
      const captured = readCapturedResponse(written([cut]));
      expect(captured.ok && captured.samlResponse.slice(0, 1990)).to.equal(responseFor('ada').slice(0, 1990));
    });

    it('is told to have none if nothing was posted, or only other messages', () => {
      expect(read([])).to.equal('missing');
      expect(read([REQUEST, LOGOUT])).to.equal('missing');
    });

    it('is told to be incomplete if it ends too early', () => {
      const text = written([post('ada')]);
      expect(found(readCapturedResponse(text.slice(0, -200)))).to.equal('incomplete');
      expect(found(readCapturedResponse(text.slice(0, text.indexOf('"SAMLResponse') + 2000)))).to.equal('incomplete');
    });

    it('may begin with a byte order mark and end with a line break', () => {
      expect(found(readCapturedResponse(`\uFEFF${written([post('ada')])}\r\n`))).to.equal('ada');
    });
  });
}

describe('a HAR file', () => {
  it('has its newest response by the times in it, in whatever order and zone they are', () => {
    const posts = [post('second', { minutes: 2 }), post('third', { minutes: 3 }), post('first', { minutes: 1 })];
    for (const written of [chromeHar, firefoxHar, safariHar]) {
      expect(found(readCapturedResponse(written(posts)))).to.equal('third');
    }
  });

  it('has its newest response at the end if it has no times', () => {
    const text = chromeHar([post('first', { minutes: 2 }), post('second', { minutes: 1 })]);
    const untimed = text.replace(/"startedDateTime": "[^"]*"/g, '"startedDateTime": ""');
    expect(found(readCapturedResponse(untimed))).to.equal('second');
  });

  for (const mask of ['[SAMLResponse redacted]', 'REDACTED', '********', '{overwritten}', 'xxxxxxxxxxxxxxxx']) {
    it(`is told to be masked if the value is ${mask}`, () => {
      const masked = { ...post('ada'), fields: { SAMLResponse: mask, RelayState: 'x' } };
      for (const written of [chromeHar, firefoxHar, safariHar]) {
        expect(found(readCapturedResponse(written([masked, LOGOUT])))).to.equal('masked');
      }
    });
  }

  it('is read without requests that are far larger than a post of a response', () => {
    const large = { ...post('large', { minutes: 2 }), fields: { ...post('large').fields, x: 'x'.repeat(4_194_304) } };
    expect(found(readCapturedResponse(chromeHar([post('ada', { minutes: 1 }), large])))).to.equal('ada');
  });

  it('is read from the last 1,000 requests that mention the field', () => {
    const posts = [post('first', { minutes: 9 }), ...Array.from({ length: 1_001 }, () => LOGOUT)];
    expect(found(readCapturedResponse(chromeHar(posts)))).to.equal('missing');
    expect(found(readCapturedResponse(chromeHar(posts.slice(0, 900))))).to.equal('first');
  });

  it('gives the fields if only the text of the body is masked', () => {
    const text = firefoxHar([post('ada')]).replace(/(?<="text": ")Content-Type[^"]*/, 'SAMLResponse=[redacted]');
    expect(found(readCapturedResponse(text))).to.equal('ada');
  });

  it('is told to have none if it was made without the bodies of the requests', () => {
    const { log } = JSON.parse(firefoxHar([post('ada')])) as { log: { entries: Array<{ request: object }> } };
    for (const { request } of log.entries) {
      Object.assign(request, {
        postData: { mimeType: '', params: [], text: '', comment: 'Request bodies are not included.' },
      });
    }
    expect(found(readCapturedResponse(JSON.stringify({ log })))).to.equal('missing');
  });

  it('is told to have none if the response is only in the address or in a page', () => {
    const text = chromeHar([post('ada')]).replace('"method": "POST"', '"method": "GET"');
    expect(found(readCapturedResponse(text))).to.equal('missing');
  });

  it('is told to be incomplete if the request was edited so that it is no JSON', () => {
    const text = chromeHar([post('ada')]).replace('"method": "POST"', '"method": POST');
    expect(found(readCapturedResponse(text))).to.equal('incomplete');
  });
});

describe('an export of SAML-tracer', () => {
  for (const mask of ['mask', 'remove'] as const) {
    it(`is told to be masked if the XML is missing too (${mask})`, () => {
      expect(found(readCapturedResponse(tracerExport([post('ada')], mask, 'without-saml')))).to.equal('masked');
    });
  }

  it('gives the field if it has no XML', () => {
    expect(found(readCapturedResponse(tracerExport([post('ada')], 'none', 'without-saml')))).to.equal('ada');
  });
});
