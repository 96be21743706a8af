import { expect } from 'chai';
import type { ComponentProblem } from '../../../plugin/salesforce/deployment/deployment-outcome.ts';
import { planSetup } from '../../../plugin/setup/plan/plan-setup.ts';
import { adaptStages, stagesOf, type Stage } from '../../../plugin/setup/deploy/stages.ts';
import { planInput } from '../fixtures.ts';

async function freshStages(): Promise<Stage[]> {
  return stagesOf(planSetup(await planInput()));
}

function problem(type: string, text: string): ComponentProblem {
  return { type, fullName: 'X', file: 'x', problem: text };
}

function namesOf(stages: Stage[]): string[][] {
  return stages.map(({ components }) => components.map(({ document }) => document.type));
}

const DATE = problem('Certificate', "Error parsing file: 'expirationDate' is not accepted");
const NO_CERTIFICATE = problem('IdentityProviderSettings', 'In field: certificateName - no Certificate named X found');
const PROVIDER_OFF = problem('ConnectedApp', 'Enable the identity provider before you define a SAML service provider.');

describe('the stages of a plan', () => {
  it('put the identity provider before the app', async () => {
    expect(namesOf(await freshStages())).to.deep.equal([
      ['Certificate', 'IdentityProviderSettings'],
      ['ConnectedApp', 'PermissionSet'],
    ]);
  });

  it('leave out the expiration date if the org refuses it, also if the refusal led to others', async () => {
    const adapted = adaptStages(await freshStages(), [DATE, NO_CERTIFICATE, PROVIDER_OFF]);
    const certificate = adapted?.stages[0]?.components[0];
    expect(adapted?.validatable).to.equal(true);
    expect(certificate?.document.content).not.to.have.property('expirationDate');
    expect(adaptStages(adapted?.stages ?? [], [DATE])).to.equal(undefined);
  });

  it('put the certificate into a deployment of its own, if the org needs that', async () => {
    const adapted = adaptStages(await freshStages(), [NO_CERTIFICATE]);
    expect(adapted?.validatable).to.equal(false);
    expect(namesOf(adapted?.stages ?? [])).to.deep.equal([
      ['Certificate'],
      ['IdentityProviderSettings'],
      ['ConnectedApp', 'PermissionSet'],
    ]);
  });

  it('stay the same, if the org checks the app only when the identity provider is on', async () => {
    const stages = await freshStages();
    expect(adaptStages(stages, [PROVIDER_OFF])).to.deep.equal({ stages, validatable: false });
  });

  it('name the external client app by its label, if the org does not find it by its developer name', async () => {
    const stages = stagesOf(planSetup(await planInput({ newApp: 'external-client-app' })));
    const problems = [
      problem('ExtlClntAppSamlConfigurablePolicies', 'Enter the name of the parent external client app'),
    ];
    const adapted = adaptStages(stages, problems);
    const parents = (adapted?.stages ?? [])
      .flatMap(({ components }) => components)
      .flatMap(({ document }) => document.content['externalClientApplication'] ?? []);
    expect(parents).to.deep.equal(['Twilio Frontline', 'Twilio Frontline']);
    expect(adaptStages(adapted?.stages ?? [], problems)).to.equal(undefined);
  });

  it('have no other form, if there is a problem of another kind', async () => {
    const blocked = problem('ConnectedApp', "You can't create a connected app.");
    expect(adaptStages(await freshStages(), [NO_CERTIFICATE, blocked])).to.equal(undefined);
    expect(adaptStages((await freshStages()).slice(1), [PROVIDER_OFF])).to.equal(undefined);
  });
});
