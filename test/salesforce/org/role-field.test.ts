import { expect } from 'chai';
import { isReferenceTo, mayRead, roleFieldName, withReading } from '../../../plugin/salesforce/org/role-field.ts';

describe('the field that holds the role of an app', () => {
  it('is named after the app, within the limits for names of custom fields', () => {
    expect(roleFieldName('Twilio_Frontline')).to.equal('User.Twilio_Frontline_Role__c');
    for (const app of ['A', 'acme__Portal', 'X'.repeat(35), `${'X'.repeat(34)}_Y`, 'X'.repeat(80)]) {
      const name = roleFieldName(app).replace(/^User\.|__c$/g, '');
      expect(name, app).to.match(/^[A-Za-z](?!.*__)\w*(?<!_)$/);
      expect(name.length, app).to.be.at.most(40);
    }
  });

  it('is the formula of an attribute only by itself, in whatever case', () => {
    const name = roleFieldName('Twilio_Frontline');
    expect(isReferenceTo(name, ' $user.twilio_frontline_role__C ')).to.equal(true);
    for (const formula of [undefined, '', "'agent'", '$User.Department', "$User.Twilio_Frontline_Role__c & 's'"]) {
      expect(isReferenceTo(name, formula), formula).to.equal(false);
    }
  });

  it('may be read through a permission set, whose other rights stay', () => {
    const name = roleFieldName('Twilio_Frontline');
    const other = { editable: ['true'], field: ['User.Other__c'], readable: ['true'] };
    const hidden = { editable: ['false'], field: [name], readable: ['false'] };
    const set = { label: ['Agents'], fieldPermissions: [other, hidden] };
    expect([mayRead(name, set), mayRead(name, {})]).to.deep.equal([false, false]);
    const readable = withReading(name, set);
    expect(mayRead(name, readable)).to.equal(true);
    expect(readable).to.deep.include({ label: ['Agents'] });
    expect(readable['fieldPermissions']).to.deep.equal([other, { ...hidden, readable: ['true'] }]);
    expect(withReading(name, readable)).to.deep.equal(readable);
  });
});
