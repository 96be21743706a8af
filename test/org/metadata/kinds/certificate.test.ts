import { expect } from 'chai';
import { X509Certificate } from 'node:crypto';
import { createOrgState } from '../../create-state.ts';
import { findRow, findRows } from '../../database/rows.ts';
import { shareKeyPairs } from '../../certificate/share-key-pairs.ts';
import type { OrgOptions, OrgState } from '../../state.ts';
import {
  certificateFiles,
  connectedAppFiles,
  deployed,
  deployFiles,
  manifestXml,
  messageOf,
  problemsOf,
  settingsFiles,
} from '../samples.ts';

const DATE = '<expirationDate>2030-01-01T00:00:00.000Z</expirationDate>';
const NOW = new Date('2026-11-24T14:38:45.220Z');

function newOrg(options: OrgOptions = {}): OrgState {
  return createOrgState({ identityProvider: 'off', clock: () => NOW, ...options });
}

function filesOf(org: OrgState, name: string): { pem: string; settings: string } {
  const { files } = org.components.get(`Certificate:${name}`)!;
  return {
    pem: files.get(`certs/${name}.crt`)!.toString(),
    settings: files.get(`certs/${name}.crt-meta.xml`)!.toString(),
  };
}

function deletion(typeName: string, name: string): Record<string, string> {
  return { 'package.xml': manifestXml({}), 'destructiveChangesPost.xml': manifestXml({ [typeName]: [name] }) };
}

describe('certificates of the org', () => {
  shareKeyPairs(2);

  it('are made by the org from an empty file, with a matching key that stays in the org', async () => {
    const org = newOrg();
    await deployed(org, certificateFiles('Sso'));
    const { pem, settings } = filesOf(org, 'Sso');
    const key = org.certificateKeys.get('Sso')!;
    expect(key.certificatePem).to.equal(pem);
    expect(new X509Certificate(pem).checkPrivateKey(key.privateKey)).to.equal(true);
    expect(settings).not.to.include('PRIVATE');
    expect([...org.components.get('Certificate:Sso')!.files.keys()]).to.deep.equal([
      'certs/Sso.crt',
      'certs/Sso.crt-meta.xml',
    ]);
  });

  it('keep their settings, with every field and the expiration date that the org chose', async () => {
    const org = newOrg();
    await deployed(org, certificateFiles('Sso', DATE));
    const elements = [...filesOf(org, 'Sso').settings.matchAll(/<(\w+)>([^<\n]+)<\//g)].map(([, name, text]) => [
      name,
      text,
    ]);
    expect(elements).to.deep.equal([
      ['caSigned', 'false'],
      ['encryptedWithPlatformEncryption', 'false'],
      ['expirationDate', '2027-11-24T12:00:00.000Z'],
      ['keySize', '2048'],
      ['masterLabel', 'Sso'],
      ['privateKeyExportable', 'true'],
    ]);
  });

  it('carry their unique name, and not their label', async () => {
    const org = newOrg();
    const labelled = certificateFiles('Sso');
    const path = 'certs/Sso.crt-meta.xml';
    await deployed(org, { ...labelled, [path]: labelled[path]!.replace('>Sso<', '>Single Sign-On<') });
    const certificate = new X509Certificate(filesOf(org, 'Sso').pem);
    expect(certificate.subject).to.match(/^CN=Sso\n/);
    expect(certificate.subjectAltName).to.equal('DNS:Sso');
  });

  for (const rolledBackCertificate of ['gone', 'stays'] as const) {
    it(`made by a deployment that is rolled back: ${rolledBackCertificate}, and never made by a validation`, async () => {
      const org = newOrg({ rolledBackCertificate });
      const files = { ...certificateFiles('Sso'), ...settingsFiles('Sso'), ...connectedAppFiles() };
      await deployFiles(org, files, { checkOnly: true });
      expect(org.components.size).to.equal(0);
      expect((await deployFiles(org, files)).status).to.equal('Failed');
      const left = rolledBackCertificate === 'stays' ? ['Certificate:Sso'] : [];
      expect([...org.components.keys()]).to.deep.equal(left);
      expect(org.certificateKeys.size).to.equal(left.length);
    });
  }

  it('keep the key that they have if the deployment that would renew them is rolled back', async () => {
    const org = newOrg({ rolledBackCertificate: 'stays' });
    await deployed(org, certificateFiles('Sso'));
    const key = org.certificateKeys.get('Sso');
    await deployFiles(org, { ...certificateFiles('Sso'), ...connectedAppFiles() });
    expect(org.certificateKeys.get('Sso')).to.equal(key);
  });

  it('have a row in the Tooling API', async () => {
    const org = newOrg();
    await deployed(org, certificateFiles('Sso', '<privateKeyExportable>false</privateKeyExportable>'));
    expect(findRow(org, 'Certificate', { DeveloperName: 'Sso' })).to.include({
      Id: org.components.get('Certificate:Sso')!.id,
      MasterLabel: 'Sso',
      KeySize: 2048,
      ExpirationDate: '2027-11-24T12:00:00.000+0000',
      OptionsIsPrivateKeyExportable: false,
      OptionsIsCaSigned: false,
      CertificateChain: filesOf(org, 'Sso').pem,
    });
  });

  it('need both of their files', async () => {
    const { 'certs/Sso.crt': _content, ...settingsOnly } = certificateFiles('Sso');
    const withoutContent = { ...settingsOnly, 'package.xml': manifestXml({ Certificate: ['Sso'] }) };
    expect(problemsOf(await deployFiles(newOrg(), withoutContent))).to.deep.equal([
      'Certificate:Sso: Content file not found: certs/Sso.crt',
    ]);
    expect(problemsOf(await deployFiles(newOrg(), { 'certs/Sso.crt': '' }))).to.deep.equal([
      'Certificate:Sso: Metadata file not found: certs/Sso.crt-meta.xml',
    ]);
  });

  it('refuse an odd key size, a long label and a signature by an authority', async () => {
    const org = newOrg();
    const problem = async (files: Record<string, string>): Promise<string> =>
      problemsOf(await deployFiles(org, files))[0] ?? '';
    expect(await problem(certificateFiles('Sso', '<keySize>1024</keySize>'))).to.include(
      'restricted picklist field: 1024',
    );
    expect(await problem(certificateFiles('S'.repeat(65)))).to.include('max length=64');
    const files = certificateFiles('Sso');
    const signed = { ...files, 'certs/Sso.crt-meta.xml': files['certs/Sso.crt-meta.xml']!.replace('false', 'true') };
    expect(await problem(signed)).to.include('CA-signed');
  });

  describe('with the expiration date', () => {
    const outcomes: Array<[NonNullable<OrgOptions['certificateExpirationDate']>, boolean, boolean]> = [
      ['optional', true, true],
      ['required', false, true],
      ['refused', true, false],
    ];
    for (const [rule, withoutDate, withDate] of outcomes) {
      it(`${rule} ${withoutDate ? 'take' : 'refuse'} a file without and ${withDate ? 'take' : 'refuse'} a file with it`, async () => {
        const org = newOrg({ certificateExpirationDate: rule });
        const without = await deployFiles(org, certificateFiles('Without'));
        const dated = await deployFiles(org, certificateFiles('Dated', DATE));
        expect([without.status === 'Succeeded', dated.status === 'Succeeded']).to.deep.equal([withoutDate, withDate]);
        for (const problem of [...problemsOf(without), ...problemsOf(dated)]) {
          expect(problem).to.include('expirationDate');
        }
      });
    }
  });

  describe('deployed again', () => {
    it('get a new key pair by default, and count as changed even if the file is the same', async () => {
      const org = newOrg();
      await deployed(org, certificateFiles('Sso'));
      const before = filesOf(org, 'Sso').pem;
      const job = await deployed(org, certificateFiles('Sso'));
      expect(messageOf(job, 'Certificate', 'Sso')).to.include({ created: false, changed: true });
      expect(filesOf(org, 'Sso').pem).not.to.equal(before);
      expect(org.certificateKeys.get('Sso')!.certificatePem).to.equal(filesOf(org, 'Sso').pem);
      expect(findRows(org, 'Certificate', { DeveloperName: 'Sso' })).to.have.lengthOf(1);
    });

    it('keep their key if the org has that option, and are unchanged if their settings are', async () => {
      const org = newOrg({ certificateRedeploy: 'same-key' });
      await deployed(org, certificateFiles('Sso'));
      const before = filesOf(org, 'Sso').pem;
      const same = await deployed(org, certificateFiles('Sso'));
      expect(messageOf(same, 'Certificate', 'Sso')).to.include({ changed: false });
      const other = await deployed(
        org,
        certificateFiles('Sso', '<encryptedWithPlatformEncryption>true</encryptedWithPlatformEncryption>'),
      );
      expect(messageOf(other, 'Certificate', 'Sso')).to.include({ changed: true });
      expect(filesOf(org, 'Sso').pem).to.equal(before);
      expect(findRow(org, 'Certificate', { DeveloperName: 'Sso' })).to.include({ OptionsIsEncryptedWithPE: true });
    });

    it('keep their key if the deployment only checks', async () => {
      const org = newOrg();
      await deployed(org, certificateFiles('Sso'));
      const before = filesOf(org, 'Sso').pem;
      const job = await deployed(org, certificateFiles('Sso'), { checkOnly: true });
      expect(messageOf(job, 'Certificate', 'Sso')).to.include({ changed: true });
      expect(filesOf(org, 'Sso').pem).to.equal(before);
    });
  });

  describe('deleted', () => {
    it('are gone with their key, but their row can still be found', async () => {
      const org = newOrg();
      await deployed(org, certificateFiles('Sso'));
      await deployed(org, deletion('Certificate', 'Sso'));
      expect(org.components.has('Certificate:Sso')).to.equal(false);
      expect(org.certificateKeys.has('Sso')).to.equal(false);
      expect(findRows(org, 'Certificate', { DeveloperName: 'Sso' })).to.have.lengthOf(1);
      await deployed(org, certificateFiles('Sso'));
      expect(findRows(org, 'Certificate', { DeveloperName: 'Sso' })).to.have.lengthOf(2);
    });

    it('leave no row if the org hides rows of deleted ones', async () => {
      const org = newOrg({ deletedCertificateRows: 'hidden' });
      await deployed(org, certificateFiles('Sso'));
      await deployed(org, deletion('Certificate', 'Sso'));
      expect(findRows(org, 'Certificate')).to.deep.equal([]);
    });

    it('are refused while the identity provider is on and uses them', async () => {
      const org = newOrg();
      await deployed(org, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
      expect(problemsOf(await deployFiles(org, deletion('Certificate', 'Sso')))).to.deep.equal([
        'Certificate:Sso: This certificate is in use by the identity provider and cannot be deleted.',
      ]);
      await deployed(org, settingsFiles('Sso', false));
      await deployed(org, deletion('Certificate', 'Sso'));
    });

    it('are gone after a deployment that gives the identity provider another one', async () => {
      const org = newOrg();
      await deployed(org, { ...certificateFiles('Old'), ...settingsFiles('Old') });
      await deployed(org, {
        ...certificateFiles('New'),
        ...settingsFiles('New'),
        'package.xml': manifestXml({ Certificate: ['New'], Settings: ['IdentityProvider'] }),
        'destructiveChangesPost.xml': manifestXml({ Certificate: ['Old'] }),
      });
      expect([...org.certificateKeys.keys()]).to.deep.equal(['New']);
    });
  });
});
