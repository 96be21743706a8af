import { expect } from 'chai';
import { deploymentFlags } from '../../../plugin/terminal/flags/deployment-flags.ts';

describe('the help of --wait', () => {
  it('shows as default what the flag takes', async () => {
    const { defaultHelp } = deploymentFlags.wait as { defaultHelp?: (context: object) => Promise<string> };
    expect(await defaultHelp?.({})).to.equal('33');
  });
});
