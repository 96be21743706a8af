import { randomBytes } from 'node:crypto';

/** Which signatures a response must carry; `either` is content with one of them. Each one that is there must be valid. */
export type DemandedSignatures = 'response' | 'assertion' | 'both' | 'either';

/** What an AuthnRequest asks for; absent parts are left out of it. */
export type RequestForm = {
  /** What stands before the UUID of the request's ID. */
  idPrefix: string;
  nameIdFormat?: string;
  authnContext?: string;
};

/** What is not known of Twilio for certain. Each has the likelier value as its default. */
export type TwilioSwitches = {
  /** `response` by default: Twilio's guides have the Response signed, whatever else is. */
  signatures: DemandedSignatures;
  /** Whether RSA with SHA-1 is good enough; true by default (it was in 2022; java-saml accepts it unless told otherwise). */
  sha1: 'accepted' | 'refused';
  /** Seconds by which clocks may differ; 180 by default, as in java-saml. */
  clockSkew: number;
  /** Whether two Attribute elements may have one name; java-saml refuses them unless told otherwise. */
  repeatedAttributes: 'refused' | 'merged';
  /** Whether the schema of SAML is enforced; java-saml does so unless told otherwise. */
  xmlValidation: 'on' | 'off';
  /** Responses that answer no request. The Console has no field for them, so `refused` by default. */
  unsolicited: 'refused' | 'accepted';
  /** Attributes without which a sign-in is refused. Twilio's overview names both of the default. */
  requiredAttributes: readonly string[];
  /** One of the roles must be this one. */
  agentRole: string;
  /** Whether a slash at the end of the issuer makes a difference: Twilio's guide for Flex writes one, Salesforce sends none. */
  issuerSlash: 'exact' | 'ignored';
  /** When SSO URL and certificate are looked at: where they are saved, or not before somebody signs in. */
  settingsChecked: 'at-saving' | 'at-sign-in';
  /** `one-pem`: one PEM block, line feeds, lines of 64; `any`: also bare Base64, other line ends, the first of a chain. */
  certificateForms: 'one-pem' | 'any';
  /** Whether status 401 makes a browser ask for a password, as was seen where the issuer was wrong. */
  passwordPrompt: 'on' | 'off';
  request: RequestForm;
  /** Whether Flex lists a profile in its public configuration that was never saved, and as what. */
  unsavedProfile: 'left-out' | 'inactive' | 'active';
  /** What the public configuration answers for an account without Flex; 200 with an empty list. */
  unknownAccountStatus: 404 | 400 | 200;
  /** Sign-ins to Flex that start at the identity provider. Twilio's guide wants a Default Redirect URL for them. */
  idpInitiated: 'with-redirect-url' | 'accepted' | 'refused';
  /** The code for a response to Flex without `roles`, `full_name` or `email`; the dictionary has both for it. */
  missingAttributeCode: 45050 | 70252;
  /** The code for roles among which none of Flex's is; 70002 was seen at Frontline, 45050 is for attributes that are wrong. */
  noRoleCode: 70002 | 45050;
  /** A role that Flex does not know, beside one that it knows. Public projects have such. */
  unknownRoles: 'kept' | 'refused';
  /** An empty value of an attribute with a type: Twilio's guide has a value emptied to end an attribute. */
  emptyTypedValues: 'taken' | 'refused';
  /** What Flex's request to the identity provider asks for; none was published. */
  flexRequest: RequestForm;
};

/** An API key. A restricted one has no permission for anything here. */
export type ApiKey = { sid: string; secret: string; restricted?: boolean };

/** The Twilio account that owns the realm. */
export type TwilioAccount = {
  sid: string;
  authToken: string;
  apiKeys: readonly ApiKey[];
  /** Frontline and Flex exclude each other within one account. */
  product: 'frontline' | 'flex';
  /** Of a Flex account: the name under which its app is reached. */
  runtimeDomain: string;
};

/** An entry of a Flex account's public configuration besides its own; the SID may be anything. */
export type OtherProfile = { ssoProfileSid: string; active: boolean };

export type TwilioOptions = {
  /** `JB` and 32 hexadecimal digits; random unless given. */
  realmSid?: string;
  /** Of the single sign-on profile of Flex: `JQ` and 32 hexadecimal digits; random unless given. */
  ssoProfileSid?: string;
  /** None unless given. */
  otherProfiles?: readonly OtherProfile[];
  /** 0, any free port, unless given. */
  port?: number;
  clock?: () => Date;
  /** What Twilio holds for the address of its SAML endpoints, without a trailing slash. */
  iamUrl?: string;
  /** What Twilio holds for the address of the Frontline app, without a trailing slash. */
  loginUrl?: string;
  /** PEM texts. With them it speaks HTTPS: what a browser needs under the real host names. */
  tls?: { key: string; cert: string };
  account?: Partial<TwilioAccount>;
  switches?: Partial<TwilioSwitches> | undefined;
};

/** The options with everything filled in. */
export type Settled = Required<Omit<TwilioOptions, 'tls' | 'account' | 'switches' | 'port'>> & {
  secure: boolean;
  account: TwilioAccount;
  switches: TwilioSwitches;
};

/**
 * The form of a request that was seen from Twilio's older SAML endpoint, which answers with the texts of java-saml; that
 * the endpoint of Frontline sends the same is inferred.
 */
const SEEN_REQUEST: RequestForm = {
  idPrefix: 'ONELOGIN_',
  nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  authnContext: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
};

const LIKELY: TwilioSwitches = {
  signatures: 'response',
  sha1: 'accepted',
  clockSkew: 180,
  repeatedAttributes: 'refused',
  xmlValidation: 'on',
  unsolicited: 'refused',
  requiredAttributes: ['roles', 'email'],
  agentRole: 'agent',
  issuerSlash: 'exact',
  settingsChecked: 'at-saving',
  certificateForms: 'one-pem',
  passwordPrompt: 'off',
  request: SEEN_REQUEST,
  unsavedProfile: 'left-out',
  unknownAccountStatus: 404,
  idpInitiated: 'with-redirect-url',
  missingAttributeCode: 45050,
  noRoleCode: 70002,
  unknownRoles: 'kept',
  emptyTypedValues: 'taken',
  flexRequest: { idPrefix: '_' },
};

/** `JB` and 32 hexadecimal digits (every public example; validators accept no less). */
const REALM_SID = /^JB[0-9a-f]{32}$/i;
/** `JQ` and 32 hexadecimal digits (in every public example). */
const SSO_PROFILE_SID = /^JQ[0-9a-f]{32}$/i;

/** @throws Error when the SID of the realm or of the profile is none. */
export function settle(options: TwilioOptions): Settled {
  const realmSid = options.realmSid ?? newSid('JB');
  if (!REALM_SID.test(realmSid)) {
    throw new Error(`no Realm SID: ${realmSid}`);
  }
  const ssoProfileSid = options.ssoProfileSid ?? newSid('JQ');
  if (!SSO_PROFILE_SID.test(ssoProfileSid)) {
    throw new Error(`no SID of a single sign-on profile: ${ssoProfileSid}`);
  }
  return {
    realmSid,
    ssoProfileSid,
    otherProfiles: options.otherProfiles ?? [],
    clock: options.clock ?? (() => new Date()),
    iamUrl: options.iamUrl ?? 'https://iam.twilio.com',
    loginUrl: options.loginUrl ?? 'https://frontline.twilio.com',
    secure: options.tls !== undefined,
    account: {
      sid: newSid('AC'),
      authToken: randomBytes(16).toString('hex'),
      apiKeys: [],
      product: 'frontline',
      runtimeDomain: 'example-1234',
      ...options.account,
    },
    switches: { ...LIKELY, ...options.switches },
  };
}

/** A prefix of two letters and 32 hexadecimal digits (twilio-oai). */
export function newSid(prefix: string): string {
  return prefix + randomBytes(16).toString('hex');
}
