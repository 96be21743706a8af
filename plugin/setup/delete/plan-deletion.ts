import { Messages, type SfError } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { Grant } from '../../salesforce/org/access.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { EXTERNAL_CLIENT_APP_TYPES } from '../../salesforce/org/external-client-app.ts';
import type { MetadataComponent, MetadataDeletion } from '../../salesforce/metadata/metadata-package.ts';
import type { ActualApp } from '../../salesforce/org/org-apps.ts';
import type { RoleField } from '../../salesforce/org/role-field.ts';
import { lostGrants, titleOf } from '../plan/plan-access.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'deletion');

/** One line of what is deleted, in the order in which it is done. */
export type PlannedDeletion = {
  target: string;
  reason?: string;
} & (
  | { step: 'access'; action: 'delete'; grant: Grant }
  | { step: 'app' | 'user-field' | 'permission-set' | 'certificate'; action: 'delete'; deletions: MetadataDeletion[] }
  | { step: 'identity-provider'; action: 'switch-off'; component: MetadataComponent }
  | { step: 'app' | 'permission-set'; action: 'keep' }
  | { step: 'identity-provider'; action: 'blocked'; problem: SfError }
);

export type DeletionInput = {
  actual: ActualSetup;
  includeCertificate: boolean;
  /** Permission sets that the source makes, with the number of users of each. Those without users are deleted too. */
  permissionSets: Array<{ name: string; assignments: number }>;
  /** Other apps of the org that sign users in by SAML, which the identity provider serves too. */
  otherServiceProviders: string[];
};

/** What is to be deleted: access, the app and what was made for it, the identity provider only if asked for. Pure. */
export function planDeletion({
  actual,
  includeCertificate,
  permissionSets,
  otherServiceProviders,
}: DeletionInput): PlannedDeletion[] {
  const { app, grants, otherApp } = actual;
  return [
    ...[...grants, ...lostGrants(actual)].map((grant): PlannedDeletion => ({
      step: 'access',
      action: 'delete',
      target: titleOf(grant.principal),
      grant,
    })),
    ...(app === undefined ? [] : [appDeletion(app)]),
    ...(actual.roleField === undefined || otherApp === 'external-client-app' ? [] : [fieldDeletion(actual.roleField)]),
    ...(app === undefined || otherApp === undefined ? [] : [otherKindKept(app, otherApp)]),
    ...permissionSets.map(permissionSetDeletion),
    ...(includeCertificate ? identityProviderDeletions(actual, otherServiceProviders) : []),
  ];
}

/** Whether a planned deletion is to be carried out. */
export function isCarriedOut({ action }: PlannedDeletion): boolean {
  return action === 'delete' || action === 'switch-off';
}

function appDeletion({ kind, names }: ActualApp): PlannedDeletion {
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

/** The field that the role comes from. It is named after the app, and nothing else needs it. */
function fieldDeletion({ fullName }: RoleField): PlannedDeletion {
  return { step: 'user-field', action: 'delete', target: fullName, deletions: [{ type: 'CustomField', fullName }] };
}

/** If two apps have one name, a run deletes one of them. */
function otherKindKept({ names }: ActualApp, kind: AppKind): PlannedDeletion {
  return { step: 'app', action: 'keep', target: names.app, reason: messages.getMessage(`reason.other.${kind}`) };
}

function permissionSetDeletion({ name, assignments }: { name: string; assignments: number }): PlannedDeletion {
  return assignments === 0
    ? { step: 'permission-set', action: 'delete', target: name, deletions: [{ type: 'PermissionSet', fullName: name }] }
    : {
        step: 'permission-set',
        action: 'keep',
        target: name,
        reason: messages.getMessage('reason.assigned', [assignments]),
      };
}

function identityProviderDeletions(
  { identityProvider, certificateNames }: ActualSetup,
  others: string[],
): PlannedDeletion[] {
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
  const switchOff: PlannedDeletion = {
    step: 'identity-provider',
    action: 'switch-off',
    target: 'IdentityProvider',
    component,
  };
  const deletion: PlannedDeletion = {
    step: 'certificate',
    action: 'delete',
    target: certificateName,
    deletions: [{ type: 'Certificate', fullName: certificateName }],
  };
  return [...(enabled ? [switchOff] : []), ...(certificateNames.includes(certificateName) ? [deletion] : [])];
}
