import { expect } from 'chai';
import { createOrgState } from '../create-state.ts';
import { findRow, insertRow } from '../database/rows.ts';
import type { OrgState } from '../state.ts';
import { addUser, run, usersWhere, values } from './testing.ts';

describe('a query', () => {
  let org: OrgState;

  beforeEach(() => {
    org = createOrgState({ identityProvider: 'off', clock: () => new Date('2026-06-15T12:00:00Z') });
  });

  describe('selects', () => {
    it('fields in their true spelling, in the order of the list, after type and address', () => {
      const [record] = run(org, "SELECT username, NAME FROM user WHERE Username = 'admin@example.test'").records;
      expect(JSON.stringify(record)).to.equal(
        JSON.stringify({
          attributes: { type: 'User', url: `/services/data/v66.0/sobjects/User/${org.adminId}` },
          Username: 'admin@example.test',
          Name: 'Ada Min',
        }),
      );
    });

    it('parents as nested records with their own type and address', () => {
      const profile = findRow(org, 'Profile', { Name: 'System Administrator' })!;
      const license = findRow(org, 'UserLicense', { Name: 'Salesforce' })!;
      const soql = `SELECT Profile.Name, Profile.UserLicense.Name FROM User WHERE Id = '${org.adminId}'`;
      expect(run(org, soql).records[0]).to.deep.include({
        Profile: {
          attributes: { type: 'Profile', url: `/services/data/v66.0/sobjects/Profile/${profile.Id}` },
          Name: 'System Administrator',
          UserLicense: {
            attributes: { type: 'UserLicense', url: `/services/data/v66.0/sobjects/UserLicense/${license.Id}` },
            Name: 'Salesforce',
          },
        },
      });
    });

    it('null where there is no parent', () => {
      const [record] = run(org, "SELECT Manager.Name, Manager.Profile.Name FROM User WHERE Alias = 'sam'").records;
      expect(record).to.have.property('Manager', null);
    });

    it('null for fields without a value, and dates in the form of REST', () => {
      addUser(org, { LastLoginDate: '2026-01-15T09:00:00Z' });
      const soql = "SELECT FederationIdentifier, LastLoginDate FROM User WHERE Username = 'extra@example.test'";
      expect(run(org, soql).records[0]).to.include({
        FederationIdentifier: null,
        LastLoginDate: '2026-01-15T09:00:00.000+0000',
      });
    });

    it('children in a subquery as a nested answer, and null where there are none', () => {
      const soql =
        "SELECT Name, (SELECT Assignee.Username FROM Assignments ORDER BY Assignee.Username) FROM PermissionSet WHERE Profile.Name = 'Standard User' OR Name = 'Sales_Cloud_User' ORDER BY Name";
      const [own, profileOwned] = run(org, soql).records;
      expect(own).to.include({ Name: 'Sales_Cloud_User', Assignments: null });
      expect(profileOwned!['Assignments']).to.deep.include({ totalSize: 2, done: true });
    });

    it('the number of rows for COUNT() and of values for COUNT(field)', () => {
      expect(run(org, 'SELECT COUNT() FROM User')).to.deep.equal({ totalSize: 6, records: [] });
      addUser(org, { Department: 'Sales' });
      expect(run(org, 'SELECT COUNT(Department), COUNT(Id) people FROM User')).to.deep.equal({
        totalSize: 1,
        records: [{ attributes: { type: 'AggregateResult' }, expr0: 1, people: 7 }],
      });
    });

    it('the number of different values for COUNT_DISTINCT(field)', () => {
      expect(run(org, 'SELECT COUNT_DISTINCT(ProfileId), COUNT(Id) FROM User').records).to.deep.equal([
        { attributes: { type: 'AggregateResult' }, expr0: 5, expr1: 6 },
      ]);
    });

    it('a record for each group, with its values and numbers, and LIMIT counts groups', () => {
      const soql =
        'SELECT Assignee.Profile.Name profile, COUNT_DISTINCT(AssigneeId) people, COUNT(Id) FROM PermissionSetAssignment GROUP BY Assignee.Profile.Name ORDER BY Assignee.Profile.Name DESC';
      expect(run(org, `${soql} LIMIT 2`)).to.deep.equal({
        totalSize: 2,
        records: [
          { attributes: { type: 'AggregateResult' }, profile: 'System Administrator', people: 1, expr0: 1 },
          { attributes: { type: 'AggregateResult' }, profile: 'Standard User', people: 2, expr0: 2 },
        ],
      });
      expect(run(org, soql).totalSize).to.equal(5);
      expect(run(org, "SELECT Name, COUNT(Id) FROM User WHERE Alias = 'nobody' GROUP BY Name").records).to.deep.equal(
        [],
      );
    });

    it('every field for FIELDS(STANDARD) and FIELDS(ALL)', () => {
      const standard = run(org, 'SELECT FIELDS(STANDARD) FROM Profile').records[0];
      expect(standard).to.include.keys('Id', 'Name', 'UserLicenseId', 'CreatedDate');
      expect(run(org, 'SELECT FIELDS(ALL) FROM Profile LIMIT 200').records[0]).to.deep.equal(standard);
    });

    it('fields behind the alias or the name of the object', () => {
      expect(values(org, "SELECT u.Profile.Name FROM User u WHERE u.Alias = 'admin'")).to.have.lengthOf(1);
      expect(values(org, "SELECT User.Alias FROM User WHERE User.Alias = 'admin'")).to.deep.equal(['admin']);
    });

    it('by the Tooling API the fields that only it has, with its own addresses', () => {
      insertRow(org, 'ConnectedApplication', { Name: 'Twilio Frontline', DeveloperName: 'Twilio_Frontline' });
      const [record] = run(
        org,
        "SELECT Id FROM ConnectedApplication WHERE DeveloperName = 'Twilio_Frontline'",
        'tooling',
      ).records;
      expect((record!['attributes'] as { url: string }).url).to.match(
        /^\/services\/data\/v66\.0\/tooling\/sobjects\/ConnectedApplication\/0H4/,
      );
    });

    it('no row that is marked as deleted', () => {
      insertRow(org, 'ConnectedApplication', { Name: 'Gone', IsDeleted: true });
      expect(values(org, 'SELECT Name FROM ConnectedApplication')).to.deep.equal([]);
    });
  });

  describe('compares', () => {
    it('texts without regard to case', () => {
      expect(usersWhere(org, "LastName = 'MIN'")).to.deep.equal(['admin']);
      expect(usersWhere(org, "LastName IN ('MIN', 'vendor')")).to.deep.equal(['admin', 'sam']);
    });

    it('ids in either length', () => {
      expect(usersWhere(org, `Id = '${org.adminId}'`)).to.deep.equal(['admin']);
      expect(usersWhere(org, `Id IN ('${org.adminId.slice(0, 15)}')`)).to.deep.equal(['admin']);
    });

    it('a text with an apostrophe when it is escaped', () => {
      expect(usersWhere(org, "LastName = 'O\\'Brien'")).to.deep.equal(['pat']);
      expect(
        values(org, "SELECT Name FROM PermissionSet WHERE Label = 'Field Sales (O\\'Brien\\'s team)'"),
      ).to.deep.equal(['Field_Sales']);
    });

    it('patterns: % for any text, _ for one character, a backslash before either for itself', () => {
      addUser(org, { Title: '100% of_it', Username: 'percent@example.test' });
      expect(usersWhere(org, "Username LIKE 'M%'")).to.deep.equal(['mina']);
      expect(usersWhere(org, "Alias LIKE '_a_'")).to.deep.equal(['sam', 'pat']);
      expect(usersWhere(org, "Title LIKE '100\\% of\\_it'")).to.deep.equal(['percent']);
      expect(usersWhere(org, "Title LIKE '100\\%_of%'")).to.deep.equal(['percent']);
      expect(usersWhere(org, "Title LIKE '1.%'")).to.deep.equal([]);
      expect(usersWhere(org, "Title LIKE '%'")).to.deep.equal(['percent']);
    });

    it('null and the empty text as one', () => {
      addUser(org, { Title: 'Boss', Department: '' });
      expect(usersWhere(org, "Title != null AND Department = ''")).to.deep.equal(['extra']);
      expect(usersWhere(org, 'Title = null AND IsActive = false')).to.deep.equal(['gone']);
    });

    it('rows without a value as different from every value', () => {
      addUser(org, { Title: 'Boss' });
      expect(usersWhere(org, "Title != 'Boss' AND IsActive = false")).to.deep.equal(['gone']);
      expect(usersWhere(org, "Title NOT IN ('Boss') AND IsActive = false")).to.deep.equal(['gone']);
      expect(usersWhere(org, "Title <> 'boss' AND Alias = null")).to.deep.equal([]);
    });

    it('flags', () => {
      expect(usersWhere(org, 'IsActive = FALSE')).to.deep.equal(['gone']);
      expect(usersWhere(org, 'IsActive != true')).to.deep.equal(['gone']);
    });

    it('numbers', () => {
      insertRow(org, 'Certificate', { DeveloperName: 'Small', KeySize: 2048 });
      insertRow(org, 'Certificate', { DeveloperName: 'Large', KeySize: 4096 });
      const certificates = (condition: string): unknown[] =>
        values(org, `SELECT DeveloperName FROM Certificate WHERE ${condition}`, 'tooling');
      expect(certificates('KeySize > 2048')).to.deep.equal(['Large']);
      expect(certificates('KeySize >= 2048 AND KeySize < 4096')).to.deep.equal(['Small']);
      expect(certificates('KeySize IN (1024, 4096)')).to.deep.equal(['Large']);
    });

    it('points in time, whatever offset they are written with', () => {
      addUser(org, { LastLoginDate: '2026-06-15T10:00:00.000+0000' });
      expect(usersWhere(org, 'LastLoginDate = 2026-06-15T12:00:00+02:00')).to.deep.equal(['extra']);
      expect(usersWhere(org, 'LastLoginDate < 2026-06-15T10:00:00Z')).to.deep.equal([]);
      expect(usersWhere(org, 'LastLoginDate <= 2026-06-15T10:00:00.000Z')).to.deep.equal(['extra']);
      expect(usersWhere(org, 'LastLoginDate > 2026-06-15T09:59:59.999Z')).to.deep.equal(['extra']);
    });

    it('points in time with days', () => {
      addUser(org, { LastLoginDate: '2026-06-13T23:00:00Z' });
      const matching = ['YESTERDAY', 'TODAY', 'LAST_N_DAYS:2', 'N_DAYS_AGO:2', 'NEXT_N_DAYS:1'].filter(
        (day) => usersWhere(org, `LastLoginDate = ${day}`).length > 0,
      );
      expect(matching).to.deep.equal(['LAST_N_DAYS:2', 'N_DAYS_AGO:2']);
      expect(usersWhere(org, 'LastLoginDate < YESTERDAY')).to.deep.equal(['extra']);
      expect(usersWhere(org, 'LastLoginDate <= N_DAYS_AGO:2')).to.deep.equal(['extra']);
      expect(usersWhere(org, 'LastLoginDate > N_DAYS_AGO:2')).to.deep.equal([]);
      expect(usersWhere(org, 'LastLoginDate >= N_DAYS_AGO:2')).to.deep.equal(['extra']);
    });

    it('with the values of a subquery', () => {
      const admins = "SELECT Id FROM Profile WHERE Name LIKE 'System%'";
      expect(usersWhere(org, `ProfileId IN (${admins})`)).to.deep.equal(['admin']);
      expect(usersWhere(org, `ProfileId NOT IN (${admins}) AND IsActive = false`)).to.deep.equal(['gone']);
      const members =
        "SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Profile.Name = 'Marketing User'";
      expect(usersWhere(org, `Id IN (${members})`)).to.deep.equal(['mina']);
    });

    it('fields of parents', () => {
      expect(usersWhere(org, "Profile.UserLicense.Name = 'Salesforce Platform'")).to.deep.equal(['lee']);
      expect(usersWhere(org, "Manager.Name = null AND Alias = 'sam'")).to.deep.equal(['sam']);
    });
  });

  describe('combines conditions', () => {
    it('with AND, OR and parentheses', () => {
      expect(usersWhere(org, "Alias = 'sam' OR Alias = 'pat' OR Alias = 'lee'")).to.deep.equal(['sam', 'pat', 'lee']);
      expect(usersWhere(org, "(Alias = 'sam' OR Alias = 'gone') AND IsActive = true")).to.deep.equal(['sam']);
      expect(usersWhere(org, "Alias = 'lee' OR (Alias = 'gone' AND (IsActive = false))")).to.deep.equal([
        'lee',
        'gone',
      ]);
    });

    it('with NOT at the beginning or in parentheses', () => {
      expect(usersWhere(org, 'NOT IsActive = true')).to.deep.equal(['gone']);
      expect(usersWhere(org, "(NOT IsActive = true) OR (NOT (Alias LIKE '%' AND Alias != 'lee'))")).to.deep.equal([
        'lee',
        'gone',
      ]);
      expect(usersWhere(org, 'NOT (NOT IsActive = false)')).to.deep.equal(['gone']);
    });
  });

  describe('orders', () => {
    const aliases = (clause: string): unknown[] => values(org, `SELECT Alias FROM User ${clause}`);

    it('ascending unless told otherwise, by several keys, also of parents', () => {
      expect(aliases('ORDER BY Alias')).to.deep.equal(['admin', 'gone', 'lee', 'mina', 'pat', 'sam']);
      expect(aliases('ORDER BY Alias DESC LIMIT 2')).to.deep.equal(['sam', 'pat']);
      expect(aliases('ORDER BY IsActive, Profile.Name DESC LIMIT 3')).to.deep.equal(['gone', 'admin', 'sam']);
    });

    it('nulls first in both directions, last when asked', () => {
      addUser(org, { Alias: 'zed', Title: 'Boss' });
      expect(aliases('ORDER BY Title LIMIT 1')).not.to.deep.equal(['zed']);
      expect(aliases('ORDER BY Title DESC LIMIT 1')).not.to.deep.equal(['zed']);
      expect(aliases('ORDER BY Title NULLS LAST LIMIT 1')).to.deep.equal(['zed']);
      expect(aliases('ORDER BY Title DESC NULLS LAST LIMIT 1')).to.deep.equal(['zed']);
      expect(aliases('ORDER BY Title ASC NULLS FIRST, Alias LIMIT 1')).to.deep.equal(['admin']);
    });

    it('within LIMIT and OFFSET', () => {
      expect(aliases('ORDER BY Alias LIMIT 2 OFFSET 1')).to.deep.equal(['gone', 'lee']);
      expect(aliases('ORDER BY Alias OFFSET 5')).to.deep.equal(['sam']);
      expect(aliases('LIMIT 0')).to.deep.equal([]);
      expect(run(org, 'SELECT COUNT() FROM User LIMIT 2').totalSize).to.equal(2);
    });
  });
});
