import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import { findRow } from '../../database/rows.ts';
import { shareKeyPairs } from '../../certificate/share-key-pairs.ts';
import type { OrgState } from '../../state.ts';
import {
  certificateFiles,
  connectedAppFiles,
  deployed,
  deployFiles,
  manifestFor,
  manifestXml,
  messageOf,
  metadataXml,
  permissionSetFiles,
  problemsOf,
  settingsFiles,
} from '../samples.ts';

const GOOD_SET = permissionSetFiles('Good', 'Good');
const BAD_SET = { 'permissionsets/Bad.permissionset': metadataXml('PermissionSet', '<nonsense/>') };

describe('a deployment', () => {
  let org: OrgState;

  shareKeyPairs(2);
  beforeEach(() => {
    org = createOrgState({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      appWithoutIdentityProvider: 'accepted',
    });
  });

  describe('its manifest', () => {
    it('is listed as a success with an empty type', async () => {
      const job = await deployed(org, GOOD_SET);
      expect(messageOf(job, '', 'package.xml')).to.include({ success: true, fileName: 'package.xml', changed: true });
    });

    it('is reported as missing if it is not at the expected place', async () => {
      const job = await deployFiles(org, GOOD_SET, { singlePackage: false });
      expect(job.status).to.equal('Failed');
      expect(problemsOf(job)).to.deep.equal([':package.xml: No package.xml found']);
    });

    it('may not name a component without a file', async () => {
      const job = await deployFiles(org, {
        ...GOOD_SET,
        'package.xml': manifestXml({ PermissionSet: ['Good', 'Gone'] }),
      });
      expect(problemsOf(job)).to.deep.equal([
        ":Gone: An object 'Gone' of type PermissionSet was named in package.xml, but was not found in zipped directory",
      ]);
    });

    it('may name a component without a file if missing files are allowed', async () => {
      const files = { ...GOOD_SET, 'package.xml': manifestXml({ PermissionSet: ['Good', 'Gone'] }) };
      await deployed(org, files, { allowMissingFiles: true });
    });

    it('must name every file', async () => {
      const files = { ...GOOD_SET, ...certificateFiles('Stray'), 'package.xml': manifestFor(GOOD_SET) };
      const job = await deployFiles(org, files);
      expect(problemsOf(job)).to.deep.equal(['Certificate:Stray: Not in package.xml']);
      expect(messageOf(job, 'Certificate', 'Stray')).to.include({ fileName: 'certs/Stray.crt' });
    });

    it('names all components of a type by an asterisk', async () => {
      const job = await deployed(org, { ...GOOD_SET, 'package.xml': manifestXml({ PermissionSet: ['*'] }) });
      expect(messageOf(job, 'PermissionSet', 'Good')).to.include({ created: true });
    });

    it('may not hold unknown types', async () => {
      const job = await deployFiles(org, { 'package.xml': manifestXml({ Nonsense: ['X'] }) });
      expect(problemsOf(job)).to.deep.equal([":Nonsense: Unknown type name 'Nonsense' specified in package.xml"]);
    });

    it('that cannot be read fails with the place', async () => {
      const job = await deployFiles(org, { 'package.xml': 'x' });
      expect(job.messages).to.have.lengthOf(1);
      expect(job.messages[0]).to.include({
        problem: 'Error parsing file: Content is not allowed in prolog.',
        lineNumber: 1,
        columnNumber: 1,
      });
    });

    it('with an unknown element fails', async () => {
      const job = await deployFiles(org, { 'package.xml': metadataXml('Package', '<members/>') });
      expect(problemsOf(job)[0]).to.match(/Element \{.*\}members invalid at this location in type Package$/);
    });

    it('decides for which API version the files are written, not the address', async () => {
      const job = await deployFiles(org, settingsFiles('X'), { version: '56.0' });
      expect(problemsOf(job)).to.deep.equal([
        'IdentityProviderSettings:IdentityProvider: Not available for deploy for this API version',
      ]);
    });
  });

  it('in a folder gives file names with that folder', async () => {
    const files = Object.entries({ ...GOOD_SET, 'package.xml': manifestFor(GOOD_SET) });
    const zipped = Object.fromEntries(files.map(([path, content]) => [`mdapi/${path}`, content]));
    const job = await deployed(org, zipped, { singlePackage: false });
    expect(job.messages.map(({ fileName }) => fileName)).to.deep.equal([
      'mdapi/permissionsets/Good.permissionset',
      'mdapi/package.xml',
    ]);
  });

  it('that meets a file of no known type fails', async () => {
    const job = await deployFiles(org, { ...GOOD_SET, 'classes/A.cls': '', 'package.xml': manifestFor(GOOD_SET) });
    expect(problemsOf(job)).to.deep.equal([':A: Not in package.xml']);
  });

  it('reports a bad file with line and column', async () => {
    const job = await deployFiles(org, BAD_SET);
    expect(messageOf(job, 'PermissionSet', 'Bad')).to.include({
      success: false,
      changed: false,
      lineNumber: 3,
      columnNumber: 12,
      problemType: 'Error',
      fileName: 'permissionsets/Bad.permissionset',
    });
  });

  it('refuses a name that is not a developer name', async () => {
    const job = await deployFiles(org, permissionSetFiles('Not good', 'L'));
    expect(problemsOf(job)[0]).to.include('The API name can only contain underscores and alphanumeric characters.');
  });

  it('with one failure stores nothing, and still reports the good components as good', async () => {
    const job = await deployFiles(org, { ...GOOD_SET, ...BAD_SET });
    expect(job.status).to.equal('Failed');
    expect(messageOf(job, 'PermissionSet', 'Good')).to.include({ success: true, created: true });
    expect(messageOf(job, 'PermissionSet', 'Good')).not.to.have.property('id');
    expect(findRow(org, 'PermissionSet', { Name: 'Good' })).to.equal(undefined);
  });

  it('without rollback keeps the good components and says so', async () => {
    const job = await deployFiles(org, { ...GOOD_SET, ...BAD_SET }, { rollbackOnError: false });
    expect(job.status).to.equal('SucceededPartial');
    expect(findRow(org, 'PermissionSet', { Name: 'Good' })).to.include({ Label: 'Good' });
  });

  it('without rollback fails if nothing was good', async () => {
    expect((await deployFiles(org, BAD_SET, { rollbackOnError: false })).status).to.equal('Failed');
  });

  it('that only checks reports as if it had stored the components, and stores nothing', async () => {
    const job = await deployed(org, connectedAppFiles(), { checkOnly: true });
    expect(messageOf(job, 'ConnectedApp', 'My_App')).to.include({ created: true, success: true });
    expect(org.components.size).to.equal(0);
    expect(findRow(org, 'ConnectedApplication', { Name: 'My App' })).to.equal(undefined);
  });

  it('of the same content again changes nothing', async () => {
    const first = await deployed(org, connectedAppFiles());
    const again = await deployed(org, connectedAppFiles());
    expect(messageOf(first, 'ConnectedApp', 'My_App')).to.include({ created: true, changed: true });
    expect(messageOf(again, 'ConnectedApp', 'My_App')).to.include({ created: false, changed: false, success: true });
    expect(messageOf(again, 'ConnectedApp', 'My_App')?.id).to.equal(messageOf(first, 'ConnectedApp', 'My_App')?.id);
  });

  it('of other content changes the component and keeps its id', async () => {
    const first = await deployed(org, connectedAppFiles());
    const again = await deployed(org, connectedAppFiles('My_App', { label: 'Renamed' }));
    expect(messageOf(again, 'ConnectedApp', 'My_App')).to.include({
      created: false,
      changed: true,
      id: messageOf(first, 'ConnectedApp', 'My_App')?.id,
    });
  });

  it('keeps elements in the order of the schema and leaves empty ones out', async () => {
    await deployed(org, {
      'permissionsets/P.permissionset': metadataXml('PermissionSet', '<label>L</label><description/>'),
    });
    const file = org.components.get('PermissionSet:P')!.files.get('permissionsets/P.permissionset')!.toString();
    expect(file).to.equal(
      '<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n' +
        '    <label>L</label>\n</PermissionSet>\n',
    );
  });

  describe('that deletes', () => {
    const app = { ConnectedApp: ['My_App'] };

    beforeEach(() => deployed(org, connectedAppFiles()));

    for (const file of ['destructiveChangesPre.xml', 'destructiveChanges.xml', 'destructiveChangesPost.xml']) {
      it(`by ${file} reports the component as deleted under that file`, async () => {
        const job = await deployed(org, { 'package.xml': manifestXml({}), [file]: manifestXml(app) });
        expect(messageOf(job, 'ConnectedApp', 'My_App')).to.include({
          deleted: true,
          changed: true,
          created: false,
          success: true,
          fileName: file,
        });
        expect(org.components.has('ConnectedApp:My_App')).to.equal(false);
      });
    }

    it('what does not exist gives only a warning, in words that clients parse', async () => {
      const job = await deployed(org, {
        'package.xml': manifestXml({}),
        'destructiveChangesPost.xml': manifestXml({ ConnectedApp: ['Nope'] }),
      });
      expect(messageOf(job, 'ConnectedApp', 'destructiveChangesPost.xml')).to.include({
        success: true,
        deleted: false,
        problemType: 'Warning',
        problem: 'No ConnectedApp named: Nope found',
      });
    });

    it('and only checks keeps the component', async () => {
      const files = { 'package.xml': manifestXml({}), 'destructiveChangesPost.xml': manifestXml(app) };
      await deployed(org, files, { checkOnly: true });
      expect(org.components.has('ConnectedApp:My_App')).to.equal(true);
    });

    it('a component first and then adds it gives a new component', async () => {
      const old = org.components.get('ConnectedApp:My_App')!.id;
      const job = await deployed(org, {
        ...connectedAppFiles(),
        'package.xml': manifestXml(app),
        'destructiveChangesPre.xml': manifestXml(app),
      });
      expect(job.messages.some(({ created, fullName }) => created && fullName === 'My_App')).to.equal(true);
      expect(org.components.get('ConnectedApp:My_App')!.id).not.to.equal(old);
    });

    it('with an unreadable manifest, or an unknown type, fails', async () => {
      const unreadable = await deployFiles(org, {
        'package.xml': manifestXml({}),
        'destructiveChanges.xml': '<Package>',
      });
      expect(problemsOf(unreadable)[0]).to.match(
        /^:destructiveChanges.xml: Error parsing file: XML document structures/,
      );
      const unknown = await deployFiles(org, {
        'package.xml': manifestXml({}),
        'destructiveChanges.xml': manifestXml({ Nonsense: ['X'] }),
      });
      expect(problemsOf(unknown)).to.deep.equal([
        ":destructiveChanges.xml: Unknown type name 'Nonsense' specified in destructiveChanges.xml",
      ]);
    });
  });
});
