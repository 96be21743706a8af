import { expect } from 'chai';
import { createOrgState } from '../create-state.ts';
import { findRow } from '../database/rows.ts';
import { refusal, run, values } from './testing.ts';

const CUSTOM_OBJECT =
  "is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.";
const CUSTOM_FIELD =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";

describe('a query is refused', () => {
  const org = createOrgState();

  it('for an unknown object, in the words and with the mark of the platform', () => {
    expect(refusal(org, 'SELECT Id FROM Nope')).to.deep.equal({
      code: 'INVALID_TYPE',
      message: `\nSELECT Id FROM Nope\n               ^\nERROR at Row:1:Column:16\nsObject type 'Nope' ${CUSTOM_OBJECT}`,
    });
  });

  it('for an unknown field, in the words and with the mark of the platform', () => {
    expect(refusal(org, 'SELECT Foo FROM User')).to.deep.equal({
      code: 'INVALID_FIELD',
      message: `\nSELECT Foo FROM User\n       ^\nERROR at Row:1:Column:8\nNo such column 'Foo' on entity 'User'. ${CUSTOM_FIELD}`,
    });
  });

  it('with an excerpt that begins thirty characters before the fault when the query is long', () => {
    const { message } = refusal(org, 'SELECT Id, Name, Username, Email, Alias, Foo FROM User WHERE IsActive = true');
    expect(message.split('\n').slice(1, 4)).to.deep.equal([
      'Name, Username, Email, Alias, Foo FROM User WHERE IsActive =',
      `${' '.repeat(30)}^`,
      'ERROR at Row:1:Column:42',
    ]);
  });

  it('with the row of the fault when the query has several lines', () => {
    const { message } = refusal(org, "SELECT Id\nFROM User\nWHERE Foo = 'x'");
    expect(message.split('\n').slice(1, 4)).to.deep.equal(["WHERE Foo = 'x'", '      ^', 'ERROR at Row:3:Column:7']);
  });

  it('with the place in the subquery, not that of the same name outside', () => {
    const { message } = refusal(
      org,
      "SELECT Username FROM User WHERE ProfileId IN (SELECT Id FROM Profile WHERE Username = 'x')",
    );
    expect(message)
      .to.include('ERROR at Row:1:Column:76\n')
      .and.include("No such column 'Username' on entity 'Profile'");
  });

  it('with the place of the name, not that of the same word in a text', () => {
    const { message } = refusal(org, "SELECT Id FROM User WHERE Name = 'Foo' AND Foo = 'x'");
    expect(message).to.include('ERROR at Row:1:Column:44\n');
  });

  it('for an unknown field of a parent, naming the parent', () => {
    const { code, message } = refusal(org, 'SELECT Profile.Foo FROM User');
    expect(code).to.equal('INVALID_FIELD');
    expect(message).to.include('Column:8\n').and.include("No such column 'Foo' on entity 'Profile'");
  });

  it('for an unknown relationship', () => {
    const { code, message } = refusal(org, "SELECT Id FROM User WHERE Boss.Name = 'x'");
    expect(code).to.equal('INVALID_FIELD');
    expect(message).to.include('Column:27\n').and.include("Didn't understand relationship 'Boss' in field path.");
  });

  it('for an unknown child relationship', () => {
    const { code, message } = refusal(org, 'SELECT Id, (SELECT Id FROM Users__r) FROM Profile');
    expect(code).to.equal('INVALID_TYPE');
    expect(message).to.include("Didn't understand relationship 'Users__r' in FROM part of query call.");
  });

  for (const [object, api] of [
    ['Certificate', 'data'],
    ['DeployRequest', 'data'],
    ['SetupEntityAccess', 'tooling'],
    ['IdpEventLog', 'tooling'],
    ['ScratchOrgInfo', 'data'],
    ['ServiceProvider', 'data'],
    ['ServiceProvider', 'tooling'],
    ['SourceMember', 'tooling'],
  ] as const) {
    it(`for ${object} by the ${api} API, which does not have it`, () => {
      expect(refusal(org, `SELECT Id FROM ${object}`, api).code).to.equal('INVALID_TYPE');
    });
  }

  it('for the developer name of a connected app by the data API alone', () => {
    const soql = 'SELECT DeveloperName FROM ConnectedApplication';
    expect(refusal(org, soql).code).to.equal('INVALID_FIELD');
    expect(values(org, soql, 'tooling')).to.deep.equal([]);
  });

  it('for permission sets where the user may not view Setup', () => {
    const blind = createOrgState({ missingPermissions: ['ViewSetup'] });
    expect(refusal(blind, 'SELECT Id FROM PermissionSet').code).to.equal('INVALID_TYPE');
    expect(run(blind, 'SELECT Id FROM Profile').totalSize).to.equal(8);
    const standardUser = findRow(org, 'User', { Alias: 'sam' })!;
    expect(() => run(org, 'SELECT Id FROM PermissionSet', 'data', standardUser.Id)).to.throw(
      "'PermissionSet' is not supported",
    );
  });

  for (const [condition, token] of [
    ["Name = 'a' AND Name = 'b' OR Name = 'c'", 'OR'],
    ["Name = 'a' OR Name = 'b' AND Name = 'c'", 'AND'],
    ["Name = 'a' AND NOT Name = 'b'", 'NOT'],
    ["NOT Name = 'a' AND Name = 'b'", 'AND'],
    ['Name = x', 'x'],
    ['Name =', '<EOF>'],
    ["(Name = 'x'", '<EOF>'],
    ["Name = 'x')", ')'],
    ["Name = 'x' LIMIT 5 ORDER BY Name", 'ORDER BY'],
  ] as const) {
    it(`for a condition that cannot be read: ${condition}`, () => {
      expect(refusal(org, `SELECT Id FROM User WHERE ${condition}`)).to.deep.equal({
        code: 'MALFORMED_QUERY',
        message: `unexpected token: '${token}'`,
      });
    });
  }

  it('for an apostrophe that is not escaped', () => {
    expect(refusal(org, "SELECT Id FROM User WHERE LastName = 'O'Brien'").code).to.equal('MALFORMED_QUERY');
    expect(refusal(org, "SELECT Id FROM User WHERE LastName = 'x").message).to.equal(
      "line 1:37 no viable alternative at character '''",
    );
  });

  for (const [condition, text] of [
    ['Name = 5', "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes"],
    [
      "IsActive = 'true'",
      "value of filter criterion for field 'IsActive' must be of type boolean and should not be enclosed in quotes",
    ],
    [
      "CreatedDate > '2026-01-01'",
      "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    ],
    [
      'CreatedDate > 2026-01-01',
      "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    ],
  ] as const) {
    it(`for a value of another type: ${condition}`, () => {
      const { code, message } = refusal(org, `SELECT Id FROM User WHERE ${condition}`);
      expect(code).to.equal('INVALID_FIELD');
      expect(message.split('\n').at(-1)).to.equal(text);
    });
  }

  for (const [condition, text] of [
    ["Id = 'x'", 'invalid ID field: x'],
    ["ProfileId IN ('00e', '')", 'invalid ID field: 00e'],
    ["Id LIKE '005%'", 'invalid operator on id field'],
    ["ProfileId > '00e000000000000'", 'invalid operator on id field'],
    ['IsActive > false', 'invalid operator on boolean field'],
    ["CreatedDate LIKE '2026%'", 'invalid operator on datetime field'],
    ["Name INCLUDES ('x')", 'invalid operator on string field'],
  ] as const) {
    it(`for a condition the field does not take: ${condition}`, () => {
      const { code, message } = refusal(org, `SELECT Id FROM User WHERE ${condition}`);
      expect(code).to.equal('INVALID_QUERY_FILTER_OPERATOR');
      expect(message.split('\n').at(-1)).to.equal(text);
    });
  }

  it('for a filter or an order by a field of the sign-in log that has neither', () => {
    expect(refusal(org, "SELECT Id FROM IdpEventLog WHERE AppId = '0H4000000000001'").message).to.include(
      "field 'AppId' can not be filtered in a query call",
    );
    expect(refusal(org, 'SELECT Id FROM IdpEventLog ORDER BY IdentityUsed').message).to.include(
      "field 'IdentityUsed' can not be sorted in a query call",
    );
    expect(values(org, "SELECT Id FROM IdpEventLog WHERE SamlEntityUrl = 'x' ORDER BY Timestamp DESC")).to.deep.equal(
      [],
    );
  });

  for (const [soql, message] of [
    ['SELECT Id, Name, id FROM User', 'duplicate field selected: id'],
    ['SELECT Name person FROM User', 'only aggregate expressions use field aliasing'],
    ['SELECT Name, COUNT(Id) FROM User', 'Field must be grouped or aggregated: Name'],
    ['SELECT Name, COUNT(Id) FROM User GROUP BY Alias', 'Field must be grouped or aggregated: Name'],
    ['SELECT Name, COUNT() FROM User GROUP BY Name', "unexpected token: ','"],
    ['SELECT FIELDS(ALL) FROM User', 'The SOQL FIELDS function must have a LIMIT of at most 200'],
    [
      'SELECT Id FROM User WHERE ProfileId IN (SELECT Id, Name FROM Profile)',
      'semi join sub-selects can only query one field',
    ],
  ] as const) {
    it(`for a list that cannot be: ${soql}`, () => {
      expect(refusal(org, soql)).to.deep.equal({ code: 'MALFORMED_QUERY', message });
    });
  }

  it('for groups of a field that cannot be grouped', () => {
    const { code, message } = refusal(org, 'SELECT CreatedDate FROM User GROUP BY CreatedDate');
    expect(code).to.equal('INVALID_FIELD');
    expect(message).to.include("field 'CreatedDate' can not be grouped in a query call");
  });

  it('for an offset over 2000', () => {
    expect(refusal(org, 'SELECT Id FROM User LIMIT 1 OFFSET 2001').code).to.equal('NUMBER_OUTSIDE_VALID_RANGE');
  });

  for (const soql of [
    'SELECT Name FROM User GROUP BY ROLLUP(Name)',
    'SELECT Name, MAX(Alias) FROM User GROUP BY Name',
    'SELECT MAX(Name) FROM User',
    'SELECT toLabel(UserType) FROM User',
    'SELECT Id FROM User USING SCOPE mine',
    'SELECT Id FROM User WHERE CALENDAR_YEAR(CreatedDate) = 2026',
    'SELECT Id FROM User ORDER BY COUNT(Id)',
    "SELECT Id FROM User WHERE NOT (NOT (NOT (Alias = 'sam')))",
  ]) {
    it(`loudly where only a real org could answer: ${soql}`, () => {
      expect(refusal(org, soql).code).to.equal('NOT_EMULATED');
    });
  }
});

describe('an org with source tracking', () => {
  it('has SourceMember', () => {
    expect(values(createOrgState({ kind: 'scratch' }), 'SELECT Id FROM SourceMember', 'tooling')).to.deep.equal([]);
  });
});
