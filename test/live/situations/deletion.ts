import type { SsoDeleteResult } from '../../../plugin/commands/frontline/sso/delete.ts';
import { readIdentityProvider } from '../../../plugin/salesforce/org/identity-provider.ts';
import { ownComponents } from '../clean-up.ts';
import type { OrgUnderTest } from '../org-under-test.ts';
import { requireThat, type Situation } from '../situation.ts';

export const deletionSituations: Situation[] = [
  { title: 'sso delete deletes the app, the access and the permission set, and nothing else', run: deleted },
];

async function deleted(org: OrgUnderTest): Promise<void> {
  const before = await readIdentityProvider(org.connection);
  const flags = ['--app-name', org.names.app, '--source-dir', org.sourceDirectory, '--no-prompt'];
  const { outcome } = await org.run<SsoDeleteResult>('sso delete', ...flags);
  requireThat(outcome === 'removed', `sso delete ended with ${outcome}`);
  const left = (await ownComponents(org))
    .filter(({ type }) => type !== 'Certificate')
    .filter(({ fullName }) => !fullName.startsWith(org.names.firstApp));
  requireThat(left.length === 0, `sso delete left ${left.map(({ fullName }) => fullName).join(', ')}`);
  const after = await readIdentityProvider(org.connection);
  requireThat(JSON.stringify(after) === JSON.stringify(before), 'sso delete changed the identity provider');
}
