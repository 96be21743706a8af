import { expect } from 'chai';
import { DeployStages } from '../../plugin/terminal/deploy-stages.ts';
import { FrontlineCommand } from '../../plugin/terminal/frontline-command.ts';
import { captured } from '../support/run-command.ts';

/** Shows a stage with the id that an org gave its deployment. */
class Deploying extends FrontlineCommand<void> {
  public run(): Promise<void> {
    const stages = new DeployStages(false);
    stages.show('app', { id: '0Af\u001b[2J\u202e', status: 'Pending', deployed: 0, total: 1 });
    stages.done();
    return Promise.resolve();
  }
}

describe('the stages of a deploy on the screen', () => {
  it('show the id of a deployment without what a terminal would act on', async () => {
    const { stdout } = await captured(Deploying, []);
    expect(stdout).to.contain('0Af\\u{1b}[2J\\u{202e}');
    expect(stdout).not.to.contain('\u202e').and.not.to.contain('0Af\u001b');
  });
});
