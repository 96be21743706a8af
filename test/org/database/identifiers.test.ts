import { expect } from 'chai';
import fc from 'fast-check';
import { idKey, idMaker, isId, withChecksum } from './identifiers.ts';

describe('ids', () => {
  it('get the three letters that a published pair of ids shows', () => {
    expect(withChecksum('001D000000IRFma')).to.equal('001D000000IRFmaIAH');
    expect(withChecksum('a02i0000000uDpj')).to.equal('a02i0000000uDpjAAE');
  });

  it('keep their first fifteen characters and tell capitals from small letters', () => {
    const id15 = fc.stringMatching(/^[A-Za-z0-9]{15}$/);
    fc.assert(
      fc.property(id15, id15, (one, other) => {
        expect(idKey(withChecksum(one))).to.equal(one);
        expect(isId(withChecksum(one))).to.equal(true);
        const alike = withChecksum(one).toLowerCase() === withChecksum(other).toLowerCase();
        expect(alike).to.equal(one === other);
      }),
    );
  });

  it('of one org are all different, carry the prefix and have eighteen characters', () => {
    const newId = idMaker('5eAbCd');
    const ids = Array.from({ length: 5000 }, () => newId('0PS'));
    expect(new Set(ids)).to.have.lengthOf(5000);
    expect(ids.every((id) => /^0PS5eAbCd\w{9}$/.test(id))).to.equal(true);
  });
});
