import { expect } from 'chai';
import { asksForMore } from '../../../plugin/setup/plan/asks-for-more.ts';
import { planSetup } from '../../../plugin/setup/plan/plan-setup.ts';
import type { Plan, PlanInput } from '../../../plugin/setup/plan/plan.ts';
import type { OrgUser } from '../../../plugin/salesforce/people/user.ts';
import { freshOrg, planInput, settings } from '../fixtures.ts';

async function plan(differences: Partial<PlanInput> = {}): Promise<Plan> {
  return planSetup(await planInput(differences));
}

const on = (certificateName: string): Partial<PlanInput> => ({
  actual: freshOrg({ identityProvider: { enabled: true, certificateName }, certificateNames: ['A', 'B'] }),
});

function userOf(name: string): OrgUser {
  const username = `${name}@acme.example`;
  return {
    id: name,
    username,
    name,
    active: true,
    profileName: 'Standard User',
    permissionSetIds: [],
    groups: [],
    license: { id: '100', name: 'Salesforce' },
  };
}

describe('a plan that was made anew', () => {
  it('asks for no more than one that was approved, if it is the same or a part of it is done', async () => {
    expect(asksForMore(await plan(), await plan())).to.equal(false);
    expect(asksForMore(await plan(on('A')), await plan())).to.equal(false);
  });

  it('asks for more, if it makes or changes something else', async () => {
    expect(asksForMore(await plan(), await plan(on('A')))).to.equal(true);
    const access = settings({ profiles: ['Standard User'] });
    expect(asksForMore(await plan({ settings: access }), await plan())).to.equal(true);
  });

  it('asks for more, if it writes another value', async () => {
    const other = settings({ contactEmail: 'it@acme.example' });
    expect(asksForMore(await plan({ settings: other }), await plan())).to.equal(true);
  });

  it('asks for more, if it replaces a certificate, or another one', async () => {
    const replacing = settings({ certificateName: 'C', replaceCertificate: true });
    const [a, b] = [await plan({ ...on('A'), settings: replacing }), await plan({ ...on('B'), settings: replacing })];
    expect(asksForMore(a, await plan({ settings: replacing }))).to.equal(true);
    expect(asksForMore(b, a)).to.equal(true);
    expect(asksForMore(a, a)).to.equal(false);
  });

  it('asks for more, if another user gets access, and not if one has it by now', async () => {
    const withUsers = (...names: string[]): Promise<Plan> => plan({ actual: freshOrg({ users: names.map(userOf) }) });
    const two = await withUsers('ada', 'sam');
    expect(asksForMore(await withUsers('sam'), two)).to.equal(false);
    expect(asksForMore(await withUsers('ada', 'pat'), two)).to.equal(true);
  });

  it('asks for no more because of another kind of app, of which the user is told apart', async () => {
    expect(asksForMore(await plan({ newApp: 'external-client-app' }), await plan())).to.equal(false);
  });
});
