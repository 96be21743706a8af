import type { Connection } from '@salesforce/core';
import type { MetadataComponent } from '../metadata/metadata-package.ts';
import { readComponents } from '../metadata/metadata-reading.ts';
import { nodesOf, textAt, type MetadataNode } from '../metadata/metadata-xml.ts';

/**
 * A formula field on User that holds the text of an attribute, for orgs whose external client apps take no literal as a
 * formula. The guide describes formulas there as `$<object>.<field>`, and gives no other (Metadata API Developer Guide).
 */
export const ROLE_FIELD = 'User.Twilio_Frontline_Role__c';

/** The formula of an attribute that takes its value from the field. */
export const ROLE_REFERENCE = `$${ROLE_FIELD}`;

/** Whether the formula of an attribute is the field. Names of fields have no case. */
export function isRoleField(formula = ''): boolean {
  return formula.trim().toLowerCase() === ROLE_REFERENCE.toLowerCase();
}

/** The content of the field. Undefined if the org does not have it. */
export async function readRoleField(connection: Connection): Promise<MetadataNode | undefined> {
  return (await readComponents(connection, 'CustomField', [ROLE_FIELD])).get(ROLE_FIELD);
}

/** The formula of the field. */
export function roleFieldFormula(content: MetadataNode): string {
  return textAt(content, 'formula') ?? '';
}

/** The field with a text. In formulas of fields, texts are in double quotes (Salesforce Help, "Formula Operators"). */
export function roleField(template: MetadataNode, text: string): MetadataComponent {
  const { fullName: _name, ...content } = template;
  return {
    fullName: ROLE_FIELD,
    document: { type: 'CustomField', content: { ...content, formula: [`"${text}"`] } },
  };
}

/**
 * A permission set whose users may read the field too. A field that metadata makes is hidden from everybody else. Whether
 * the formula of an attribute needs the right is not known.
 */
export function withRoleFieldReading(permissionSet: MetadataNode): MetadataNode {
  const permission = { editable: ['false'], field: [ROLE_FIELD], readable: ['true'] };
  const others = nodesOf(permissionSet, 'fieldPermissions').filter((node) => !isOfRoleField(node));
  return { ...permissionSet, fieldPermissions: [...others, permission] };
}

/** Whether the users of a permission set may read the field. */
export function readsRoleField(permissionSet: MetadataNode): boolean {
  return nodesOf(permissionSet, 'fieldPermissions').some(
    (node) => isOfRoleField(node) && textAt(node, 'readable') === 'true',
  );
}

function isOfRoleField(fieldPermission: MetadataNode): boolean {
  return textAt(fieldPermission, 'field')?.toLowerCase() === ROLE_FIELD.toLowerCase();
}
