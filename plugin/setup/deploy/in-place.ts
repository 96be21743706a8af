import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { askAgain } from '../../http/ask-again.ts';
import { clock } from '../../http/clock.ts';
import { waitUntilOf } from '../../salesforce/api/login.ts';
import { readIdentityProvider } from '../../salesforce/org/identity-provider.ts';
import type { MetadataComponent } from '../../salesforce/metadata/metadata-package.ts';
import { listComponents } from '../../salesforce/metadata/metadata-reading.ts';
import { textAt } from '../../salesforce/metadata/metadata-xml.ts';
import type { Stage } from './stages.ts';

/** How long an org is asked for what it has just made, in milliseconds, and the first pause between two looks. */
const LONGEST = 30_000;
const FIRST_PAUSE = 1000;

/**
 * Waits until the org shows the certificate, or the settings of the identity provider, that a stage has made. The next
 * stage refers to them, and an org's servers may learn of them at different times.
 *
 * @throws SetupNotAsPlanned if the org does not show them within half a minute.
 */
export async function untilInPlace(connection: Connection, { components }: Stage): Promise<void> {
  for (const component of components) {
    const isThere = await askAgain(() => isInPlace(connection, component), {
      mayChange: (found) => !found,
      until: Math.min(clock().now() + LONGEST, waitUntilOf(connection)),
      firstPause: FIRST_PAUSE,
    });
    if (!isThere) {
      throw setupError('SetupNotAsPlanned', { tokens: [component.fullName] });
    }
  }
}

async function isInPlace(
  connection: Connection,
  { fullName, document: { type, content } }: MetadataComponent,
): Promise<boolean> {
  switch (type) {
    case 'Certificate':
      return (await listComponents(connection, [type])).some((listed) => listed.fullName === fullName);
    case 'IdentityProviderSettings': {
      const { enabled, certificateName } = await readIdentityProvider(connection);
      return enabled && certificateName === textAt(content, 'certificateName');
    }
    default:
      return true;
  }
}
