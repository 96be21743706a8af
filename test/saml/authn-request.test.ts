import { DOMParser } from '@xmldom/xmldom';
import { expect } from 'chai';
import { inflateRawSync } from 'node:zlib';
import { createAuthnRequest } from '../../plugin/saml/authn-request.ts';
import { signIn } from './sign-in.ts';

const settings = {
  destination: 'https://example.my.salesforce.com/idp/endpoint/HttpRedirect',
  acsUrl: signIn.acsUrl,
  entityId: signIn.entityId,
  now: new Date('2026-11-24T12:00:00Z'),
  random: (bytes: number) => new Uint8Array(bytes).fill(0xab),
};

/** What the identity provider would read from the address. */
function received(url: string): { xml: string; relayState: string | null } {
  const { searchParams } = new URL(url);
  const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
  return { xml, relayState: searchParams.get('RelayState') };
}

describe('an AuthnRequest', () => {
  it('is exactly the one that Salesforce expects', () => {
    expect(createAuthnRequest(settings).xml).to.equal(
      '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_abababababababababababababababab"' +
        ' Version="2.0" IssueInstant="2026-11-24T12:00:00.000Z"' +
        ' Destination="https://example.my.salesforce.com/idp/endpoint/HttpRedirect"' +
        ' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"' +
        ` AssertionConsumerServiceURL="${signIn.acsUrl}">` +
        `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${signIn.entityId}</saml:Issuer>` +
        '</samlp:AuthnRequest>',
    );
  });

  it('has a new ID each time: an underscore and 32 hexadecimal digits', () => {
    const ids = [1, 2].map(() => createAuthnRequest({ ...settings, random: undefined }).id);
    expect(ids[0])
      .to.match(/^_[0-9a-f]{32}$/)
      .and.not.equal(ids[1]);
  });

  it('arrives in the HTTP-Redirect binding as it was written, with the relay state', () => {
    const relayState = 'a b+c&d=é/%';
    const { url, xml } = createAuthnRequest({ ...settings, relayState });
    expect(url).to.match(
      /^https:\/\/example\.my\.salesforce\.com\/idp\/endpoint\/HttpRedirect\?SAMLRequest=[A-Za-z0-9%]+&RelayState=/,
    );
    expect(received(url)).to.deep.equal({ xml, relayState });
  });

  it('carries no relay state unless one is given', () => {
    expect(received(createAuthnRequest(settings).url).relayState).to.equal(null);
  });

  it('is added to an address that has a query already', () => {
    const { url } = createAuthnRequest({ ...settings, destination: 'https://idp.example/sso?tenant=1' });
    expect(url).to.match(/^https:\/\/idp\.example\/sso\?tenant=1&SAMLRequest=/);
  });

  it('keeps values with characters that have a meaning in XML', () => {
    const odd = `https://x.example/?a=1&b="<'>\t\n`;
    const { xml } = createAuthnRequest({ ...settings, acsUrl: odd, entityId: odd, destination: odd });
    const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
    expect(root.getAttribute('AssertionConsumerServiceURL')).to.equal(odd);
    expect(root.getAttribute('Destination')).to.equal(odd);
    expect(root.textContent).to.equal(odd);
  });
});
