import { expect } from 'chai';
import type { ComponentProblem } from '../../../plugin/salesforce/deployment/deployment-outcome.ts';
import { planSetup } from '../../../plugin/setup/plan/plan-setup.ts';
import { mayComeWithRest, otherForm, withoutSuspects } from '../../../plugin/setup/deploy/other-form.ts';
import { inForm, stagesOf, USUAL_FORM, type Form, type Stage } from '../../../plugin/setup/deploy/stages.ts';
import type { PlanInput } from '../../../plugin/setup/plan/plan.ts';
import { planInput } from '../fixtures.ts';

async function freshStages(form?: Form, differences?: Partial<PlanInput>): Promise<Stage[]> {
  return stagesOf(planSetup(await planInput(differences)), form);
}

async function freshStage(differences?: Partial<PlanInput>): Promise<Stage> {
  const [stage, ...others] = await freshStages(USUAL_FORM, differences);
  expect(others).to.deep.equal([]);
  return stage!;
}

function problem(type: string, text = 'Nobody has published these words.'): ComponentProblem {
  return { type, fullName: 'X', file: 'x', problem: text };
}

function typesOf(stages: Stage[]): string[][] {
  return stages.map(({ components }) => components.map(({ document }) => document.type));
}

const CERTIFICATE = problem('Certificate');
const SETTINGS = problem('IdentityProviderSettings');
const APP = problem('ConnectedApp');
const POLICIES = problem('ExtlClntAppConfigurablePolicies');
const SAML_POLICIES = problem('ExtlClntAppSamlConfigurablePolicies');

describe('the stages of a plan', () => {
  it('are one, with all components in one transaction', async () => {
    const stages = await freshStages();
    expect(stages.map(({ name }) => name)).to.deep.equal(['setup']);
    expect(typesOf(stages)).to.deep.equal([
      ['Certificate', 'IdentityProviderSettings', 'ConnectedApp', 'PermissionSet'],
    ]);
  });

  it('put the identity provider before the app, or each part into a deployment of its own, if the org needs that', async () => {
    const [app, all] = [
      await freshStages({ ...USUAL_FORM, split: 'app' }),
      await freshStages({ ...USUAL_FORM, split: 'all' }),
    ];
    expect(typesOf(app)).to.deep.equal([
      ['Certificate', 'IdentityProviderSettings'],
      ['ConnectedApp', 'PermissionSet'],
    ]);
    expect(typesOf(all)).to.deep.equal([
      ['Certificate'],
      ['IdentityProviderSettings'],
      ['ConnectedApp', 'PermissionSet'],
    ]);
    expect(app.map(({ name }) => name)).to.deep.equal(['identity-provider', 'app']);
  });
});

describe('another form of what an org has refused, whatever its words', () => {
  async function formAfter(problems: ComponentProblem[], form = USUAL_FORM): Promise<Partial<Form> | undefined> {
    const stage = inForm(await freshStage(), form);
    const other = otherForm(problems, stage, form);
    const changed = Object.entries(other ?? {}).filter(([name, value]) => value !== form[name as keyof Form]);
    return other && Object.fromEntries(changed);
  }

  it('leaves out the expiration date if the certificate was refused, also if that led to other refusals', async () => {
    expect(await formAfter([CERTIFICATE, SETTINGS, APP])).to.deep.equal({ withoutExpiration: true });
    const form = { ...USUAL_FORM, withoutExpiration: true };
    const content = inForm(await freshStage(), form).components[0]?.document.content;
    expect(content).not.to.have.property('expirationDate');
    expect(await formAfter([CERTIFICATE], form)).to.equal(undefined);
  });

  it('sends each part by itself if the settings were refused with their certificate', async () => {
    expect(await formAfter([SETTINGS])).to.deep.equal({ split: 'all' });
    expect(await formAfter([SETTINGS, APP])).to.deep.equal({ split: 'all' });
    const [, settings] = await freshStages({ ...USUAL_FORM, split: 'all' });
    expect(otherForm([SETTINGS], settings!, { ...USUAL_FORM, split: 'all' })).to.equal(undefined);
  });

  it('sends the app by itself if it was refused with the settings', async () => {
    expect(await formAfter([APP])).to.deep.equal({ split: 'app' });
    const [, app] = await freshStages({ ...USUAL_FORM, split: 'app' });
    expect(otherForm([APP], app!, { ...USUAL_FORM, split: 'app' })).to.equal(undefined);
  });

  it('names an external client app by its label if policies were refused and a split cannot help', async () => {
    const stage = await freshStage({ newApp: 'external-client-app' });
    const byLabel = { ...USUAL_FORM, parentsByLabel: true };
    expect(otherForm([POLICIES, SAML_POLICIES], stage, USUAL_FORM)).to.deep.equal(byLabel);
    const inWords = problem('ExtlClntAppSamlConfigurablePolicies', 'Enter the name of the parent external client app');
    expect(otherForm([inWords], stage, USUAL_FORM)).to.deep.equal(byLabel);
    expect(otherForm([SAML_POLICIES], stage, USUAL_FORM)).to.deep.equal({ ...USUAL_FORM, split: 'app' });
    const renamed = inForm(stage, byLabel);
    const parents = renamed.components.flatMap(({ document }) => document.content['externalClientApplication'] ?? []);
    expect(parents).to.deep.equal(['Twilio Frontline', 'Twilio Frontline']);
  });

  it('has the role in a field if nothing but the SAML policies with a literal was refused, with either name of the app', async () => {
    const inField: Partial<PlanInput> = { newApp: 'external-client-app', roleInField: true };
    let form: Form = { ...USUAL_FORM, split: 'app' };
    const seen: Array<Partial<Form>> = [];
    for (let next: Form | undefined = form; next !== undefined;) {
      form = next;
      seen.push({ roleInField: form.roleInField, parentsByLabel: form.parentsByLabel });
      const [, app] = await freshStages(form, form.roleInField ? inField : { newApp: 'external-client-app' });
      next = otherForm([problem('ExtlClntAppSamlConfigurablePolicies', 'duplicate value found')], app!, form);
      next ??= otherForm([SAML_POLICIES], app!, form);
    }
    expect(seen).to.deep.equal([
      { roleInField: false, parentsByLabel: false },
      { roleInField: true, parentsByLabel: false },
      { roleInField: false, parentsByLabel: true },
      { roleInField: true, parentsByLabel: true },
    ]);
  });

  it('is none if something else was refused, or the words are known to be about the component itself', async () => {
    expect(await formAfter([APP, problem('PermissionSet')])).to.equal(undefined);
    for (const text of [
      "You can't create a connected app.",
      "Error parsing file: 'x' is not a valid value for the enum 'Y'",
      'Required field is missing: label',
      'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
    ]) {
      expect(await formAfter([problem('ConnectedApp', text)]), text).to.equal(undefined);
    }
  });

  it('is not needed for what the org may accept once the rest is there', () => {
    const types = ['Certificate', 'IdentityProviderSettings', 'ConnectedApp'];
    expect([SETTINGS, APP].map((one) => mayComeWithRest(one, types))).to.deep.equal([true, true]);
    expect(mayComeWithRest(CERTIFICATE, types)).to.equal(false);
    expect(mayComeWithRest(APP, ['ConnectedApp'])).to.equal(false);
  });
});

describe('what was refused, without what it may have been refused for', () => {
  const off = { enabled: false, certificateName: 'Older' };

  it('is an app without SAML, and settings as they are', async () => {
    const [settings, app] = withoutSuspects([SETTINGS, APP], await freshStage(), off);
    expect(settings?.document.content).to.deep.include({
      certificateName: ['Older'],
      enableIdentityProvider: ['false'],
    });
    expect(app?.document.content).to.have.property('attributes');
    expect(app?.document.content).not.to.have.property('samlConfig');
  });

  it('is nothing if the org has no certificate that the settings could name, or only SAML was refused', async () => {
    expect(withoutSuspects([SETTINGS], await freshStage(), { enabled: false })).to.deep.equal([]);
    const stage = await freshStage({ newApp: 'external-client-app' });
    expect(withoutSuspects([SAML_POLICIES], stage, off)).to.deep.equal([]);
    expect(typesOf([{ ...stage, components: withoutSuspects([POLICIES], stage, off) }])).to.deep.equal([
      ['ExternalClientApplication', 'ExtlClntAppConfigurablePolicies'],
    ]);
  });
});
