import { deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { authnRequest, ENTITY_ID, REQUEST_ID } from '../../testing.ts';
import { readPostRequest, readRedirectRequest } from './authn-request.ts';

function redirect(xml: string): string {
  return deflateRawSync(xml).toString('base64');
}

function post(xml: string): string {
  return Buffer.from(xml).toString('base64');
}

describe('an AuthnRequest', () => {
  const full = authnRequest({
    attributes:
      'Destination="https://org.example" AssertionConsumerServiceURL="https://sp.example/acs?a=1&amp;b=2" ForceAuthn="true"',
    inside: '<samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" AllowCreate="true"/>',
  });

  it('is read in either binding', () => {
    const request = {
      id: REQUEST_ID,
      issuer: ENTITY_ID,
      destination: 'https://org.example',
      acsUrl: 'https://sp.example/acs?a=1&b=2',
      forceAuthn: true,
      xml: full,
    };
    expect(readRedirectRequest(redirect(full))).to.deep.equal({ ok: true, request });
    expect(readPostRequest(post(full))).to.deep.equal({ ok: true, request });
    expect(readPostRequest(post(full).replace(/.{76}/g, '$&\r\n'))).to.have.property('ok', true);
  });

  it('may be without all that is optional, and have other prefixes and a declaration', () => {
    const xml =
      '<?xml version="1.0" encoding="UTF-8"?>\n<AuthnRequest xmlns="urn:oasis:names:tc:SAML:2.0:protocol" ID="a" Version="2.0">' +
      '\n <i:Issuer xmlns:i="urn:oasis:names:tc:SAML:2.0:assertion">\n  https://sp.example\n </i:Issuer></AuthnRequest>';
    expect(readPostRequest(post(xml))).to.deep.equal({
      ok: true,
      request: {
        id: 'a',
        issuer: ENTITY_ID,
        destination: undefined,
        acsUrl: undefined,
        forceAuthn: false,
        xml,
      },
    });
  });

  it('has no issuer where it names none, or names one elsewhere', () => {
    const reading = readPostRequest(
      post(
        authnRequest({
          issuer: '',
          inside: `<samlp:Extensions><saml:Issuer>${ENTITY_ID}</saml:Issuer></samlp:Extensions>`,
        }),
      ),
    );
    expect(reading).to.have.nested.property('request.issuer', undefined);
  });

  for (const [situation, parameter] of [
    ['nothing', ''],
    ['no Base64', '%%%'],
    ['what is no DEFLATE', post(authnRequest())],
    ['XML that inflates beyond all measure', redirect(`${authnRequest()}${' '.repeat(10_000_000)}`)],
    ['text that is longer than any request', 'A'.repeat(200_000)],
    ['bytes that are no UTF-8', deflateRawSync(Buffer.from([0xff, 0xfe])).toString('base64')],
    ['broken XML', redirect(authnRequest().slice(0, -3))],
    ['a document type declaration', redirect(`<!DOCTYPE a [<!ENTITY b "c">]>${authnRequest({ issuer: '&b;' })}`)],
    ['an external entity', redirect(`<!DOCTYPE a SYSTEM "file:///etc/passwd">${authnRequest()}`)],
    ['a response', redirect('<Response xmlns="urn:oasis:names:tc:SAML:2.0:protocol" ID="a" Version="2.0"/>')],
    ['the name in another namespace', redirect('<AuthnRequest xmlns="urn:other" ID="a" Version="2.0"/>')],
    ['no ID', redirect(authnRequest().replace(/ ID="[^"]*"/, ''))],
    ['another version', redirect(authnRequest().replace('Version="2.0"', 'Version="1.1"'))],
  ] as const) {
    it(`is not read from ${situation}`, () => {
      expect(readRedirectRequest(parameter)).to.have.property('ok', false);
    });
  }
});
