import { Messages, type SfError } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { Grant } from '../../salesforce/org/access.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { EXTERNAL_CLIENT_APP_TYPES } from '../../salesforce/org/external-client-app.ts';
import type { MetadataComponent, MetadataDeletion } from '../../salesforce/metadata/metadata-package.ts';
import type { ActualApp } from '../../salesforce/org/org-apps.ts';
import { lostGrants, titleOf } from '../plan/plan-access.ts';
import type { ActualSetup } from '../inspect/inspect-org.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'removal');

/** One line of what is taken back, in the order in which it is done. */
export type Removal = {
  step: 'access' | 'app' | 'permission-set' | 'identity-provider' | 'certificate';
  action: 'delete' | 'switch-off' | 'keep' | 'blocked';
  target: string;
  reason?: string;
  grant?: Grant;
  deletions?: MetadataDeletion[];
  component?: MetadataComponent;
  problem?: SfError;
};

export type RemovalInput = {
  actual: ActualSetup;
  includeCertificate: boolean;
  /** Permission sets that the source makes, with how many users have each; those of nobody are taken back too. */
  permissionSets: Array<{ name: string; assignments: number }>;
  /** Other apps of the org that sign users in by SAML, which the identity provider serves too. */
  otherServiceProviders: string[];
};

/** What is to be taken back: access, the app, what was made for it; the identity provider only on the user's word. Pure. */
export function planRemoval({
  actual,
  includeCertificate,
  permissionSets,
  otherServiceProviders,
}: RemovalInput): Removal[] {
  const { app, grants, otherApp } = actual;
  return [
    ...[...grants, ...lostGrants(actual)].map((grant): Removal => ({
      step: 'access',
      action: 'delete',
      target: titleOf(grant.principal),
      grant,
    })),
    ...(app === undefined ? [] : [appRemoval(app)]),
    ...(app === undefined || otherApp === undefined ? [] : [otherKindKept(app, otherApp)]),
    ...permissionSets.map(permissionSetRemoval),
    ...(includeCertificate ? identityProviderRemovals(actual, otherServiceProviders) : []),
  ];
}

/** Whether a removal is to be carried out. */
export function isRemoved({ action }: Removal): boolean {
  return action === 'delete' || action === 'switch-off';
}

function appRemoval({ kind, names }: ActualApp): Removal {
  const { app: type, policies, samlPolicies } = EXTERNAL_CLIENT_APP_TYPES;
  const parts: Array<[string, string | undefined]> =
    kind === 'connected-app'
      ? [['ConnectedApp', names.app]]
      : [
          [samlPolicies, names.samlPolicies],
          [policies, names.policies],
          [type, names.app],
        ];
  const deletions = parts.flatMap(([of, fullName]) => (fullName === undefined ? [] : [{ type: of, fullName }]));
  return { step: 'app', action: 'delete', target: names.app, deletions };
}

/** Of two apps of one name, one is taken back at a time. */
function otherKindKept({ names }: ActualApp, kind: AppKind): Removal {
  return { step: 'app', action: 'keep', target: names.app, reason: messages.getMessage(`reason.other.${kind}`) };
}

function permissionSetRemoval({ name, assignments }: { name: string; assignments: number }): Removal {
  return assignments === 0
    ? { step: 'permission-set', action: 'delete', target: name, deletions: [{ type: 'PermissionSet', fullName: name }] }
    : {
        step: 'permission-set',
        action: 'keep',
        target: name,
        reason: messages.getMessage('reason.assigned', [assignments]),
      };
}

function identityProviderRemovals({ identityProvider, certificateNames }: ActualSetup, others: string[]): Removal[] {
  const { enabled, certificateName } = identityProvider;
  if (certificateName === undefined) {
    return [];
  }
  if (enabled && others.length > 0) {
    const problem = setupError('IdentityProviderInUse', { tokens: [others.join(', ')] });
    return [
      { step: 'identity-provider', action: 'blocked', target: 'IdentityProvider', reason: problem.message, problem },
    ];
  }
  const content = { certificateName: [certificateName], enableIdentityProvider: ['false'] };
  const component = { fullName: 'IdentityProvider', document: { type: 'IdentityProviderSettings', content } };
  const switchOff: Removal = { step: 'identity-provider', action: 'switch-off', target: 'IdentityProvider', component };
  const deletion: Removal = {
    step: 'certificate',
    action: 'delete',
    target: certificateName,
    deletions: [{ type: 'Certificate', fullName: certificateName }],
  };
  return [...(enabled ? [switchOff] : []), ...(certificateNames.includes(certificateName) ? [deletion] : [])];
}
