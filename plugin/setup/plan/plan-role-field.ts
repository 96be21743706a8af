import { Messages } from '@salesforce/core';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { nodesOf, textAt, type MetadataNode } from '../../salesforce/metadata/metadata-xml.ts';
import {
  isRoleField,
  readsRoleField,
  withRoleFieldReading,
  ROLE_FIELD,
  ROLE_REFERENCE,
  roleField,
  roleFieldFormula,
} from '../../salesforce/org/role-field.ts';
import type { ActualSetup } from '../inspect/inspect-org.ts';
import { literalOf } from '../settings/attribute-settings.ts';
import type { PermissionSetChange, PlanInput, UserFieldChange } from './plan.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/**
 * The content of an app, and the field that its role comes from. An external client app has it in the field if the org
 * refused a literal, if the app has it there already, or if the source has it there. A connected app takes a literal. A
 * role that is another field or a formula needs none of this.
 */
export function planRoleField(
  content: MetadataNode,
  kind: AppKind,
  input: PlanInput,
): { content: MetadataNode; change?: UserFieldChange } {
  const { source, actual, settings, roleInField = false } = input;
  const isRole = (node: MetadataNode): boolean =>
    Object.hasOwn(settings.serviceProvider.attributes, textAt(node, 'key') ?? '');
  const formula = textAt(nodesOf(content, 'attributes').find(isRole) ?? {}, 'formula') ?? '';
  const isInSource = isRoleField(formula);
  const role = literalOf(isInSource ? roleFieldFormula(source.roleField.content) : formula);
  if (role === undefined || /['"]/.test(role)) {
    return { content };
  }
  const inField = kind === 'external-client-app' && (isInSource || roleInField || actual.roleField !== undefined);
  if (!inField && !isInSource) {
    return { content };
  }
  const attributes = nodesOf(content, 'attributes').map((node) =>
    isRole(node) ? { ...node, formula: [inField ? ROLE_REFERENCE : `'${role}'`] } : node,
  );
  return {
    content: { ...content, attributes },
    ...(inField ? { change: fieldChange(role, actual, source.roleField.content) } : {}),
  };
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
