import { nodesOf, textAt } from '../../salesforce/metadata/metadata-xml.ts';
import { formulaOfRoleField, isReferenceTo } from '../../salesforce/org/role-field.ts';
import type { ActualSetup } from './actual-setup.ts';

/**
 * A setup whose app has the formula of the field in place of the field itself, so that its attributes can be compared
 * with what the service provider needs.
 */
export function withRoleValue(actual: ActualSetup): ActualSetup {
  const { app, roleField } = actual;
  if (app === undefined || roleField === undefined) {
    return actual;
  }
  const formula = formulaOfRoleField(roleField);
  const attributes = nodesOf(app.content, 'attributes').map((node) =>
    isReferenceTo(roleField.fullName, textAt(node, 'formula')) ? { ...node, formula: [formula] } : node,
  );
  return { ...actual, app: { ...app, content: { ...app.content, attributes } } };
}
