import { expect } from 'chai';
import { firstDeployCommand, followUpCommand, namingOrg } from '../../../plugin/terminal/texts/follow-up-command.ts';

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

  it('names the org in each command of a text that names none', () => {
    expect(namingOrg('Rotate it: sf frontline certificate rotate --activate', 'my org')).to.equal(
      'Rotate it: sf frontline certificate rotate --target-org "my org" --activate',
    );
    expect(namingOrg('See sf frontline sso display. Then run sf frontline sso export.', 'acme')).to.equal(
      'See sf frontline sso display --target-org acme. Then run sf frontline sso export --target-org acme.',
    );
    for (const complete of [
      'sf frontline sso deploy --target-org north --dry-run',
      'sf frontline sso verify --explain 70004',
      'sf frontline sso preview --definition-file orgs.json',
      'sf frontline sso display -o north',
      'sf org display',
    ]) {
      expect(namingOrg(complete, 'acme')).to.equal(complete);
    }
  });
});
