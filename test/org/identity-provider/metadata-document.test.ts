import { expect } from 'chai';
import { X509Certificate } from 'node:crypto';
import { call } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';
import {
  certificateFiles,
  connectedAppFiles,
  deployed,
  externalClientAppFiles,
  SAML_CONFIG,
  settingsFiles,
} from '../metadata/samples.ts';
import { child, readXml, type XmlElement } from '../metadata/package/xml-document.ts';
import { shareKeyPairs } from '../certificate/share-key-pairs.ts';
import { serviceProviderNamed, serviceProviders } from './service-providers.ts';

const METADATA = '/.well-known/samlidp.xml';

async function switchOn(org: EmulatedOrg, certificate = 'Sso'): Promise<void> {
  await deployed(org.state, { ...certificateFiles(certificate), ...settingsFiles(certificate) });
}

async function documentOf(org: EmulatedOrg, path = METADATA): Promise<{ root: XmlElement; text: string }> {
  const reply = await call(org, path, { token: undefined });
  expect(reply.status, reply.text).to.equal(200);
  const reading = readXml(reply.text);
  if (!reading.ok) {
    throw new Error(reading.fault.problem);
  }
  return { root: reading.root, text: reply.text };
}

function certificateIn(text: string): X509Certificate {
  const base64 = /<ds:X509Certificate>([^<]+)</.exec(text)![1]!;
  return new X509Certificate(Buffer.from(base64, 'base64'));
}

describe('the SAML metadata of the org', () => {
  let org: EmulatedOrg;

  shareKeyPairs(2);
  beforeEach(async () => {
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      myDomain: 'https://example.my.salesforce.com',
      clock: () => new Date('2026-11-24T10:00:00Z'),
    });
  });
  afterEach(() => org.stop());

  it('is a page that does not exist while the identity provider is off', async () => {
    const reply = await call(org, METADATA, { token: undefined });
    expect(reply.status).to.equal(404);
    expect(reply.headers.get('content-type')).to.include('text/html');
    await switchOn(org);
    await documentOf(org);
    await deployed(org.state, settingsFiles('Sso', false));
    expect((await call(org, METADATA)).status).to.equal(404);
  });

  it('names My Domain, its sign-in addresses and ten years, without any login', async () => {
    await switchOn(org);
    const { root, text } = await documentOf(org);
    const descriptor = child(root, 'IDPSSODescriptor')!;
    expect(text).to.include('entityID="https://example.my.salesforce.com" validUntil="2036-11-24T10:00:00.000Z"');
    expect(text).to.include('WantAuthnRequestsSigned="false"');
    expect(text).to.include('HTTP-POST" Location="https://example.my.salesforce.com/idp/endpoint/HttpPost"');
    expect(text).to.include('HTTP-Redirect" Location="https://example.my.salesforce.com/idp/endpoint/HttpRedirect"');
    expect(child(descriptor, 'NameIDFormat')!.text).to.equal('urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified');
  });

  it('carries the certificate that the identity provider signs with, also after it was changed', async () => {
    await switchOn(org);
    const first = certificateIn((await documentOf(org)).text);
    expect(first.toString()).to.equal(org.state.certificateKeys.get('Sso')!.certificatePem);
    await switchOn(org, 'Next');
    expect(certificateIn((await documentOf(org)).text).fingerprint256).not.to.equal(first.fingerprint256);
  });

  it('of an app names the issuer of the app and whether its requests must be signed', async () => {
    await switchOn(org);
    const own = SAML_CONFIG.replace('<entityUrl>', '<certificate>PEM</certificate><entityUrl>').replace(
      '<samlSubjectType>',
      '<issuer>https://other.example</issuer><samlSubjectType>',
    );
    await deployed(org.state, connectedAppFiles('My_App', { after: own }));
    const { text } = await documentOf(org, '/.well-known/samlidp/My_App.xml');
    expect(text).to.include('entityID="https://other.example"').and.include('WantAuthnRequestsSigned="true"');
  });

  it('exists for no app without SAML, and for no unknown one', async () => {
    await switchOn(org);
    await deployed(org.state, connectedAppFiles('Plain', { after: '' }));
    for (const name of ['Plain', 'Nope']) {
      expect((await call(org, `/.well-known/samlidp/${name}.xml`)).status, name).to.equal(404);
    }
  });
});

describe('the service providers of the org', () => {
  let org: EmulatedOrg;

  shareKeyPairs(2);
  beforeEach(async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed', appWithoutIdentityProvider: 'accepted' });
  });
  afterEach(() => org.stop());

  it('are connected apps with SAML, with what their metadata says and defaults for the rest', async () => {
    const attribute = "<attributes><formula>'agent'</formula><key>roles</key></attributes>";
    await deployed(org.state, {
      ...connectedAppFiles('My_App', { before: attribute }),
      ...connectedAppFiles('Plain', { label: 'Plain', after: '' }),
    });
    expect(serviceProviders(org.state)).to.deep.equal([
      {
        kind: 'ConnectedApp',
        apiName: 'My_App',
        label: 'My App',
        appId: org.state.components.get('ConnectedApp:My_App')!.id,
        changed: org.state.components.get('ConnectedApp:My_App')!.lastModifiedDate,
        serviceProviderId: org.state.rows.get('ServiceProvider')![0]!.Id,
        entityId: 'https://sp.example',
        acsUrl: 'https://sp.example/acs',
        issuer: org.url,
        startUrl: undefined,
        subjectType: 'Username',
        subjectCustomAttribute: undefined,
        nameIdFormat: 'Unspecified',
        signingAlgorithm: 'SHA1',
        requestCertificate: undefined,
        encryptionCertificate: undefined,
        encryptionType: 'AES_128',
        blocksStandardSessions: false,
        attributes: [{ key: 'roles', formula: "'agent'" }],
      },
    ]);
  });

  it('are external client apps with SAML switched on', async () => {
    await deployed(org.state, externalClientAppFiles());
    expect(serviceProviderNamed(org.state, 'My_Client')).to.include({
      kind: 'ExternalClientApplication',
      entityId: 'https://sp.example',
      signingAlgorithm: 'SHA256',
      serviceProviderId: undefined,
    });
    const files = externalClientAppFiles();
    const policies = Object.entries(files).map(([path, text]) => [
      path,
      text.replace('<isSamlPluginEnabled>true', '<isSamlPluginEnabled>false'),
    ]);
    await deployed(org.state, Object.fromEntries(policies) as Record<string, string>);
    expect(serviceProviderNamed(org.state, 'My_Client')).to.equal(undefined);
  });
});
