import type { KeyObject } from 'node:crypto';

/**
 * What an emulated org can be told at its start. Every behaviour of the platform that is not certain is a switch
 * here; the default is the variant that hurts a careless client most.
 */
export type OrgOptions = {
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  port?: number;
  /** The username of the administrator, which must differ where the CLI is logged in to several orgs. */
  username?: string;
  /** The newest API version of the org, for example `66.0`. */
  apiVersion?: string;
  /** The org's My Domain address; by default the address the emulated org listens on. */
  myDomain?: string;
  /** What the Organization row says of the org. */
  kind?: 'production' | 'developer' | 'sandbox' | 'scratch';
  /** Since Spring '26 a new connected app is refused, also by the Metadata API; editing one is not. */
  connectedAppCreation?: 'blocked' | 'allowed';
  /** Whether the deployment of an existing self-signed certificate makes a new key pair. Nobody has published a test. */
  certificateRedeploy?: 'new-key' | 'same-key';
  /** Whether a self-signed certificate deploys with, only with, or only without an expiration date. */
  certificateExpirationDate?: 'optional' | 'required' | 'refused';
  /** Whether certificate and identity provider settings may come in one deployment. */
  certificateAndSettingsTogether?: 'accepted' | 'refused';
  /**
   * Whether a SAML app deploys while the identity provider is off: never, only together with settings that switch it on,
   * or always.
   */
  appWithoutIdentityProvider?: 'refused' | 'with-settings' | 'accepted';
  /** Whether a certificate that was made by a deployment which is rolled back is gone, or stays in the org. */
  rolledBackCertificate?: 'gone' | 'stays';
  /**
   * The identity provider that the org starts with: one with a certificate of the org that is valid; none; one whose
   * certificate has expired; one without a certificate; one whose certificate an authority has signed, or has yet to
   * sign.
   */
  identityProvider?: 'on' | 'off' | 'expired' | 'none' | 'ca-signed' | 'csr';
  /** Certificates in the content of one that an authority has signed, the org's own first. */
  certificateChain?: number;
  /** Milliseconds, by the org's clock, in which a certificate that was just made is listed but not readable. */
  certificateReadableAfter?: number;
  /** Milliseconds, by the org's clock, before the sign-in knows an app that was made or changed. */
  newAppKnownAfter?: number;
  /** What a sign-in to an app that is not known yet meets: a page that says so, or what a user without access meets. */
  newAppUntilKnown?: 'invalid-service-provider' | 'no-access';
  /** Whether the org has external client apps switched on in Setup. */
  externalClientApps?: 'on' | 'off';
  /**
   * What becomes of the formula of an attribute of an external client app that is a text, the same for everybody. If it is
   * dropped, the deployment succeeds without the attribute.
   */
  literalInExternalClientApp?: 'accepted' | 'refused' | 'dropped';
  /** Whether a deployment of an external client app that exists gives it another id. */
  externalClientAppId?: 'new' | 'kept';
  /** Which id of such an app a deployment reports: the one that it gave, or the one before. */
  deployResultId?: 'live' | 'former';
  /** Which id of such an app lists and retrieves name. */
  listedId?: 'live' | 'former';
  /** The words of refused certificates, settings, SAML apps and policies, which no public source has. */
  refusalWording?: 'usual' | 'other';
  /** Whether the rows of deleted certificates still come back from the Tooling API. */
  deletedCertificateRows?: 'returned' | 'hidden';
  /** Which SetupEntityAccess rows the sign-in honours: those of the app, those of its service provider, or both. */
  accessHonoured?: 'app' | 'service-provider' | 'both';
  /** Milliseconds added before every answer. */
  latency?: number;
  /** Milliseconds a deployment takes, by the org's clock. */
  deployDuration?: number;
  /** Status answers that say "not done yet" before the one that says done; counts beside `deployDuration`. */
  pollsUntilDone?: number;
  /** Rows in one page of a query answer. */
  queryPageSize?: number;
  /** The language of the labels of standard profiles. */
  language?: 'en_US' | 'nl_NL' | 'de' | 'ja';
  /** Whether somebody installed a package, with a connected app and a permission set under a namespace of its own. */
  installedPackage?: 'none' | 'without-saml' | 'with-saml';
  /** How many custom profiles the org has beside the standard ones. */
  customProfiles?: number;
  /** The org's clock; real time by default. */
  clock?: () => Date;
  /** Rights of the running user that are taken away. */
  missingPermissions?: Permission[];
  /** Components, as `Type:FullName`, that are listed and that `readMetadata` answers with nothing. */
  unreadableComponents?: string[];
  /** Whether a refresh answers a new refresh token and forgets the old one; a policy of the app, off by default. */
  refreshTokenRotation?: 'off' | 'on';
  /** The password of every user who has not changed it. */
  userPassword?: string;
  /** How pages send a browser on: status 302, a page with a meta refresh, or a page with a script (all three seen). */
  redirectForm?: 'status' | 'meta-refresh' | 'script';
  /** What stands between a login, or the front door, and the page that was asked for. */
  loginInterruption?: 'none' | 'identity-verification' | 'mfa' | 'password-change' | 'login-flow';
  /** The origin of a second host of the org, over which the front door sends a browser, or `none`. */
  lightningHost?: string;
  /** The signing algorithm of an app that names none. Apps made long ago have SHA1; what a new one gets is not known. */
  signingDefault?: 'SHA1' | 'SHA256';
  /** What becomes of a custom attribute whose formula gives no text or cannot be read. */
  blankAttribute?: 'left-out' | 'empty';
  /** How the form that carries a response writes the characters of Base64 that are neither letters nor digits. */
  formCharacters?: 'plain' | 'numeric-references';
  /** What a user meets whom the sign-in refuses: a page of the org, or the service provider with a response that says so. */
  signInRefusal?: 'page' | 'response';
  /** What is wrong with the responses that service providers are given. */
  responseFault?: ResponseFault;
};

/** Ways in which a response for a service provider, or the form around it, can differ from what was agreed. */
export const RESPONSE_FAULTS = [
  'none',
  'sha1',
  'unsigned-response',
  'unsigned-assertion',
  'unsigned',
  'other-key',
  'other-certificate-inside',
  'no-key-info',
  'clock-behind',
  'clock-ahead',
  'wrong-issuer',
  'wrong-audience',
  'wrong-recipient',
  'wrong-name-id',
  'wrong-name-id-format',
  'wrong-request',
  'no-roles',
  'wrong-action',
  'relay-state-changed',
] as const;

export type ResponseFault = (typeof RESPONSE_FAULTS)[number];

/** The rights that the emulated org asks for; every administrator has them unless an option takes them away. */
export type Permission =
  | 'ModifyMetadata'
  | 'CustomizeApplication'
  | 'ViewSetup'
  | 'ManageProfilesPermissionsets'
  | 'ExternalClientAppDeveloper'
  | 'ExternalClientAppViewer';

/** One row of an sObject, with field names as the platform spells them. Relationships are resolved by the query. */
export type Row = { Id: string } & Record<string, string | number | boolean | null>;

/** A metadata component as the org keeps it: the files as they were deployed or as the org wrote them. */
export type Component = {
  type: string;
  fullName: string;
  id: string;
  /** The id that it had before its last deployment, if that gave it another one. */
  formerId?: string;
  /** Path inside a package (`certs/SalesforceSSO.crt`) and content. */
  files: Map<string, Buffer>;
  createdDate: Date;
  createdById: string;
  lastModifiedDate: Date;
  lastModifiedById: string;
};

/** The key pair of an org-made certificate. The private key never leaves the org. */
export type CertificateKey = { certificatePem: string; privateKey: KeyObject };

/** A session of a user; the token is what clients send. */
export type Session = { token: string; userId: string; expired: boolean };

/** What a refresh token stands for (OAuth 2.0, RFC 6749 section 6). */
export type RefreshToken = { userId: string; clientId: string };

/** A one-time code of the web login, with the PKCE challenge that its redemption must answer (RFC 7636). */
export type AuthorizationCode = {
  userId: string;
  clientId: string;
  redirectUri: string;
  codeChallenge: string | undefined;
  expires: Date;
};

/** A one-time value of a front door address: who is signed in by it, and where the browser goes then (a path). */
export type FrontDoor = { userId: string; startUrl: string; expires: Date };

/** The answer of a query that did not fit into one page; pages are cut from it when they are asked for. */
export type QueryCursor = { api: 'data' | 'tooling'; records: object[]; pageSize: number };

/** Everything an emulated org knows. Handlers read and change it; nothing else keeps state. */
export type OrgState = {
  readonly options: Required<OrgOptions>;
  /** The address the org listens on, without a trailing slash. */
  readonly baseUrl: string;
  readonly organizationId: string;
  /** Rows by sObject name, for the data and the Tooling API alike. */
  readonly rows: Map<string, Row[]>;
  /** Components by `Type:FullName`. */
  readonly components: Map<string, Component>;
  /** Key pairs by the certificate's developer name. */
  readonly certificateKeys: Map<string, CertificateKey>;
  readonly sessions: Map<string, Session>;
  /** The administrator, as whom tokens are handed out unless another user is named. */
  readonly adminId: string;
  /** Metadata full names by profile id (`Admin` for System Administrator); SOQL does not show them. */
  readonly profileFullNames: Map<string, string>;
  /** Ids of rows that once existed: asking for one is answered otherwise than asking for an unknown id. */
  readonly deletedIds: Set<string>;
  readonly refreshTokens: Map<string, RefreshToken>;
  readonly authorizationCodes: Map<string, AuthorizationCode>;
  /** By the one-time value of a front door address; the front door takes the value out when it lets a browser in. */
  readonly frontDoors: Map<string, FrontDoor>;
  readonly queryCursors: Map<string, QueryCursor>;
  /** Requests that counted against the daily limit. */
  readonly apiUsage: { used: number; readonly limit: number };
  now(): Date;
  /** A new 18-character id with the given three-character key prefix. */
  newId(keyPrefix: string): string;
};
