import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../../plugin/commands/frontline/sso/display.ts';
import { SHIPPED_SOURCE } from '../../../plugin/salesforce/source/metadata-source.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { strictProblems } from '../../org/metadata/model/strict-check.ts';
import { resultOf, runCommand } from '../../support/run-command.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

describe('metadata, checked strictly against the schema of Salesforce', () => {
  it('is valid in every file of force-app', async () => {
    const files = (await readdir(SHIPPED_SOURCE, { recursive: true })).filter((name) => name.endsWith('-meta.xml'));
    expect(files.length).to.be.greaterThan(4);
    for (const file of files) {
      expect(strictProblems(await readFile(join(SHIPPED_SOURCE, file), 'utf8')), file).to.deep.equal([]);
    }
  });

  describe('as it is sent', () => {
    let org: EmulatedOrg;
    let source: string;

    beforeEach(async () => {
      org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
      source = await mkdtemp(join(tmpdir(), 'frontline-source-'));
      await cp(SHIPPED_SOURCE, source, { recursive: true });
    });

    afterEach(async () => {
      await org.stop();
      await rm(source, { recursive: true, force: true });
    });

    /** Every XML file that was sent to the org, by path. */
    function sentFiles(): Array<[string, string]> {
      return [...org.state.components.values()]
        .filter(({ type }) =>
          ['Certificate', 'ConnectedApp', 'PermissionSet', 'Settings', 'IdentityProviderSettings'].includes(type),
        )
        .flatMap(({ files }) => [...files])
        .filter(([path]) => !path.endsWith('.crt'))
        .map(([path, content]) => [path, content.toString('utf8')]);
    }

    it('is valid for a fresh org', async () => {
      resultOf(await runCommand(SsoDeploy, org, ...REALM));
      const files = sentFiles();
      expect(files.map(([path]) => path)).to.include.members([
        'certs/SalesforceSSO.crt-meta.xml',
        'connectedApps/Twilio_Frontline.connectedApp',
        'settings/IdentityProvider.settings',
      ]);
      for (const [path, xml] of files) {
        expect(strictProblems(xml), path).to.deep.equal([]);
      }
    });

    it('keeps texts that XML or replacements could misread', async () => {
      const app = join(source, 'main/connectedApps/Twilio_Frontline.connectedApp-meta.xml');
      const text = await readFile(app, 'utf8');
      await writeFile(
        app,
        text
          .replace('<label>Twilio Frontline</label>', () => '<label>O&apos;Brien &amp; &lt;Sons&gt;</label>')
          .replace(
            '    <label>',
            () => '    <description>$&amp; $1 &lt;![CDATA[ ]]&gt; \u2028 é 漢</description>\n    <label>',
          ),
      );
      resultOf(
        await runCommand(SsoDeploy, org, ...REALM, '--source-dir', source, '--issuer', "https://x.example/?a=1&b=$&'"),
      );
      const { app: shown } = resultOf(await runCommand(SsoDisplay, org));
      expect(shown?.label).to.equal("O'Brien & <Sons>");
      expect(shown?.others).to.deep.equal({ description: '$& $1 <![CDATA[ ]]> \u2028 é 漢' });
      expect(shown?.saml['issuer']).to.equal("https://x.example/?a=1&b=$&'");
      const again = resultOf(
        await runCommand(SsoDeploy, org, ...REALM, '--source-dir', source, '--issuer', "https://x.example/?a=1&b=$&'"),
      );
      expect(again.outcome).to.equal('unchanged');
    });

    it('is in schema order and valid if the source has its elements in another order', async () => {
      const app = join(source, 'main/connectedApps/Twilio_Frontline.connectedApp-meta.xml');
      const text = await readFile(app, 'utf8');
      await writeFile(
        app,
        text.replace(
          '</ConnectedApp>',
          '    <description>last</description>\n    <startUrl>https://frontline.twilio.com/login</startUrl>\n</ConnectedApp>',
        ),
      );
      resultOf(await runCommand(SsoDeploy, org, ...REALM, '--source-dir', source));
      const [, xml = ''] = sentFiles().find(([path]) => path.startsWith('connectedApps/')) ?? [];
      expect(strictProblems(xml)).to.deep.equal([]);
      expect(xml.indexOf('<description>')).to.be.lessThan(xml.indexOf('<label>'));
    });
  });
});
