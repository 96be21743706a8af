import { expect } from 'chai';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import { GOOD, itRejects, readResponse } from '../responses.ts';
import { expected, withStatus } from '../sign-in.ts';

describe('attributes that the service provider cannot use', () => {
  itRejects('checks/attributes', [
    { file: 'another-role', fails: { 'ass.roles': '"manager"' } },
    { file: 'a-role-in-other-letters', fails: { 'ass.roles': '"Agent"' } },
    { file: 'a-role-with-a-blank-before-it', fails: { 'ass.roles': '" agent"' } },
    { file: 'a-role-with-a-line-break-behind-it', fails: { 'ass.roles': '"agent\\u{a}"' } },
    { file: 'a-role-in-quotes', fails: { 'ass.roles': '"\'agent\'"' } },
    { file: 'an-empty-role', fails: { 'ass.roles': '""' } },
    { file: 'two-roles-in-one-value', fails: { 'ass.roles': '"agent,manager"' } },
    { file: 'the-attribute-role', fails: { 'ass.roles': 'no attribute roles' } },
    { file: 'the-attribute-roles', fails: { 'ass.roles': 'no attribute roles' } },
    { file: 'the-attribute-by-an-address', fails: { 'ass.roles': 'no attribute roles' } },
    { file: 'the-attribute-with-a-blank-in-its-name', fails: { 'ass.roles': 'no attribute roles' } },
    { file: 'no-role-at-all', fails: { 'ass.roles': 'no attribute roles' } },
    {
      file: GOOD,
      when: 'where another role is asked for',
      expecting: { role: 'manager' },
      fails: { 'ass.roles': '"agent"' },
    },
    { file: 'two-values-of-the-role', fails: { 'ass.roles': '"agent", "agent"' } },
    { file: 'no-value-of-the-role', fails: { 'ass.roles': 'no value' } },
    {
      file: 'the-role-twice',
      fails: { 'ass.attributes': 'userId, username, email, is_portal_user, roles', 'ass.roles': '"agent", "agent"' },
    },
    {
      file: 'an-own-attribute-that-repeats-a-standard-one',
      fails: { 'ass.attributes': 'userId, username, email, is_portal_user, roles' },
    },
    { file: 'an-attribute-without-a-name', fails: { 'ass.attributes': 'userId, username, , is_portal_user, roles' } },
    {
      file: 'a-statement-without-attributes',
      fails: {
        'saml.schema': 'no saml:Attribute or saml:EncryptedAttribute in saml:AttributeStatement',
        'ass.attributes': 'none',
        'ass.roles': 'no attribute roles',
      },
    },
    { file: 'no-statement-of-attributes', fails: { 'ass.attributes': 'none', 'ass.roles': 'no attribute roles' } },
  ]);
});

describe('a response that is used twice', () => {
  it('passes once and fails replay the second time', () => {
    const seenAssertionIds = new Set<string>();
    const field = readResponse('.', 'good');
    const [first, second] = [1, 2].map(() => checkResponse(field, { ...expected, seenAssertionIds }));
    expect(first?.ok).to.equal(true);
    expect(withStatus(second!, 'fail')).to.deep.equal(['replay']);
  });

  it('is not remembered if it was refused', () => {
    const seenAssertionIds = new Set<string>();
    const field = readResponse('.', 'good');
    checkResponse(field, { ...expected, seenAssertionIds, role: 'manager' });
    expect(seenAssertionIds.size).to.equal(0);
    expect(checkResponse(field, { ...expected, seenAssertionIds }).ok).to.equal(true);
  });
});
