import { expect } from 'chai';
import type { OrgUser } from '../../../plugin/salesforce/people/user.ts';
import { userChecks } from '../../../plugin/setup/verify/user-checks.ts';
import type { VerifyCheck } from '../../../plugin/setup/verify/verify-check.ts';
import { administrators, agents, freshOrg, standardUsers } from '../fixtures.ts';

const SAM: OrgUser = {
  id: '005000000000001AAA',
  name: 'Sam Vendor',
  username: 'sam@acme.example',
  active: true,
  profileName: 'Standard User',
  permissionSetIds: [standardUsers.permissionSetId],
  groups: [],
  license: { id: '100000000000001AAA', name: 'Salesforce' },
};

const GRANTS = [administrators, agents].map((principal, index) => ({ id: `0J0${index}`, principal }));

function checksOf(user: OrgUser | undefined, grants = GRANTS): VerifyCheck[] {
  return userChecks('sam@acme.example', user, freshOrg({ grants }));
}

function accessOf(user: Partial<OrgUser>, grants = GRANTS): VerifyCheck | undefined {
  return checksOf({ ...SAM, ...user }, grants).find(({ id }) => id === 'user.access');
}

describe('the checks of a user', () => {
  it('say that there is no such user, and skip the rest', () => {
    expect(checksOf(undefined).map(({ id, status }) => `${id} ${status}`)).to.deep.equal([
      'user.found fail',
      'user.active skip',
      'user.access skip',
      'user.nameId skip',
    ]);
  });

  it('say what Twilio will use as the identity', () => {
    expect(checksOf(SAM).find(({ id }) => id === 'user.nameId')).to.include({ status: 'info', actual: SAM.username });
  });

  it('fail for an inactive user', () => {
    expect(checksOf({ ...SAM, active: false }).find(({ id }) => id === 'user.active')).to.include({
      status: 'fail',
      actual: 'inactive',
      fix: 'Activate the user in Setup.',
    });
  });

  it('name every profile and permission set that gives the user access', () => {
    const grants = [...GRANTS, { id: '0J09', principal: standardUsers }];
    const permissionSetIds = [standardUsers.permissionSetId, agents.permissionSetId];
    expect(accessOf({ permissionSetIds }, grants)).to.include({
      status: 'pass',
      actual: 'by permission set Twilio_Frontline_Agent, profile Standard User',
    });
  });

  it('name the profile that lacks access, and the command that gives it to the user', () => {
    expect(accessOf({})).to.include({
      status: 'fail',
      actual: 'neither profile Standard User nor a permission set of the user has access',
      fix: 'Give it: sf frontline access assign --user sam@acme.example\nThen see who has access: sf frontline access check --user sam@acme.example',
    });
  });

  it('name the profile in the command, if no permission set or several have access', () => {
    for (const grants of [
      GRANTS.slice(0, 1),
      [...GRANTS, { id: '0J09', principal: { ...agents, permissionSetId: '0PS9' } }],
    ]) {
      expect(accessOf({}, grants)?.fix).to.contain('access assign --profile "Standard User"');
    }
  });

  it('only warn if a permission set group may give access', () => {
    const groups = [{ id: '0PG1', label: 'The Team' }];
    const access = accessOf({ groups });
    expect(access?.status).to.equal('warn');
    expect(access?.actual).to.match(/not known of the groups: The Team$/);
  });
});
