import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import AccessList from '../../plugin/commands/frontline/access/list.ts';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import SsoDelete from '../../plugin/commands/frontline/sso/delete.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import SsoPreview from '../../plugin/commands/frontline/sso/preview.ts';
import { readPrincipals } from '../../plugin/salesforce/org/access.ts';
import { parseMetadataXml, renderMetadataXml } from '../../plugin/salesforce/metadata/metadata-xml.ts';
import { SHIPPED_SOURCE } from '../../plugin/salesforce/source/metadata-source.ts';
import { deploySso, type DeployReport } from '../../plugin/setup/deploy/deploy-sso.ts';
import { nearestNames } from '../../plugin/text/nearest-names.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { findRows, insertRow } from '../org/database/rows.ts';
import { connectionTo, freshRequest } from '../support/connection.ts';
import { REALM_SID, startDeployedOrg } from '../support/deployed-org.ts';
import { runCommand } from '../support/run-command.ts';

/** Texts that break out of SOQL, XML, URLs, replacements and formats if they are not escaped. */
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '"',
        '\\',
        '%',
        '%27',
        '$&',
        '$1',
        '&amp;',
        '<',
        '>',
        ']]>',
        '--',
        ' OR ',
        '/',
        '..',
        '😀',
        'é',
        '%s',
        '\u2028',
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

/** Texts that XML 1.0 can have, without characters that a reader trims. */
const printable = hostile
  .map((text) => text.replace(/[\p{Cc}\ufffe\uffff]/gu, ''))
  .filter((text) => text.trim() === text && text !== '');

describe('hostile texts', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  it('in a name find the permission set with that name, and no other', async () => {
    org = await startEmulatedOrg();
    const connection = await connectionTo(org, 600_000);
    await fc.assert(
      fc.asyncProperty(hostile, async (label) => {
        insertRow(org.state, 'PermissionSet', { Name: `N${org.state.newId('0PS')}`, Label: label, Type: 'Regular' });
        const found = await readPrincipals(connection, [label]);
        const sets = found.filter(({ kind }) => kind === 'permission-set').map((principal) => principal.label);
        expect(sets).to.include(label);
        expect(new Set(sets.map((text) => text.toLowerCase()))).to.have.property('size', 1);
      }),
      { numRuns: 150 },
    );
    expect(await readPrincipals(connection, ['half a character: \ud800'])).not.to.be.empty;
  });

  it('in metadata come back from the org as they were', async function () {
    this.timeout(60_000);
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    const directory = await mkdtemp(join(tmpdir(), 'frontline-texts-'));
    await cp(SHIPPED_SOURCE, directory, { recursive: true });
    const path = join(directory, 'main/connectedApps/Twilio_Frontline.connectedApp-meta.xml');
    const parsed = await parseMetadataXml(await readFile(path, 'utf8'));
    const shipped = parsed.ok ? parsed.document : undefined;
    const deploy = async (): Promise<DeployReport> =>
      deploySso(
        await connectionTo(org, 600_000),
        { ...freshRequest(), sourceDirectory: directory },
        {
          dryRun: false,
          approve: () => Promise.resolve(true),
          now: () => new Date(),
        },
      );
    try {
      await fc.assert(
        fc.asyncProperty(printable, printable, async (label, description) => {
          const content = { ...shipped?.content, label: [label.slice(0, 80)], description: [description] };
          await writeFile(path, renderMetadataXml({ type: 'ConnectedApp', content }));
          await deploy();
          expect((await deploy()).outcome).to.equal('unchanged');
        }),
        { numRuns: 15 },
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('of the org do not control the terminal', async () => {
    org = await startDeployedOrg({ customProfiles: 3 });
    const evil = 'Evil\u001b[2J\u001b]0;x\u0007\u202e\u0000';
    const [first] = findRows(org.state, 'Profile', { Name: 'Custom Profile 1' });
    const [owned] = findRows(org.state, 'PermissionSet', { ProfileId: first?.Id ?? '' });
    Object.assign(first ?? {}, { Name: evil });
    Object.assign(owned ?? {}, { Label: evil });
    const runs = [
      await runCommand(AccessAssign, org, '--profile', evil),
      await runCommand(AccessAssign, org, '--profile', `${evil}s`),
      await runCommand(AccessList, org),
      await runCommand(SsoDisplay, org),
      await runCommand(SsoPreview, org, '--profile', evil, '--realm-sid', REALM_SID),
      await runCommand(SsoDelete, org, '--dry-run'),
    ];
    for (const { stdout, stderr, error } of runs) {
      // eslint-disable-next-line no-control-regex
      const colours = /\u001b\[\d*m/g;
      const shown = `${stdout}${stderr}${error?.message ?? ''}`.replace(colours, '');
      expect(shown).not.to.match(/[^\P{Cc}\n]|[\p{Cf}]/u);
    }
    expect(runs.filter(({ stdout, stderr }) => `${stdout}${stderr}`.includes('Evil\\u{1b}')).length).to.be.greaterThan(
      3,
    );
  });

  it('of any length are compared with the known names quickly', async () => {
    org = await startEmulatedOrg();
    expect(nearestNames('x'.repeat(10_000_000), ['System Administrator'])).to.deep.equal([]);
  });
});
