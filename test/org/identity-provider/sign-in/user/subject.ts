import { createHash } from 'node:crypto';
import { idKey } from '../../../database/identifiers.ts';
import type { OrgState, Row } from '../../../state.ts';
import type { ServiceProvider } from '../../service-providers.ts';
import type { RefusalCode } from '../refusal.ts';
import { fieldText } from './user-field.ts';

export type Subject = { ok: true; nameId: string } | { ok: false; code: RefusalCode };

/** What the service provider is told that the user is, by the subject type of the app (Metadata API Developer Guide). */
export function subjectOf(org: OrgState, user: Row, provider: ServiceProvider): Subject {
  switch (provider.subjectType) {
    case 'FederationId':
      return textOr('NoUserFedId', String(user['FederationIdentifier'] ?? ''));
    case 'UserId':
      // That it is the shorter form, as in the attribute `userId`, is inferred.
      return { ok: true, nameId: idKey(user.Id) };
    case 'CustomAttribute':
      return customSubject(user, provider.subjectCustomAttribute ?? '');
    case 'PersistentId':
      return { ok: true, nameId: persistentId(org, user, provider) };
    case 'SpokeId':
      return { ok: false, code: 'NoSpokeId' };
    default:
      return { ok: true, nameId: String(user['Username']) };
  }
}

/** The app names a custom field without its `__c` (seen in retrieved files); a standard field may be meant too. */
function customSubject(user: Row, name: string): Subject {
  const found = [`${name}__c`, name].map((candidate) => fieldText('User', user, candidate)).find(({ known }) => known);
  return found === undefined ? { ok: false, code: 'NoCustomField' } : textOr('NoCustomAttrValue', found.text);
}

function textOr(code: RefusalCode, text: string): Subject {
  return text === '' ? { ok: false, code } : { ok: true, nameId: text };
}

/** The same for a user and a service provider each time, and of no meaning elsewhere; the platform's form is not known. */
function persistentId({ organizationId }: OrgState, user: Row, { entityId }: ServiceProvider): string {
  return createHash('sha256')
    .update(JSON.stringify([organizationId, user.Id, entityId]))
    .digest('base64url');
}

const NAME_ID_FORMATS: Record<string, string> = {
  EmailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  Persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  Transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
};

/** The URN of a `samlNameIdFormat` (SAML Core, section 8.3). */
export function nameIdFormatUrn(format: string): string {
  return NAME_ID_FORMATS[format] ?? 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
}
