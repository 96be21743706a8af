import { expect } from 'chai';
import { planSetup } from '../../plugin/setup/plan-setup.ts';
import { administrators, agents, freshOrg, planInput, settings } from './fixtures.ts';

describe('the plan for access', () => {
  it("replaces the source's list by the names that are given", async () => {
    const plan = planSetup(await planInput({ settings: settings({ profiles: ['Standard User'] }) }));
    expect(plan.changes.filter(({ step }) => step === 'access').map(({ target }) => target)).to.deep.equal([
      'profile Standard User',
    ]);
  });

  it("knows the administrators' profile by its file name where labels are in another language", async () => {
    const label = 'Systeembeheerder';
    const actual = freshOrg({ principals: [{ ...administrators, name: label, label }] });
    const plan = planSetup(await planInput({ actual }));
    expect(plan.changes.map(({ target }) => target)).to.contain('profile Systeembeheerder');
  });

  it('names a principal once that was given twice', async () => {
    const plan = planSetup(await planInput({ settings: settings({ profiles: ['Admin', 'system administrator '] }) }));
    expect(plan.changes.filter(({ step }) => step === 'access')).to.have.length(1);
  });

  it('refuses a profile that does not exist and offers the nearest names', async () => {
    const input = await planInput({ settings: settings({ profiles: ['Standart User'] }) });
    expect(() => planSetup(input))
      .to.throw('no profile "Standart User"')
      .with.property('actions')
      .that.satisfies((actions: string[]) => actions.join(' ').includes('"Standard User"'));
  });

  it('refuses a permission set that neither org nor source has', async () => {
    const input = await planInput({ settings: settings({ permissionSets: ['Twilio_Frontline_Agents'] }) });
    expect(() => planSetup(input))
      .to.throw('permission set "Twilio_Frontline_Agents"')
      .with.property('data')
      .that.deep.includes({ nearest: ['Twilio_Frontline_Agent'] });
  });

  it('refuses a label that several permission sets carry', async () => {
    const twin = { ...agents, permissionSetId: '0PS000000000009AAA', name: 'Other' };
    const actual = freshOrg({ principals: [agents, twin] });
    const input = await planInput({ actual, settings: settings({ permissionSets: ['Twilio Frontline Agent'] }) });
    expect(() => planSetup(input))
      .to.throw('Several permission sets')
      .with.property('name', 'PermissionSetAmbiguousError');
  });
});
