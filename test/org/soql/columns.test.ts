import { expect } from 'chai';
import { createOrgState } from '../create-state.ts';
import { describeColumns } from './columns.ts';
import { planSoql } from './run-soql.ts';
import { createScope } from './scope.ts';

type Column = { columnName: string; joinColumns: Column[]; [name: string]: unknown };

function describeQuery(soql: string): { columns: Column[]; rest: Record<string, unknown> } {
  const org = createOrgState();
  const { columnMetadata, ...rest } = describeColumns(
    planSoql(createScope(org, org.adminId, 'data', '/services/data/v66.0', soql)),
  );
  return { columns: columnMetadata as Column[], rest };
}

describe('the columns of a query', () => {
  it('say of an id what the CLI lays its table out with', () => {
    expect(describeQuery('SELECT Id FROM Profile')).to.deep.equal({
      columns: [
        {
          aggregate: false,
          apexType: 'Id',
          booleanType: false,
          columnName: 'Id',
          custom: false,
          displayName: 'Id',
          foreignKeyName: null,
          insertable: false,
          joinColumns: [],
          numberType: false,
          textType: false,
          updatable: false,
        },
      ],
      rest: { entityName: 'Profile', groupBy: false, idSelected: true, keyPrefix: '00e' },
    });
  });

  it('say of which type a field is, and whether it can be written', () => {
    const { columns, rest } = describeQuery('SELECT LastName, IsActive, CreatedDate FROM User');
    expect(
      columns.map(({ apexType, booleanType, textType, updatable }) => [apexType, booleanType, textType, updatable]),
    ).to.deep.equal([
      ['String', false, true, true],
      ['Boolean', true, false, true],
      ['Datetime', false, false, false],
    ]);
    expect(rest['idSelected']).to.equal(false);
  });

  it('gather the fields of one parent under one column', () => {
    const { columns } = describeQuery('SELECT Profile.Name, Id, Profile.UserLicense.Name FROM User');
    expect(columns.map(({ columnName, foreignKeyName }) => [columnName, foreignKeyName])).to.deep.equal([
      ['Profile', 'ProfileId'],
      ['Id', null],
    ]);
    const [name, license] = columns[0]!.joinColumns;
    expect(name!.columnName).to.equal('Name');
    expect(license).to.include({ columnName: 'UserLicense', foreignKeyName: 'UserLicenseId' });
    expect(license!.joinColumns.map(({ columnName }) => columnName)).to.deep.equal(['Name']);
  });

  it('mark counts and subqueries as aggregates, and are empty for COUNT()', () => {
    const [count] = describeQuery('SELECT COUNT(Id) FROM User').columns;
    expect(count).to.include({ columnName: 'expr0', aggregate: true, numberType: true });
    const [, children] = describeQuery('SELECT Id, (SELECT Id FROM Users) FROM Profile').columns;
    expect(children).to.include({ columnName: 'Users', aggregate: true });
    expect(children!.joinColumns).to.have.lengthOf(1);
    expect(describeQuery('SELECT COUNT() FROM User').columns).to.deep.equal([]);
  });
});
