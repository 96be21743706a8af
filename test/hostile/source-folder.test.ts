import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { isSetupError } from '../../plugin/errors.ts';
import { METADATA_NAMESPACE, parseMetadataXml } from '../../plugin/salesforce/metadata/metadata-xml.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';
import { readSetupSource, SHIPPED_SOURCE } from '../../plugin/salesforce/source/metadata-source.ts';
import { itWith } from '../support/system-abilities.ts';

const APP = 'main/connectedApps/Twilio_Frontline.connectedApp-meta.xml';

function isOurs(entityId: string): boolean {
  return frontline.realmSidOf(entityId) !== undefined;
}

function appWith(inner: string): string {
  return `<ConnectedApp xmlns="${METADATA_NAMESPACE}">${inner}</ConnectedApp>`;
}

describe('a hostile source folder', () => {
  let outside: string;
  let directory: string;

  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), 'frontline-outside-'));
    directory = join(outside, 'source');
    await cp(SHIPPED_SOURCE, directory, { recursive: true });
    await rm(join(directory, 'external-client-app'), { recursive: true });
  });

  afterEach(() => rm(outside, { recursive: true, force: true }));

  /** The name and message of the error. It must be one of the plugin's errors, on one line. */
  async function refusal(): Promise<string> {
    const error = await readSetupSource(directory, isOurs).then(
      () => undefined,
      (reason: Error) => reason,
    );
    if (error === undefined || !isSetupError(error)) {
      throw error ?? new Error('it was accepted');
    }
    expect(error.message).not.to.match(/\n|\bat .*:\d+:\d+|call stack/);
    return `${error.name}: ${error.message}`;
  }

  const links: Array<[situation: string, target: () => string, path: string]> = [
    ['a file outside', () => join(outside, 'secret'), 'main/profiles/Leak.profile-meta.xml'],
    ['a folder outside', () => outside, 'main/profiles/more'],
    ['its own folder', () => directory, 'main/again'],
    ['a folder beside it', () => join(directory, 'main', 'profiles'), 'main/again'],
    ['nothing', () => join(outside, 'gone'), 'main/profiles/Gone.profile-meta.xml'],
    ['a file of the system', () => '/etc/hostname', 'main/profiles/Host.profile-meta.xml'],
  ];
  for (const [situation, target, path] of links) {
    itWith('links', `with a link to ${situation} is refused`, async () => {
      await writeFile(join(outside, 'secret'), appWith('<label>secret</label>'));
      await symlink(target(), join(directory, path));
      expect((await refusal()).startsWith(`SourceLinkRefusedError: ${normalize(path)} `)).to.equal(true);
    });
  }

  itWith('links', 'with a link to a file of its own is read', async () => {
    await symlink(
      join(directory, 'main/profiles/Admin.profile-meta.xml'),
      join(directory, 'main/profiles/B.profile-meta.xml'),
    );
    const { profiles } = await readSetupSource(directory, isOurs);
    expect(profiles.map(({ fullName }) => fullName).sort()).to.deep.equal(['Admin', 'B']);
  });

  itWith('named-pipes', 'with a pipe in place of a file is refused, and nobody waits for it', async () => {
    await rm(join(directory, APP));
    execFileSync('mkfifo', [join(directory, APP)]);
    expect(await refusal()).to.match(/^Source/);
  });

  it('with a folder instead of a file is refused', async () => {
    await rm(join(directory, APP));
    await mkdir(join(directory, APP));
    expect(await refusal()).to.match(/^Source/);
  });

  it('with a file of gigabytes is refused before it is read', async () => {
    await truncate(join(directory, APP), 3 * 1024 ** 3);
    expect(await refusal()).to.match(/^SourceFileInvalidError: .*more than 5242880/);
  });

  const contents: Array<[situation: string, content: string | Buffer]> = [
    ['entities that grow', `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${appWith('<label>&b;</label>')}`],
    [
      'an entity that names a file',
      `<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>${appWith('<label>&a;</label>')}`,
    ],
    ['an entity that was never declared', appWith('<label>&a;</label>')],
    ['200,000 elements one in another', appWith(`${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`)],
    ['bytes of another encoding', Buffer.from(`<?xml version="1.0"?>${appWith('<label>caf\u00e9</label>')}`, 'latin1')],
    ['UTF-16', Buffer.from(`\ufeff${appWith('<label>x</label>')}`, 'utf16le')],
    ['nothing', ''],
    ['zeros', Buffer.alloc(1000)],
    ['an element called __proto__', appWith('<__proto__><polluted>yes</polluted></__proto__>')],
    ['an element called constructor', appWith('<constructor><prototype>yes</prototype></constructor>')],
  ];
  for (const [situation, content] of contents) {
    it(`with ${situation} is refused, or read without harm`, async () => {
      await writeFile(join(directory, APP), content);
      expect(await refusal()).to.match(/^Source/);
      expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    });
  }

  it('with any text instead of XML never throws another error', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<',
        '>',
        '<a',
        '</a>',
        '&',
        '&#0;',
        ']]>',
        '<![CDATA[',
        '<?xml',
        '<!--',
        `<a xmlns="${METADATA_NAMESPACE}">`,
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part), async (parts) => {
        const parsed = await parseMetadataXml(parts.join(''));
        expect(parsed.ok || parsed.fault.reason.length > 0).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });
});
