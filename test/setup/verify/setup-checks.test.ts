import { expect } from 'chai';
import type { MetadataNode } from '../../../plugin/salesforce/metadata/metadata-xml.ts';
import type { ActualSetup } from '../../../plugin/setup/inspect/actual-setup.ts';
import { inspectedCertificate } from '../../../plugin/setup/inspect/inspected-certificate.ts';
import { setupChecks } from '../../../plugin/setup/verify/setup-checks.ts';
import type { VerifyCheck } from '../../../plugin/setup/verify/verify-check.ts';
import { frontline } from '../../../plugin/twilio/service-provider.ts';
import { makeCertificate } from '../../org/certificate/certificate.ts';
import { administrators, agents, freshOrg, MY_DOMAIN, NOW, REALM_SID } from '../fixtures.ts';

const { certificatePem: pem } = makeCertificate({
  commonName: 'SalesforceSSO',
  organizationId: '00D000000000001',
  keySize: 2048,
  created: NOW,
});

const SAML: MetadataNode = {
  acsUrl: [frontline.acsUrl(REALM_SID)],
  entityUrl: [frontline.entityId(REALM_SID)],
  issuer: [MY_DOMAIN],
  samlNameIdFormat: ['Unspecified'],
  samlSigningAlgoType: ['SHA256'],
  samlSubjectType: ['Username'],
};

const ROLES: MetadataNode = { formula: ["'agent'"], key: ['roles'] };

/** An app as the guide has it, but for some of its SAML values and its attributes. */
function app(saml: MetadataNode = {}, attributes: MetadataNode[] = [ROLES]): Partial<ActualSetup> {
  const content = { label: ['Twilio Frontline'], attributes, samlConfig: [{ ...SAML, ...saml }] };
  return { app: { kind: 'connected-app', names: { app: 'Twilio_Frontline' }, id: '0H4000000000001AAA', content } };
}

/** An org that is set up as the guide has it. */
function whole(differences: Partial<ActualSetup> = {}): ActualSetup {
  return freshOrg({
    identityProvider: { enabled: true, certificateName: 'SalesforceSSO' },
    certificates: [inspectedCertificate({ name: 'SalesforceSSO', pem })],
    publishedMetadata: { entityId: MY_DOMAIN, certificates: [pem.replace(/-----[^-]+-----|\s/g, '')] },
    grants: [{ id: '0J0', principal: administrators }],
    ...app(),
    ...differences,
  });
}

function checksOf(actual: ActualSetup, now = NOW): VerifyCheck[] {
  return setupChecks(actual, { appName: 'Twilio_Frontline', serviceProvider: frontline, now });
}

/** The checks that did not pass, by id, with status and what was found. */
function oddities(actual: ActualSetup, now = NOW): Record<string, string> {
  const odd = checksOf(actual, now).filter(({ status }) => status !== 'pass');
  return Object.fromEntries(odd.map(({ id, status, actual: found }) => [id, `${status}: ${found}`]));
}

describe('the checks of the setup', () => {
  it('pass for the setup of the guide, each with a title and what it expects', () => {
    const checks = checksOf(whole());
    expect(checks.map(({ status }) => status)).to.deep.equal(Array<string>(14).fill('pass'));
    expect(checks.every(({ title, expected }) => title !== '' && expected !== '')).to.equal(true);
    expect(checks.every(({ fix }) => fix === undefined)).to.equal(true);
  });

  it('do not check the certificate of an identity provider that is off', () => {
    const { identityProvider, certificate } = Object.fromEntries(
      checksOf(whole({ identityProvider: { enabled: false, certificateName: 'Gone' } })).map((check) => [
        check.id.replace('setup.', ''),
        check,
      ]),
    );
    expect([identityProvider?.status, certificate?.status]).to.deep.equal(['fail', 'skip']);
  });

  it('say what a fresh org does not have, and skip what depends on it', () => {
    expect(oddities(freshOrg())).to.deep.equal({
      'setup.identityProvider': 'fail: off',
      'setup.certificate': 'skip: ',
      'setup.published': 'info: not served, or nothing to compare it with',
      'setup.app': 'fail: there is none',
      'setup.entityId': 'skip: ',
      'setup.acsUrl': 'skip: ',
      'setup.issuer': 'skip: ',
      'setup.subject': 'skip: ',
      'setup.nameIdFormat': 'skip: ',
      'setup.algorithm': 'skip: ',
      'setup.verification': 'skip: ',
      'setup.encryption': 'skip: ',
      'setup.roles': 'skip: ',
      'setup.access': 'skip: nobody',
    });
  });

  const otherRealm = 'JBffffffffffffffffffffffffffffffff';
  const cases: Array<{ situation: string; actual: ActualSetup; odd: Record<string, string> }> = [
    {
      situation: 'an Entity ID that is not Twilio’s',
      actual: whole(app({ entityUrl: ['https://other.example'] })),
      odd: {
        'setup.entityId': 'fail: https://other.example',
        'setup.acsUrl': `fail: ${frontline.acsUrl(REALM_SID)}`,
      },
    },
    {
      situation: 'an ACS URL of another realm',
      actual: whole(app({ acsUrl: [frontline.acsUrl(otherRealm)] })),
      odd: { 'setup.acsUrl': `fail: ${frontline.acsUrl(otherRealm)}` },
    },
    {
      situation: 'an issuer with a slash at its end',
      actual: whole(app({ issuer: [`${MY_DOMAIN}/`] })),
      odd: { 'setup.issuer': `warn: ${MY_DOMAIN}/` },
    },
    { situation: 'no issuer, which is the My Domain', actual: whole(app({ issuer: [] })), odd: {} },
    {
      situation: 'another subject and format',
      actual: whole(app({ samlSubjectType: ['FederationId'], samlNameIdFormat: ['EmailAddress'] })),
      odd: { 'setup.subject': 'warn: FederationId', 'setup.nameIdFormat': 'fail: EmailAddress' },
    },
    {
      situation: 'SHA-1',
      actual: whole(app({ samlSigningAlgoType: ['SHA1'] })),
      odd: { 'setup.algorithm': 'warn: SHA1' },
    },
    {
      situation: 'no algorithm',
      actual: whole(app({ samlSigningAlgoType: [] })),
      odd: { 'setup.algorithm': 'warn: (not set)' },
    },
    {
      situation: 'verification and encryption',
      actual: whole(app({ certificate: ['PEM'], encryptionCertificate: ['Partner'] })),
      odd: { 'setup.verification': 'fail: set', 'setup.encryption': 'fail: set' },
    },
    {
      situation: 'no attribute',
      actual: whole(app({}, [])),
      odd: { 'setup.roles': 'fail: roles = (not set)' },
    },
    {
      situation: 'an attribute spelled otherwise',
      actual: whole(app({}, [{ formula: ["'agent'"], key: ['Roles'] }])),
      odd: { 'setup.roles': 'fail: it is spelled Roles' },
    },
    {
      situation: 'an attribute without the quotes of its formula',
      actual: whole(app({}, [{ formula: ['agent'], key: ['roles'] }])),
      odd: { 'setup.roles': 'fail: roles = agent' },
    },
    {
      situation: 'an attribute of another value',
      actual: whole(app({}, [{ formula: ["'admin'"], key: ['roles'] }])),
      odd: { 'setup.roles': "warn: roles = 'admin'" },
    },
    {
      situation: 'an attribute whose value is the right one in other letters',
      actual: whole(app({}, [{ formula: ["'Agent'"], key: ['roles'] }])),
      odd: { 'setup.roles': "fail: roles = 'Agent'" },
    },
    {
      situation: 'a subject that is not known',
      actual: whole(app({ samlSubjectType: ['Other'] })),
      odd: { 'setup.subject': 'fail: Other' },
    },
    {
      situation: 'an attribute in the other quotes',
      actual: whole(app({}, [{ formula: ['"agent"'], key: ['roles'] }])),
      odd: {},
    },
    {
      situation: 'an attribute that comes from a field',
      actual: whole(app({}, [{ formula: ['$User.Frontline_Role__c'], key: ['roles'] }])),
      odd: { 'setup.roles': 'warn: roles = $User.Frontline_Role__c' },
    },
    { situation: 'nobody with access', actual: whole({ grants: [] }), odd: { 'setup.access': 'fail: nobody' } },
    {
      situation: 'a certificate without content',
      actual: whole({ certificates: [inspectedCertificate({ name: 'SalesforceSSO' })] }),
      odd: {
        'setup.certificate': 'fail: SalesforceSSO has no content',
        'setup.published': 'info: not served, or nothing to compare it with',
      },
    },
    {
      situation: 'another certificate published',
      actual: whole({ publishedMetadata: { entityId: MY_DOMAIN, certificates: ['AAAA'] } }),
      odd: { 'setup.published': 'warn: another certificate' },
    },
    {
      situation: 'another entity ID published',
      actual: whole({
        publishedMetadata: {
          entityId: 'https://old.my.salesforce.com',
          certificates: [pem.replace(/-----[^-]+-----|\s/g, '')],
        },
      }),
      odd: { 'setup.published': 'warn: entity ID https://old.my.salesforce.com' },
    },
  ];
  for (const { situation, actual, odd } of cases) {
    it(`report ${situation}`, () => {
      expect(oddities(actual)).to.deep.equal(odd);
    });
  }

  it('say what to do if they fail or warn', () => {
    const odd = cases.flatMap(({ actual }) => checksOf(actual)).filter(({ status }) => /fail|warn/.test(status));
    expect(odd.length).to.be.greaterThan(15);
    expect(odd.filter(({ fix }) => fix === undefined || fix === '')).to.deep.equal([]);
  });

  it('warn of a certificate that expires within 60 days, and fail after that', () => {
    const day = 86_400_000;
    const end = Date.parse('2027-11-24T12:00:00Z');
    const at = (days: number): string | undefined => oddities(whole(), new Date(end - days * day))['setup.certificate'];
    expect(at(61.5)).to.equal(undefined);
    expect(at(60.5)).to.equal('warn: SalesforceSSO, until 2027-11-24, 60 days left');
    expect(at(-0.5)).to.match(/^fail: SalesforceSSO, until 2027-11-24/);
  });

  it('name five of those with access and count the rest', () => {
    const grants = Array.from({ length: 7 }, (_, index) => ({
      id: `0J0${index}`,
      principal: { ...agents, name: `Set_${index}` },
    }));
    const access = checksOf(whole({ grants })).find(({ id }) => id === 'setup.access');
    expect(access?.actual).to.match(/^permission set Set_0, .*Set_4 and 2 more$/);
  });

  it('never let a text of the org control a terminal', () => {
    const actual = whole(app({ entityUrl: ['https://x\u001b[2J\u202e\n.example'] }));
    const shown = checksOf(actual).find(({ id }) => id === 'setup.entityId')?.actual;
    expect(shown).to.equal('https://x\\u{1b}[2J\\u{202e}\\u{a}.example');
  });
});
