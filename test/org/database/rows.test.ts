import { expect } from 'chai';
import { createOrgState } from '../create-state.ts';
import { deleteRow, findRow, findRows, insertRow, rowById, rowsSnapshot, updateRow } from './rows.ts';

const START = new Date('2026-01-15T09:00:00Z');
const LATER = new Date('2026-01-16T10:30:00Z');

function orgWithGrant() {
  let now = START;
  const org = createOrgState({ clock: () => now });
  const permissionSet = findRow(org, 'PermissionSet', { Name: 'Sales_Cloud_User' })!;
  const app = insertRow(org, 'ConnectedApplication', { Name: 'Twilio Frontline', DeveloperName: 'Twilio_Frontline' });
  const menuItem = insertRow(org, 'AppMenuItem', { ApplicationId: app.Id, Name: 'Twilio_Frontline' });
  const grant = insertRow(org, 'SetupEntityAccess', { ParentId: permissionSet.Id, SetupEntityId: app.Id });
  return { org, permissionSet, app, menuItem, grant, setNow: (date: Date) => (now = date) };
}

describe('rows', () => {
  it('get an id of their object, flags that are off, and who made them and when', () => {
    const { org, app } = orgWithGrant();
    expect(app.Id).to.match(/^0H4\w{15}$/);
    expect(app['OptionsAllowAdminApprovedUsersOnly']).to.equal(false);
    expect(app['CreatedDate']).to.equal('2026-01-15T09:00:00.000+0000');
    expect(app['CreatedById']).to.equal(org.adminId);
  });

  it('are found by an id of either length, and by null where a field is absent', () => {
    const { org, grant } = orgWithGrant();
    expect(findRow(org, 'SetupEntityAccess', { Id: grant.Id.slice(0, 15) })).to.equal(grant);
    expect(rowById(org, grant.Id)).to.equal(grant);
    expect(findRows(org, 'AppMenuItem', { StartUrl: null })).to.have.lengthOf(1);
  });

  it('are never found by an id that differs in case', () => {
    const { org, app } = orgWithGrant();
    const changed = app.Id.replace(/[a-z]/i, (letter) =>
      letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
    );
    expect(findRow(org, 'ConnectedApplication', { Id: changed })).to.equal(undefined);
  });

  it('that change say when and by whom', () => {
    const { org, app, setNow } = orgWithGrant();
    setNow(LATER);
    const other = findRow(org, 'User', { Username: 'sam@example.test' })!;
    updateRow(org, 'ConnectedApplication', app.Id, { Name: 'Frontline' }, other.Id);
    expect(findRow(org, 'ConnectedApplication', { Id: app.Id })).to.include({
      Name: 'Frontline',
      CreatedDate: '2026-01-15T09:00:00.000+0000',
      LastModifiedDate: '2026-01-16T10:30:00.000+0000',
      LastModifiedById: other.Id,
    });
  });

  it('of an app take its grants and its menu item with them, and are remembered as deleted', () => {
    const { org, app, grant, menuItem } = orgWithGrant();
    expect(deleteRow(org, 'ConnectedApplication', app.Id)).to.equal(true);
    expect(findRows(org, 'SetupEntityAccess')).to.have.lengthOf(0);
    expect(findRows(org, 'AppMenuItem')).to.have.lengthOf(0);
    expect([app, grant, menuItem].every(({ Id }) => org.deletedIds.has(Id.slice(0, 15)))).to.equal(true);
    expect(deleteRow(org, 'ConnectedApplication', app.Id)).to.equal(false);
  });

  it('of a permission set take its grants with them and leave the app', () => {
    const { org, permissionSet } = orgWithGrant();
    deleteRow(org, 'PermissionSet', permissionSet.Id);
    expect(findRows(org, 'SetupEntityAccess')).to.have.lengthOf(0);
    expect(findRows(org, 'ConnectedApplication')).to.have.lengthOf(1);
  });

  it('come back as they were when a snapshot is restored', () => {
    const { org, app, grant } = orgWithGrant();
    const restore = rowsSnapshot(org);
    updateRow(org, 'ConnectedApplication', app.Id, { Name: 'changed' });
    deleteRow(org, 'ConnectedApplication', app.Id);
    restore();
    expect(findRow(org, 'ConnectedApplication', { Id: app.Id })?.['Name']).to.equal('Twilio Frontline');
    expect(findRow(org, 'SetupEntityAccess', { Id: grant.Id })).to.deep.equal(grant);
    expect(org.deletedIds.size).to.equal(0);
  });

  it('of an object that the schema lacks are refused', () => {
    expect(() => insertRow(createOrgState(), 'Nope', {})).to.throw('No object Nope');
  });
});
