import { writeFileSync } from 'node:fs';
import {
  readInstalledSchema,
  reachableFrom,
  ROOT_TYPES,
  type Schema,
  type SchemaType,
} from './generate-metadata-types.ts';

/**
 * Writes an XML schema of the metadata types that this project handles, for validating parsers of others:
 *
 *     node test/org/metadata/model/generate-metadata-schema.ts metadata.xsd
 *     xmllint --noout --schema metadata.xsd force-app/main/connectedApps/*.connectedApp-meta.xml
 *
 * The WSDL has only types, but a schema for files needs a global element for each type that extends `Metadata`. The
 * schema is stricter than the platform, which takes elements in any order.
 */
const [target] = process.argv.slice(2);
if (!target) {
  process.stderr.write('Usage: node test/org/metadata/model/generate-metadata-schema.ts <file to write>\n');
  process.exit(2);
}

const { schema, source, notice } = readInstalledSchema();
writeFileSync(target, schemaDocument(reachableFrom(schema, ROOT_TYPES), `${source}. ${notice}`));

function schemaDocument(schema: Schema, origin: string): string {
  const roots = [...schema.types.keys()].filter((name) => extendsMetadata(schema, name));
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- Derived from ${origin} -->
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="http://soap.sforce.com/2006/04/metadata"
    targetNamespace="http://soap.sforce.com/2006/04/metadata" elementFormDefault="qualified">
${roots.map((name) => `  <xsd:element name="${name}" type="tns:${name}"/>`).join('\n')}
${[...schema.types].map(([name, type]) => complexType(name, type)).join('\n')}
${[...schema.enumerations].map(([name, values]) => simpleType(name, values)).join('\n')}
</xsd:schema>
`;
}

function extendsMetadata(schema: Schema, name: string): boolean {
  const base = schema.types.get(name)?.base;
  return base !== undefined && (base === 'Metadata' || extendsMetadata(schema, base));
}

function complexType(name: string, type: SchemaType): string {
  const elements = type.elements
    .map((element) => {
      const typeName = element.type.startsWith('xsd:') ? element.type : `tns:${element.type}`;
      const { minOccurs, maxOccurs } = element;
      return `<xsd:element name="${element.name}" type="${typeName}" minOccurs="${minOccurs}" maxOccurs="${maxOccurs}"/>`;
    })
    .join('\n      ');
  const sequence = `<xsd:sequence>\n      ${elements}\n    </xsd:sequence>`;
  const content = type.base
    ? `<xsd:complexContent><xsd:extension base="tns:${type.base}">${sequence}</xsd:extension></xsd:complexContent>`
    : sequence;
  return `  <xsd:complexType name="${name}">\n    ${content}\n  </xsd:complexType>`;
}

function simpleType(name: string, values: string[]): string {
  const facets = values.map((value) => `<xsd:enumeration value="${value.replaceAll('&', '&amp;')}"/>`).join('');
  return `  <xsd:simpleType name="${name}"><xsd:restriction base="xsd:string">${facets}</xsd:restriction></xsd:simpleType>`;
}
