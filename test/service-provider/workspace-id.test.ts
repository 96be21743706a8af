import { expect } from 'chai';
import fc from 'fast-check';
import { isWorkspaceId, proposedWorkspaceId } from '../../plugin/twilio/workspace-id.ts';

describe('a Workspace ID', () => {
  for (const valid of ['ac', 'acme', '4you', 'Acme-Corp', 'a-', 'a'.repeat(21)]) {
    it(`is valid as "${valid}"`, () => {
      expect(isWorkspaceId(valid)).to.equal(true);
    });
  }

  for (const invalid of ['', 'a', '-acme', 'acme corp', 'acme_corp', 'acmé', 'acme.', 'acme\n', 'a'.repeat(22)]) {
    it(`is not valid as ${JSON.stringify(invalid)}`, () => {
      expect(isWorkspaceId(invalid)).to.equal(false);
    });
  }

  const proposals: Array<[string, string | undefined]> = [
    ['acme.my.salesforce.com', 'acme'],
    ['ACME--uat.sandbox.my.salesforce.com', 'acme--uat'],
    ['power-inspiration-4821-dev-ed.scratch.my.salesforce.com', 'power-inspiration-482'],
    ['twenty-characters-abc-dev-ed.my.salesforce.com', 'twenty-characters-abc'],
    ['nineteen-chars-name-x.my.salesforce.com', 'nineteen-chars-name-x'],
    ['twenty-chars-in-name--uat.sandbox.my.salesforce.com', 'twenty-chars-in-name'],
    ['a.my.salesforce.com', undefined],
    ['127.0.0.1', undefined],
    ['', undefined],
  ];
  for (const [hostname, expected] of proposals) {
    it(`is proposed for "${hostname}" as ${expected ?? 'nothing'}`, () => {
      expect(proposedWorkspaceId(hostname)).to.equal(expected);
    });
  }

  it('is valid whenever it is proposed, whatever the name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string()), (hostname) => {
        const proposed = proposedWorkspaceId(hostname);
        expect(proposed === undefined || isWorkspaceId(proposed)).to.equal(true);
      }),
    );
  });
});
