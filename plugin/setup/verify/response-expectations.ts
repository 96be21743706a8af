import type { App } from '../../salesforce/org/app.ts';
import { nodesOf, textAt } from '../../salesforce/metadata/metadata-xml.ts';
import type { Expected } from './check-response.ts';
import type { ServiceProvider } from '../../twilio/service-provider.ts';
import { isComputed, literalOf } from '../settings/attribute-settings.ts';
import { nameIdForms, nameIdOf, subjectTypeOf, type Identifiers } from '../settings/subject.ts';

/** What a response must say of a user. The app in the org decides it, even if the guide says something else. */
export function expectedOfApp(
  app: Pick<App, 'content'> | undefined,
  user: Identifiers,
  serviceProvider: ServiceProvider,
): Pick<Expected, 'username' | 'usernameForms' | 'role' | 'roleVaries'> {
  const subjectType = subjectTypeOf(app);
  const nameId = nameIdOf(subjectType, user);
  const attributes = nodesOf(app?.content ?? {}, 'attributes');
  const formula = textAt(attributes.find((node) => textAt(node, 'key') === 'roles') ?? {}, 'formula') ?? '';
  const role = literalOf(formula) ?? literalOf(serviceProvider.attributes['roles'] ?? '');
  return {
    ...(nameId === undefined ? {} : { username: nameId, usernameForms: nameIdForms(subjectType, user) }),
    ...(role === undefined ? {} : { role }),
    roleVaries: isComputed(formula),
  };
}
