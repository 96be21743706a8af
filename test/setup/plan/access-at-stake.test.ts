import { expect } from 'chai';
import { adviceOnAccessAtStake, whileAtStake } from '../../../plugin/setup/plan/access-at-stake.ts';

const APP = { kind: 'external-client-app', fullName: 'Twilio_Frontline' } as const;
const PRINCIPALS = [
  { kind: 'profile', permissionSetId: '0PS000000000001', name: 'Standard User', label: 'Standard User' } as const,
];

describe('the advice on access that is at stake', () => {
  it('stays for one org, if the same work has ended in another one', async () => {
    let end = (): void => undefined;
    const other = whileAtStake(APP, PRINCIPALS, () => new Promise<void>((resolve) => (end = resolve)));
    await whileAtStake(APP, PRINCIPALS, () => {
      expect(adviceOnAccessAtStake()).to.have.length(1);
      return Promise.resolve();
    });
    expect(adviceOnAccessAtStake().join()).to.contain('--profile "Standard User"');
    end();
    await other;
    expect(adviceOnAccessAtStake()).to.deep.equal([]);
  });
});
