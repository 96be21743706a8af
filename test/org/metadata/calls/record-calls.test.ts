import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import { findRow } from '../../database/rows.ts';
import { shareKeyPairs } from '../../certificate/share-key-pairs.ts';
import type { OrgState } from '../../state.ts';
import { deleteRecords, saveRecords, type RecordCall } from './record-calls.ts';
import { certificateFiles, connectedAppFiles, deployed, settingsFiles } from '../samples.ts';
import { SoapFault } from './soap-envelope.ts';
import { METADATA_NAMESPACE, readXml, type XmlElement } from '../package/xml-document.ts';

function record(typeName: string, inside: string): XmlElement {
  const reading = readXml(
    `<metadata xmlns="${METADATA_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${typeName}">${inside}</metadata>`,
  );
  if (!reading.ok) {
    throw new Error(reading.fault.problem);
  }
  return reading.root;
}

function callOf(org: OrgState, allOrNone = false): RecordCall {
  return { org, userId: org.adminId, version: 66, allOrNone };
}

const permissionSet = (name: string, label: string): XmlElement =>
  record('PermissionSet', `<fullName>${name}</fullName><label>${label}</label>`);

describe('calls on metadata records', () => {
  let org: OrgState;

  shareKeyPairs(2);
  beforeEach(() => {
    org = createOrgState({ identityProvider: 'off' });
  });

  it('create components and all that belongs to them', () => {
    expect(saveRecords(callOf(org), 'create', [permissionSet('P', 'L')])).to.deep.equal([
      { created: undefined, fullName: 'P', success: true },
    ]);
    expect(findRow(org, 'PermissionSet', { Name: 'P' })).to.include({ Label: 'L' });
  });

  it('create a certificate from a record without content', () => {
    const certificate = record(
      'Certificate',
      '<fullName>C</fullName><content></content><caSigned>false</caSigned><masterLabel>C</masterLabel>',
    );
    expect(saveRecords(callOf(org), 'create', [certificate])[0]).to.include({ success: true });
    expect(org.certificateKeys.get('C')?.certificatePem).to.match(/^-----BEGIN CERTIFICATE-----/);
  });

  it('do not create what exists, and do not update what does not exist', () => {
    saveRecords(callOf(org), 'create', [permissionSet('P', 'L')]);
    expect(saveRecords(callOf(org), 'create', [permissionSet('P', 'L')])[0]!.errors!.statusCode).to.equal(
      'DUPLICATE_DEVELOPER_NAME',
    );
    expect(saveRecords(callOf(org), 'update', [permissionSet('Q', 'L')])[0]!.errors).to.deep.equal({
      message: 'In field: fullName - no PermissionSet named Q found',
      statusCode: 'INVALID_CROSS_REFERENCE_KEY',
    });
  });

  it('say whether an upsert created the component', () => {
    const created = [1, 2].map(() => saveRecords(callOf(org), 'upsert', [permissionSet('P', 'L')])[0]!.created);
    expect(created).to.deep.equal([true, false]);
  });

  it('refuse what a deployment refuses, with a code', () => {
    const blocked = record(
      'ConnectedApp',
      '<fullName>A</fullName><contactEmail>me@example.com</contactEmail><label>A</label>',
    );
    const [app, unlabelled, settings] = saveRecords(callOf(org), 'create', [
      blocked,
      record('PermissionSet', '<fullName>P</fullName>'),
      record(
        'IdentityProviderSettings',
        '<fullName>IdentityProvider</fullName><certificateName>X</certificateName><enableIdentityProvider>true</enableIdentityProvider>',
      ),
    ]);
    expect(app!.errors!.message).to.match(/^You can't create a connected app/);
    expect(unlabelled!.errors!.statusCode).to.equal('REQUIRED_FIELD_MISSING');
    expect(settings!.errors!.statusCode).to.equal('INVALID_CROSS_REFERENCE_KEY');
  });

  it('save the good records if others are bad, unless the caller asks for all or none', () => {
    const records = [permissionSet('Good', 'G'), record('PermissionSet', '<fullName>Bad</fullName>')];
    const strict = saveRecords(callOf(org, true), 'create', records);
    expect(strict.map(({ errors }) => errors?.statusCode)).to.deep.equal([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'REQUIRED_FIELD_MISSING',
    ]);
    expect(findRow(org, 'PermissionSet', { Name: 'Good' })).to.equal(undefined);
    expect(saveRecords(callOf(org), 'create', records).map(({ success }) => success)).to.deep.equal([true, false]);
    expect(findRow(org, 'PermissionSet', { Name: 'Good' })).not.to.equal(undefined);
  });

  it('delete components, and report those that do not exist', async () => {
    org.options.connectedAppCreation = 'allowed';
    org.options.appWithoutIdentityProvider = 'accepted';
    await deployed(org, connectedAppFiles());
    const [app, missing] = deleteRecords(callOf(org), 'ConnectedApp', ['My_App', 'Nope']);
    expect(app).to.include({ success: true, fullName: 'My_App' });
    expect(missing!.errors!.message).to.equal('In field: fullName - no ConnectedApp named Nope found');
    expect(org.components.size).to.equal(0);
  });

  it('delete a certificate only once the identity provider does not use it', async () => {
    await deployed(org, { ...certificateFiles('Sso'), ...settingsFiles('Sso') });
    expect(deleteRecords(callOf(org), 'Certificate', ['Sso'])[0]!.errors!.statusCode).to.equal('DEPENDENCY_EXISTS');
    await deployed(org, settingsFiles('Sso', false));
    expect(deleteRecords(callOf(org), 'Certificate', ['Sso'])[0]).to.include({ success: true });
  });

  it('refuse unknown types and more than ten records', () => {
    expect(() => deleteRecords(callOf(org), 'Form', ['X'])).to.throw(SoapFault, 'Unknown type:Form');
    const eleven = Array.from({ length: 11 }, (_, index) => permissionSet(`P${index}`, 'L'));
    expect(() => saveRecords(callOf(org), 'create', eleven)).to.throw(SoapFault, 'record limit reached');
    expect(findRow(org, 'PermissionSet', { Name: 'P0' })).to.equal(undefined);
  });
});
