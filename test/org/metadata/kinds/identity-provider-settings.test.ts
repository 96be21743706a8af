import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import { shareKeyPairs } from '../../certificate/share-key-pairs.ts';
import {
  certificateFiles,
  connectedAppFiles,
  deployed,
  deployFiles,
  externalClientAppFiles,
  manifestXml,
  messageOf,
  problemsOf,
  settingsFiles,
} from '../samples.ts';
import { identityProvider } from './identity-provider-settings.ts';

describe('identity provider settings', () => {
  shareKeyPairs(2);

  it('do not exist before they are first set', () => {
    expect(identityProvider(createOrgState({ identityProvider: 'off' }))).to.equal(undefined);
  });

  it('may come with their certificate, and are reported without an id', async () => {
    const org = createOrgState();
    const job = await deployed(org, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
    const message = messageOf(job, 'IdentityProviderSettings', 'IdentityProvider');
    expect(message).to.include({ success: true, fileName: 'settings/IdentityProvider.settings' });
    expect(message).not.to.have.property('id');
    expect(identityProvider(org)).to.deep.equal({ enabled: true, certificateName: 'Sso' });
  });

  it('need an existing certificate if the org does not take both at once', async () => {
    const org = createOrgState({ identityProvider: 'off', certificateAndSettingsTogether: 'refused' });
    const together = await deployFiles(org, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
    expect(problemsOf(together)).to.deep.equal([
      'IdentityProviderSettings:IdentityProvider: In field: certificateName - no Certificate named Sso found',
    ]);
    await deployed(org, certificateFiles('Sso'));
    await deployed(org, settingsFiles('Sso'));
    expect(identityProvider(org)?.enabled).to.equal(true);
  });

  const certificate = certificateFiles('Sso');
  for (const app of [connectedAppFiles(), externalClientAppFiles()]) {
    const [path = ''] = Object.keys(app);
    for (const [rule, together, apart] of [
      ['refused', 'Failed', 'Failed'],
      ['with-settings', 'Succeeded', 'Failed'],
      ['accepted', 'Succeeded', 'Succeeded'],
    ] as const) {
      it(`decide about ${path} in their deployment where SAML apps without them are: ${rule}`, async () => {
        const org = createOrgState({
          identityProvider: 'off',
          connectedAppCreation: 'allowed',
          appWithoutIdentityProvider: rule,
        });
        expect((await deployFiles(org, app, { checkOnly: true })).status).to.equal(apart);
        const off = { ...certificate, ...settingsFiles('Sso', false), ...app };
        expect((await deployFiles(org, off, { checkOnly: true })).status).to.equal(apart);
        expect((await deployFiles(org, { ...certificate, ...settingsFiles('Sso'), ...app })).status).to.equal(together);
      });
    }
  }

  it('refuse a certificate that does not exist, with the place after its element', async () => {
    const job = await deployFiles(createOrgState(), settingsFiles('Nope'));
    expect(messageOf(job, 'IdentityProviderSettings', 'IdentityProvider')).to.include({
      problem: 'In field: certificateName - no Certificate named Nope found',
      lineNumber: 3,
      columnNumber: '<certificateName>Nope</certificateName>'.length + 1,
    });
  });

  it('can be switched off, and still exist then', async () => {
    const org = createOrgState();
    await deployed(org, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
    await deployed(org, settingsFiles('Sso', false));
    expect(identityProvider(org)).to.deep.equal({ enabled: false, certificateName: 'Sso' });
  });

  it('need the right to customize the application', async () => {
    const org = createOrgState({ missingPermissions: ['CustomizeApplication'] });
    await deployed(org, certificateFiles('Sso'));
    expect(problemsOf(await deployFiles(org, settingsFiles('Sso')))[0]).to.include('Customize Application');
  });

  it('cannot be deleted', async () => {
    const org = createOrgState();
    await deployed(org, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
    const job = await deployFiles(org, {
      'package.xml': manifestXml({}),
      'destructiveChanges.xml': manifestXml({ Settings: ['IdentityProvider'] }),
    });
    expect(problemsOf(job)).to.deep.equal(['IdentityProviderSettings:IdentityProvider: Settings cannot be deleted.']);
    expect(identityProvider(org)?.enabled).to.equal(true);
  });
});
