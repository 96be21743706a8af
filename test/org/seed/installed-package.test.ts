import { expect } from 'chai';
import { createOrgState } from '../create-state.ts';
import { findRow } from '../database/rows.ts';
import { serviceProviders } from '../identity-provider/service-providers.ts';
import { listComponents, readComponents } from '../metadata/calls/catalog.ts';
import { saveRecords } from '../metadata/calls/record-calls.ts';
import { readXml } from '../metadata/package/xml-document.ts';
import { connectedAppFiles, deployFiles, permissionSetFiles, problemsOf } from '../metadata/samples.ts';

describe('an installed package', () => {
  const org = createOrgState({ installedPackage: 'with-saml', kind: 'scratch', connectedAppCreation: 'allowed' });

  it('has components whose names begin with its namespace, and rows that have it in a field of its own', () => {
    const listed = listComponents(org, ['ConnectedApp', 'PermissionSet'], 66).filter(
      ({ namespacePrefix }) => namespacePrefix === 'acme',
    );
    expect(
      listed.map(({ fullName, fileName, manageableState }) => [fullName, fileName, manageableState]),
    ).to.deep.equal([
      ['acme__Portal', 'connectedApps/acme__Portal.connectedApp', 'installed'],
      ['acme__Portal_User', 'permissionsets/acme__Portal_User.permissionset', 'installed'],
    ]);
    expect(findRow(org, 'PermissionSet', { Name: 'Portal_User' })).to.include({ NamespacePrefix: 'acme' });
    expect(findRow(org, 'AppMenuItem', { Name: 'Portal' })).to.include({ NamespacePrefix: 'acme' });
    const [read, withoutNamespace] = readComponents(org, 'PermissionSet', ['acme__Portal_User', 'Portal_User']);
    expect(read!.elements).to.deep.include({ name: 'fullName', content: 'acme__Portal_User' });
    expect(withoutNamespace).to.equal(null);
  });

  it('is a service provider or not', () => {
    expect(serviceProviders(org).map(({ apiName }) => apiName)).to.deep.equal(['acme__Portal']);
    expect(serviceProviders(createOrgState({ installedPackage: 'without-saml' }))).to.deep.equal([]);
  });

  it('is no change of the org that source tracking notes', () => {
    expect(org.rows.get('SourceMember') ?? []).to.deep.equal([]);
  });

  it('can neither be changed nor added to', async () => {
    const files = { ...connectedAppFiles('acme__Portal'), ...permissionSetFiles('acme__Other', 'Other') };
    const problems = problemsOf(await deployFiles(org, files));
    expect(problems[0]).to.match(/^PermissionSet:acme__Other: Cannot create a new component with the namespace: acme/);
    expect(problems[1]).to.match(/^ConnectedApp:acme__Portal: Cannot modify managed object/);
    const record = readXml(
      '<metadata xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="PermissionSet"><fullName>acme__Other</fullName><label>L</label></metadata>',
    );
    const call = { org, userId: org.adminId, version: 66, allOrNone: false };
    expect(saveRecords(call, 'create', record.ok ? [record.root] : [])[0]).to.include({ success: false });
  });

  it('leaves the name free for a component of the org', async () => {
    const job = await deployFiles(org, permissionSetFiles('Portal_User', 'Own'));
    expect(job.status).to.equal('Succeeded');
    expect(listComponents(org, ['PermissionSet'], 66).map(({ fullName }) => fullName)).to.include.members([
      'Portal_User',
      'acme__Portal_User',
    ]);
  });
});
