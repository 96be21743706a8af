import { expect } from 'chai';
import { parseSchema, reachableFrom, ROOT_TYPES } from './generate-metadata-types.ts';
import { elementsOf, isValueOf, model, valuesOf } from './model.ts';

describe('the metadata model', () => {
  it('has every type the project deploys, and names where it comes from and under which licence', () => {
    expect(Object.keys(model.types)).to.include.members(ROOT_TYPES);
    expect(model.source).to.match(/^@salesforce\/types \d+\.\d+\.\d+, /);
    expect(model.notice).to.match(/^Apache License Version 2\.0\. Copyright \(c\) \d+ Salesforce/);
  });

  it('refers only to types, enumerations and simple types that it knows', () => {
    const simple = ['xsd:string', 'xsd:boolean', 'xsd:int', 'xsd:dateTime'];
    const known = new Set([...Object.keys(model.types), ...Object.keys(model.enumerations), ...simple]);
    const unknown = Object.keys(model.types).flatMap((name) =>
      elementsOf(name)!
        .filter(({ type }) => !known.has(type))
        .map((element) => `${name}.${element.name}`),
    );
    expect(unknown).to.deep.equal([]);
  });

  it('lists the own elements of every type in alphabetical order, as the schema does', () => {
    for (const [name, { elements }] of Object.entries(model.types)) {
      const names = elements.map(([element]) => element);
      expect(names, name).to.deep.equal(names.toSorted());
    }
  });

  it('puts inherited elements first', () => {
    expect(elementsOf('Certificate')!.map(({ name }) => name)).to.deep.equal([
      'fullName',
      'content',
      'caSigned',
      'encryptedWithPlatformEncryption',
      'expirationDate',
      'keySize',
      'masterLabel',
      'privateKeyExportable',
    ]);
  });

  it('describes the SAML part of a connected app as the Metadata API Developer Guide does', () => {
    const required = elementsOf('ConnectedAppSamlConfig')!.filter(({ minOccurs }) => minOccurs === 1);
    expect(required.map(({ name }) => name)).to.deep.equal(['acsUrl', 'entityUrl', 'samlSubjectType']);
    expect(valuesOf('SamlSigningAlgoType')).to.deep.equal(['SHA1', 'SHA256']);
    expect(elementsOf('ConnectedApp')!.find(({ name }) => name === 'attributes')).to.include({
      type: 'ConnectedAppAttribute',
      maxOccurs: 'unbounded',
    });
  });

  it('does not know names that every JavaScript object has', () => {
    expect(elementsOf('constructor')).to.equal(undefined);
    expect(valuesOf('toString')).to.equal(undefined);
  });

  it('tells values of simple types from other texts', () => {
    expect(isValueOf('xsd:boolean', ' true ')).to.equal(true);
    expect(isValueOf('xsd:boolean', 'yes')).to.equal(false);
    expect(isValueOf('xsd:int', '2048')).to.equal(true);
    expect(isValueOf('xsd:int', '2.5')).to.equal(false);
    expect(isValueOf('xsd:dateTime', '2027-11-24T00:00:00.000Z')).to.equal(true);
    expect(isValueOf('xsd:dateTime', '2027-11-24')).to.equal(false);
    expect(isValueOf('SamlSubjectType', 'Username')).to.equal(true);
    expect(isValueOf('SamlSubjectType', 'username')).to.equal(false);
  });
});

describe('reading type declarations', () => {
  const declarations = `
    export type Colour = 'red' | 'green';
    export type Open = string;
    export type Base = { fullName?: string };
    export type Thing = Base & { colour: Colour; count?: number; open?: Open; parts: Part[]; since?: Date };
    export type Part = { active: boolean };
    export type Alias = Part;
    export type Stranger = { x: string };`;

  it('gives elements in order with type and occurrence, and the base', () => {
    expect(parseSchema(declarations).types.get('Thing')).to.deep.equal({
      base: 'Base',
      elements: [
        { name: 'colour', type: 'Colour', minOccurs: 1, maxOccurs: 1 },
        { name: 'count', type: 'xsd:int', minOccurs: 0, maxOccurs: 1 },
        { name: 'open', type: 'Open', minOccurs: 0, maxOccurs: 1 },
        { name: 'parts', type: 'Part', minOccurs: 0, maxOccurs: 'unbounded' },
        { name: 'since', type: 'xsd:dateTime', minOccurs: 0, maxOccurs: 1 },
      ],
    });
  });

  it('keeps what can be reached from the wanted types and leaves the rest out', () => {
    const { types, enumerations } = reachableFrom(parseSchema(declarations), ['Thing', 'Alias']);
    expect([...types.keys()]).to.deep.equal(['Alias', 'Base', 'Part', 'Thing']);
    expect([...enumerations]).to.deep.equal([['Colour', ['red', 'green']]]);
  });

  it('stops at a form of declaration that it does not know', () => {
    expect(() => parseSchema('export type Odd = [string, number];')).to.throw(/form this reader does not know, in Odd/);
  });
});
