import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { createOrgState } from '../create-state.ts';
import { findRow } from '../database/rows.ts';
import { identityProviderMetadata } from '../identity-provider/metadata-document.ts';
import { readComponents } from '../metadata/calls/catalog.ts';
import { identityProvider } from '../metadata/kinds/identity-provider-settings.ts';
import { certificateFiles, deployed, deployFiles, problemsOf, settingsFiles } from '../metadata/samples.ts';
import type { OrgOptions, OrgState } from '../state.ts';

const NOW = new Date('2026-11-24T12:00:00.000Z');

function orgWith(options: OrgOptions): OrgState {
  return createOrgState({ clock: () => NOW, ...options });
}

/** The texts of a component as `readMetadata` gives them; `null` for a nil element. */
function read(org: OrgState, type: string, fullName: string): Record<string, unknown> {
  const [record] = readComponents(org, type, [fullName]);
  return Object.fromEntries(record!.elements.map(({ name, content }) => [name, content]));
}

function contentOf(org: OrgState, fullName: string): string[] {
  const text = Buffer.from(String(read(org, 'Certificate', fullName)['content']), 'base64').toString();
  return text.match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----\n/g) ?? [];
}

function publishedCertificate(org: OrgState): string | undefined {
  return /<ds:X509Certificate>([^<]+)</.exec(identityProviderMetadata(org) ?? '')?.[1];
}

function base64Of(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '');
}

describe('the identity provider that an org starts with', () => {
  it('is none if it is off', () => {
    const org = orgWith({ identityProvider: 'off' });
    expect(identityProvider(org)).to.equal(undefined);
    expect(org.components.size).to.equal(0);
  });

  it('is on with a certificate of the org, which is named after the time when it was made and is published', () => {
    const org = orgWith({ identityProvider: 'on' });
    const name = 'SelfSignedCert_16Aug2026_120000';
    expect(identityProvider(org)).to.deep.equal({ enabled: true, certificateName: name });
    const [pem, ...others] = contentOf(org, name);
    expect(others).to.deep.equal([]);
    expect(new X509Certificate(pem!).validToDate > NOW).to.equal(true);
    expect(publishedCertificate(org)).to.equal(base64Of(pem!));
    expect(findRow(org, 'Certificate', { DeveloperName: name })).to.include({
      Id: org.components.get(`Certificate:${name}`)!.id,
      ExpirationDate: '2027-08-16T12:00:00.000+0000',
      OptionsIsCaSigned: false,
    });
  });

  it('publishes an expired certificate like any other', () => {
    const org = orgWith({ identityProvider: 'expired' });
    const { certificateName } = identityProvider(org)!;
    const [pem] = contentOf(org, certificateName);
    expect(new X509Certificate(pem!).validToDate < NOW).to.equal(true);
    expect(publishedCertificate(org)).to.equal(base64Of(pem!));
  });

  it('is on without a certificate in a fresh scratch org, which says so by a nil element and publishes nothing', () => {
    const org = orgWith({ identityProvider: 'none' });
    expect(read(org, 'IdentityProviderSettings', 'IdentityProvider')).to.include({
      certificateName: null,
      enableIdentityProvider: 'true',
    });
    const [file] = org.components.get('IdentityProviderSettings:IdentityProvider')!.files.values();
    expect(file!.toString()).to.include(
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n    <certificateName xsi:nil="true"/>',
    );
    expect(publishedCertificate(org)).to.equal(undefined);
  });

  for (const certificateChain of [1, 2, 4]) {
    it(`has a chain of ${certificateChain} from authorities, its own certificate first, which alone is published`, () => {
      const org = orgWith({ identityProvider: 'ca-signed', certificateChain });
      const { certificateName } = identityProvider(org)!;
      const pems = contentOf(org, certificateName);
      expect(pems).to.have.lengthOf(certificateChain);
      expect(publishedCertificate(org)).to.equal(base64Of(pems[0]!));
      const chain = pems.map((pem) => new X509Certificate(pem));
      expect(chain[0]).to.include({ ca: false });
      expect(chain[0]!.checkPrivateKey(org.certificateKeys.get(certificateName)!.privateKey)).to.equal(true);
      for (const [index, certificate] of chain.entries()) {
        const issuer = chain[index + 1];
        const isSigned =
          issuer === undefined || (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));
        expect(isSigned, certificate.subject).to.equal(true);
      }
      expect(read(org, 'Certificate', certificateName)).to.include({ caSigned: 'true' });
    });
  }

  it('has a request in place of a certificate that no authority has signed yet, and publishes nothing', () => {
    const org = orgWith({ identityProvider: 'csr' });
    const { certificateName } = identityProvider(org)!;
    expect(contentOf(org, certificateName)[0]).to.match(/^-----BEGIN CERTIFICATE REQUEST-----/);
    expect(read(org, 'Certificate', certificateName)).to.not.have.property('expirationDate');
    expect(publishedCertificate(org)).to.equal(undefined);
  });

  it('can be given another certificate by a deployment', async () => {
    for (const start of ['on', 'expired', 'none', 'ca-signed', 'csr'] as const) {
      const org = orgWith({ identityProvider: start });
      await deployed(org, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
      expect(publishedCertificate(org), start).to.equal(base64Of(contentOf(org, 'Sso')[0]!));
    }
  });
});

describe('identity provider settings without a certificate', () => {
  it('can be deployed while they switch it off, and are kept with the empty element', async () => {
    const org = orgWith({ identityProvider: 'off' });
    await deployed(org, settingsFiles('', false));
    expect(read(org, 'IdentityProviderSettings', 'IdentityProvider')).to.include({ certificateName: '' });
  });

  it('are refused while they switch it on', async () => {
    const org = orgWith({ identityProvider: 'none' });
    expect(problemsOf(await deployFiles(org, settingsFiles('')))).to.have.lengthOf(1);
  });
});

describe('a certificate that was just made', () => {
  it('is listed at once, and read, retrieved and published once its time has come', async () => {
    let now = NOW;
    const org = orgWith({ certificateReadableAfter: 5000, clock: () => now });
    await deployed(org, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
    expect(org.components.has('Certificate:Sso')).to.equal(true);
    expect(readComponents(org, 'Certificate', ['Sso'])).to.deep.equal([null]);
    expect(publishedCertificate(org)).to.equal(undefined);
    now = new Date(NOW.getTime() + 5000);
    expect(publishedCertificate(org)).to.equal(base64Of(contentOf(org, 'Sso')[0]!));
  });

  it('is not the one that the org had before', () => {
    const org = orgWith({ identityProvider: 'on', certificateReadableAfter: 5000 });
    expect(publishedCertificate(org)).to.be.a('string');
  });
});
