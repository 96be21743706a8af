import { expect } from 'chai';
import { isKnownType, isValueOfType } from '../../../plugin/saml/schema/schema-types.ts';

const values: Array<{ type: string; good: string[]; bad: string[] }> = [
  { type: 'string', good: ['', ' x '], bad: [] },
  { type: 'anyType', good: ['', 'x'], bad: [] },
  { type: 'boolean', good: ['true', ' 0\n'], bad: ['', 'TRUE', 'yes'] },
  { type: 'decimal', good: ['1', '-1.50', '+.5', '1.'], bad: ['', '.', '1e3', '1,5'] },
  { type: 'double', good: ['1E-3', 'INF', '-INF', 'NaN', '.5'], bad: ['+INF', 'nan', '1E', 'x'] },
  { type: 'integer', good: ['-12', '+0', '9'.repeat(400)], bad: ['', '1.0', 'x', '9'.repeat(401)] },
  { type: 'byte', good: ['127', '-128'], bad: ['128', '-129'] },
  { type: 'unsignedByte', good: ['255', '-0'], bad: ['256', '-1'] },
  { type: 'long', good: ['9223372036854775807'], bad: ['9223372036854775808'] },
  { type: 'positiveInteger', good: ['1'], bad: ['0'] },
  { type: 'negativeInteger', good: ['-1'], bad: ['0'] },
  {
    type: 'date',
    good: ['2028-02-29', '2026-11-24+14:00', '-0044-03-15Z', '12026-01-01'],
    bad: ['2026-02-29', '2100-02-29', '2026-04-31', '0000-01-01', '2026-1-1', '2026-11-24+14:01', '02026-01-01'],
  },
  {
    type: 'dateTime',
    good: ['2026-11-24T12:00:00', '2026-11-24T24:00:00Z', '2026-11-24T12:00:00.5-08:00'],
    bad: ['2026-11-24', '2026-11-24T24:00:01Z', '2026-11-24T12:00:60Z', '2026-11-31T12:00:00Z'],
  },
  { type: 'time', good: ['12:00:00Z'], bad: ['12:00', '25:00:00'] },
  { type: 'gYearMonth', good: ['2026-11'], bad: ['2026-13'] },
  { type: 'gMonthDay', good: ['--11-24'], bad: ['11-24'] },
  { type: 'duration', good: ['P1Y', '-P1DT2.5S', 'PT1M'], bad: ['P', 'PT', 'P1DT', '1Y', 'P1S'] },
  { type: 'hexBinary', good: ['', '0aFF'], bad: ['0', 'xx'] },
  { type: 'base64Binary', good: ['', 'AAEC', 'AA EC'], bad: ['A', 'A===', '%'] },
  { type: 'language', good: ['de', 'de-CH'], bad: ['', 'd_'] },
];

describe('the type of a value of an attribute', () => {
  for (const { type, good, bad } of values) {
    it(`${type} has the values that XML Schema gives it`, () => {
      expect(isKnownType(type)).to.equal(true);
      expect(good.filter((text) => !isValueOfType(type, text))).to.deep.equal([]);
      expect(bad.filter((text) => isValueOfType(type, text))).to.deep.equal([]);
    });
  }

  it('is not known if its values refer to something else', () => {
    const others = ['ID', 'IDREF', 'ENTITY', 'QName', 'NOTATION', 'constructor', ''];
    expect(others.filter((type) => isKnownType(type) || isValueOfType(type, 'x'))).to.deep.equal([]);
  });
});
