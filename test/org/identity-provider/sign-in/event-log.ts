import { restDateTime } from '../../database/dates.ts';
import { insertRow } from '../../database/rows.ts';
import type { OrgState } from '../../state.ts';
import type { RefusalCode } from './refusal.ts';

/** Who started a sign-in. */
export type InitiatedBy = 'SP' | 'IdP';

/** What the org notes of an attempt to sign in to a service provider. What is not known of it stays empty. */
export type SignInEvent = {
  code: 'Success' | 'ForceAuthNLogout' | RefusalCode;
  initiatedBy: InitiatedBy;
  entityId?: string | undefined;
  appId?: string | undefined;
  userId?: string | undefined;
  username?: string | undefined;
};

/** `SsoType` of SAML (Object Reference, "IdpEventLog"). */
const SAML = '0';

/** Writes an event into the log that administrators read in Setup and by API (Object Reference, "IdpEventLog"). */
export function logEvent(org: OrgState, event: SignInEvent): void {
  insertRow(org, 'IdpEventLog', {
    Timestamp: restDateTime(org.now()),
    ErrorCode: event.code,
    InitiatedBy: event.initiatedBy,
    SsoType: SAML,
    SamlEntityUrl: event.entityId ?? null,
    IdentityUsed: event.username ?? null,
    UserId: event.userId ?? null,
    AppId: event.appId ?? null,
  });
}
