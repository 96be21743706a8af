import type { TwilioAnswer, TwilioRequest } from '../server/route.ts';
import type { TwilioError } from '../twilio-error.ts';
import { markup } from './markup.ts';
import { page, type Product } from './page.ts';

/** An error as the REST APIs give it: code, message, page of the dictionary, status (its own unless given). */
export function errorJson(
  { code, message, moreInfo, status: ownStatus }: TwilioError,
  headers: Record<string, string> = {},
  status = ownStatus,
): TwilioAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ code, message, more_info: moreInfo, status }),
  };
}

/** The app at which something went wrong, and where its users begin again. */
export type App = { product: Product; loginPageUrl: string };

/** An error as a page for a person; the page is ours, code and message are Twilio's. */
export function errorPage(
  error: TwilioError,
  { product, loginPageUrl }: App,
  headers: Record<string, string> = {},
): TwilioAnswer {
  const { code, message, moreInfo, status, title } = error;
  return page(
    product,
    status,
    `Error ${code}`,
    markup`<h1>Error ${String(code)}</h1>
<p class="wrong">${title}</p>
<p id="message">${message}</p>
<p>HTTP status ${String(status)}. <a href="${moreInfo}">What Twilio says about error ${String(code)}</a></p>
<p><a href="${loginPageUrl}">Back to the login page</a></p>`,
    headers,
  );
}

/** Whether JSON was asked for, rather than a page. */
export function wantsJson({ headers }: TwilioRequest): boolean {
  const accept = headers.accept ?? '';
  return /\bapplication\/json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);
}
