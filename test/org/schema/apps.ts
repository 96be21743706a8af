import { field, flags, reference, SHOWN_ONLY, systemFields, texts } from './field.ts';
import { sObject } from './sobject.ts';

/**
 * Apps and the record of sign-ins to them. ConnectedApplication follows the Object Reference and the Tooling API WSDL:
 * `Name` is the label, and only the Tooling API has the developer name. The rows are read-only; metadata creates them.
 */
export const APP_OBJECTS = [
  sObject('ConnectedApplication', '0H4', [
    ...systemFields(),
    field('Name', 'string', { nillable: false }),
    field('MobileSessionTimeout', 'picklist'),
    field('PinLength', 'picklist'),
    field('StartUrl', 'url'),
    field('MobileStartUrl', 'url'),
    field('RefreshTokenValidityPeriod', 'int'),
    field('UvidTimeout', 'int'),
    field('NamedUserUvidTimeout', 'int'),
    ...flags(
      'OptionsAllowAdminApprovedUsersOnly',
      'OptionsHasSessionLevelPolicy',
      'OptionsIsInternal',
      'OptionsRefreshTokenValidityMetric',
      'OptionsFullContentPushNotifications',
      'OptionsAppIssueJwtTokenEnabled',
      'OptionsCodeCredentialGuestEnabled',
      'OptionsTokenExchangeManageBitEnabled',
    ),
    field('DeveloperName', 'string', { onlyIn: 'tooling' }),
    field('ContactEmail', 'email', { onlyIn: 'tooling' }),
    field('SamlLoginInformation', 'complexvalue', { onlyIn: 'tooling', ...SHOWN_ONLY }),
  ]),
  sObject(
    'ExternalClientApplication',
    '0xI',
    [
      ...systemFields(),
      ...texts('DeveloperName', 'MasterLabel', 'NamespacePrefix'),
      field('Language', 'picklist'),
      field('DistributionState', 'picklist'),
      field('ContactEmail', 'email'),
      field('Description', 'textarea'),
    ],
    { readableWith: 'ExternalClientAppViewer' },
  ),
  sObject('AppMenuItem', '0DS', [
    ...systemFields(),
    field('SortOrder', 'int'),
    ...texts('Name', 'NamespacePrefix', 'Label'),
    field('Description', 'textarea'),
    ...['StartUrl', 'MobileStartUrl', 'LogoUrl', 'IconUrl', 'InfoUrl'].map((name) => field(name, 'url')),
    ...flags('IsUsingAdminAuthorization', 'IsVisible', 'IsAccessible', 'IsRegisteredDeviceOnly'),
    field('Type', 'picklist'),
    reference('ApplicationId', ['ConnectedApplication', 'ExternalClientApplication'], {
      relationshipName: undefined,
      deletedWithParent: true,
    }),
  ]),
  sObject(
    'IdpEventLog',
    // The prefix of these rows is not published. This one is used because no other object has it.
    '0Yz',
    [
      field('Id', 'id'),
      field('Timestamp', 'datetime', { nillable: false }),
      field('ErrorCode', 'picklist'),
      field('InitiatedBy', 'picklist'),
      field('SsoType', 'picklist', SHOWN_ONLY),
      field('SamlEntityUrl'),
      field('IdentityUsed', 'string', SHOWN_ONLY),
      reference('UserId', 'User', { relationshipName: undefined }),
      reference('AppId', ['ConnectedApplication', 'ExternalClientApplication'], {
        relationshipName: undefined,
        ...SHOWN_ONLY,
      }),
      field('AuthSessionId', 'string', SHOWN_ONLY),
      field('OptionsHasLogoutUrl', 'boolean', SHOWN_ONLY),
    ],
    { apis: ['data'], readableWith: 'ViewSetup' },
  ),
  // The SAML part of a connected app. Its ids are in sign-in addresses and in SetupEntityAccess rows (Object
  // Reference), but no API reads it as an object of its own.
  sObject('ServiceProvider', '0sp', [...systemFields(), ...texts('Name', 'DeveloperName')], { apis: [] }),
];
