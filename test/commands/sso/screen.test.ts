import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../../plugin/commands/frontline/sso/display.ts';
import SsoPreview from '../../../plugin/commands/frontline/sso/preview.ts';
import SsoVerify from '../../../plugin/commands/frontline/sso/verify.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { editApp, REALM_SID, startDeployedOrg } from '../../support/deployed-org.ts';
import { inColumns } from '../../support/columns.ts';
import { logIn } from '../../support/logged-in-orgs.ts';
import { captured, resultOf, runCommand, type CommandClass } from '../../support/run-command.ts';

const ALIAS = 'acme';

/** Lines that are copied, and so are never broken. */
const COPIED = /^\s*(?:sf |https?:|\/|[A-Z]:\\|SSO URL\s)|^-----/;

describe('the screen at 80 columns', () => {
  let org: EmulatedOrg;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-screen-'));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => org.stop());

  /** What a command prints that names the org by its alias. */
  async function linesOf<T>(command: CommandClass<T>, ...flags: string[]): Promise<string[]> {
    await logIn(org, ALIAS, { username: 'ada@acme.example' });
    const run = await inColumns(80, () => captured(command, ['--target-org', ALIAS, ...flags]));
    resultOf(run);
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines.filter((line) => line.length > 80 && !COPIED.test(line))).to.deep.equal([]);
    return lines;
  }

  const deploy = (...flags: string[]): Promise<string[]> => linesOf(SsoDeploy, '--realm-sid', REALM_SID, ...flags);

  it('ends a first deploy with what is ready and what is left, and with commands that name the org as it was typed', async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    const lines = await deploy();
    expect(lines).to.include('Plan for acme (ada@acme.example)');
    const box = lines.slice(lines.findIndex((line) => /^── acme is set up ─+$/.test(line)));
    expect(box).to.include(`  ✓ Connected app      Twilio_Frontline, for ${REALM_SID}`);
    expect(box).to.include(`     SSO URL                   ${org.url}/idp/endpoint/HttpRedirect`);
    expect(box).to.include('     sf frontline sso verify --target-org acme');
    expect(lines.join('\n'))
      .to.contain('-----END CERTIFICATE-----')
      .and.not.match(/will\s+get\s+in/);
  });

  it('has four lines for a run that changed nothing', async () => {
    org = await startDeployedOrg();
    resultOf(await runCommand(AccessAssign, org, '--user', 'sam@example.test'));
    const lines = (await deploy()).filter((line) => !/^(?:Looking|$)/.test(line));
    expect(lines).to.have.length(4);
    expect(lines[0]).to.equal('✓ acme is set up for Twilio Frontline. Nothing was changed.');
    expect(lines[3]).to.equal('  Values       sf frontline sso export --target-org acme');
  });

  it('shows no certificate that is in a file, and names the page', async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    const text = (await deploy('--output-dir', folder, '--verify')).join('\n');
    expect(text).not.to.contain('BEGIN CERTIFICATE');
    expect(text).to.contain('── acme is set up, and the sign-in works ─');
    expect(text).to.contain(`     ${join(folder, 'twilio-sso.html')}`);
    expect(text).to.match(/^Response {2}(\d+) of \1 ✓$/m);
    expect(text).to.match(/will\s+get\s+in\s+once\s+the\s+org's\s+values\s+are\s+saved/);
  });

  it('lists every check if that is asked for, and shows the result alone if that is', async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    const concise = await deploy('--verify', '--concise');
    expect(concise.filter((line) => line !== '' && !line.startsWith('Looking'))[0]).to.match(/^The sign-in works/);
    expect(concise.join('\n')).not.to.match(/Plan for|BEGIN CERTIFICATE|Deploying|of \d+ ✓/);
    const verbose = (await deploy('--verify', '--verbose')).join('\n');
    expect(verbose).to.contain('  ✓ App exists\n      expected');
    expect((await linesOf(SsoVerify, '--concise'))[0]).to.match(/^The sign-in works/);
  });

  it('shows both addresses of a change, with a mark below what differs', async () => {
    org = await startDeployedOrg();
    const other = `${REALM_SID.slice(0, -4)}0000`;
    editApp(org, new RegExp(`authenticate/${REALM_SID}`), `authenticate/${other}`);
    const lines = await linesOf(SsoPreview, '--realm-sid', REALM_SID);
    const field = lines.indexOf('      acsUrl');
    expect(lines.slice(field, field + 4)).to.deep.equal([
      '      acsUrl',
      `        - …/v2/saml2/authenticate/${other}`,
      `        + …/v2/saml2/authenticate/${REALM_SID}`,
      `${' '.repeat(`        + …/v2/saml2/authenticate/${REALM_SID}`.length - 4)}^^^^`,
    ]);
    expect(lines.at(-1)).to.equal(`  sf frontline sso deploy --target-org acme --realm-sid ${REALM_SID}`);
  });

  it('says that the sign-in fails before anything is pasted', async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed', responseFault: 'no-roles' });
    const text = (await deploy('--verify')).join('\n');
    expect(text)
      .to.contain('── acme: the sign-in fails ─')
      .and.not.match(/will\s+get\s+in/);
    expect(text).to.contain('Do not paste');
  });

  it('shows the setup', async () => {
    org = await startDeployedOrg();
    expect(await linesOf(SsoDisplay)).to.include(`  entityUrl            https://iam.twilio.com/v2/saml2/metadata/`);
  });

  it('says of a user that does not exist just that', async () => {
    org = await startDeployedOrg();
    const lines = await linesOf(SsoVerify, '--username', 'nobody@acme.example');
    expect(lines[0]).to.equal('  ✗ User exists');
    expect(lines.join('\n')).not.to.match(/Setup|Response|Sign-in/);
  });
});
