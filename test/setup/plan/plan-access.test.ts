import { expect } from 'chai';
import type { Principal } from '../../../plugin/salesforce/org/access.ts';
import type { Plan } from '../../../plugin/setup/plan/plan.ts';
import { planSetup } from '../../../plugin/setup/plan/plan-setup.ts';
import { administrators, agents, freshOrg, planInput, settings, shippedSource, standardUsers } from '../fixtures.ts';

/** Who gets access and is in the org already. */
function principalsOf({ changes }: Plan): Principal[] {
  return changes.filter((change) => 'principal' in change).map(({ principal }) => principal);
}

describe('the plan for access', () => {
  it("uses the given names instead of the source's list", async () => {
    const plan = planSetup(await planInput({ settings: settings({ profiles: ['Standard User'] }) }));
    expect(plan.changes.filter(({ step }) => step === 'access').map(({ target }) => target)).to.deep.equal([
      'profile Standard User',
    ]);
  });

  it("finds the administrators' profile by its file name, if labels are in another language", async () => {
    const label = 'Systeembeheerder';
    const actual = freshOrg({ principals: [{ ...administrators, name: label, label }] });
    const plan = planSetup(await planInput({ actual }));
    expect(plan.changes.map(({ target }) => target)).to.contain('profile Systeembeheerder');
  });

  describe('if a custom profile has the label Admin', () => {
    const custom: Principal = {
      kind: 'profile',
      permissionSetId: '0PS000000000008AAA',
      name: 'Admin',
      label: 'Admin',
      profileId: '00e000000000008AAA',
    };
    const actual = freshOrg({
      principals: [custom, administrators, standardUsers],
      profileIds: new Map([
        ['Admin', '00e000000000001AAA'],
        ['Standard', '00e000000000002AAA'],
        ['Admin1', '00e000000000008AAA'],
      ]),
    });

    it('finds a profile of the source only by its file name', async () => {
      const plan = planSetup(await planInput({ actual }));
      expect(principalsOf(plan).filter(({ kind }) => kind === 'profile')).to.deep.equal([administrators]);
    });

    it('asks which one the user means, and accepts its id', async () => {
      const input = await planInput({ actual, settings: settings({ profiles: ['Admin'] }) });
      expect(() => planSetup(input))
        .to.throw('System Administrator (00e000000000001AAA), Admin (00e000000000008AAA)')
        .with.property('name', 'ProfileAmbiguousError');
      const byId = await planInput({ actual, settings: settings({ profiles: ['00e000000000008'] }) });
      expect(principalsOf(planSetup(byId))).to.deep.equal([custom]);
    });
  });

  it('finds a profile of the source whose file name is percent-encoded', async () => {
    const source = await shippedSource();
    const profiles = [{ fullName: 'Sales %28EMEA%29', content: {} }];
    const actual = freshOrg({ profileIds: new Map([['Sales (EMEA)', '00e000000000002AAA']]) });
    const plan = planSetup(await planInput({ actual, source: { ...source, profiles } }));
    expect(plan.changes.map(({ target }) => target)).to.include('profile Standard User');
  });

  it('creates a permission set of the source, even if its name is the label of another one', async () => {
    const other = { ...agents, permissionSetId: '0PS000000000009AAA', name: 'Other', label: agents.name };
    const plan = planSetup(await planInput({ actual: freshOrg({ principals: [administrators, other] }) }));
    const made = plan.changes.filter((change) => 'newPermissionSet' in change);
    expect(made.map(({ newPermissionSet }) => newPermissionSet)).to.deep.equal([agents.name]);
  });

  it('names a principal once, if it was given twice', async () => {
    const plan = planSetup(await planInput({ settings: settings({ profiles: ['Admin', 'system administrator '] }) }));
    expect(plan.changes.filter(({ step }) => step === 'access')).to.have.length(1);
  });

  it('refuses a profile that does not exist, and offers the most similar names', async () => {
    const input = await planInput({ settings: settings({ profiles: ['Standart User'] }) });
    expect(() => planSetup(input))
      .to.throw('no profile "Standart User"')
      .with.property('actions')
      .that.satisfies((actions: string[]) => actions.join(' ').includes('"Standard User"'));
  });

  it('ignores the case of the file name of a profile, as it does for a label', async () => {
    const plan = planSetup(await planInput({ settings: settings({ profiles: ['standard'] }) }));
    expect(principalsOf(plan)).to.deep.equal([standardUsers]);
  });

  it('offers a profile once, by the more similar of its names', async () => {
    const input = await planInput({ settings: settings({ profiles: ['Standart'] }) });
    expect(() => planSetup(input))
      .to.throw()
      .with.property('data')
      .that.deep.includes({ nearest: ['Standard'] });
  });

  it('says nothing about similar names, if there are none', async () => {
    for (const names of [{ profiles: ['Qqqqqqqq'] }, { permissionSets: ['Qqqqqqqq'] }]) {
      const input = await planInput({ settings: settings(names) });
      expect(() => planSetup(input))
        .to.throw('"Qqqqqqqq"')
        .with.property('actions')
        .that.satisfies((actions: string[]) => actions.length === 1 && !actions[0]?.includes('Similar names'));
    }
  });

  it('refuses a permission set that neither org nor source has', async () => {
    const input = await planInput({ settings: settings({ permissionSets: ['Twilio_Frontline_Agents'] }) });
    expect(() => planSetup(input))
      .to.throw('permission set "Twilio_Frontline_Agents"')
      .with.property('data')
      .that.deep.includes({ nearest: ['Twilio_Frontline_Agent'] });
  });

  it('refuses a label that several permission sets have', async () => {
    const twin = { ...agents, permissionSetId: '0PS000000000009AAA', name: 'Other' };
    const actual = freshOrg({ principals: [agents, twin] });
    const input = await planInput({ actual, settings: settings({ permissionSets: ['Twilio Frontline Agent'] }) });
    expect(() => planSetup(input))
      .to.throw('Several permission sets')
      .with.property('name', 'PermissionSetAmbiguousError');
  });
});
