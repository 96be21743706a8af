import { itRejects } from '../rejections.ts';
import { signBoth } from '../library-signer.ts';
import { makeXml, replace, type Edit } from '../sign-in.ts';

const unsigned = makeXml({ signatures: 'none' }).replace(/^<\?xml[^>]*>/, '');

/** Signed by a library afterwards, as these edits leave what the template can sign. */
const signed = (edit: Edit): { xml: string } => ({ xml: signBoth(edit(unsigned)) });

const withoutAssertion: Edit = replace(/<saml:Assertion [\s\S]*<\/saml:Assertion>/, '');

const encrypted =
  '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><xenc:EncryptedData' +
  ' xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"></xenc:EncryptedData></saml:EncryptedAssertion>';

describe('a document that is no response', () => {
  itRejects([
    {
      name: 'an assertion alone',
      from: { xml: /<saml:Assertion [\s\S]*<\/saml:Assertion>/.exec(unsigned)![0] },
      fails: ['saml.root'],
    },
    {
      name: 'a request',
      from: { xml: '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>' },
      fails: ['saml.root'],
    },
    {
      name: 'a response of SAML 1.1',
      from: { xml: '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:1.0:protocol"/>' },
      fails: ['saml.root'],
    },
    { name: 'a response without a namespace', from: { xml: '<Response/>' }, fails: ['saml.root'] },
    { name: 'a web page', from: { xml: '<html><body/></html>' }, fails: ['saml.root'] },
  ]);
});

describe('a response of the wrong shape, correctly signed', () => {
  itRejects([
    {
      name: 'no assertion',
      from: { response: withoutAssertion },
      fails: ['saml.oneAssertion'],
    },
    {
      name: 'an encrypted assertion',
      from: { response: replace(/<saml:Assertion [\s\S]*<\/saml:Assertion>/, encrypted) },
      fails: ['saml.notEncrypted', 'saml.oneAssertion'],
    },
    {
      name: 'an encrypted assertion beside a plain one',
      from: { response: replace('</samlp:Response>', `${encrypted}</samlp:Response>`) },
      fails: ['saml.notEncrypted'],
    },
    {
      name: 'two assertions',
      from: {
        response: replace(
          '</samlp:Response>',
          '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_b"></saml:Assertion></samlp:Response>',
        ),
      },
      fails: ['saml.oneAssertion'],
    },
    {
      name: 'an encrypted NameID',
      from: {
        assertion: replace(/<saml:NameID [^>]*>[^<]*<\/saml:NameID>/, '<saml:EncryptedID></saml:EncryptedID>'),
      },
      fails: ['saml.notEncrypted', 'ass.nameId.present'],
    },
    {
      name: 'extensions',
      from: { response: replace('<samlp:Status>', '<samlp:Extensions></samlp:Extensions><samlp:Status>') },
      fails: ['saml.noStray'],
    },
    {
      name: 'advice',
      from: { assertion: replace('</saml:Conditions>', '</saml:Conditions><saml:Advice></saml:Advice>') },
      fails: ['saml.noStray'],
    },
    {
      name: 'text between elements',
      from: { response: replace('<samlp:Status>', 'x<samlp:Status>') },
      fails: ['saml.noStray'],
    },
    {
      name: 'a no-break space between elements',
      from: { response: replace('<samlp:Status>', '\u00a0<samlp:Status>') },
      fails: ['saml.noStray'],
    },
    {
      name: 'a status behind the assertion',
      from: {
        response: (xml) => xml.replace(/(<samlp:Status>.*?<\/samlp:Status>)(.*)(<\/samlp:Response>)/s, '$2$1$3'),
      },
      fails: ['saml.noStray'],
    },
    {
      name: 'an element inside an attribute value',
      from: { assertion: replace('>agent<', '>agent<b></b><') },
      fails: ['saml.noStray', 'ass.roles'],
    },
    {
      name: 'a value of a type whose prefix is not declared',
      from: { assertion: replace(' xmlns:xs="http://www.w3.org/2001/XMLSchema"', '') },
      fails: ['saml.noStray'],
    },
    {
      name: 'a value of a type without a prefix',
      from: { assertion: replace('"xs:anyType"', '"anyType"') },
      fails: ['saml.noStray'],
    },
    {
      name: 'a value of a type of somebody else',
      from: { assertion: replace('"http://www.w3.org/2001/XMLSchema"', '"urn:somebody"') },
      fails: ['saml.noStray'],
    },
  ]);
});

describe('a response that tells of a failure', () => {
  const status = (xml: string) => ({ response: replace(/<samlp:Status>.*?<\/samlp:Status>/, xml) });
  const code = (value: string, inside = ''): string =>
    `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${value}">${inside}</samlp:StatusCode>`;
  itRejects([
    {
      name: 'a responder error',
      from: status(`<samlp:Status>${code('Responder')}</samlp:Status>`),
      fails: ['saml.status'],
    },
    {
      name: 'a refusal with a reason and a message',
      from: status(
        `<samlp:Status>${code('Requester', code('RequestDenied'))}<samlp:StatusMessage>no</samlp:StatusMessage></samlp:Status>`,
      ),
      fails: ['saml.status'],
    },
    {
      name: 'success inside a failure',
      from: status(`<samlp:Status>${code('Responder', code('Success'))}</samlp:Status>`),
      fails: ['saml.status'],
    },
    { name: 'no code', from: status('<samlp:Status></samlp:Status>'), fails: ['saml.status'] },
    { name: 'no status', from: status(''), fails: ['saml.status'] },
    {
      name: 'two statuses',
      from: status(`<samlp:Status>${code('Success')}</samlp:Status><samlp:Status>${code('Responder')}</samlp:Status>`),
      fails: ['saml.status'],
    },
    {
      name: 'success in other letters',
      from: status(`<samlp:Status>${code('success')}</samlp:Status>`),
      fails: ['saml.status'],
    },
  ]);
});

describe('IDs that are none', () => {
  const withId = (id: string) => ({ content: { responseId: id } });
  itRejects([
    {
      name: 'a UUID that begins with a digit',
      from: withId('0a1b2c3d-0000-4000-8000-000000000000'),
      fails: ['saml.ids'],
    },
    { name: 'an ID with a colon', from: withId('a:b'), fails: ['saml.ids'] },
    { name: 'an ID with a blank', from: withId('_a b'), fails: ['saml.ids'] },
    {
      name: 'the same ID for Response and Assertion',
      from: { content: { responseId: '_a', assertionId: '_a' }, signatures: 'none' },
      fails: ['saml.ids', 'sig.response.present', 'sig.assertion.present', 'claims.source'],
    },
    { name: 'an empty ID', from: withId(''), fails: ['saml.ids', 'sig.response.form'] },
    { name: 'no ID', from: { signedResponse: replace(/ ID="[^"]*"/, '') }, fails: ['saml.ids', 'sig.response.form'] },
    {
      name: 'no ID of the Assertion',
      from: { signatures: 'response', assertion: replace(/ ID="[^"]*"/, '') },
      fails: ['saml.ids', 'sig.assertion.present'],
    },
  ]);
});

describe('a version that is not 2.0', () => {
  const version = (value: string): Edit => replace('Version="2.0"', value);
  itRejects([
    { name: 'of the Response', from: { response: version('Version="1.1"') }, fails: ['resp.version'] },
    { name: 'of the Response, absent', from: signed(version('')), fails: ['resp.version'] },
    { name: 'of the Assertion', from: { assertion: version('Version="2.1"') }, fails: ['ass.version'] },
    { name: 'of the Assertion, with a blank', from: { assertion: version('Version=" 2.0"') }, fails: ['ass.version'] },
  ]);
});
