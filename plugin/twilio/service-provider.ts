/**
 * What a Twilio product is as a SAML service provider: how its addresses derive from the identifier a customer has,
 * and what its sign-in expects of the identity provider. Nothing outside this folder knows a Twilio address.
 */
export type ServiceProvider = {
  /** The name people use. */
  name: string;
  /** The page of the Twilio Console where issuer, SSO URL and certificate are pasted. */
  consoleUrl: string;
  entityId(realmSid: string): string;
  acsUrl(realmSid: string): string;
  /** The identifier inside an Entity ID of this service provider. */
  realmSidOf(entityId: string): string | undefined;
  /** SAML attributes by key; each value is a formula of the identity provider, so a literal needs quotes. */
  attributes: Record<string, string>;
};

const ADDRESS = 'https://iam.twilio.com/v2/saml2';

/**
 * Twilio Frontline (Twilio's guide "Configure Salesforce SSO with Frontline"): both addresses derive from the Realm
 * SID; the role is a literal, so the formula has quotes of its own.
 */
export const frontline: ServiceProvider = {
  name: 'Twilio Frontline',
  consoleUrl: 'https://console.twilio.com/us1/develop/frontline/manage/single-sign-on',
  entityId: (realmSid) => `${ADDRESS}/metadata/${realmSid}`,
  acsUrl: (realmSid) => `${ADDRESS}/authenticate/${realmSid}`,
  realmSidOf: (entityId) =>
    entityId.startsWith(`${ADDRESS}/metadata/`) ? entityId.slice(`${ADDRESS}/metadata/`.length) : undefined,
  attributes: { roles: "'agent'" },
};
