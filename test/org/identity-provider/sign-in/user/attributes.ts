import { idKey } from '../../../database/identifiers.ts';
import { findRow } from '../../../database/rows.ts';
import type { OrgState, Row } from '../../../state.ts';
import type { ResponseAttribute } from '../../response-xml.ts';
import type { ServiceProvider } from '../../service-providers.ts';
import { customFieldFormula } from '../../../metadata/kinds/custom-field.ts';
import { evaluateFormula, type FieldLookup } from '../../../formula/formula.ts';
import { fieldText } from './user-field.ts';

/**
 * The attributes of a response: the four that the platform always sends (seen), then the app's own as its formulas
 * give them. What the platform does with a formula that gives nothing or that it cannot read, such as a literal without
 * quotes, is not certain: it is an option. An attribute named like one of the four comes a second time (inferred).
 */
export function attributesOf(org: OrgState, user: Row, provider: ServiceProvider): ResponseAttribute[] {
  const lookUp = fieldsFor(org, user);
  const custom = provider.attributes.flatMap(({ key, formula }) => {
    const value = evaluateFormula(formula, lookUp) ?? '';
    return value === '' && org.options.blankAttribute === 'left-out' ? [] : [{ name: key, value }];
  });
  return [
    { name: 'userId', value: idKey(user.Id) },
    { name: 'username', value: String(user['Username']) },
    { name: 'email', value: String(user['Email']) },
    { name: 'is_portal_user', value: String(user['UserType'] !== 'Standard') },
    ...custom,
  ];
}

/**
 * The global variables of a formula: the user, the user's profile, the organization. A field that has a formula itself
 * gives what that gives.
 */
function fieldsFor(org: OrgState, user: Row): FieldLookup {
  const rows: Record<string, Row | undefined> = {
    User: user,
    Profile: findRow(org, 'Profile', { Id: user['ProfileId'] ?? null }),
    Organization: findRow(org, 'Organization', { Id: org.organizationId }),
  };
  const lookUp: FieldLookup = (object, field) => {
    const name = Object.keys(rows).find((known) => known.toLowerCase() === object.toLowerCase());
    const custom = name === undefined ? undefined : customFieldFormula(org, name, field);
    if (custom !== undefined) {
      return evaluateFormula(custom, lookUp) ?? '';
    }
    const found = name === undefined ? undefined : fieldText(name, rows[name], field);
    return found?.known === true ? found.text : undefined;
  };
  return lookUp;
}
