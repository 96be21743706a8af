import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { SHIPPED_SOURCE } from '../../salesforce/source/metadata-source.ts';
import type { RotationRequest } from '../../setup/rotate/rotate-certificate.ts';
import { frontline } from '../../twilio/service-provider.ts';
import { appOf } from './org-flags.ts';
import { certificateNameFlag } from './setup-flags.ts';
import { givenText } from './text-flags.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.certificate.rotate');

/** The flags that say which step of a rotation to take, and with which certificate. */
export const rotationFlags = {
  activate: Flags.boolean({
    summary: messages.getMessage('flags.activate.summary'),
    exclusive: ['retire', 'status'],
  }),
  'handed-over': Flags.boolean({
    summary: messages.getMessage('flags.handed-over.summary'),
    relationships: [{ type: 'all', flags: ['activate'] }],
  }),
  retire: Flags.boolean({
    summary: messages.getMessage('flags.retire.summary'),
    exclusive: ['activate', 'status'],
    default: false,
  }),
  // Without a default, since a flag that needs this one would count the default as given.
  status: Flags.boolean({ summary: messages.getMessage('flags.status.summary') }),
  ...certificateNameFlag(
    messages.getMessage('flags.certificate-name.summary'),
    messages.getMessage('flags.certificate-name.description'),
  ),
  'source-dir': Flags.directory({
    summary: messages.getMessage('flags.source-dir.summary'),
    parse: givenText,
  }),
};

/** What the flags ask for: a step of a rotation, and whose it is. */
export function rotationRequest(
  flags: {
    'app-name': string;
    'app-type': 'auto' | AppKind;
    'certificate-name'?: string | undefined;
    'source-dir'?: string | undefined;
    activate: boolean;
    retire: boolean;
  },
  organizationId: string,
): RotationRequest {
  const certificateName = flags['certificate-name'];
  return {
    ...appOf(flags),
    serviceProvider: frontline,
    ...(certificateName === undefined ? {} : { certificateName }),
    step: flags.activate ? 'activate' : flags.retire ? 'retire' : 'create',
    sourceDirectory: flags['source-dir'] ?? SHIPPED_SOURCE,
    organizationId,
  };
}
