import { lostAccessWarnings, planAccess, profileLabelWarnings } from './plan-access.ts';
import { planApp } from './plan-app.ts';
import { planIdentityProvider } from './plan-identity-provider.ts';
import { planUsers } from './plan-users.ts';
import type { Plan, PlanInput } from './plan.ts';

/**
 * The changes that turn an org's actual setup into the desired one. A pure function: preview, dry run and deploy all
 * use its result.
 *
 * @throws if something that the plan needs does not exist: RealmSidMissing, MyDomainUnknown, ProfileNotFound,
 * PermissionSetNotFound, AgentSetUnclear.
 */
export function planSetup(input: PlanInput): Plan {
  const { values, app, change, userField, warnings, changesRealm } = planApp(input);
  const foundation = planIdentityProvider(input);
  const access = planAccess(input, userField?.target);
  return {
    values: { ...values, certificateName: foundation.certificateName },
    app,
    changes: [
      ...foundation.changes,
      ...(userField === undefined ? [] : [userField]),
      change,
      ...access,
      ...planUsers(input, access),
    ],
    warnings: [
      ...warnings,
      ...foundation.warnings,
      ...profileLabelWarnings(input),
      ...lostAccessWarnings(input.actual, app),
    ],
    ...(changesRealm === undefined ? {} : { changesRealm }),
    ...(foundation.replaces === undefined ? {} : { replacesCertificate: foundation.replaces }),
  };
}
