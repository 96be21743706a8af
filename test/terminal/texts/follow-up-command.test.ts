import { expect } from 'chai';
import { firstDeployCommand, followUpCommand } from '../../../plugin/terminal/texts/follow-up-command.ts';

describe('a command that goes on from another', () => {
  const app = (appName: string, appType: 'auto' | 'external-client-app' = 'auto') => ({ appName, appType });

  it('names the org, and nothing that is the default', () => {
    const command = followUpCommand('frontline sso verify', {
      orgName: 'ada@acme.example',
      app: app('Twilio_Frontline'),
    });
    expect(command).to.equal('sf frontline sso verify --target-org ada@acme.example');
  });

  it('has a Realm SID, or a placeholder that no shell misreads, if the org may have none', () => {
    expect(firstDeployCommand('acme', 'JB1')).to.equal('sf frontline sso deploy --target-org acme --realm-sid JB1');
    expect(firstDeployCommand('acme')).to.equal("sf frontline sso deploy --target-org acme --realm-sid '<Realm SID>'");
  });

  it('names the app and its kind if another would be used otherwise', () => {
    const target = { orgName: 'acme', app: app('Acme_Frontline', 'external-client-app') };
    expect(followUpCommand('frontline sso verify', target)).to.equal(
      'sf frontline sso verify --target-org acme --app-name Acme_Frontline --app-type external-client-app',
    );
  });
});
