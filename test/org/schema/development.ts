import { field, flags, reference, SHOWN_ONLY, systemFields, texts } from './field.ts';
import { sObject } from './sobject.ts';

/**
 * What only the Tooling API shows: certificates, deployments and, in an org with source tracking, changed components
 * (Tooling API, objects Certificate, DeployRequest and SourceMember; the prefix of SourceMember is inferred).
 */
export const DEVELOPMENT_OBJECTS = [
  sObject(
    'Certificate',
    '0P1',
    [
      ...systemFields(),
      ...texts('DeveloperName', 'MasterLabel', 'NamespacePrefix'),
      field('Language', 'picklist'),
      field('ExpirationDate', 'datetime'),
      field('KeySize', 'int'),
      field('CertificateChain', 'textarea', SHOWN_ONLY),
      ...flags(
        'OptionsIsPrivateKeyExportable',
        'OptionsIsCaSigned',
        'OptionsIsEncryptedWithPE',
        'OptionsIsSystemManaged',
        'OptionsIsUnusable',
      ),
    ],
    { apis: ['tooling'], readableWith: 'ViewSetup' },
  ),
  sObject(
    'DeployRequest',
    '0Af',
    [
      ...systemFields(),
      field('Status', 'picklist'),
      field('StateDetail'),
      field('Type', 'picklist'),
      ...flags('CheckOnly', 'IgnoreWarnings', 'RollbackOnError', 'SinglePackage', 'PurgeOnDelete'),
      field('StartDate', 'datetime'),
      field('CompletedDate', 'datetime'),
      field('ErrorMessage', 'textarea', SHOWN_ONLY),
      field('ErrorStatusCode', 'picklist'),
      ...[
        'NumberComponentsTotal',
        'NumberComponentsDeployed',
        'NumberComponentErrors',
        'NumberTestsTotal',
        'NumberTestsCompleted',
        'NumberTestErrors',
      ].map((name) => field(name, 'int')),
    ],
    { apis: ['tooling'] },
  ),
  sObject(
    'SourceMember',
    '0MZ',
    [
      field('Id', 'id'),
      ...texts('MemberIdOrName', 'MemberType', 'MemberName'),
      ...flags('IsNameObsolete', 'IsNewMember'),
      field('RevisionCounter', 'int'),
      field('RevisionNum', 'int'),
      reference('ChangedBy', 'User', { relationshipName: undefined }),
      field('LastModifiedDate', 'datetime'),
      field('SystemModstamp', 'datetime'),
    ],
    { apis: ['tooling'], needsSourceTracking: true },
  ),
];
