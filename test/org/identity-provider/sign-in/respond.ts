import { findRow } from '../../database/rows.ts';
import type { OrgAnswer } from '../../server/route.ts';
import type { CertificateKey, OrgState, Row, Session } from '../../state.ts';
import { autoPostPage } from '../pages/auto-post-page.ts';
import { signingKey } from '../signing-key.ts';
import { writeResponse, type ResponseSwitches, type SignIn } from '../response.ts';
import type { SigningAlgorithm } from '../response-signature.ts';
import { isKnown, type ServiceProvider } from '../service-providers.ts';
import { hasAccess } from './user/access.ts';
import { attributesOf } from './user/attributes.ts';
import { isEncryptionType, writeEncryptedResponse, type EncryptionType } from './encryption.ts';
import { logEvent, type InitiatedBy } from './event-log.ts';
import { writeFailedResponse } from './failed-response.ts';
import { refusalPage, type RefusalCode } from './refusal.ts';
import { spoil } from './response-fault.ts';
import { nameIdFormatUrn, subjectOf } from './user/subject.ts';

/** A user who is signed in, and the service provider to be told so. */
export type Attempt = {
  provider: ServiceProvider;
  session: Session;
  /** ID of the request that is answered; absent when the sign-in started at the org. */
  inResponseTo: string | undefined;
  relayState: string | undefined;
};

/** Tells the service provider who is signed in, or that it was refused; either way it goes into the log. */
export function respond(org: OrgState, attempt: Attempt): OrgAnswer {
  const { provider, session, inResponseTo } = attempt;
  const user = findRow(org, 'User', { Id: session.userId });
  const key = signingKey(org);
  const prepared = key === undefined ? refused('InvalidSettings') : prepare(org, user, key, attempt);
  logEvent(org, {
    code: 'code' in prepared ? prepared.code : 'Success',
    initiatedBy: initiatorOf(inResponseTo),
    entityId: provider.entityId,
    appId: provider.appId,
    userId: session.userId,
    username: user === undefined ? undefined : String(user['Username']),
  });
  if (!('code' in prepared)) {
    return deliver(org, attempt, prepared);
  }
  return key === undefined || org.options.signInRefusal === 'page'
    ? refusalPage(prepared.code)
    : deliverRefusal(org, attempt, key, prepared.code);
}

/** A response that answers a request belongs to a sign-in that the service provider started. */
export function initiatorOf(inResponseTo: string | undefined): InitiatedBy {
  return inResponseTo === undefined ? 'IdP' : 'SP';
}

type Refused = { code: RefusalCode };
type Prepared = { signIn: SignIn; encryption: { certificatePem: string; type: EncryptionType } | undefined };

function refused(code: RefusalCode): Refused {
  return { code };
}

function prepare(org: OrgState, user: Row | undefined, key: CertificateKey, attempt: Attempt): Prepared | Refused {
  const { provider } = attempt;
  const refusedAsNew = org.options.newAppUntilKnown === 'no-access' && !isKnown(org, provider);
  if (user === undefined || refusedAsNew || !hasAccess(org, user, provider)) {
    return refused('NoAccess');
  }
  if (provider.blocksStandardSessions) {
    return refused('InvalidSessionLevel');
  }
  const subject = subjectOf(org, user, provider);
  if (!subject.ok) {
    return refused(subject.code);
  }
  const encryption = encryptionOf(org, provider);
  if (encryption === 'unusable') {
    return refused('InvalidSp');
  }
  const attributes = attributesOf(org, user, provider);
  return { signIn: { ...baseOf(org, attempt, key), nameId: subject.nameId, attributes }, encryption };
}

/** What a response says whatever became of the sign-in. */
function baseOf(
  org: OrgState,
  { provider: { issuer, acsUrl, entityId }, inResponseTo }: Attempt,
  key: CertificateKey,
): Omit<SignIn, 'nameId' | 'attributes'> {
  return { issuer, acsUrl, entityId, ...(inResponseTo === undefined ? {} : { inResponseTo }), now: org.now(), key };
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
    signingAlgorithm: algorithmOf(provider),
    nameIdFormat: nameIdFormatUrn(provider.nameIdFormat),
  };
  const delivery = spoil({ signIn, switches, action: provider.acsUrl, relayState }, org);
  const samlResponse =
    encryption === undefined
      ? writeResponse(delivery.signIn, delivery.switches).samlResponse
      : writeEncryptedResponse(delivery.signIn, delivery.switches, encryption);
  return autoPostPage(org, { action: delivery.action, samlResponse, relayState: delivery.relayState });
}

function deliverRefusal(org: OrgState, attempt: Attempt, key: CertificateKey, code: RefusalCode): OrgAnswer {
  const { provider, relayState } = attempt;
  const samlResponse = writeFailedResponse(baseOf(org, attempt, key), algorithmOf(provider), code);
  return autoPostPage(org, { action: provider.acsUrl, samlResponse, relayState });
}

function algorithmOf({ signingAlgorithm }: ServiceProvider): SigningAlgorithm {
  return signingAlgorithm === 'SHA256' ? 'sha256' : 'sha1';
}
