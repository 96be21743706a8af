import { expect } from 'chai';
import { addressLines, rowsText } from '../../../plugin/terminal/texts/rows.ts';

describe('rows on the screen', () => {
  it('have their values in one column, also those of several lines', () => {
    expect(
      rowsText([
        ['State', 'on'],
        ['SHA-256', 'AA:\nBB'],
      ]),
    ).to.deep.equal(['  State    on', '  SHA-256  AA:', '           BB']);
  });

  it('break a long address behind a slash, and no short one', () => {
    const realmSid = 'JB0123456789abcdef0123456789abcdef';
    expect(addressLines(`https://iam.twilio.com/v2/saml2/authenticate/${realmSid}`).split('\n')).to.deep.equal([
      'https://iam.twilio.com/v2/saml2/authenticate/',
      realmSid,
    ]);
    expect(addressLines('https://acme.my.salesforce.com')).to.equal('https://acme.my.salesforce.com');
    expect(addressLines("'agent'")).to.equal("'agent'");
  });
});
