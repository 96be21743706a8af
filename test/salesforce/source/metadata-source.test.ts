import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  readSetupSource,
  SHIPPED_SOURCE,
  type SetupSource,
} from '../../../plugin/salesforce/source/metadata-source.ts';
import { frontline } from '../../../plugin/twilio/service-provider.ts';

function read(directory: string): Promise<SetupSource> {
  return readSetupSource(directory, (entityId) => frontline.realmSidOf(entityId) !== undefined);
}

/** The error's name and message, or a note that there was none. */
async function refusalOf(directory: string): Promise<string> {
  return read(directory).then(
    () => 'accepted',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

describe('the source folder', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'frontline-source-'));
    await cp(SHIPPED_SOURCE, directory, { recursive: true });
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  const app = 'main/connectedApps/Twilio_Frontline.connectedApp-meta.xml';

  it('that comes with the plugin gives access to the administrators and the agents by default', async () => {
    const source = await read(SHIPPED_SOURCE);
    expect(source.profiles.map(({ fullName }) => fullName)).to.deep.equal(['Admin']);
    expect(source.permissionSets.map(({ fullName }) => fullName)).to.deep.equal(['Twilio_Frontline_Agent']);
    expect(source.certificate.fullName).to.equal('SalesforceSSO');
  });

  it('may have the field for the role anywhere, also in a folder whose object has a file of its own', async () => {
    const shipped = await read(SHIPPED_SOURCE);
    expect(shipped.roleField.content['formula']).to.deep.equal(['"agent"']);
    const object = join(directory, 'external-client-app/objects/User');
    const field = join(object, 'fields/Twilio_Frontline_Role__c.field-meta.xml');
    await writeFile(field, (await readFile(field, 'utf8')).replace('Twilio Frontline Role', 'Role of agents'));
    expect((await read(directory)).roleField.content['label']).to.deep.equal(['Role of agents']);
    const xml = '<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"/>';
    await writeFile(join(object, 'User.object-meta.xml'), xml);
    expect((await read(directory)).roleField.content['label']).to.deep.equal(['Role of agents']);
    await rm(object, { recursive: true });
    expect((await read(directory)).roleField).to.deep.equal(shipped.roleField);
  });

  it('is refused if it does not exist', async () => {
    expect(await refusalOf(join(directory, 'nowhere'))).to.match(
      /^SourceDirMissingError: The source folder ".*nowhere" does not exist/,
    );
  });

  it('is refused without an app of either kind', async () => {
    await rm(join(directory, app));
    await rm(join(directory, 'external-client-app'), { recursive: true });
    expect(await refusalOf(directory)).to.match(
      /^SourceIncompleteError: .*connectedApps\/<name>\.connectedApp-meta\.xml/,
    );
  });

  for (const [file, told] of [
    ['identity-provider/settings/IdentityProvider.settings-meta.xml', 'settings/IdentityProvider.settings-meta.xml'],
  ] as const) {
    it(`is refused without ${told}`, async () => {
      await rm(join(directory, file));
      expect(await refusalOf(directory))
        .to.match(/^SourceIncompleteError: /)
        .and.contain(told);
    });
  }

  it('is refused without the certificate file, and the error names the certificate', async () => {
    await rm(join(directory, 'identity-provider/certs'), { recursive: true });
    expect(await refusalOf(directory))
      .to.match(/^SourceIncompleteError: /)
      .and.contain('certs/SalesforceSSO.crt');
  });

  it('gets the identity provider of the plugin if it holds no part of one', async () => {
    await rm(join(directory, 'identity-provider'), { recursive: true });
    expect((await read(directory)).certificate.fullName).to.equal('SalesforceSSO');
  });

  it('is refused if only half of the certificate is there', async () => {
    await rm(join(directory, 'identity-provider/certs/SalesforceSSO.crt'));
    expect(await refusalOf(directory)).to.match(/^SourceUnreadableError: .*SalesforceSSO/);
  });

  it('is refused if a file does not parse, and the error has the file and the line', async () => {
    await writeFile(join(directory, app), '<?xml version="1.0"?>\n<ConnectedApp>\n<label>x</lable>\n</ConnectedApp>\n');
    expect(await refusalOf(directory)).to.match(
      /^SourceFileInvalidError: The file .*Twilio_Frontline\.connectedApp-meta\.xml, line 3 /,
    );
  });

  it('is refused if two apps have an Entity ID of Twilio', async () => {
    await cp(join(directory, app), join(directory, 'main/connectedApps/Other.connectedApp-meta.xml'));
    expect(await refusalOf(directory)).to.match(
      /^SourceAmbiguousError: .*Other, Twilio_Frontline|Twilio_Frontline, Other/,
    );
  });
});
