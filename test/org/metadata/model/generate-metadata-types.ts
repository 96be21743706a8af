import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** One element of a metadata type, as the schema lists it. */
export type SchemaElement = { name: string; type: string; minOccurs: 0 | 1; maxOccurs: 1 | 'unbounded' };

/** A complex type: its elements in the order of the schema, after those of the type it extends. */
export type SchemaType = { base: string | undefined; elements: SchemaElement[] };

/** The types and enumerations of the Metadata API by name. */
export type Schema = { types: Map<string, SchemaType>; enumerations: Map<string, string[]> };

/** The types that this project deploys, retrieves or refers to. The model has these and all types that they use. */
export const ROOT_TYPES = [
  'Certificate',
  'ConnectedApp',
  'CustomApplication',
  'CustomField',
  'ExternalClientApplication',
  'ExtlClntAppConfigurablePolicies',
  'ExtlClntAppSamlConfigurablePolicies',
  'IdentityProviderSettings',
  'PermissionSet',
  'PermissionSetGroup',
  'Profile',
];

/**
 * The schema of the Metadata API as the package `@salesforce/types` carries it, with the package's version and
 * copyright lines for all that is derived from it.
 *
 * Salesforce generates that package from the Metadata WSDL. The package is the only source here, because everybody has
 * it after `npm ci`. The WSDL says a little more (int or double, date or dateTime, nillable), but this makes no
 * difference for the types reached from ROOT_TYPES: in the WSDL of API 66.0 every number in them is an xsd:int and
 * every date an xsd:dateTime, and the order of the elements and what is required are the same.
 */
export function readInstalledSchema(): { schema: Schema; source: string; notice: string } {
  const require = createRequire(import.meta.url);
  const library = dirname(require.resolve('@salesforce/types/metadata'));
  const manifest = JSON.parse(readFileSync(join(library, '..', 'package.json'), 'utf8')) as { version: string };
  const licence = readFileSync(join(library, '..', 'LICENSE.txt'), 'utf8');
  return {
    schema: parseSchema(readFileSync(join(library, 'metadata.d.ts'), 'utf8')),
    source: `@salesforce/types ${manifest.version}, lib/metadata.d.ts`,
    notice: noticeOf(licence),
  };
}

/**
 * Reads type declarations in the form of `metadata.d.ts`: object types, `Base & { … }`, and unions of string literals.
 * @throws Error for a declaration of any other form, so that a new edition of the package is noticed.
 */
export function parseSchema(declarations: string): Schema {
  const file = ts.createSourceFile('metadata.d.ts', declarations, ts.ScriptTarget.Latest);
  const schema: Schema = { types: new Map(), enumerations: new Map() };
  for (const statement of file.statements) {
    if (ts.isTypeAliasDeclaration(statement)) {
      addDeclaration(schema, statement.name.text, statement.type);
    }
  }
  return schema;
}

/** The part of a schema that can be reached from the given types, in alphabetical order. */
export function reachableFrom(schema: Schema, roots: string[]): Schema {
  const types = new Map<string, SchemaType>();
  const enumerations = new Map<string, string[]>();
  const pending = [...roots];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const type = schema.types.get(name);
    const values = schema.enumerations.get(name);
    if (values) {
      enumerations.set(name, values);
    }
    if (!type || types.has(name)) {
      continue;
    }
    types.set(name, type);
    pending.push(...type.elements.map((element) => element.type), ...(type.base ? [type.base] : []));
  }
  return { types: sortedByName(types), enumerations: sortedByName(enumerations) };
}

/** Types that allow any value. An alias of such a type is an enumeration with values that differ from org to org. */
const ANY_TEXT = new Set([ts.SyntaxKind.StringKeyword, ts.SyntaxKind.AnyKeyword, ts.SyntaxKind.UnknownKeyword]);

function addDeclaration(schema: Schema, name: string, node: ts.TypeNode): void {
  if (ts.isTypeLiteralNode(node)) {
    schema.types.set(name, { base: undefined, elements: elementsOf(node) });
  } else if (ts.isIntersectionTypeNode(node)) {
    const [base, own] = node.types;
    if (!base || !own || !ts.isTypeLiteralNode(own)) {
      throw unexpected(name, node);
    }
    schema.types.set(name, { base: typeName(base), elements: elementsOf(own) });
  } else if (ts.isTypeReferenceNode(node)) {
    schema.types.set(name, { base: typeName(node), elements: [] });
  } else if (!ANY_TEXT.has(node.kind)) {
    schema.enumerations.set(name, literalsOf(name, node));
  }
}

function elementsOf(literal: ts.TypeLiteralNode): SchemaElement[] {
  return literal.members.map((member) => {
    if (!ts.isPropertySignature(member) || !member.type || !ts.isIdentifier(member.name)) {
      throw unexpected('a member', member);
    }
    const repeated = ts.isArrayTypeNode(member.type);
    const single = ts.isArrayTypeNode(member.type) ? member.type.elementType : member.type;
    return {
      name: member.name.text,
      type: typeName(single),
      minOccurs: repeated || member.questionToken ? 0 : 1,
      maxOccurs: repeated ? 'unbounded' : 1,
    };
  });
}

function typeName(node: ts.TypeNode): string {
  if (ANY_TEXT.has(node.kind)) {
    return 'xsd:string';
  }
  if (node.kind === ts.SyntaxKind.BooleanKeyword) {
    return 'xsd:boolean';
  }
  if (node.kind === ts.SyntaxKind.NumberKeyword) {
    return 'xsd:int';
  }
  if (!ts.isTypeReferenceNode(node) || !ts.isIdentifier(node.typeName)) {
    throw unexpected('a type', node);
  }
  return node.typeName.text === 'Date' ? 'xsd:dateTime' : node.typeName.text;
}

function literalsOf(name: string, node: ts.TypeNode): string[] {
  const members = ts.isUnionTypeNode(node) ? node.types : [node];
  return members.map((member) => {
    if (!ts.isLiteralTypeNode(member) || !ts.isStringLiteral(member.literal)) {
      throw unexpected(name, member);
    }
    return member.literal.text;
  });
}

function noticeOf(licence: string): string {
  const lines = licence.split('\n').map((line) => line.trim());
  const wanted = [/^Apache License/, /^Copyright \(c\)/, /^All rights reserved/];
  return wanted.map((pattern) => (lines.find((line) => pattern.test(line)) ?? '').replace(/\.$/, '')).join('. ');
}

function sortedByName<Value>(map: Map<string, Value>): Map<string, Value> {
  return new Map([...map].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function unexpected(where: string, node: ts.Node): Error {
  return new Error(`metadata.d.ts holds a form this reader does not know, in ${where}: ${ts.SyntaxKind[node.kind]}`);
}
