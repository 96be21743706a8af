import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { SHIPPED_SOURCE } from '../../salesforce/source/metadata-source.ts';
import {
  attributesOf,
  parseAttribute,
  roleFormula,
  SUBJECTS,
  type Subject,
} from '../../setup/settings/attribute-settings.ts';
import type { SetupRequest } from '../../setup/deploy/deploy-sso.ts';
import { parseCertificateName, parseEmail, parseIssuer } from '../../setup/settings/settings.ts';
import { parseRealmSid } from '../../twilio/realm.ts';
import { frontline } from '../../twilio/service-provider.ts';
import { appTypeFlag } from './org-flags.ts';
import { givenText, parsedBy } from './text-flags.ts';
import { userFlags, usernamesOf, type UserFlags } from './user-flags.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'flags');

/** The flag that names a certificate. Each command says what the certificate is for. */
export function certificateNameFlag(
  summary: string,
  description: string,
): { 'certificate-name': Interfaces.OptionFlag<string | undefined> } {
  return { 'certificate-name': Flags.string({ summary, description, parse: parsedBy(parseCertificateName) }) };
}

/** Flags of the commands that plan a setup. */
export const setupFlags = {
  'realm-sid': Flags.string({
    summary: messages.getMessage('realm-sid.summary'),
    description: messages.getMessage('realm-sid.description'),
    env: 'TWILIO_SSO_REALM_SID',
    parse: parsedBy(parseRealmSid),
  }),
  'contact-email': Flags.string({
    summary: messages.getMessage('contact-email.summary'),
    description: messages.getMessage('contact-email.description'),
    parse: parsedBy(parseEmail),
  }),
  ...appTypeFlag,
  role: Flags.string({
    summary: messages.getMessage('role.summary'),
    description: messages.getMessage('role.description'),
    parse: parsedBy(roleFormula),
  }),
  attribute: Flags.string({
    summary: messages.getMessage('attribute.summary'),
    description: messages.getMessage('attribute.description'),
    multiple: true,
    parse: parsedBy((input) => (parseAttribute(input), input)),
  }),
  subject: Flags.option({
    summary: messages.getMessage('subject.summary'),
    description: messages.getMessage('subject.description'),
    options: Object.keys(SUBJECTS) as Subject[],
  })(),
  profile: Flags.string({
    summary: messages.getMessage('profile.summary'),
    description: messages.getMessage('profile.description'),
    multiple: true,
    parse: givenText,
  }),
  'permission-set': Flags.string({
    summary: messages.getMessage('permission-set.summary'),
    description: messages.getMessage('permission-set.description'),
    multiple: true,
    parse: givenText,
  }),
  'source-dir': Flags.directory({
    summary: messages.getMessage('source-dir.summary'),
    description: messages.getMessage('source-dir.description'),
    parse: givenText,
  }),
  ...certificateNameFlag(
    messages.getMessage('certificate-name.summary'),
    messages.getMessage('certificate-name.description'),
  ),
  'replace-certificate': Flags.boolean({
    summary: messages.getMessage('replace-certificate.summary'),
    description: messages.getMessage('replace-certificate.description'),
    default: false,
  }),
  issuer: Flags.string({
    summary: messages.getMessage('issuer.summary'),
    description: messages.getMessage('issuer.description'),
    parse: parsedBy(parseIssuer),
  }),
};

/** The same, with the users that are to get access, for commands that can give it. */
export const setupFlagsWithUsers = { ...setupFlags, ...userFlags };

/** The flag of the commands that write files. */
export const outputDirFlag = {
  'output-dir': Flags.directory({
    char: 'd',
    summary: messages.getMessage('output-dir.summary'),
    description: messages.getMessage('output-dir.description'),
    parse: givenText,
  }),
};

/** The flags of the commands that write the hand-over page. */
export const handOverFlags = {
  ...outputDirFlag,
  open: Flags.boolean({
    summary: messages.getMessage('open.summary'),
    description: messages.getMessage('open.description'),
    dependsOn: ['output-dir'],
  }),
};

/** The parsed values of `setupFlags`. */
type SetupFlagValues = {
  'app-type': 'auto' | AppKind;
  /** A formula: the flag has translated the role. */
  role?: string | undefined;
  attribute?: string[] | undefined;
  subject?: Subject | undefined;
  'realm-sid'?: string | undefined;
  'contact-email'?: string | undefined;
  profile?: string[] | undefined;
  'permission-set'?: string[] | undefined;
  'source-dir'?: string | undefined;
  'certificate-name'?: string | undefined;
  'replace-certificate': boolean;
  issuer?: string | undefined;
};

/**
 * What the flags ask for.
 *
 * @throws AttributeTwice (exit code 2).
 */
export function setupRequest(flags: SetupFlagValues): SetupRequest {
  return {
    sourceDirectory: flags['source-dir'] ?? SHIPPED_SOURCE,
    settings: {
      serviceProvider: frontline,
      replaceCertificate: flags['replace-certificate'],
      appType: flags['app-type'],
      attributes: attributesOf(flags.role, (flags.attribute ?? []).map(parseAttribute)),
      ...(flags.subject === undefined ? {} : { subject: flags.subject }),
      ...(flags['realm-sid'] === undefined ? {} : { realmSid: flags['realm-sid'] }),
      ...(flags['contact-email'] === undefined ? {} : { contactEmail: flags['contact-email'] }),
      ...(flags.issuer === undefined ? {} : { issuer: flags.issuer }),
      ...(flags['certificate-name'] === undefined ? {} : { certificateName: flags['certificate-name'] }),
      ...(flags.profile === undefined ? {} : { profiles: flags.profile }),
      ...(flags['permission-set'] === undefined ? {} : { permissionSets: flags['permission-set'] }),
    },
  };
}

/**
 * What the flags ask for, with users.
 *
 * @throws AttributeTwice (exit code 2), and the errors of {@link usernamesOf}.
 */
export async function setupRequestWithUsers(flags: SetupFlagValues & UserFlags): Promise<SetupRequest> {
  const request = setupRequest(flags);
  const usernames = await usernamesOf(flags);
  return usernames.length === 0 ? request : { ...request, settings: { ...request.settings, usernames } };
}
