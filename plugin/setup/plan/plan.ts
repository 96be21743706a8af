import type { SfError } from '@salesforce/core';
import type { Principal } from '../../salesforce/org/access.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import type { IdentityProvider } from '../../salesforce/org/identity-provider.ts';
import type { Difference } from '../../salesforce/metadata/metadata-difference.ts';
import type { MetadataComponent } from '../../salesforce/metadata/metadata-package.ts';
import type { OrgUser } from '../../salesforce/people/user.ts';
import type { SetupSource } from '../../salesforce/source/metadata-source.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import type { SsoSettings } from '../settings/settings.ts';

/** The steps of the setup, in the order in which they are done. */
export type Step = 'certificate' | 'identity-provider' | 'user-field' | 'app' | 'permission-set' | 'access' | 'users';

/**
 * One line of the plan. `keep` means that nothing is to be done, `blocked` that nothing can be done and the whole
 * plan must not be carried out.
 */
export type Change =
  | CertificateChange
  | IdentityProviderChange
  | UserFieldChange
  | AppChange
  | PermissionSetChange
  | AccessChange
  | UsersChange;

export type CertificateChange = Line & { step: 'certificate' } & (Deployed<'create'> | { action: 'keep' } | Blocked);

export type IdentityProviderChange = Line & { step: 'identity-provider' } & (
    | (Deployed<'create' | 'update'> & {
        /** The settings that the plan saw. If they have changed since, they must not be overwritten. */
        identityProvider: IdentityProvider;
      })
    | { action: 'keep' }
  );

export type AppChange = Line & { step: 'app' } & (
    | (Deployed<'create' | 'update' | 'keep'> & {
        /** Values of the user's own that the change leaves as they are. */
        kept: KeptValue[];
      })
    | Blocked
  );

/** The field that holds the role, where the org takes no literal in an external client app. */
export type UserFieldChange = Line & { step: 'user-field' } & Deployed<'create' | 'update' | 'keep'>;

export type PermissionSetChange = Line & { step: 'permission-set' } & Deployed<'create' | 'update'>;

export type AccessChange = Line & { step: 'access' } & (
    | { action: 'create' | 'keep'; principal: Principal }
    /** The full name of a permission set that the plan makes before it is given access. */
    | { action: 'create'; newPermissionSet: string }
  );

/** Users get a permission set that has access. With `keep`, all of them have access. */
export type UsersChange = Line & {
  step: 'users';
  action: 'create' | 'keep';
  /** Those who get it. */
  users: OrgUser[];
  /** The API name of the permission set, which the plan may make. */
  permissionSet: string;
};

/** What the screen shows of every change. */
type Line = {
  /** What is changed, in the user's words: a certificate's name, an app's, a profile's label. */
  target: string;
  differences: Difference[];
  /** Why the change has its action, if that is not plain. */
  reason?: string;
};

/** A change with its components. They are deployed unless the action is `keep`. */
type Deployed<Action> = { action: Action; components: MetadataComponent[] };

/** The command ends with the error `problem`. */
type Blocked = { action: 'blocked'; reason: string; problem: SfError };

export type KeptValue = { field: string; value: string };

/** A change that cannot be made, for the reason that an error gives. */
export function blocked<S extends Step>(step: S, target: string, problem: SfError): Line & Blocked & { step: S } {
  return { step, action: 'blocked', target, differences: [], reason: problem.message, problem };
}

/** The values that the setup rests on, wherever they came from. */
export type SetupValues = {
  realmSid: string;
  entityId: string;
  acsUrl: string;
  issuer: string;
  myDomain: string;
  /** The certificate that signs, or is to sign. */
  certificateName: string;
};

export type Plan = {
  values: SetupValues;
  /** The kind of app that is edited or made, and its full name. */
  app: { kind: AppKind; fullName: string };
  changes: Change[];
  /** What a person should know beside the changes. */
  warnings: string[];
  /** The certificate that the identity provider leaves, which needs the user's confirmation. */
  replacesCertificate?: { from: string; to: string };
  /** The Realm SIDs of the workspace that the app leaves and of the one that it joins, which needs confirmation too. */
  changesRealm?: { from: string; to: string };
};

/** Everything that a plan is made from. */
export type PlanInput = {
  settings: SsoSettings;
  source: SetupSource;
  actual: ActualSetup;
  /** The kind of app to create if the org has none. */
  newApp: AppKind;
  /** Whether the org takes no literal in an external client app, so that a field has to hold the role. */
  roleInField?: boolean;
  now: Date;
};

/** Whether a change is to be carried out. */
export function isToDo({ action }: Pick<Change, 'action'>): boolean {
  return action === 'create' || action === 'update';
}
