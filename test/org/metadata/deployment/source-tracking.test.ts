import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import { findRow, findRows } from '../../database/rows.ts';
import { deployed, deployFiles, manifestXml, permissionSetFiles } from '../samples.ts';

describe('source tracking', () => {
  it('exists in scratch orgs only', async () => {
    const org = createOrgState();
    await deployed(org, permissionSetFiles('P', 'P'));
    expect(findRows(org, 'SourceMember')).to.deep.equal([]);
  });

  it('notes what is new, changed or deleted, with a counter that rises', async () => {
    const org = createOrgState({ kind: 'scratch' });
    await deployed(org, permissionSetFiles('P', 'One'));
    const { id } = org.components.get('PermissionSet:P')!;
    expect(findRow(org, 'SourceMember', { MemberName: 'P' })).to.include({
      MemberType: 'PermissionSet',
      MemberIdOrName: id,
      IsNewMember: true,
      IsNameObsolete: false,
      RevisionCounter: 1,
      ChangedBy: org.adminId,
    });
    await deployed(org, permissionSetFiles('Q', 'Q'));
    await deployed(org, permissionSetFiles('P', 'Two'));
    expect(findRow(org, 'SourceMember', { MemberName: 'P' })).to.include({ IsNewMember: false, RevisionCounter: 3 });
    await deployed(org, {
      'package.xml': manifestXml({}),
      'destructiveChanges.xml': manifestXml({ PermissionSet: ['P'] }),
    });
    expect(findRow(org, 'SourceMember', { MemberName: 'P' })).to.include({ IsNameObsolete: true, RevisionCounter: 4 });
    expect(findRows(org, 'SourceMember')).to.have.lengthOf(2);
  });

  it('notes nothing for what is unchanged, only checked, or rolled back', async () => {
    const org = createOrgState({ kind: 'scratch' });
    await deployed(org, permissionSetFiles('P', 'One'));
    await deployed(org, permissionSetFiles('P', 'One'));
    await deployed(org, permissionSetFiles('P', 'Two'), { checkOnly: true });
    await deployFiles(org, { ...permissionSetFiles('P', 'Two'), ...permissionSetFiles('Bad name', 'B') });
    expect(findRow(org, 'SourceMember', { MemberName: 'P' })).to.include({ RevisionCounter: 1 });
  });
});
