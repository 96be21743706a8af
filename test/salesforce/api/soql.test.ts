import { expect } from 'chai';
import { soqlText, soqlTexts } from '../../../plugin/salesforce/api/soql.ts';

describe('a SOQL text', () => {
  it('escapes apostrophes, backslashes and line ends', () => {
    expect(soqlText("O'Brien\\ \n\r")).to.equal("'O\\'Brien\\\\ \\n\\r'");
  });

  it('is written into a list', () => {
    expect(soqlTexts(['a', "b'"])).to.equal("('a', 'b\\'')");
  });
});
