import { samlConfigOf, type App } from '../../salesforce/org/app.ts';
import { textAt } from '../../salesforce/metadata/metadata-xml.ts';
import { shortId } from '../../salesforce/api/record-id.ts';

/** What an app can make the NameID of (SamlSubjectType, metadata WSDL 66.0). */
export const SUBJECT_TYPES = ['Username', 'FederationId', 'UserId', 'SpokeId', 'CustomAttribute', 'PersistentId'];

/** All that is known of a user and that an app may make the NameID of. */
export type Identifiers = { id?: string | undefined; username?: string | undefined; federationId?: string | undefined };

/** What an app makes the NameID of. It is the user name if the app does not say. */
export function subjectTypeOf(app: Pick<App, 'content'> | undefined): string {
  return textAt(samlConfigOf(app?.content ?? {}), 'samlSubjectType') ?? 'Username';
}

/**
 * The NameID of a user.
 *
 * @returns undefined where it is not known here: the user has none, or the app makes it of something else.
 */
export function nameIdOf(subjectType: string, { id, username, federationId }: Identifiers): string | undefined {
  switch (subjectType) {
    case 'Username':
      return username;
    case 'UserId':
      // The form of the attribute `userId` in real responses; the response may hold the longer one (see `nameIdForms`).
      return id === undefined ? undefined : shortId(id);
    case 'FederationId':
      return federationId;
    default:
      return undefined;
  }
}

/** Other forms that a response may hold. Salesforce does not document in which form it sends a user's id. */
export function nameIdForms(subjectType: string, { id }: Identifiers): string[] {
  return subjectType === 'UserId' && id !== undefined ? [id] : [];
}
