import { Messages } from '@salesforce/core';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { nodesOf, textAt, type MetadataNode } from '../../salesforce/metadata/metadata-xml.ts';
import {
  formulaOfRoleField,
  isReferenceTo,
  mayRead,
  referenceTo,
  roleFieldWith,
  withReading,
  type RoleField,
} from '../../salesforce/org/role-field.ts';
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
  const isInSource = isReferenceTo(source.roleField.fullName, formula);
  const role = literalOf(isInSource ? formulaOfRoleField(source.roleField) : formula);
  if (role === undefined || /['"]/.test(role)) {
    return { content };
  }
  const inField = kind === 'external-client-app' && (isInSource || roleInField || actual.roleField !== undefined);
  if (!inField && !isInSource) {
    return { content };
  }
  const wanted = inField ? referenceTo(source.roleField.fullName) : `'${role}'`;
  const attributes = nodesOf(content, 'attributes').map((node) =>
    isRole(node) ? { ...node, formula: [wanted] } : node,
  );
  return {
    content: { ...content, attributes },
    ...(inField ? { change: fieldChange(role, source.roleField, actual.roleField) } : {}),
  };
}

function fieldChange(role: string, inSource: RoleField, existing: RoleField | undefined): UserFieldChange {
  const from = existing && formulaOfRoleField(existing);
  const component = roleFieldWith(role, existing ?? inSource);
  const isSame = from !== undefined && literalOf(from) === role;
  const to = formulaOfRoleField({ ...inSource, content: component.document.content });
  return {
    step: 'user-field',
    action: from === undefined ? 'create' : isSame ? 'keep' : 'update',
    target: inSource.fullName,
    differences: isSame ? [] : [{ field: 'formula', ...(from === undefined ? {} : { from }), to }],
    reason: messages.getMessage('reason.roleField'),
    components: [component],
  };
}

/** The changes that let permission sets of the source, which the org has already, read the field. */
export function planReading(
  field: string,
  { actual: { permissionSets = new Map() } }: PlanInput,
  wanted: string[],
): PermissionSetChange[] {
  return [...permissionSets]
    .filter(([fullName, content]) => wanted.includes(fullName) && !mayRead(field, content))
    .map(([fullName, content]) => ({
      step: 'permission-set',
      action: 'update',
      target: fullName,
      differences: [{ field: `fieldPermissions[${field}].readable`, to: 'true' }],
      components: [{ fullName, document: { type: 'PermissionSet', content: withReading(field, content) } }],
    }));
}
