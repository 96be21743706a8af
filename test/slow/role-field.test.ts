import { itComesFromAField, ROLE_FIELD_ORGS } from '../commands/sso/role-field.ts';

describe('the role of an external client app that takes no literal', () => {
  ROLE_FIELD_ORGS.slice(2).forEach(itComesFromAField);
});
