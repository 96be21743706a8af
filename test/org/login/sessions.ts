import { randomBytes } from 'node:crypto';
import { invalidSessionFault, restErrorAnswer, textAnswer } from '../server/answers.ts';
import { idKey } from '../database/identifiers.ts';
import { findRow } from '../database/rows.ts';
import type { OrgAnswer, OrgRequest, Route } from '../server/route.ts';
import type { OrgState, Permission, Session } from '../state.ts';

/**
 * Opens a session for a user. The token has the form that the CLI takes in place of a username: the 15-character org
 * id, `!`, and letters, digits, `.` and `_` only.
 */
export function openSession(org: OrgState, userId: string): Session {
  const secret = randomBytes(72).toString('base64url').replaceAll('-', '.');
  const session: Session = { token: `${idKey(org.organizationId)}!AQ${secret}`, userId, expired: false };
  org.sessions.set(session.token, session);
  return session;
}

/** The session a request shows, or the answer that refuses it in the form its route asks for. */
export function checkSession(
  request: OrgRequest,
  kind: Exclude<Route['session'], 'none'>,
  org: OrgState,
): { session: Session } | { refusal: OrgAnswer } {
  const token = tokenOf(request, kind);
  const session = validSession(org, token);
  return session === undefined ? { refusal: refusalOf(kind, token) } : { session };
}

/** The session of a token, or undefined if there is none, it is over, or its user is no longer active. */
export function validSession(org: OrgState, token: string): Session | undefined {
  const session = org.sessions.get(token);
  return session !== undefined && !session.expired && isActive(org, session.userId) ? session : undefined;
}

/** The token of a request, wherever it carries one, or an empty text. */
export function tokenOf(request: OrgRequest, kind: Exclude<Route['session'], 'none'>): string {
  if (kind === 'soap') {
    // The header comes before the body, which may hold megabytes.
    const start = request.body.subarray(0, 8192).toString('utf8');
    return /<(?:\w+:)?sessionId>\s*([^<\s]*)\s*</.exec(start)?.[1] ?? '';
  }
  const header = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (header !== undefined || kind === 'bearer') {
    return header ?? '';
  }
  return (
    request.query.get('access_token') ?? new URLSearchParams(request.body.toString('utf8')).get('access_token') ?? ''
  );
}

/** Whether a user has the profile System Administrator. */
export function isAdministrator(org: OrgState, userId: string): boolean {
  const profileId = findRow(org, 'User', { Id: userId })?.['ProfileId'];
  return typeof profileId === 'string' && org.profileFullNames.get(profileId) === 'Admin';
}

/** Whether a user has a right: administrators have every right that the org's options do not take away, others none. */
export function hasPermission(org: OrgState, userId: string, permission: Permission): boolean {
  return isAdministrator(org, userId) && !org.options.missingPermissions.includes(permission);
}

function isActive(org: OrgState, userId: string): boolean {
  return findRow(org, 'User', { Id: userId })?.['IsActive'] === true;
}

function refusalOf(kind: Exclude<Route['session'], 'none'>, token: string): OrgAnswer {
  switch (kind) {
    case 'bearer':
      return restErrorAnswer(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    case 'soap':
      return invalidSessionFault(token);
    case 'identity':
      return textAnswer(403, 'Bad_OAuth_Token');
  }
}
