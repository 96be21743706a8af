import { CREATED, field, flags, reference, systemFields, WRITABLE } from './field.ts';
import { sObject } from './sobject.ts';

/**
 * Permission sets, who has them, and what they give access to (Object Reference: PermissionSet,
 * PermissionSetAssignment, SetupEntityAccess). The Tooling API does not know SetupEntityAccess (seen); its key prefix is inferred.
 */
export const ACCESS_OBJECTS = [
  sObject(
    'PermissionSet',
    '0PS',
    [
      ...systemFields(),
      field('Name', 'string', { ...WRITABLE, nillable: false }),
      field('Label', 'string', { ...WRITABLE, nillable: false }),
      reference('LicenseId', 'UserLicense', { creatable: true }),
      reference('ProfileId', 'Profile', { deletedWithParent: true, childRelationshipName: 'PermissionSets' }),
      field('Description', 'string', WRITABLE),
      field('Type', 'picklist'),
      field('NamespacePrefix'),
      ...flags('IsOwnedByProfile', 'IsCustom'),
      field('HasActivationRequired', 'boolean', WRITABLE),
    ],
    { creatable: true, updatable: true, deletable: true, readableWith: 'ViewSetup' },
  ),
  sObject(
    'PermissionSetAssignment',
    '0Pa',
    [
      field('Id', 'id'),
      reference('PermissionSetId', 'PermissionSet', {
        ...CREATED,
        deletedWithParent: true,
        childRelationshipName: 'Assignments',
      }),
      reference('AssigneeId', 'User', {
        ...CREATED,
        deletedWithParent: true,
        childRelationshipName: 'PermissionSetAssignments',
      }),
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
