import { createHash } from 'node:crypto';
import type { OrgAnswer } from './route.ts';

const SOAP_NAMESPACES =
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="http://soap.sforce.com/2006/04/metadata"';

/** An answer in JSON, as the REST API writes it. */
export function jsonAnswer(body: unknown, status = 200): OrgAnswer {
  return { status, contentType: 'application/json;charset=UTF-8', body: JSON.stringify(body) };
}

/** The REST API's errors: always an array (REST API Developer Guide, "Status Codes and Error Responses"). */
export function restErrorAnswer(status: number, errorCode: string, message: string, fields?: string[]): OrgAnswer {
  return jsonAnswer([{ message, errorCode, ...(fields === undefined ? {} : { fields }) }], status);
}

/** What the REST API answers where it knows no such resource; clients compare this very text. */
export function notFoundAnswer(): OrgAnswer {
  return restErrorAnswer(404, 'NOT_FOUND', 'The requested resource does not exist');
}

/** A short plain text, as the OAuth endpoints refuse a token. */
export function textAnswer(status: number, body: string): OrgAnswer {
  return { status, contentType: 'text/plain;charset=UTF-8', body };
}

/** The errors of the OAuth endpoints (RFC 6749, section 5.2). */
export function oauthErrorAnswer(error: string, description: string): OrgAnswer {
  return jsonAnswer({ error, error_description: description }, 400);
}

/** A page, for everything that answers a browser. */
export function htmlAnswer(status: number, title: string, text: string): OrgAnswer {
  const body = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;
  return { status, contentType: 'text/html;charset=UTF-8', body };
}

/** A fault of the Metadata API: always HTTP 500, and the code stands again before the text. */
export function soapFaultAnswer(code: string, text: string): OrgAnswer {
  const fault = `<faultcode>sf:${code}</faultcode><faultstring>${escapeXml(`${code}: ${text}`)}</faultstring>`;
  return {
    status: 500,
    contentType: 'text/xml;charset=UTF-8',
    body:
      '<?xml version="1.0" encoding="UTF-8"?>' +
      `<soapenv:Envelope ${SOAP_NAMESPACES}><soapenv:Body><soapenv:Fault>${fault}</soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
  };
}

/** How the Metadata API refuses a session it does not know (text seen in many reports; the hash names the session). */
export function invalidSessionFault(token: string): OrgAnswer {
  const hash = createHash('sha256').update(token).digest('base64');
  return soapFaultAnswer(
    'INVALID_SESSION_ID',
    `Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session hash: ${hash}\n` +
      'This error usually occurs after a session expires or a user logs out. ',
  );
}

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character);
}
