import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { parseAttribute } from '../../../plugin/setup/settings/attribute-settings.ts';

function refusalOf(input: string): SfError {
  try {
    parseAttribute(input);
  } catch (error) {
    return error as SfError;
  }
  throw new Error(`${input} was taken`);
}

describe('an attribute of only words', () => {
  for (const [given, text, field] of [
    ['team=north', `"team='north'"`, `'team=$User.north'`],
    ['team=north west', `"team='north west'"`, `'team=$User.<field>'`],
    ['department=Department', `"department='Department'"`, `'department=$User.Department'`],
    ['department=User.Department', `"department='User.Department'"`, `'department=$User.Department'`],
    // What a shell leaves of department=$User.Department.
    ['department=.Department', `"department='.Department'"`, `'department=$User.Department'`],
    ['roles=agent, supervisor', `'roles='\\''agent, supervisor'\\'''`, `'roles=$User.<field>'`],
    ['stadt=Köln', `'stadt='\\''Köln'\\'''`, `'stadt=$User.<field>'`],
  ] as const) {
    it(`is asked about its quotes: ${given}`, () => {
      const error = refusalOf(given);
      expect(error).to.include({ name: 'AttributeInvalidError', exitCode: 2 });
      expect(error.message).to.contain(`"${given}"`);
      expect(error.actions).to.deep.equal([
        `For the text itself, run the same command with --attribute ${text}`,
        `For a field of the user, run the same command with --attribute ${field}`,
      ]);
    });
  }
});

describe('a formula', () => {
  for (const formula of [
    "'north'",
    '"north"',
    '$User.Department',
    "IF(ISBLANK($User.Department), 'none', $User.Department)",
    'TEXT(TODAY())',
    'TRUE',
    'null',
    '5',
  ]) {
    it(`is taken as it is: ${formula}`, () => {
      expect(parseAttribute(`team=${formula}`)).to.deep.equal(['team', formula]);
    });
  }
});
