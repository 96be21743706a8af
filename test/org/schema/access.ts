import { CREATED, field, flags, reference, systemFields, texts, WRITABLE } from './field.ts';
import { sObject } from './sobject.ts';

/**
 * Permission sets, their groups and licenses, who has them, and what they give access to (Object Reference:
 * PermissionSet, PermissionSetGroup, PermissionSetGroupComponent, PermissionSetLicense, PermissionSetLicenseAssign,
 * PermissionSetAssignment, SetupEntityAccess). The key prefixes of components and license assignments are inferred. The Tooling API does not know SetupEntityAccess (seen); its key prefix is inferred.
 */
export const ACCESS_OBJECTS = [
  sObject(
    'PermissionSet',
    '0PS',
    [
      ...systemFields(),
      field('Name', 'string', { ...WRITABLE, nillable: false }),
      field('Label', 'string', { ...WRITABLE, nillable: false }),
      reference('LicenseId', ['UserLicense', 'PermissionSetLicense'], { creatable: true }),
      reference('ProfileId', 'Profile', { deletedWithParent: true, childRelationshipName: 'PermissionSets' }),
      field('Description', 'string', WRITABLE),
      field('Type', 'picklist'),
      field('NamespacePrefix'),
      ...flags('IsOwnedByProfile', 'IsCustom'),
      field('HasActivationRequired', 'boolean', WRITABLE),
      // The permission set that holds all permissions of a group belongs to it.
      reference('PermissionSetGroupId', 'PermissionSetGroup', { deletedWithParent: true }),
      field('PermissionsModifyAllData', 'boolean', WRITABLE),
    ],
    { creatable: true, updatable: true, deletable: true, readableWith: 'ViewSetup' },
  ),
  sObject(
    'PermissionSetGroup',
    '0PG',
    [
      ...systemFields(),
      ...texts('DeveloperName', 'MasterLabel', 'Description', 'NamespacePrefix'),
      field('Status', 'picklist'),
    ],
    { readableWith: 'ViewSetup' },
  ),
  sObject(
    'PermissionSetGroupComponent',
    '0PK',
    [
      ...systemFields(),
      reference('PermissionSetGroupId', 'PermissionSetGroup', { deletedWithParent: true }),
      reference('PermissionSetId', 'PermissionSet', { deletedWithParent: true }),
    ],
    { readableWith: 'ViewSetup' },
  ),
  sObject('PermissionSetLicense', '0PL', [...systemFields(), ...texts('DeveloperName', 'MasterLabel', 'Status')], {
    apis: ['data'],
  }),
  sObject(
    'PermissionSetLicenseAssign',
    '2LA',
    [...systemFields(), reference('PermissionSetLicenseId', 'PermissionSetLicense'), reference('AssigneeId', 'User')],
    { apis: ['data'] },
  ),
  sObject(
    'PermissionSetAssignment',
    '0Pa',
    [
      field('Id', 'id'),
      reference('PermissionSetId', 'PermissionSet', {
        creatable: true,
        deletedWithParent: true,
        childRelationshipName: 'Assignments',
      }),
      reference('AssigneeId', 'User', {
        ...CREATED,
        deletedWithParent: true,
        childRelationshipName: 'PermissionSetAssignments',
      }),
      reference('PermissionSetGroupId', 'PermissionSetGroup', { creatable: true, deletedWithParent: true }),
      field('IsActive', 'boolean'),
      field('ExpirationDate', 'datetime', { creatable: true }),
      field('SystemModstamp', 'datetime', { nillable: false }),
    ],
    { apis: ['data'], creatable: true, deletable: true },
  ),
  sObject(
    'SetupEntityAccess',
    '0J0',
    [
      field('Id', 'id'),
      reference('ParentId', 'PermissionSet', {
        ...CREATED,
        deletedWithParent: true,
        childRelationshipName: 'SetupEntityAccessItems',
      }),
      reference('SetupEntityId', ['ConnectedApplication', 'ServiceProvider', 'ExternalClientApplication'], {
        ...CREATED,
        relationshipName: undefined,
        deletedWithParent: true,
      }),
      field('SetupEntityType', 'picklist'),
      field('SystemModstamp', 'datetime', { nillable: false }),
    ],
    {
      labelPlural: 'Setup Entity Access',
      apis: ['data'],
      creatable: true,
      deletable: true,
      readableWith: 'ViewSetup',
    },
  ),
];
