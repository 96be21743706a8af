import { findRow } from '../../database/rows.ts';
import type { OrgState, Row } from '../../state.ts';
import type { Problem } from '../model/platform-check.ts';
import type { Position } from '../package/xml-document.ts';
import { rowNameOf } from './namespace.ts';

/** What the platform says about a name that does not exist. The pattern was seen for other fields and types. */
export function missingReference(field: string, typeName: string, name: string, place?: Position): Problem {
  return { problem: `In field: ${field} - no ${typeName} named ${name} found`, ...(place && { place }) };
}

/**
 * The profile that a text means. Retrieved apps name profiles by label (`System Administrator`), files of profiles use
 * the full name (`Admin`), and the guide asks for ids in one place. All three are accepted.
 */
export function profileNamed(org: OrgState, text: string): Row | undefined {
  const [idOfFullName] = [...org.profileFullNames].find(([, fullName]) => fullName === text) ?? [];
  return findRow(org, 'Profile', { Name: text }) ?? findRow(org, 'Profile', { Id: idOfFullName ?? text });
}

/**
 * The permission set that a text means, by label (seen in a public app), API name or id; never one that a profile owns.
 */
export function permissionSetNamed(org: OrgState, text: string): Row | undefined {
  const own = { IsOwnedByProfile: false };
  return (
    findRow(org, 'PermissionSet', { ...own, Label: text }) ??
    findRow(org, 'PermissionSet', { ...own, ...rowNameOf(text) }) ??
    findRow(org, 'PermissionSet', { ...own, Id: text })
  );
}
