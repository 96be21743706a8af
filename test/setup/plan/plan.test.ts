import { expect } from 'chai';
import type { MetadataComponent } from '../../../plugin/salesforce/metadata/metadata-package.ts';
import type { MetadataNode } from '../../../plugin/salesforce/metadata/metadata-xml.ts';
import { isToDo, type AppChange, type Change, type Plan } from '../../../plugin/setup/plan/plan.ts';
import { planSetup } from '../../../plugin/setup/plan/plan-setup.ts';
import type { ActualSetup } from '../../../plugin/setup/inspect/actual-setup.ts';
import { inspectedCertificate } from '../../../plugin/setup/inspect/inspected-certificate.ts';
import { administrators, agents, freshOrg, MY_DOMAIN, NOW, planInput, REALM_SID, settings } from '../fixtures.ts';
import { makeCertificate } from '../../org/certificate/certificate.ts';

/** The org as the plan would leave it. */
function afterPlan(plan: Plan, actual: ActualSetup): ActualSetup {
  const content = contentOf(changeOf(plan, 'app')) ?? {};
  const name = plan.values.certificateName;
  return {
    ...actual,
    identityProvider: { enabled: true, certificateName: name },
    certificateNames: [...actual.certificateNames, name],
    principals: [...actual.principals, agents],
    app: { kind: 'connected-app', names: { app: 'Twilio_Frontline' }, id: '0H4000000000001AAA', content },
    grants: [administrators, agents].map((principal, index) => ({ id: `0J000000000000${index}AAA`, principal })),
  };
}

type ChangeOf<Step> = Extract<Change, { step: Step }>;

function changeOf<Step extends Change['step']>(plan: Plan, step: Step): ChangeOf<Step> {
  const change = plan.changes.find((candidate): candidate is ChangeOf<Step> => candidate.step === step);
  if (change === undefined) {
    throw new Error(`the plan has no step ${step}`);
  }
  return change;
}

/** What the first component that is deployed for a change holds. */
function contentOf(change: Change): MetadataNode | undefined {
  return componentsOf(change)[0]?.document.content;
}

function componentsOf(change: Change): MetadataComponent[] {
  return 'components' in change ? change.components : [];
}

function fieldsOf(change: Change): Record<string, string | undefined> {
  return Object.fromEntries(change.differences.map(({ field, to }) => [field, to]));
}

describe('the plan', () => {
  it('for a fresh org makes certificate, identity provider, app, permission set and access in that order', async () => {
    const plan = planSetup(await planInput());
    expect(plan.changes.map(({ step, action, target }) => `${action} ${step} ${target}`)).to.deep.equal([
      'create certificate SalesforceSSO',
      'create identity-provider IdentityProvider',
      'create app Twilio_Frontline',
      'create permission-set Twilio_Frontline_Agent',
      'create access profile System Administrator',
      'create access permission set Twilio_Frontline_Agent',
    ]);
  });

  it('gives a new app exactly the values of the guide', async () => {
    const plan = planSetup(await planInput());
    expect(fieldsOf(changeOf(plan, 'app'))).to.deep.equal({
      'attributes[roles].formula': "'agent'",
      contactEmail: 'ada@acme.example',
      label: 'Twilio Frontline',
      'samlConfig.acsUrl': `https://iam.twilio.com/v2/saml2/authenticate/${REALM_SID}`,
      'samlConfig.entityUrl': `https://iam.twilio.com/v2/saml2/metadata/${REALM_SID}`,
      'samlConfig.issuer': MY_DOMAIN,
      'samlConfig.samlNameIdFormat': 'Unspecified',
      'samlConfig.samlSigningAlgoType': 'SHA256',
      'samlConfig.samlSubjectType': 'Username',
    });
  });

  it('finds nothing to do in the org that it leads to', async () => {
    const input = await planInput();
    const plan = planSetup({ ...input, actual: afterPlan(planSetup(input), input.actual) });
    expect(plan.changes.filter(isToDo)).to.deep.equal([]);
    expect(plan.changes.every(({ action }) => action === 'keep')).to.equal(true);
  });

  it("takes the Realm SID from the org's app when none is given", async () => {
    const input = await planInput();
    const actual = afterPlan(planSetup(input), input.actual);
    const { realmSid: _given, ...withoutRealm } = settings();
    expect(planSetup({ ...input, actual, settings: withoutRealm }).values.realmSid).to.equal(REALM_SID);
  });

  it('warns that users can no longer sign in, if the Realm SID is not that of the org', async () => {
    const input = await planInput();
    const actual = afterPlan(planSetup(input), input.actual);
    expect(planSetup({ ...input, actual }).warnings).to.deep.equal([]);
    const other = 'JBffffffffffffffffffffffffffffffff';
    const { warnings } = planSetup({ ...input, actual, settings: settings({ realmSid: other }) });
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include(REALM_SID).and.include(other).and.include('no longer sign in');
  });

  it('does not warn, if the app of the org has the example of the guide', async () => {
    const input = await planInput();
    const planned = afterPlan(planSetup(input), input.actual);
    const example = JSON.parse(JSON.stringify(planned.app).replaceAll(REALM_SID, 'JBxxx')) as typeof planned.app;
    const plan = planSetup({ ...input, actual: { ...planned, ...(example === undefined ? {} : { app: example }) } });
    expect(plan.warnings).to.deep.equal([]);
    expect(changeOf(plan, 'app').action).to.equal('update');
  });

  it('refuses to plan when no Realm SID is known', async () => {
    const { realmSid: _given, ...withoutRealm } = settings();
    const input = await planInput({ settings: withoutRealm });
    expect(() => planSetup(input))
      .to.throw('No Realm SID')
      .with.property('name', 'RealmSidMissingError');
  });

  it('keeps the certificate of an identity provider that is on', async () => {
    const actual = freshOrg({
      identityProvider: { enabled: true, certificateName: 'SelfSignedCert_1' },
      certificateNames: ['SelfSignedCert_1'],
    });
    const plan = planSetup(await planInput({ actual }));
    expect(plan.values.certificateName).to.equal('SelfSignedCert_1');
    expect(changeOf(plan, 'certificate')).to.include({ action: 'keep', target: 'SelfSignedCert_1' });
    expect(changeOf(plan, 'identity-provider').action).to.equal('keep');
    expect(plan.replacesCertificate).to.equal(undefined);
  });

  it('keeps it even if another name is given without the flag to replace it, and says how', async () => {
    const actual = freshOrg({
      identityProvider: { enabled: true, certificateName: 'Old' },
      certificateNames: ['Old', 'New'],
    });
    const plan = planSetup(await planInput({ actual, settings: settings({ certificateName: 'New' }) }));
    expect(changeOf(plan, 'certificate')).to.include({ action: 'keep', target: 'Old' });
    expect(changeOf(plan, 'certificate').reason).to.contain('--replace-certificate switches to New');
  });

  it('replaces it by a new certificate if the user asks for it, and marks that for confirmation', async () => {
    const actual = freshOrg({
      identityProvider: { enabled: true, certificateName: 'Old' },
      certificateNames: ['Old'],
    });
    const plan = planSetup(
      await planInput({ actual, settings: settings({ certificateName: 'New', replaceCertificate: true }) }),
    );
    expect(plan.replacesCertificate).to.deep.equal({ from: 'Old', to: 'New' });
    expect(changeOf(plan, 'certificate')).to.include({ action: 'create', target: 'New' });
    expect(changeOf(plan, 'identity-provider').differences).to.deep.equal([
      { field: 'certificateName', from: 'Old', to: 'New' },
    ]);
  });

  it('never deploys a certificate that exists', async () => {
    const actual = freshOrg({ certificateNames: ['SalesforceSSO'] });
    const plan = planSetup(await planInput({ actual }));
    expect(changeOf(plan, 'certificate').action).to.equal('keep');
    const types = plan.changes.flatMap(componentsOf).map(({ document }) => document.type);
    expect(types).not.to.contain('Certificate');
  });

  it('is blocked by a certificate that has expired, and proposes a free name for its successor', async () => {
    const { certificatePem: pem } = makeCertificate({
      commonName: 'SalesforceSSO',
      organizationId: '00D000000000001',
      keySize: 2048,
      created: new Date('2025-11-01T08:00:00Z'),
    });
    const actual = freshOrg({
      certificateNames: ['SalesforceSSO', 'SalesforceSSO_2'],
      certificates: [inspectedCertificate({ name: 'SalesforceSSO', pem })],
    });
    const change = changeOf(planSetup(await planInput({ actual })), 'certificate');
    expect(change).to.have.property('action', 'blocked');
    expect(change).to.have.nested.property('problem.name', 'CertificateExpiredError');
    expect(change)
      .to.have.nested.property('problem.actions')
      .that.satisfies((actions: string[]) =>
        actions.join(' ').includes('--certificate-name SalesforceSSO_3 --replace-certificate'),
      );
  });

  it('makes a certificate that lasts as long as the platform allows', async () => {
    const content = contentOf(changeOf(planSetup(await planInput({ now: NOW })), 'certificate'));
    expect(content?.['expirationDate']).to.deep.equal(['2027-11-24T00:00:00.000Z']);
  });

  it('uses a given issuer unchanged, with its slash', async () => {
    const plan = planSetup(await planInput({ settings: settings({ issuer: `${MY_DOMAIN}/` }) }));
    expect(fieldsOf(changeOf(plan, 'app'))['samlConfig.issuer']).to.equal(`${MY_DOMAIN}/`);
  });

  it('is refused if the My Domain is not known', async () => {
    const { myDomain: _domain, ...actual } = freshOrg();
    const input = await planInput({ actual });
    expect(() => planSetup(input))
      .to.throw('My Domain')
      .with.property('name', 'MyDomainUnknownError');
  });

  it('needs a contact email for a new app, if the org gives none', async () => {
    const input = await planInput({ actual: freshOrg({ runningUser: {} }) });
    expect(() => planSetup(input))
      .to.throw('contact email')
      .with.property('name', 'ContactEmailMissingError');
  });
});

describe('the plan for an app that exists', () => {
  async function planFor(existing: MetadataNode): Promise<AppChange> {
    const input = await planInput();
    const actual = afterPlan(planSetup(input), input.actual);
    const content = { ...actual.app?.content, ...existing };
    return changeOf(
      planSetup({
        ...input,
        actual: { ...actual, app: { kind: 'connected-app', names: { app: 'Twilio_Frontline' }, id: '0H4', content } },
      }),
      'app',
    );
  }

  it('keeps start URL, contact, description, policies and further attributes of the user', async () => {
    const change = await planFor({
      startUrl: ['https://frontline.twilio.com/login'],
      contactEmail: ['someone@else.example'],
      description: ['ours & <theirs>'],
      sessionPolicy: [{ policyAction: ['Block'], sessionLevel: ['HIGH_ASSURANCE'], sessionTimeout: ['15'] }],
      attributes: [
        { formula: ["'agent'"], key: ['roles'] },
        { formula: ['$User.Department'], key: ['department'] },
      ],
    });
    expect(change).to.deep.include({ step: 'app', action: 'keep', target: 'Twilio_Frontline', differences: [] });
    expect('kept' in change && change.kept.map(({ field }) => field).sort()).to.deep.equal([
      'attributes[department].formula',
      'description',
      'sessionPolicy.policyAction',
      'sessionPolicy.sessionLevel',
      'sessionPolicy.sessionTimeout',
      'startUrl',
    ]);
  });

  it('corrects a role whose formula has no inner quotes', async () => {
    const change = await planFor({ attributes: [{ formula: ['agent'], key: ['roles'] }] });
    expect(change.differences).to.deep.equal([{ field: 'attributes[roles].formula', from: 'agent', to: "'agent'" }]);
  });

  it('removes request verification and encryption, which Twilio does not support', async () => {
    const input = await planInput();
    const samlConfig = afterPlan(planSetup(input), input.actual).app?.content['samlConfig']?.[0] as MetadataNode;
    const change = await planFor({
      samlConfig: [
        { ...samlConfig, certificate: ['MIIC'], encryptionCertificate: ['Other'], encryptionType: ['AES_128'] },
      ],
    });
    expect(change.differences).to.deep.equal([
      { field: 'samlConfig.certificate', from: 'MIIC' },
      { field: 'samlConfig.encryptionCertificate', from: 'Other' },
    ]);
  });

  it('sends no consumer key, which an org would refuse', async () => {
    const change = await planFor({
      label: ['Mine'],
      attributes: [],
      oauthConfig: [{ callbackUrl: ['https://acme.example'], consumerKey: ['3MVG'], consumerSecret: ['x'] }],
    });
    expect(contentOf(change)).to.deep.include({
      oauthConfig: [{ callbackUrl: ['https://acme.example'] }],
      label: ['Mine'],
    });
  });
});

describe('the plan with attributes and a subject of the user', () => {
  it('prefers them to those of the source, and warns of another subject', async () => {
    const given = settings({
      attributes: { roles: "'supervisor'", team: '$User.Department' },
      subject: 'federation-id',
    });
    const plan = planSetup(await planInput({ settings: given }));
    expect(fieldsOf(changeOf(plan, 'app'))).to.include({
      'attributes[roles].formula': "'supervisor'",
      'attributes[team].formula': '$User.Department',
      'samlConfig.samlSubjectType': 'FederationId',
    });
    expect(plan.warnings.join(' ')).to.contain('identifies users by the subject');
  });
});
