import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { readDefinitionFile, selectOrgs, type DefinedOrg } from '../../plugin/several-orgs/definition-file.ts';
import { SHIPPED_SOURCE } from '../../plugin/salesforce/source/metadata-source.ts';

const REALM = 'JB0123456789abcdef0123456789abcdef';

describe('a definition file', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-definition-'));
    path = join(folder, 'frontline-sso.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function read(content: unknown): Promise<DefinedOrg[]> {
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return readDefinitionFile(path);
  }

  async function refusalOf(content: unknown): Promise<SfError> {
    try {
      await read(content);
    } catch (error) {
      return error as SfError;
    }
    throw new Error('the file was accepted');
  }

  it('gives every org the settings that its flags would', async () => {
    const [defined] = await read({
      $schema: 'node_modules/sf-plugin-frontline/schemas/definition-file.jsonc',
      orgs: [
        {
          org: 'acme-prod',
          realmSid: REALM,
          contactEmail: 'ada@acme.example',
          appType: 'external-client-app',
          appName: 'Acme_Frontline',
          role: 'supervisor',
          attributes: { team: "'north'" },
          subject: 'federation-id',
          profiles: ['Standard User'],
          permissionSets: [],
          users: ['agent@acme.example'],
          sourceDirectory: 'metadata',
          certificateName: 'AcmeSSO',
          issuer: 'https://acme.example',
        },
      ],
    });
    const { serviceProvider: _preset, ...settings } = defined!.request.settings;
    expect(defined).to.include({ org: 'acme-prod', appName: 'Acme_Frontline' });
    expect(defined?.request.sourceDirectory).to.equal(join(folder, 'metadata'));
    expect(settings).to.deep.equal({
      replaceCertificate: false,
      realmSid: REALM,
      contactEmail: 'ada@acme.example',
      appType: 'external-client-app',
      attributes: { roles: "'supervisor'", team: "'north'" },
      subject: 'federation-id',
      profiles: ['Standard User'],
      permissionSets: [],
      usernames: ['agent@acme.example'],
      certificateName: 'AcmeSSO',
      issuer: 'https://acme.example',
    });
  });

  it('needs only the name of an org', async () => {
    const [defined] = await read(`\uFEFF{"orgs": [{"org": "ada@acme.example"}]}`);
    const { serviceProvider: _preset, ...settings } = defined!.request.settings;
    expect(settings).to.deep.equal({ replaceCertificate: false, appType: 'auto', attributes: {} });
    expect(defined?.request.sourceDirectory).to.equal(SHIPPED_SOURCE);
  });

  it('lets an org override the defaults, attribute by attribute', async () => {
    const defaults = { role: 'agent', attributes: { team: "'all'" }, contactEmail: 'it@acme.example' };
    const [one, two] = await read({
      defaults,
      orgs: [{ org: 'one' }, { org: 'two', attributes: { roles: "'lead'" } }],
    });
    expect(one?.request.settings).to.deep.include({ attributes: { roles: "'agent'", team: "'all'" } });
    expect(two?.request.settings).to.deep.include({ attributes: { roles: "'lead'", team: "'all'" } });
    expect(two?.request.settings.contactEmail).to.equal('it@acme.example');
  });

  it('takes profiles and permission sets as one list, so that an org that names some replaces all of the defaults', async () => {
    const defaults = { profiles: ['Admin'], permissionSets: ['Agents'] };
    const [one, two] = await read({ defaults, orgs: [{ org: 'one' }, { org: 'two', profiles: ['Sales'] }] });
    expect(one?.request.settings).to.deep.include(defaults);
    expect(two?.request.settings.profiles).to.deep.equal(['Sales']);
    expect(two?.request.settings).not.to.have.property('permissionSets');
  });

  for (const [situation, content, words] of [
    [
      'no JSON',
      '{"orgs": [\n  {"org" "secret-value"}]}',
      /\n {2}line 2, column 10: this is not JSON, since a colon should stand there$/,
    ],
    ['cut half-way', '{"orgs": [{"org": "a', /line 1, column 19: this is not JSON/],
    ['empty', ' \n', /"[^"]+" is not valid:\n {2}the file is empty$/],
    ['a list', '[]', /the file is an empty list and must be an object in curly brackets$/],
    ['without orgs', {}, /the file lacks "orgs"/],
    ['with an empty list of orgs', { orgs: [] }, /orgs is an empty list and must name at least one org$/],
    ['with an org without a name', { orgs: [{ realmSid: REALM }] }, /orgs\[0\] lacks "org"/],
    [
      'a name that no setting has',
      { orgs: [{ org: 'a', realmSID: REALM }] },
      /orgs\[0\] has "realmSID"; allowed are org, realmSid, contactEmail/,
    ],
    [
      'a wrong Realm SID',
      { orgs: [{ org: 'a' }, { org: 'b', realmSid: 'JB12' }] },
      /orgs\[1\]\.realmSid is "JB12", which does not fit \(.*32 hexadecimal digits\)/,
    ],
    [
      'an unknown kind of app',
      { orgs: [{ org: 'a', appType: 'app' }] },
      /orgs\[0\]\.appType is "app" and must be one of auto, connected-app, external-client-app/,
    ],
    [
      'a number for a profile',
      { orgs: [{ org: 'a', profiles: ['x', 1] }] },
      /orgs\[0\]\.profiles\[1\] is 1 and must be a text in quotes/,
    ],
    [
      'an access token for an org',
      { orgs: [{ org: '00D000000000001!secret-value' }] },
      /orgs\[0\]\.org is "00D000000000001!…", which does not fit \(.*without an access token\)/,
    ],
    ['with a path for an org', { orgs: [{ org: '../a' }] }, /orgs\[0\]\.org is "\.\.\/a", which does not fit/],
    ['an org twice', { orgs: [{ org: 'a' }, { org: 'b' }, { org: 'a' }] }, /orgs\[2\]\.org names "a" a second time/],
    [
      'a text that is no email address',
      { orgs: [{ org: 'a', contactEmail: 'ada@acme' }] },
      /orgs\[0\]\.contactEmail: "ada@acme" is not an email/,
    ],
    ['with an issuer that is no address', { orgs: [{ org: 'a', issuer: 'https://' }] }, /orgs\[0\]\.issuer/],
    [
      'a formula with an open quote',
      { orgs: [{ org: 'a', attributes: { team: "'x" } }] },
      /orgs\[0\]\.attributes\.team: .*quotes are not balanced/,
    ],
    [
      'a role with quotes',
      { defaults: { role: "a'b" }, orgs: [{ org: 'a' }] },
      /defaults\.role: "a'b" cannot be a role: .*no quotes/,
    ],
    [
      'a role that is given twice',
      { orgs: [{ org: 'a', role: 'lead', attributes: { roles: "'agent'" } }] },
      /orgs\[0\] says the role twice, as role and as attributes\.roles/,
    ],
  ] as const) {
    it(`is refused with ${situation}, and the error says where that is and what is allowed`, async () => {
      const error = await refusalOf(content);
      expect(error).to.include({ name: 'DefinitionInvalidError', exitCode: 2 });
      expect(error.message).to.match(words).and.not.include('secret-value');
    });
  }

  it('is refused with all of its faults at once', async () => {
    const many = Array.from({ length: 30 }, (_, number) => ({ org: `org-${number}`, realmSid: 'x' }));
    const { message } = await refusalOf({ orgs: [...many, { org: 'a', subject: 'y' }, {}] });
    const [, ...faults] = message.split('\n');
    expect(faults).to.have.length(32);
    expect(faults[0]).to.match(/^ {2}orgs\[0\]\.realmSid is "x"/);
    expect(faults.slice(30).join('\n')).to.include('orgs[30].subject').and.include('orgs[31] lacks "org"');
  });

  it('is also refused with the faults that no schema finds, each once', async () => {
    const { message } = await refusalOf({
      defaults: { contactEmail: '' },
      orgs: [
        { org: 'a', realmSid: 'x', contactEmail: 'ada' },
        { org: 'A', attributes: { team: "'x", age: 3 } },
        { org: 'a', role: 'lead', attributes: { roles: "'agent'" }, certificateName: 7 },
        'a',
      ],
    });
    for (const fault of [
      'defaults.contactEmail is empty',
      'orgs[0].realmSid is "x"',
      'orgs[0].contactEmail: "ada"',
      'orgs[1].org names "A", which would share a folder with "a"',
      'orgs[1].attributes.team: ',
      'orgs[1].attributes.age is 3',
      'orgs[2].org names "a" a second time',
      'orgs[2] says the role twice',
      'orgs[2].certificateName is 7',
    ]) {
      expect(message.split(fault), fault).to.have.length(2);
    }
    expect(message).to.contain('orgs[3] is "a"').and.not.contain('defaults.contactEmail:');
  });

  it('is refused without showing the access token that it has twice', async () => {
    const org = '00D000000000001!secret-value';
    expect((await refusalOf({ orgs: [{ org }, { org }] })).message).not.to.contain('secret-value');
  });

  it('is refused if it cannot be read', async () => {
    const error = await readDefinitionFile(join(folder, 'none.json')).catch((caught: SfError) => caught);
    expect(error).to.include({ name: 'DefinitionUnreadableError', exitCode: 2 });
  });

  it('is narrowed to the orgs that are named, in the order of the file', async () => {
    const defined = await read({ orgs: [{ org: 'a' }, { org: 'b' }, { org: 'c' }] });
    expect(selectOrgs(defined, ['c', 'a']).map(({ org }) => org)).to.deep.equal(['a', 'c']);
    expect(selectOrgs(defined, [])).to.have.lengthOf(3);
    expect(() => selectOrgs(defined, ['a', 'd'])).to.throw('has no org d');
  });
});
