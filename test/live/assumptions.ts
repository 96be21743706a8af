/**
 * An open question about the platform, as a statement that holds or fails. `settledBy` says how the suite finds out.
 * `notTried` says why it does not.
 */
export type Assumption = { id: string; statement: string } & ({ settledBy: string } | { notTried: string });

/**
 * What the plugin must not depend on, since no public source settles it. The suite asks an org, and its table says what
 * that org answered.
 */
export const ASSUMPTIONS = [
  {
    id: 'certificate-with-expiration-date',
    statement: 'An empty certificate file with an expiration date makes a self-signed certificate.',
    settledBy: 'deploying one and reading it back',
  },
  {
    id: 'certificate-without-expiration-date',
    statement: 'An empty certificate file without an expiration date makes a self-signed certificate.',
    settledBy: 'deploying one and reading it back',
  },
  {
    id: 'certificate-4096',
    statement: 'An empty certificate file makes a key of 4096 bits, valid for two years.',
    settledBy: 'deploying one and reading it back',
  },
  {
    id: 'certificate-redeploy-renews',
    statement: 'Deploying a certificate again makes a new key.',
    settledBy: 'deploying a certificate of the suite twice and comparing the fingerprints',
  },
  {
    id: 'certificate-readable-at-once',
    statement: 'A new certificate can be read at once.',
    settledBy: 'reading one right after its deployment, and again for up to 30 seconds',
  },
  {
    id: 'tooling-certificate-chain',
    statement: 'CertificateChain of the Tooling API holds the certificate that the Metadata API gives.',
    settledBy: 'reading a certificate of the suite both ways',
  },
  {
    id: 'deleted-certificates-in-tooling',
    statement: 'The Tooling API still gives the row of a deleted certificate.',
    settledBy: 'deleting a certificate of the suite and asking for it',
  },
  {
    id: 'published-while-off',
    statement: 'The metadata of the identity provider is published while it is off.',
    settledBy: 'asking for it before the identity provider is switched on',
  },
  {
    id: 'app-while-off',
    statement: 'A SAML app deploys while the identity provider is off.',
    settledBy: 'validating one before the identity provider is switched on',
  },
  {
    id: 'certificate-and-settings-together',
    statement: 'A certificate and the settings that name it deploy in one transaction.',
    settledBy: 'switching the identity provider on that way, where it was off',
  },
  {
    id: 'setup-in-one-deployment',
    statement: 'Certificate, settings and a SAML app deploy in one transaction.',
    settledBy: 'switching the identity provider on that way, where it was off',
  },
  {
    id: 'published-certificate-is-configured',
    statement: "The org publishes the certificate that the identity provider's settings name.",
    settledBy: 'comparing the fingerprints',
  },
  {
    id: 'response-certificate-is-configured',
    statement: "A response carries the certificate that the identity provider's settings name.",
    settledBy: 'comparing the fingerprint in the KeyInfo of a sign-in',
  },
  {
    id: 'edited-app-signing-certificate',
    statement: "An app that somebody edited in Setup signs with the identity provider's certificate.",
    notTried: 'needs a person in Setup',
  },
  {
    id: 'connected-app-creation',
    statement: 'The org lets the Metadata API create a connected app.',
    settledBy: 'validating a new one',
  },
  {
    id: 'connected-app-creation-switch',
    statement: 'The switch that allows connected apps can be set without Salesforce Customer Support.',
    notTried: 'needs a person in Setup',
  },
  {
    id: 'external-client-app-saml',
    statement: 'An external client app with SAML deploys in this edition, without an opt-in.',
    settledBy: 'deploying one',
  },
  {
    id: 'external-client-app-literal-formula',
    statement: "A literal such as 'agent' is taken as the formula of its attribute, and kept.",
    settledBy: 'reading the deployed app back',
  },
  {
    id: 'external-client-app-field-formula',
    statement: 'A formula field of User is taken as the formula of its attribute, and kept.',
    settledBy: 'deploying both together, and reading the app back',
  },
  {
    id: 'external-client-app-policy-names',
    statement: 'Its policies keep the names that the package gives them.',
    settledBy: 'listing the policies',
  },
  {
    id: 'external-client-app-policies-made',
    statement: 'The platform makes policies of its own for it beside those of the package.',
    settledBy: 'listing the policies',
  },
  {
    id: 'external-client-app-developer-name',
    statement: 'Its policies name it by its developer name.',
    settledBy: 'deploying one whose label differs from its name',
  },
  {
    id: 'external-client-app-read-back',
    statement: 'Every field of it that was sent can be read back.',
    settledBy: 'comparing what was sent with what the Metadata API gives',
  },
  {
    id: 'external-client-app-id-changes',
    statement: 'It gets another id when it is deployed again.',
    settledBy: 'deploying it twice and comparing the ids in the records',
  },
  {
    id: 'external-client-app-deployed-id',
    statement: 'A deployment names the id that it has afterwards, which grants must name.',
    settledBy: 'deploying it twice and comparing the answer with the records',
  },
  {
    id: 'external-client-app-listed-id',
    statement: 'listMetadata names that id too.',
    settledBy: 'deploying it twice and comparing the list with the records',
  },
  {
    id: 'external-client-app-one-call',
    statement: 'Its three components must come in one deployment.',
    notTried: 'the plugin always sends them together, and half an app could stay behind',
  },
  {
    id: 'profile-grant-accepted',
    statement: 'A SetupEntityAccess row may give the app to the permission set that a profile owns.',
    settledBy: "giving the app of the suite to the running user's profile",
  },
  {
    id: 'profile-grant-honoured',
    statement: "Such a row, with the app's own id, lets the users of the profile sign in.",
    settledBy: 'signing the running user in before and after',
  },
  {
    id: 'new-app-known-at-once',
    statement: 'The sign-in knows a new app, and who has access to it, at once.',
    settledBy: 'signing in after access was given, and again for up to 30 minutes',
  },
  {
    id: 'front-door-without-second-factor',
    statement: 'A browser session that is opened from a token is not asked for a second factor.',
    settledBy: 'signing in as the running user; whether that user has one, the org does not tell',
  },
  {
    id: 'role-field-in-response',
    statement: 'The field of User that holds the role reaches the response.',
    settledBy: 'the roles in a response, where the org takes no literal',
  },
  {
    id: 'event-log-readable',
    statement: 'The running user can read what the org logs of a sign-in (IdpEventLog).',
    settledBy: 'asking for the entries of the sign-in just made',
  },
  {
    id: 'profile-labels-localised',
    statement: "Labels of standard profiles are in the org's language.",
    settledBy: 'reading the label of the profile Admin, where the language is not English',
  },
  {
    id: 'profile-name-on-saml-app',
    statement: 'The element profileName is ignored on an app without OAuth.',
    notTried: 'the plugin never writes it',
  },
  {
    id: 'element-order',
    statement: 'Elements of a connected app may come in any order.',
    notTried: 'the plugin writes the order of the schema and reads back what the org kept',
  },
  {
    id: 'login-by-api-name',
    statement: 'The login address /idp/login takes apiName in place of the id.',
    notTried: 'nothing depends on it',
  },
  {
    id: 'built-in-attribute',
    statement: 'A custom attribute named like a built-in one replaces it.',
    notTried: 'the plugin refuses such a key',
  },
  {
    id: 'group-gives-access',
    statement: 'A permission set group gives its users the access to an app that a permission set in it has.',
    notTried: 'needs a second user and a sign-in as that user',
  },
  {
    id: 'group-lists-grants',
    statement: 'The permission set of a group lists the grants of the permission sets in it.',
    notTried: 'the plugin leaves such grants out',
  },
  {
    id: 'unlocked-package',
    statement: 'An unlocked package can carry the connected app.',
    notTried: 'needs a Dev Hub: sf package version create answers it',
  },
] as const satisfies readonly Assumption[];

export type AssumptionId = (typeof ASSUMPTIONS)[number]['id'];

/** What an org said about an assumption. `open` means that it was asked and not settled. The evidence says why. */
export type Verdict = { verdict: 'holds' | 'fails' | 'open'; evidence: string };

export type Verdicts = Map<AssumptionId, Verdict>;
