import type { Connection } from '@salesforce/core';
import type { MetadataComponent } from '../metadata/metadata-package.ts';
import { readComponents } from '../metadata/metadata-reading.ts';
import { nodesOf, textAt, type MetadataNode } from '../metadata/metadata-xml.ts';

/**
 * A formula field on User that holds the role of an app, for orgs whose external client apps take no literal as a formula.
 * The guide describes formulas there as `$<object>.<field>`, and gives no other (Metadata API Developer Guide).
 */
export type RoleField = { fullName: string; content: MetadataNode };

/** The longest name of a custom field, without its `__c` (Metadata API Developer Guide, "CustomField"). */
const LONGEST_NAME = 40;

/** The full name of the field of an app. Each app has its own, since their roles can differ. */
export function roleFieldName(app: string): string {
  const stem = app.replace(/__+/g, '_').slice(0, LONGEST_NAME - '_Role'.length);
  return `User.${stem.replace(/_$/, '')}_Role__c`;
}

/** The formula of an attribute that takes its value from a field. */
export function referenceTo(fullName: string): string {
  return `$${fullName}`;
}

/** Whether the formula of an attribute is a field and nothing else. Names of fields have no case. */
export function isReferenceTo(fullName: string, formula = ''): boolean {
  return formula.trim().toLowerCase() === referenceTo(fullName).toLowerCase();
}

/** The field, if the org has it. */
export async function readRoleField(connection: Connection, fullName: string): Promise<RoleField | undefined> {
  const content = (await readComponents(connection, 'CustomField', [fullName])).get(fullName);
  return content && { fullName, content };
}

/** The formula of the field itself. */
export function formulaOfRoleField({ content }: RoleField): string {
  return textAt(content, 'formula') ?? '';
}

/** The field with a text. In formulas of fields, texts are in double quotes (Salesforce Help, "Formula Operators"). */
export function roleFieldWith(text: string, { fullName, content }: RoleField): MetadataComponent {
  const { fullName: _name, ...others } = content;
  return { fullName, document: { type: 'CustomField', content: { ...others, formula: [`"${text}"`] } } };
}

/**
 * A permission set whose users may read the field too. A field that metadata makes is hidden from everybody else. Whether
 * the formula of an attribute needs the right is not known.
 */
export function withReading(fullName: string, permissionSet: MetadataNode): MetadataNode {
  const permission = { editable: ['false'], field: [fullName], readable: ['true'] };
  const others = nodesOf(permissionSet, 'fieldPermissions').filter((node) => !isOf(fullName, node));
  return { ...permissionSet, fieldPermissions: [...others, permission] };
}

/** Whether the users of a permission set may read the field. */
export function mayRead(fullName: string, permissionSet: MetadataNode): boolean {
  return nodesOf(permissionSet, 'fieldPermissions').some(
    (node) => isOf(fullName, node) && textAt(node, 'readable') === 'true',
  );
}

function isOf(fullName: string, fieldPermission: MetadataNode): boolean {
  return textAt(fieldPermission, 'field')?.toLowerCase() === fullName.toLowerCase();
}
