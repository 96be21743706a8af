import { Messages } from '@salesforce/core';
import { nodesOf, textAt, type MetadataNode } from '../../salesforce/metadata/metadata-xml.ts';
import {
  fromRoleField,
  readsRoleField,
  withRoleFieldReading,
  ROLE_FIELD,
  roleField,
  roleFieldFormula,
} from '../../salesforce/org/role-field.ts';
import type { ActualSetup } from '../inspect/inspect-org.ts';
import { literalOf } from '../settings/attribute-settings.ts';
import type { PermissionSetChange, PlanInput, UserFieldChange } from './plan.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/** The text of the attribute that the service provider needs, if its formula is nothing but this text. */
function roleOf(
  content: MetadataNode,
  { settings: { serviceProvider } }: Pick<PlanInput, 'settings'>,
): string | undefined {
  const attribute = nodesOf(content, 'attributes').find((node) => isNeeded(node, serviceProvider.attributes));
  const text = literalOf(textAt(attribute ?? {}, 'formula') ?? '');
  return text?.includes('"') === true ? undefined : text;
}

function isNeeded(attribute: MetadataNode, needed: Record<string, string>): boolean {
  return Object.hasOwn(needed, textAt(attribute, 'key') ?? '');
}

/**
 * The content of an external client app, and the field that its role comes from, if the org takes no literal in the app.
 * It does not if it refused one, or if the app has its role from the field already. A role that is no literal needs none.
 */
export function planRoleField(
  content: MetadataNode,
  input: PlanInput,
): { content: MetadataNode; change?: UserFieldChange } {
  const { source, actual, settings, roleInField = false } = input;
  const role = roleOf(content, input);
  if (role === undefined || !(roleInField || actual.roleField !== undefined)) {
    return { content };
  }
  const attributes = nodesOf(content, 'attributes').map((node) =>
    isNeeded(node, settings.serviceProvider.attributes) ? fromRoleField(node) : node,
  );
  return { content: { ...content, attributes }, change: fieldChange(role, actual, source.roleField.content) };
}

function fieldChange(role: string, { roleField: existing }: ActualSetup, template: MetadataNode): UserFieldChange {
  const from = existing === undefined ? undefined : roleFieldFormula(existing);
  const component = roleField(existing ?? template, role);
  const to = roleFieldFormula(component.document.content);
  const isSame = from !== undefined && literalOf(from) === role;
  return {
    step: 'user-field',
    action: from === undefined ? 'create' : isSame ? 'keep' : 'update',
    target: ROLE_FIELD,
    differences: isSame ? [] : [{ field: 'formula', ...(from === undefined ? {} : { from }), to }],
    reason: messages.getMessage('reason.roleField'),
    components: [component],
  };
}

/** The changes that let permission sets of the source, which the org has already, read the field. */
export function planReadingRoleField(
  { actual: { permissionSets = new Map() } }: PlanInput,
  wanted: string[],
): PermissionSetChange[] {
  return [...permissionSets]
    .filter(([fullName, content]) => wanted.includes(fullName) && !readsRoleField(content))
    .map(([fullName, content]) => ({
      step: 'permission-set',
      action: 'update',
      target: fullName,
      differences: [{ field: `fieldPermissions[${ROLE_FIELD}].readable`, to: 'true' }],
      components: [{ fullName, document: { type: 'PermissionSet', content: withRoleFieldReading(content) } }],
    }));
}
