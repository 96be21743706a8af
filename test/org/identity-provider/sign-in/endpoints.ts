import { advanceDeployments } from '../../metadata/deployment/deployments.ts';
import type { OrgAnswer, OrgRequest } from '../../server/route.ts';
import type { OrgState, Session } from '../../state.ts';
import { signingKey } from '../signing-key.ts';
import { admit } from '../browser/admission.ts';
import { redirectToLogin } from '../browser/login.ts';
import { endSession, sessionOf } from '../browser/session.ts';
import { findRow } from '../../database/rows.ts';
import {
  isKnown,
  serviceProviderNamed,
  serviceProviderOf,
  serviceProviderWithId,
  type ServiceProvider,
} from '../service-providers.ts';
import {
  readPostRequest,
  readRedirectRequest,
  type AuthnRequest,
  type RequestReading,
} from './request/authn-request.ts';
import { logEvent, type SignInEvent } from './event-log.ts';
import { notYetKnownPage, refusalPage, type RefusalCode } from './refusal.ts';
import { isSignedDocument, isSignedQuery } from './request/request-signature.ts';
import { initiatorOf, respond } from './respond.ts';

/** `GET /idp/endpoint/HttpRedirect`: a request of a service provider in the HTTP-Redirect binding. */
export function answerHttpRedirect(request: OrgRequest, org: OrgState): OrgAnswer {
  return answerRequest(request, org, {
    reading: readRedirectRequest(request.query.get('SAMLRequest') ?? ''),
    relayState: request.query.get('RelayState') ?? undefined,
    isSignedWith: (_read, certificate) => isSignedQuery(request.rawQuery ?? '', certificate),
  });
}

/** `POST /idp/endpoint/HttpPost`: the same in the HTTP-POST binding. */
export function answerHttpPost(request: OrgRequest, org: OrgState): OrgAnswer {
  const form = new URLSearchParams(request.body.toString('utf8'));
  return answerRequest(request, org, {
    reading: readPostRequest(form.get('SAMLRequest') ?? ''),
    relayState: form.get('RelayState') ?? undefined,
    isSignedWith: isSignedDocument,
  });
}

/**
 * `GET /idp/login?app=0sp…`: a sign-in that starts at the org. The same address, with the request's ID, is where a
 * browser comes back to that had to log in first (seen in public captures: `app`, `RelayState`, `binding`,
 * `inresponseto`). That `apiName` may name the app instead is documented; its exact form is not certain.
 */
export function answerIdpLogin(request: OrgRequest, org: OrgState): OrgAnswer {
  advanceDeployments(org);
  const { query } = request;
  const inResponseTo = query.get('inresponseto') ?? undefined;
  const provider =
    serviceProviderWithId(org, query.get('app') ?? '') ?? serviceProviderNamed(org, query.get('apiName') ?? '');
  const refusal = signingKey(org) === undefined ? 'InvalidSettings' : provider === undefined ? 'InvalidSp' : undefined;
  const initiatedBy = initiatorOf(inResponseTo);
  if (refusal !== undefined || provider === undefined) {
    return refuse(request, org, refusal ?? 'InvalidSp', { initiatedBy });
  }
  if (isHidden(org, provider)) {
    return refuseUnknown(request, org, { initiatedBy, entityId: provider.entityId });
  }
  const admission = admit(request, org, `${request.path}?${query}`);
  return 'answer' in admission
    ? admission.answer
    : respond(org, {
        provider,
        session: admission.session,
        inResponseTo,
        relayState: query.get('RelayState') ?? undefined,
      });
}

/** A message of a service provider, however it was transported. */
type Message = {
  reading: RequestReading;
  relayState: string | undefined;
  isSignedWith: (read: AuthnRequest, certificate: string) => boolean;
};

/** The message is judged before anybody has to log in. */
function answerRequest(request: OrgRequest, org: OrgState, message: Message): OrgAnswer {
  advanceDeployments(org);
  const judged = judge(request, org, message);
  if ('code' in judged) {
    return refuse(request, org, judged.code, { initiatedBy: 'SP', entityId: judged.issuer });
  }
  const { read, provider } = judged;
  if (isHidden(org, provider)) {
    return refuseUnknown(request, org, { initiatedBy: 'SP', entityId: provider.entityId });
  }
  const { relayState } = message;
  const here = continuation(provider, read.id, relayState);
  const session = sessionOf(request, org);
  if (read.forceAuthn) {
    return logInAgain(org, here, provider, session);
  }
  const admission = admit(request, org, here);
  return 'answer' in admission
    ? admission.answer
    : respond(org, { provider, session: admission.session, inResponseTo: read.id, relayState });
}

type Judgement = { read: AuthnRequest; provider: ServiceProvider } | { code: RefusalCode; issuer?: string | undefined };

function judge(request: OrgRequest, org: OrgState, { reading, isSignedWith }: Message): Judgement {
  if (signingKey(org) === undefined) {
    return { code: 'InvalidSettings' };
  }
  if (!reading.ok) {
    return { code: 'InvalidAuthnRequest' };
  }
  const { request: read } = reading;
  const { issuer, acsUrl } = read;
  if (issuer === undefined) {
    return { code: 'InvalidIssuer' };
  }
  const provider = serviceProviderOf(org, issuer);
  if (provider === undefined) {
    return { code: 'UnableToResolve', issuer };
  }
  if (!isForHere(request, org, read)) {
    return { code: 'InvalidIdpEndpoint', issuer };
  }
  if (acsUrl !== undefined && acsUrl !== provider.acsUrl) {
    return { code: 'InvalidSp', issuer };
  }
  const { requestCertificate } = provider;
  return requestCertificate === undefined || isSignedWith(read, requestCertificate)
    ? { read, provider }
    : { code: 'InvalidSignature', issuer };
}

/** A destination that is named must be the address that was used (SAML Core, section 3.2.1); that it is checked is inferred. */
function isForHere({ path }: OrgRequest, { baseUrl, options }: OrgState, { destination }: AuthnRequest): boolean {
  return destination === undefined || [baseUrl, options.myDomain].some((base) => destination === base + path);
}

/** Where a browser goes on after a login. An external client app has no id of this kind; its name stands there instead. */
function continuation(provider: ServiceProvider, requestId: string, relayState: string | undefined): string {
  const { serviceProviderId, apiName } = provider;
  const query = new URLSearchParams({
    ...(serviceProviderId === undefined ? { apiName } : { app: serviceProviderId.slice(0, 15) }),
    ...(relayState === undefined ? {} : { RelayState: relayState }),
    binding: 'HttpPost',
    inresponseto: requestId,
  });
  return `/idp/login?${query}`;
}

/** A forced login ends the session there was (Object Reference, "IdpEventLog", `ForceAuthNLogout`). */
function logInAgain(org: OrgState, here: string, provider: ServiceProvider, session: Session | undefined): OrgAnswer {
  if (session === undefined) {
    return redirectToLogin(org, here);
  }
  const { entityId, appId } = provider;
  logEvent(org, { code: 'ForceAuthNLogout', initiatedBy: 'SP', entityId, appId, ...userOf(org, session) });
  return redirectToLogin(org, here, endSession(org, session));
}

/** Whether an app counts as not there, since the sign-in does not know it yet. */
function isHidden(org: OrgState, provider: ServiceProvider): boolean {
  return org.options.newAppUntilKnown === 'invalid-service-provider' && !isKnown(org, provider);
}

function refuseUnknown(
  request: OrgRequest,
  org: OrgState,
  known: Pick<SignInEvent, 'initiatedBy' | 'entityId'>,
): OrgAnswer {
  refuse(request, org, 'InvalidSp', known);
  return notYetKnownPage();
}

function refuse(
  request: OrgRequest,
  org: OrgState,
  code: RefusalCode,
  known: Pick<SignInEvent, 'initiatedBy' | 'entityId'>,
): OrgAnswer {
  const session = sessionOf(request, org);
  logEvent(org, { code, ...known, ...(session === undefined ? {} : userOf(org, session)) });
  return refusalPage(code);
}

function userOf(org: OrgState, { userId }: Session): Pick<SignInEvent, 'userId' | 'username'> {
  return { userId, username: String(findRow(org, 'User', { Id: userId })?.['Username']) };
}
