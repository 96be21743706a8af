import type { OrgOptions, OrgState } from '../../state.ts';

type Wording = NonNullable<OrgOptions['refusalWording']>;

/** A refusal in both wordings; `given` is the value that is refused, where there is one. */
type Texts = Record<Wording, (given: string) => string>;

/**
 * Refusals of certificates, identity provider settings, SAML apps and policies whose words no public source has. The
 * usual ones are inferred from similar texts of the platform. The others say the same in different words, so that
 * clients which decide by the words alone are found.
 */
const TEXTS = {
  caSigned: {
    usual: () => 'A CA-signed certificate must be uploaded after its signing request was made in Setup.',
    other: () => 'CA-signed certificates are not supported for this operation.',
  },
  expirationMissing: {
    usual: () => 'Required field is missing: expirationDate',
    other: () => 'Enter a date on which the certificate ends.',
  },
  expirationGiven: {
    usual: () => 'expirationDate: the field cannot be set on a self-signed certificate',
    other: () => 'The end of this certificate is not for you to choose.',
  },
  certificateInUse: {
    usual: () => 'This certificate is in use by the identity provider and cannot be deleted.',
    other: () => 'Your attempt to delete the component failed because it is referenced elsewhere in Salesforce.',
  },
  certificateNotFound: {
    usual: (name) => `In field: certificateName - no Certificate named ${name} found`,
    other: (name) => `Invalid certificate selected: ${name}`,
  },
  identityProviderOff: {
    usual: () => 'Enable the identity provider before you define a SAML service provider.',
    other: () => 'SAML is not available for apps in this organization.',
  },
  settingsRight: {
    usual: () => 'You need the Customize Application permission to change these settings.',
    other: () => 'insufficient access rights on entity: IdentityProvider',
  },
  settingsDeleted: { usual: () => 'Settings cannot be deleted.', other: () => 'Cannot delete component of this type' },
  externalClientAppsOff: {
    usual: () => 'Enable external client apps in Setup before you create one.',
    other: () => 'This feature is not enabled for your organization.',
  },
  externalClientAppRight: {
    usual: (right) => `You need the ${right} permission to change external client apps.`,
    other: () => 'insufficient access rights on object id',
  },
  // Seen for the OAuth policies.
  parentNotFound: {
    usual: () => 'Enter the name of the parent external client app',
    other: () => 'External Client App: the referenced app does not exist.',
  },
  distribution: {
    usual: () => 'Distribution State must be Local for an app with SAML policies.',
    other: () => 'SAML is available for local apps only.',
  },
  // Seen for the OAuth policies, of profiles.
  alreadyGranted: {
    usual: (kind) => `${kind} names are already taken`,
    other: (kind) => `duplicate ${kind} in the list`,
  },
  literalFormula: {
    usual: () => 'formula: enter a formula of the form $<object>.<field>',
    other: () => 'The value of the custom attribute is not valid.',
  },
  fieldInUse: {
    usual: () => 'This custom field is referenced elsewhere in salesforce.com.',
    other: () => 'The component cannot be removed while something depends on it.',
  },
  policiesLeft: {
    usual: () => 'Delete the policies of the external client app first.',
    other: () => 'The app still has child records.',
  },
} satisfies Record<string, Texts>;

/** The text with which an org refuses something, in the wording that its options choose. */
export function refusalText({ options }: OrgState, refusal: keyof typeof TEXTS, given = ''): string {
  return TEXTS[refusal][options.refusalWording](given);
}
