import type { TwilioAnswer, TwilioRequest } from '../server/route.ts';
import type { TwilioError } from '../twilio-error.ts';
import { markup } from './markup.ts';
import { page } from './page.ts';

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

/** An error as a page for a person; the page is ours, code and message are Twilio's. */
export function errorPage(error: TwilioError, loginUrl: string, headers: Record<string, string> = {}): TwilioAnswer {
  const { code, message, moreInfo, status, title } = error;
  return page(
    status,
    `Error ${code}`,
    markup`<h1>Error ${String(code)}</h1>
<p class="wrong">${title}</p>
<p id="message">${message}</p>
<p>HTTP status ${String(status)}. <a href="${moreInfo}">What Twilio says about error ${String(code)}</a></p>
<p><a href="${loginUrl}/login">Back to the login page</a></p>`,
    headers,
  );
}

/** Whether JSON was asked for, rather than a page. */
export function wantsJson({ headers }: TwilioRequest): boolean {
  const accept = headers.accept ?? '';
  return /\bapplication\/json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);
}
