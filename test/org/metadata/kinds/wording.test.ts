import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import type { OrgOptions, OrgState } from '../../state.ts';
import {
  certificateFiles,
  connectedAppFiles,
  deployed,
  deployFiles,
  externalClientAppFiles,
  manifestXml,
  problemsOf,
  settingsFiles,
  type Files,
} from '../samples.ts';

const DELETED: Files = { 'package.xml': manifestXml({}) };

/** A deployment that is refused, the type that refuses it, and the org in which it is. */
const REFUSED: Array<{ what: string; type: string; files: Files; options?: OrgOptions; before?: Files }> = [
  {
    what: 'a certificate without a date',
    type: 'Certificate',
    files: certificateFiles('Sso'),
    options: { certificateExpirationDate: 'required' },
  },
  {
    what: 'a certificate with a date',
    type: 'Certificate',
    files: certificateFiles('Sso', '<expirationDate>2027-11-24T00:00:00.000Z</expirationDate>'),
    options: { certificateExpirationDate: 'refused' },
  },
  {
    what: 'a certificate in use that is deleted',
    type: 'Certificate',
    before: { ...certificateFiles('Sso'), ...settingsFiles('Sso') },
    files: { ...DELETED, 'destructiveChanges.xml': manifestXml({ Certificate: ['Sso'] }) },
  },
  {
    what: 'settings with their certificate',
    type: 'IdentityProviderSettings',
    files: { ...certificateFiles('Sso'), ...settingsFiles('Sso') },
    options: { certificateAndSettingsTogether: 'refused' },
  },
  {
    what: 'settings of a user without the right',
    type: 'IdentityProviderSettings',
    files: settingsFiles('', false),
    options: { missingPermissions: ['CustomizeApplication'] },
  },
  { what: 'a connected app with SAML', type: 'ConnectedApp', files: connectedAppFiles() },
  { what: 'policies with SAML', type: 'ExtlClntAppSamlConfigurablePolicies', files: externalClientAppFiles() },
  {
    what: 'policies of an app that is distributed',
    type: 'ExtlClntAppSamlConfigurablePolicies',
    files: externalClientAppFiles('My_Client', { distribution: 'Packaged' }),
    options: { appWithoutIdentityProvider: 'accepted' },
  },
  {
    what: 'an external client app that is switched off in Setup',
    type: 'ExternalClientApplication',
    files: externalClientAppFiles(),
    options: { externalClientApps: 'off' },
  },
  {
    what: 'an external client app of a user without the right',
    type: 'ExternalClientApplication',
    files: externalClientAppFiles(),
    options: { missingPermissions: ['ExternalClientAppDeveloper'] },
  },
  {
    what: 'a literal in an external client app',
    type: 'ExtlClntAppSamlConfigurablePolicies',
    files: externalClientAppFiles('My_Client', {
      samlInside:
        "<acsUrl>https://sp.example/acs</acsUrl><customAttributes><formula>'agent'</formula><key>roles</key>" +
        '</customAttributes><entityUrl>https://sp.example</entityUrl>' +
        '<externalClientApplication>My_Client</externalClientApplication>',
    }),
    options: { literalInExternalClientApp: 'refused' },
  },
];

async function refusalOf({ files, options, before }: (typeof REFUSED)[number], wording: 'usual' | 'other') {
  const org: OrgState = createOrgState({
    identityProvider: 'off',
    connectedAppCreation: 'allowed',
    refusalWording: wording,
    ...options,
  });
  if (before) {
    await deployed(org, before);
  }
  const [problem = ''] = problemsOf(await deployFiles(org, files));
  return { type: problem.split(':')[0], text: problem.replace(/^\w+:\w+: /, '') };
}

describe('the wording of refusals', () => {
  for (const refused of REFUSED) {
    it(`differs for ${refused.what}, and the component that is refused does not`, async () => {
      const usual = await refusalOf(refused, 'usual');
      const other = await refusalOf(refused, 'other');
      expect([usual.type, other.type]).to.deep.equal([refused.type, refused.type]);
      expect(other.text).not.to.equal(usual.text);
    });
  }

  it('is the same for a new connected app, whose words are public', async () => {
    const texts = await Promise.all(
      (['usual', 'other'] as const).map((refusalWording) =>
        deployFiles(createOrgState({ refusalWording }), connectedAppFiles()).then(problemsOf),
      ),
    );
    expect(texts[0]).to.deep.equal(texts[1]);
  });
});
