import type { OrgAnswer } from '../../server/route.ts';
import type { OrgState } from '../../state.ts';
import { html } from './html.ts';

/**
 * Sends a browser on to another page of the org, in the form that the options choose. All three were seen in public
 * captures of the platform's answers; which one stands where is not known.
 *
 * @param address a path with its query, or an address of the org.
 */
export function redirect(org: OrgState, address: string, cookies: string[] = []): OrgAnswer {
  const headers: Record<string, string[]> = cookies.length === 0 ? {} : { 'Set-Cookie': cookies };
  switch (org.options.redirectForm) {
    case 'status':
      return { status: 302, headers: { ...headers, Location: address } };
    case 'meta-refresh':
      return { ...bridge(html`<meta http-equiv="Refresh" content="0; URL=${address}" />`.html), headers };
    case 'script':
      return { ...bridge(scriptTo(address)), headers };
  }
}

function bridge(head: string): OrgAnswer {
  const body =
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">\n' +
    `<html>\n<head>\n<meta HTTP-EQUIV="PRAGMA" CONTENT="NO-CACHE">\n${head}\n</head>\n</html>\n`;
  return { status: 200, contentType: 'text/html;charset=UTF-8', body };
}

/** The address stands in the page three times, as in the captures. */
function scriptTo(address: string): string {
  const literal = `'${escapeScript(address)}'`;
  return `<script>
function redirectOnLoad() {
if (this.SfdcApp && this.SfdcApp.projectOneNavigator) { SfdcApp.projectOneNavigator.handleRedirect(${literal}); }  else
if (window.location.replace){
window.location.replace(${literal});
} else {
window.location.href =${literal};
}
}
redirectOnLoad();
</script>`;
}

/** Escapes for a string literal of a script inside HTML: the slash as the platform's JSENCODE does, the rest by number. */
function escapeScript(text: string): string {
  return text
    .replaceAll('/', '\\/')
    .replace(
      /[^\w\\/.~%?-]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    );
}
