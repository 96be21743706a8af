import { expect } from 'chai';
import { nearestNames } from '../../plugin/text/nearest-names.ts';

const KNOWN = ['System Administrator', 'Standard User', 'Standard Platform User', 'Read Only'];

describe('the nearest names', () => {
  it('come before those that are further away', () => {
    expect(nearestNames('Standart User', KNOWN)[0]).to.equal('Standard User');
  });

  it('include a name that contains what was given', () => {
    expect(nearestNames('administrator', KNOWN)).to.deep.equal(['System Administrator']);
  });

  it('come once for each thing, by the nearer of its names', () => {
    const thing = (name: string): string => (name === 'Standard' ? 'Standard User' : name);
    expect(nearestNames('standard use', [...KNOWN, 'Standard'], thing)).to.deep.equal(['Standard User']);
    expect(nearestNames('standart', [...KNOWN, 'Standard'], thing)).to.deep.equal(['Standard']);
  });

  it('are none if nothing is near', () => {
    expect(nearestNames('Qqqqqqqq', KNOWN)).to.deep.equal([]);
  });

  it('come once each, however often they are known', () => {
    expect(
      nearestNames('Twilio_Frontline_Agen', ['Twilio_Frontline_Agent', 'Agent', 'Twilio_Frontline_Agent']),
    ).to.deep.equal(['Twilio_Frontline_Agent']);
  });
});
