import { checkCredentials } from '../api/credentials.ts';
import { takeFault } from '../api/fault.ts';
import { loginLinkOf } from '../flex/app.ts';
import type { Settled } from '../options.ts';
import { errorJson, errorPage, wantsJson, type App } from '../pages/error-answer.ts';
import type { LogEntry } from './request-log.ts';
import type { Route, TwilioAnswer, TwilioRequest } from './route.ts';
import type { TwilioState } from '../state.ts';
import { notFound, TwilioError } from '../twilio-error.ts';
import { isApi, routesFor, wantsCredentials } from './sites.ts';

export type Dispatched = { answer: TwilioAnswer; entry: LogEntry };

/** Answers a request by the route it means, and notes what became of it. */
export async function dispatch(request: TwilioRequest, twilio: TwilioState): Promise<Dispatched> {
  const { method, path } = request;
  const routes = routesFor(request, twilio.options);
  const route = routes.find((candidate) => candidate.method === method) ?? routes[0];
  const note = { site: route?.site, method, path, error: undefined, cause: undefined, crash: undefined };
  try {
    const answer = await answerOf(route, request, twilio);
    return { answer, entry: { ...note, status: answer.status } };
  } catch (thrown) {
    const crash = thrown instanceof TwilioError ? undefined : asError(thrown);
    const error =
      thrown instanceof TwilioError ? thrown : new TwilioError(20500, `The emulated Twilio failed: ${crash?.stack}`);
    const answer = errorAnswer(error, routes, request, twilio);
    const cause = error.cause instanceof Error ? error.cause.message : undefined;
    const { code, message } = error;
    return { answer, entry: { ...note, status: answer.status, error: { code, message }, cause, crash } };
  }
}

async function answerOf(route: Route | undefined, request: TwilioRequest, twilio: TwilioState): Promise<TwilioAnswer> {
  if (route === undefined) {
    throw notFound(request.path);
  }
  if (isApi(route.site)) {
    const fault = takeFault(twilio);
    if (fault !== undefined) {
      return fault;
    }
  }
  if (wantsCredentials(route.site)) {
    checkCredentials(request, twilio);
  }
  if (route.method !== request.method) {
    throw new TwilioError(20004, `The ${request.method} method is not allowed here`);
  }
  return route.handle(request, twilio, route.path.exec(request.path)?.[1] ?? '');
}

function errorAnswer(
  error: TwilioError,
  routes: readonly Route[],
  request: TwilioRequest,
  { options }: TwilioState,
): TwilioAnswer {
  const api = routes.some(({ site }) => isApi(site));
  const prompts = error.status === 401 && (api || options.switches.passwordPrompt === 'on');
  const headers: Record<string, string> = {
    ...(prompts ? { 'WWW-Authenticate': 'Basic realm="Twilio API"' } : {}),
    ...(error.code === 20004 ? { Allow: routes.map(({ method }) => method).join(', ') } : {}),
  };
  return api || wantsJson(request) ? errorJson(error, headers) : errorPage(error, appOf(options), headers);
}

function appOf(options: Settled): App {
  return options.account.product === 'flex'
    ? { product: 'Flex', loginPageUrl: loginLinkOf(options) }
    : { product: 'Frontline', loginPageUrl: `${options.loginUrl}/login` };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
