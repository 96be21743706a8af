import { expect } from 'chai';
import { checkResponse } from '../../../plugin/saml/check-response.ts';
import { itRejects } from '../rejections.ts';
import { expected, makeXml, replace, signIn, toBase64, withStatus, type Making } from '../sign-in.ts';

const others = signIn.attributes.filter(({ name }) => name !== 'roles');
const roles = (value: string, name = 'roles'): Making => ({ content: { attributes: [...others, { name, value }] } });

describe('attributes that the service provider cannot use', () => {
  itRejects([
    { name: 'another role', from: roles('manager'), fails: ['ass.roles'] },
    { name: 'a role in other letters', from: roles('Agent'), fails: ['ass.roles'] },
    { name: 'a role with a blank before it', from: roles(' agent'), fails: ['ass.roles'] },
    { name: 'a role with a line break behind it', from: roles('agent\n'), fails: ['ass.roles'] },
    { name: 'a role in quotes', from: roles("'agent'"), fails: ['ass.roles'] },
    { name: 'an empty role', from: roles(''), fails: ['ass.roles'] },
    { name: 'two roles in one value', from: roles('agent,manager'), fails: ['ass.roles'] },
    { name: 'the attribute role', from: roles('agent', 'role'), fails: ['ass.roles'] },
    { name: 'the attribute Roles', from: roles('agent', 'Roles'), fails: ['ass.roles'] },
    {
      name: 'the attribute by an address',
      from: roles('agent', 'http://schemas.example/claims/roles'),
      fails: ['ass.roles'],
    },
    { name: 'the attribute with a blank in its name', from: roles('agent', 'roles '), fails: ['ass.roles'] },
    { name: 'no role at all', from: { content: { attributes: others } }, fails: ['ass.roles'] },
    { name: 'another role than the one asked for', from: {}, expecting: { role: 'manager' }, fails: ['ass.roles'] },
    {
      name: 'two values of the role',
      from: { assertion: (xml) => xml.replace(/<saml:AttributeValue [^>]*>agent<\/saml:AttributeValue>/, '$&$&') },
      fails: ['ass.roles'],
    },
    {
      name: 'no value of the role',
      from: { assertion: replace(/<saml:AttributeValue [^>]*>agent<\/saml:AttributeValue>/, '') },
      fails: ['ass.roles'],
    },
    {
      name: 'the role twice',
      from: { content: { attributes: [...signIn.attributes, { name: 'roles', value: 'agent' }] } },
      fails: ['ass.attributes', 'ass.roles'],
    },
    {
      name: 'an own attribute that repeats a standard one',
      from: { content: { attributes: [...signIn.attributes, { name: 'email', value: 'ada@example.org' }] } },
      fails: ['ass.attributes'],
    },
    {
      name: 'an attribute without a name',
      from: { assertion: replace('<saml:Attribute Name="email"', '<saml:Attribute') },
      fails: ['ass.attributes'],
    },
    {
      name: 'a statement without attributes',
      from: { content: { attributes: [] } },
      fails: ['ass.attributes', 'ass.roles'],
    },
    {
      name: 'no statement of attributes',
      from: { assertion: replace(/<saml:AttributeStatement>.*<\/saml:AttributeStatement>/, '') },
      fails: ['ass.attributes', 'ass.roles'],
    },
  ]);
});

describe('a response that is used twice', () => {
  it('passes once and fails replay the second time', () => {
    const seenAssertionIds = new Set<string>();
    const field = toBase64(makeXml());
    const [first, second] = [1, 2].map(() => checkResponse(field, { ...expected, seenAssertionIds }));
    expect(first?.ok).to.equal(true);
    expect(withStatus(second!, 'fail')).to.deep.equal(['replay']);
  });

  it('is not remembered when it was refused', () => {
    const seenAssertionIds = new Set<string>();
    const field = toBase64(makeXml());
    checkResponse(field, { ...expected, seenAssertionIds, role: 'manager' });
    expect(seenAssertionIds.size).to.equal(0);
    expect(checkResponse(field, { ...expected, seenAssertionIds }).ok).to.equal(true);
  });
});
