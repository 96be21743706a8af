import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { model } from './model.ts';
import { readXml, type XmlElement } from '../package/xml-document.ts';

const SCRIPT = fileURLToPath(new URL('./generate-metadata-schema.ts', import.meta.url));

function attribute(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`\\b${name}="([^"]+)"`, 'g'))].map(([, value]) => value ?? '');
}

describe('the XML schema written for other parsers', () => {
  let directory: string;
  let schema: string;
  let root: XmlElement;

  before(function () {
    this.timeout(60_000);
    directory = mkdtempSync(join(tmpdir(), 'schema-'));
    const target = join(directory, 'metadata.xsd');
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT, target], { encoding: 'utf8' });
    expect(status, stderr).to.equal(0);
    schema = readFileSync(target, 'utf8');
    const reading = readXml(schema);
    if (!reading.ok) {
      throw new Error(reading.fault.problem);
    }
    root = reading.root;
  });
  after(() => rmSync(directory, { recursive: true }));

  it('has a global element for every type of file, and the types and enumerations of the model', () => {
    const count = (name: string): number => root.children.filter((child) => child.name === name).length;
    const [, globals = ''] = /(<xsd:element[\s\S]*?)<xsd:complexType/.exec(schema) ?? [];
    expect(attribute(globals, 'name')).to.include.members([
      'Certificate',
      'ConnectedApp',
      'IdentityProviderSettings',
      'Profile',
    ]);
    expect(attribute(globals, 'name')).not.to.include('ConnectedAppSamlConfig');
    expect(count('complexType')).to.equal(Object.keys(model.types).length);
    expect(count('simpleType')).to.equal(Object.keys(model.enumerations).length);
  });

  it('lists the elements of a type in the order of the model, below those of its base', () => {
    const [, certificate = ''] = /<xsd:complexType name="Certificate">([\s\S]*?)<\/xsd:complexType>/.exec(schema) ?? [];
    expect(certificate).to.include('<xsd:extension base="tns:MetadataWithContent">');
    expect(attribute(certificate, 'name')).to.deep.equal(model.types['Certificate']!.elements.map(([name]) => name));
    expect(certificate).to.include('name="caSigned" type="xsd:boolean" minOccurs="1" maxOccurs="1"');
  });

  it('says where it comes from', () => {
    expect(schema).to.include(`${model.source}. ${model.notice}`);
  });

  it('is not written if no output file is named', () => {
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8' });
    expect(status).to.equal(2);
    expect(stderr).to.match(/^Usage: /);
  });
});
