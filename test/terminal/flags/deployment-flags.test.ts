import { expect } from 'chai';
import { deploymentFlags } from '../../../plugin/terminal/flags/deployment-flags.ts';

describe('the help of --wait', () => {
  it('shows the default that the flag really has', async () => {
    const { defaultHelp } = deploymentFlags.wait as { defaultHelp?: (context: object) => Promise<string> };
    expect(await defaultHelp?.({})).to.equal('33');
  });
});
