import { htmlAnswer } from '../server/answers.ts';
import { advanceDeployments } from '../metadata/deployment/deployments.ts';
import type { OrgAnswer, OrgRequest, Route } from '../server/route.ts';
import type { OrgState } from '../state.ts';
import { admit } from './browser/admission.ts';
import { answerFrontDoor } from './browser/front-door.ts';
import { answerInterruption, INTERRUPTIONS } from './browser/interruption.ts';
import { answerLightning, answerSession, LIGHTNING_PAGE, SESSION_PAGE } from './browser/lightning.ts';
import { answerHome, answerLogin, answerLoginPage, HOME } from './browser/login.ts';
import { appMetadata, identityProviderMetadata } from './metadata-document.ts';
import type { Interruption } from './pages/interruption-page.ts';
import { answerHttpPost, answerHttpRedirect, answerIdpLogin } from './sign-in/endpoints.ts';

type Handler = (request: OrgRequest, org: OrgState) => OrgAnswer;

/** The public side of the org as identity provider. */
export const identityProviderRoutes: Route[] = [
  {
    method: 'GET',
    path: /^\/\.well-known\/samlidp\.xml$/,
    session: 'none',
    handle: (_request, org) => metadataAnswer(org, identityProviderMetadata),
  },
  {
    method: 'GET',
    path: /^\/\.well-known\/samlidp\/\w+\.xml$/,
    session: 'none',
    handle: ({ path }, org) => metadataAnswer(org, () => appMetadata(org, path.replace(/^.*\/|\.xml$/g, ''))),
  },
  ...forBrowsers('/', { GET: answerLoginPage, POST: answerLogin }),
  ...forBrowsers(HOME, { GET: answerHomeIfAdmitted }),
  ...forBrowsers('/secur/frontdoor.jsp', { GET: answerFrontDoor, POST: answerFrontDoor }),
  ...forBrowsers(LIGHTNING_PAGE, { GET: answerLightning }),
  ...forBrowsers(SESSION_PAGE, { GET: answerSession }),
  ...interruptionRoutes(),
  ...forBrowsers('/idp/endpoint/HttpRedirect', { GET: answerHttpRedirect }),
  ...forBrowsers('/idp/endpoint/HttpPost', { POST: answerHttpPost }),
  ...forBrowsers('/idp/login', { GET: answerIdpLogin }),
];

function metadataAnswer(org: OrgState, write: (org: OrgState) => string | undefined): OrgAnswer {
  advanceDeployments(org);
  const document = write(org);
  return document === undefined
    ? htmlAnswer(
        404,
        'URL No Longer Exists',
        'You have attempted to reach a URL that no longer exists on salesforce.com.',
      )
    : { status: 200, contentType: 'text/xml;charset=UTF-8', body: document };
}

function interruptionRoutes(): Route[] {
  return Object.entries(INTERRUPTIONS).flatMap(([kind, { path }]) => {
    const answer: Handler = (request, org) => answerInterruption(kind as Interruption, request, org);
    return forBrowsers(path, { GET: answer, POST: answer });
  });
}

function answerHomeIfAdmitted(request: OrgRequest, org: OrgState): OrgAnswer {
  const admission = admit(request, org, HOME);
  return 'answer' in admission ? admission.answer : answerHome(org, admission.session);
}

/** Routes of pages, which look for their session in the cookies. */
function forBrowsers(path: string, handlers: Record<string, Handler>): Route[] {
  return Object.entries(handlers).map(([method, handle]) => ({
    method,
    path: new RegExp(`^${path.replaceAll('.', '\\.')}$`),
    session: 'none',
    handle: (request, org) => forNobodyElse(handle(request, org)),
  }));
}

/** A page is one user's and one moment's: it is never kept. */
function forNobodyElse(answer: OrgAnswer): OrgAnswer {
  const headers = { 'Cache-Control': 'no-cache,must-revalidate,max-age=0,no-store,private' };
  return { ...answer, headers: { ...headers, ...answer.headers } };
}
