import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import AccessList from '../../plugin/commands/frontline/access/list.ts';
import AccessRevoke from '../../plugin/commands/frontline/access/revoke.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import SsoVerify from '../../plugin/commands/frontline/sso/verify.ts';
import { SHIPPED_SOURCE } from '../../plugin/salesforce/source/metadata-source.ts';
import { expiryWarnings } from '../../plugin/terminal/texts/hand-over-text.ts';
import { textOf } from '../handover/page/page-text.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { REALM_SID } from '../support/deployed-org.ts';
import { resultOf, runCommand, type CommandClass } from '../support/run-command.ts';

describe('the command that sso deploy proposes next', () => {
  let org: EmulatedOrg;
  let folder: string;

  beforeEach(async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    folder = await mkdtemp(join(tmpdir(), 'frontline-next-'));
  });
  afterEach(async () => {
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The flags of the proposed command, without the org. */
  function proposedFlags(text: string): string[] {
    const [, flags = ''] = /sf frontline sso verify --target-org \S+((?: --[\w-]+ [\w-]+)*)/.exec(text) ?? [];
    return flags.split(' ').filter((word) => word !== '');
  }

  it('proves the sign-in of an app with a name of its own, on the screen and on the page', async () => {
    const source = join(folder, 'source');
    await cp(join(SHIPPED_SOURCE, 'main'), source, { recursive: true });
    const path = (name: string): string => join(source, 'connectedApps', `${name}.connectedApp-meta.xml`);
    await rename(path('Twilio_Frontline'), path('Acme_Frontline'));
    const flags = ['--realm-sid', REALM_SID, '--source-dir', source, '--output-dir', folder];
    const run = await runCommand(SsoDeploy, org, ...flags);
    expect(resultOf(run).app.fullName).to.equal('Acme_Frontline');
    const proposed = proposedFlags(run.stdout);
    expect(proposedFlags(textOf(await readFile(join(folder, 'twilio-sso.html'), 'utf8')))).to.deep.equal(proposed);
    expect(resultOf(await runCommand(SsoVerify, org, ...proposed))).to.include({ ok: true });
  });

  it('does not name the app if it has the usual name', async () => {
    const run = await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID);
    expect(proposedFlags(run.stdout)).to.deep.equal([]);
    expect(run.stdout).to.contain('sf frontline sso verify --target-org');
  });
});

describe('what is missing in an org', () => {
  let org: EmulatedOrg;

  before(async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
  });
  after(() => org.stop());

  async function shown(command: unknown, ...flags: string[]): Promise<string> {
    const { stdout, stderr } = await runCommand(command as CommandClass<unknown>, org, ...flags);
    return (stdout + stderr).replace(/\s+/g, ' ').replaceAll(' › ', ' ');
  }

  it('is named with the command that creates it, and with the org', async () => {
    const orgName = org.state.organizationId.slice(0, 15);
    expect(await shown(SsoDisplay)).to.contain(
      `sf frontline sso deploy --target-org ${orgName} --realm-sid '<Realm SID>'`,
    );
    resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    await shown(AccessRevoke, '--profile', 'Admin', '--permission-set', 'Twilio_Frontline_Agent', '--no-prompt');
    for (const command of [SsoDisplay, SsoExport]) {
      expect(await shown(command), command.name).to.contain(
        `Give agents access: sf frontline access assign --target-org ${orgName} --profile '<profile>'`,
      );
    }
    expect(await shown(AccessList)).to.contain(
      `Nobody has access yet. Give it: sf frontline access assign --target-org ${orgName}`,
    );
  });

  it('includes a certificate that is about to expire', () => {
    const date = new Date(Date.now() + 20 * 24 * 60 * 60 * 1000).toISOString();
    const [warning] = expiryWarnings(
      { name: 'SalesforceSSO', expires: date, daysUntilExpiry: 20 },
      { orgName: 'acme' },
    );
    expect(warning).to.match(/Rotate it now: sf frontline certificate rotate --target-org acme$/);
  });
});
