import type { ErrorName } from '../../error-names.ts';

/** What the help of a command says of its exit codes, by the keys of their texts, and which errors it names. */
export type CommandCodes = { exits: Record<number, string>; errors: ErrorName[] };

/** Exit codes of every command. */
const EVERY_EXIT = { 0: 'success', 1: 'error', 2: 'flag', 130: 'signal' };

/** Errors that every command can meet on its way to the org. */
const ON_THE_WAY: ErrorName[] = [
  'SessionExpired',
  'OrgUnreachable',
  'RequestTimedOut',
  'OrgAnswerUnexpected',
  'RequestLimitExceeded',
  'SetupHidden',
];

/** Errors of a command that works in one org or in those of a definition file. */
const SEVERAL_ORGS: ErrorName[] = [
  'OrgMissing',
  'OrgWithoutFile',
  'OrgNotLoggedIn',
  'DefinitionUnreadable',
  'DefinitionInvalid',
  'DefinitionOrgUnknown',
];

/** Errors of a plan: something that it needs is missing or contradicts the org. */
const PLAN: ErrorName[] = [
  'RealmSidInvalid',
  'RealmSidMissing',
  'AttributeInvalid',
  'ProfileNotFound',
  'PermissionSetNotFound',
  'SourceDirMissing',
  'SourceIncomplete',
  'SourceFileInvalid',
  'OtherAppKind',
  'CertificateExpired',
  'CertificateMissing',
  'MyDomainUnknown',
];

const USERS: ErrorName[] = [
  'UsersFileUnreadable',
  'UsersFileInvalid',
  'UsersNotFound',
  'UsersInactive',
  'UsersNotLicensed',
  'AgentSetUnclear',
];

/** Errors of a command that deploys. */
const DEPLOYMENT: ErrorName[] = [
  'DeploymentFailed',
  'DeploymentPending',
  'DeploymentUnknown',
  'DeploymentStartUnknown',
  'DeploymentCanceled',
  'OrgBusy',
  'AnswerLost',
  'Interrupted',
  'MetadataRightsMissing',
];

/** Errors of a command that hands a certificate over. */
const HAND_OVER: ErrorName[] = [
  'IdentityProviderOff',
  'IdentityProviderWithoutCertificate',
  'CertificateUnreadable',
  'CertificateNotSigned',
  'OutputDirUnwritable',
];

export const COMMAND_CODES = {
  'sso deploy': {
    exits: { ...EVERY_EXIT, 0: 'deployed', 1: 'error-or-refuted', 5: 'not-proven', 69: 'pending' },
    errors: [
      ...ON_THE_WAY,
      ...SEVERAL_ORGS,
      ...PLAN,
      ...USERS,
      'ConfirmationMissing',
      'RealmChangeNotConfirmed',
      'ConnectedAppBlocked',
      'ConnectedAppBlockedHalfway',
      'ExternalClientAppRefused',
      'ExternalClientAppRefusedHalfway',
      ...DEPLOYMENT,
      'DeploymentFailedHalfway',
      'DeploymentCanceledHalfway',
      'OrgBusyHalfway',
      'OrgChangedMeanwhile',
      'DeploymentNotFound',
      'AccessNotGranted',
      'AccessRightsMissing',
      'SetupNotAsPlanned',
      ...HAND_OVER,
      'ValuesNotWritten',
    ],
  },
  'sso preview': {
    exits: { ...EVERY_EXIT, 0: 'previewed', 3: 'changes', 4: 'blocked' },
    errors: [...ON_THE_WAY, ...SEVERAL_ORGS, ...PLAN, ...USERS],
  },
  'sso generate': {
    exits: EVERY_EXIT,
    errors: [...ON_THE_WAY, ...PLAN, 'ProjectMissing', 'FilesDiffer', 'OutputDirUnwritable', 'OutputDirIsSource'],
  },
  'sso display': { exits: EVERY_EXIT, errors: [...ON_THE_WAY, ...SEVERAL_ORGS, 'AppUnreadable'] },
  'sso export': { exits: EVERY_EXIT, errors: [...ON_THE_WAY, ...SEVERAL_ORGS, 'AppMissing', ...HAND_OVER] },
  'sso verify': {
    exits: { ...EVERY_EXIT, 0: 'verified', 1: 'error-or-refuted', 5: 'not-proven' },
    errors: [
      ...ON_THE_WAY,
      ...SEVERAL_ORGS,
      'ResponseFileUnreadable',
      'ResponseFileInvalid',
      'TwilioCodeUnknown',
      'TwilioCredentialsMissing',
      'TwilioCredentialInvalid',
      'TwilioProfileMissing',
    ],
  },
  'sso delete': {
    exits: { ...EVERY_EXIT, 0: 'deleted', 69: 'pending' },
    errors: [
      ...ON_THE_WAY,
      'SourceDirMissing',
      'DeleteNotConfirmed',
      'IdentityProviderInUse',
      'AccessNotRevoked',
      ...DEPLOYMENT,
    ],
  },
  'access assign': {
    exits: EVERY_EXIT,
    errors: [
      ...ON_THE_WAY,
      'AppMissing',
      'NobodyNamed',
      'ProfileNotFound',
      'ProfileAmbiguous',
      'PermissionSetNotFound',
      'PermissionSetAmbiguous',
      ...USERS,
      'UsersNotAssigned',
      'AccessNotGranted',
      'AccessRightsMissing',
      'AccessUnknown',
    ],
  },
  'access revoke': {
    exits: EVERY_EXIT,
    errors: [
      ...ON_THE_WAY,
      'AppMissing',
      'NobodyNamed',
      'ProfileNotFound',
      'ProfileAmbiguous',
      'PermissionSetNotFound',
      'PermissionSetAmbiguous',
      ...USERS,
      'RevokeNotConfirmed',
      'UsersNotUnassigned',
      'AccessNotRevoked',
      'AccessRightsMissing',
      'AccessUnknown',
    ],
  },
  'access list': { exits: EVERY_EXIT, errors: [...ON_THE_WAY, ...SEVERAL_ORGS, 'AppMissing', 'AnswerIncomplete'] },
  'access check': {
    exits: { ...EVERY_EXIT, 0: 'all-have-access', 1: 'error-or-no-access', 5: 'access-unknown' },
    errors: [...ON_THE_WAY, ...SEVERAL_ORGS, 'AppMissing', 'UsersMissing', 'UsersFileUnreadable', 'UsersFileInvalid'],
  },
  'certificate display': {
    exits: { ...EVERY_EXIT, 0: 'lasts', 1: 'error-or-expiring' },
    errors: [...ON_THE_WAY, ...SEVERAL_ORGS],
  },
  'certificate rotate': {
    exits: { ...EVERY_EXIT, 0: 'rotated', 1: 'error-or-refuted', 5: 'not-proven', 69: 'pending' },
    errors: [
      ...ON_THE_WAY,
      ...SEVERAL_ORGS,
      'AppMissing',
      'HandOverNotConfirmed',
      'RetirementNotConfirmed',
      'SuccessorMissing',
      'SuccessorExpired',
      'CertificateInUse',
      'CertificateNotRetirable',
      'CertificateAmbiguous',
      'CertificateRenewed',
      ...DEPLOYMENT,
      'OrgChangedMeanwhile',
      ...HAND_OVER,
      'ValuesNotWritten',
    ],
  },
} satisfies Record<string, CommandCodes>;
