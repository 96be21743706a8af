import { identityProvider } from '../../metadata/kinds/identity-provider-settings.ts';
import { findRow } from '../../rows.ts';
import type { OrgAnswer } from '../../route.ts';
import type { CertificateKey, OrgState, Row, Session } from '../../state.ts';
import { autoPostPage } from '../pages/auto-post-page.ts';
import { contentOf, writeResponse, type ResponseSwitches, type SignIn } from '../response.ts';
import type { ServiceProvider } from '../service-providers.ts';
import { hasAccess } from './access.ts';
import { attributesOf } from './attributes.ts';
import { isEncryptionType, writeEncryptedResponse, type EncryptionType } from './encryption.ts';
import { logEvent, type InitiatedBy } from './event-log.ts';
import { refusalPage, type RefusalCode } from './refusal.ts';
import { spoil } from './response-fault.ts';
import { nameIdFormatUrn, subjectOf } from './subject.ts';

/** A user who is signed in, and the service provider to be told so. */
export type Attempt = {
  provider: ServiceProvider;
  session: Session;
  /** ID of the request that is answered; absent when the sign-in started at the org. */
  inResponseTo: string | undefined;
  relayState: string | undefined;
};

/** The key of the org as identity provider, or undefined while it is off or its certificate is gone. */
export function signingKey(org: OrgState): CertificateKey | undefined {
  const settings = identityProvider(org);
  return settings?.enabled === true ? org.certificateKeys.get(settings.certificateName) : undefined;
}

/** Tells the service provider who is signed in, or refuses to; either way it goes into the log. */
export function respond(org: OrgState, attempt: Attempt): OrgAnswer {
  const { provider, session, inResponseTo } = attempt;
  const user = findRow(org, 'User', { Id: session.userId });
  const prepared = user === undefined ? { code: 'NoAccess' as const } : prepare(org, user, attempt);
  const isRefused = 'code' in prepared;
  logEvent(org, {
    code: isRefused ? prepared.code : 'Success',
    initiatedBy: initiatorOf(inResponseTo),
    entityId: provider.entityId,
    appId: provider.appId,
    userId: session.userId,
    username: user === undefined ? undefined : String(user['Username']),
  });
  return isRefused ? refusalPage(prepared.code) : deliver(org, attempt, prepared);
}

/** A response that answers a request belongs to a sign-in that the service provider started. */
export function initiatorOf(inResponseTo: string | undefined): InitiatedBy {
  return inResponseTo === undefined ? 'IdP' : 'SP';
}

type Prepared = { signIn: SignIn; encryption: { certificatePem: string; type: EncryptionType } | undefined };

function prepare(org: OrgState, user: Row, { provider, inResponseTo }: Attempt): Prepared | { code: RefusalCode } {
  const key = signingKey(org);
  if (key === undefined) {
    return { code: 'InvalidSettings' };
  }
  if (!hasAccess(org, user, provider)) {
    return { code: 'NoAccess' };
  }
  if (provider.blocksStandardSessions) {
    return { code: 'InvalidSessionLevel' };
  }
  const subject = subjectOf(org, user, provider);
  if (!subject.ok) {
    return { code: subject.code };
  }
  const encryption = encryptionOf(org, provider);
  if (encryption === 'unusable') {
    return { code: 'InvalidSp' };
  }
  const { issuer, acsUrl, entityId } = provider;
  const signIn: SignIn = {
    issuer,
    acsUrl,
    entityId,
    nameId: subject.nameId,
    attributes: attributesOf(org, user, provider),
    ...(inResponseTo === undefined ? {} : { inResponseTo }),
    now: org.now(),
    key,
  };
  return { signIn, encryption };
}

function encryptionOf(org: OrgState, provider: ServiceProvider): Prepared['encryption'] | 'unusable' {
  const { encryptionCertificate, encryptionType: type } = provider;
  if (encryptionCertificate === undefined) {
    return undefined;
  }
  const certificatePem = org.certificateKeys.get(encryptionCertificate)?.certificatePem;
  return certificatePem === undefined || !isEncryptionType(type) ? 'unusable' : { certificatePem, type };
}

function deliver(org: OrgState, { provider, relayState }: Attempt, { signIn, encryption }: Prepared): OrgAnswer {
  const switches: ResponseSwitches = {
    signingAlgorithm: provider.signingAlgorithm === 'SHA256' ? 'sha256' : 'sha1',
    nameIdFormat: nameIdFormatUrn(provider.nameIdFormat),
  };
  const delivery = spoil({ signIn, switches, action: provider.acsUrl, relayState }, org);
  const samlResponse =
    encryption === undefined
      ? writeResponse(delivery.signIn, delivery.switches).samlResponse
      : writeEncryptedResponse(contentOf(delivery.signIn, delivery.switches), signingOf(delivery), encryption);
  return autoPostPage(org, { action: delivery.action, samlResponse, relayState: delivery.relayState });
}

function signingOf({ signIn, switches }: { signIn: SignIn; switches: ResponseSwitches }) {
  return {
    key: switches.signingKey ?? signIn.key,
    algorithm: switches.signingAlgorithm ?? 'sha256',
    keyInfo: switches.keyInfo ?? 'certificate',
  };
}
