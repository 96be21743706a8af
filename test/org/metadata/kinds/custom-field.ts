import { evaluateFormula } from '../../formula/formula.ts';
import { hasPermission } from '../../login/sessions.ts';
import { objectNamed } from '../../schema/objects.ts';
import type { Component, OrgState } from '../../state.ts';
import { componentsOf, documentOf, draftedDocument } from '../components.ts';
import type { Problem } from '../model/platform-check.ts';
import { childText, type XmlElement } from '../package/xml-document.ts';
import { CONNECTED_APP } from './connected-app.ts';
import { SAML_POLICIES } from './external-client-app.ts';
import type { Candidate, Draft, MetadataKind } from './kind.ts';
import { refusalText } from './wording.ts';

/**
 * Custom fields of standard objects, `User.Role__c`. The fields of an object come in one file (Metadata API Developer
 * Guide, "CustomField"; so do the files that the Salesforce libraries write). Formulas of attributes can name them. No
 * query shows them, since a field that metadata makes is hidden from every user who was not given it (documented).
 */
export const CUSTOM_FIELD: MetadataKind = {
  name: 'CustomField',
  manifestName: 'CustomField',
  directory: 'objects',
  suffix: 'object',
  metaFile: false,
  inside: { root: 'CustomObject', element: 'fields' },
  keyPrefix: '00N',
  wildcard: false,
  since: 10,
  nameRule: /^[A-Za-z]+\.[A-Za-z](?:_?[A-Za-z0-9])*__c$/,
  problem,
  deletionProblem,
};

/** The formula of a custom field, by its name in whatever case; `undefined` for a field that has none. */
export function customFieldFormula(org: OrgState, object: string, field: string): string | undefined {
  const fullName = `${object}.${field}`.toLowerCase();
  const component = componentsOf(org, CUSTOM_FIELD).find((candidate) => candidate.fullName.toLowerCase() === fullName);
  return component && childText(documentOf(CUSTOM_FIELD, component), 'formula');
}

/** The texts about objects, lengths and formulas are the platform's for such fields (seen in public reports). */
function problem({ fullName, document }: Candidate, draft: Draft): Problem | undefined {
  if (!hasPermission(draft.org, draft.userId, 'CustomizeApplication')) {
    return { problem: refusalText(draft.org, 'settingsRight') };
  }
  const [object = ''] = fullName.split('.');
  if (objectNamed(object) === undefined) {
    return { problem: `Entity Enumeration Or ID: bad value for restricted picklist field: ${object}` };
  }
  const formula = childText(document, 'formula');
  if (formula === undefined) {
    const isText = childText(document, 'type') === 'Text';
    return isText && childText(document, 'length') === undefined
      ? { problem: "Must specify 'length' for a CustomField of type Text" }
      : undefined;
  }
  return evaluateFormula(formula, () => '') === undefined ? { problem: 'Error: Syntax error.' } : undefined;
}

/** That a formula of an app holds its field is inferred from other formulas, whose fields cannot be deleted. */
function deletionProblem({ fullName }: Component, draft: Draft): string | undefined {
  const [object = '', field = ''] = fullName.toLowerCase().split('.');
  const names = (document: XmlElement | undefined): boolean =>
    document !== undefined && formulasIn(document).some((formula) => formula.includes(`$${object}.${field}`));
  const isUsed = [CONNECTED_APP, SAML_POLICIES].some((kind) =>
    componentsOf(draft.org, kind).some((app) => names(draftedDocument(draft, kind, app.fullName))),
  );
  return isUsed ? refusalText(draft.org, 'fieldInUse') : undefined;
}

function formulasIn({ children }: XmlElement): string[] {
  return children.flatMap((child) =>
    child.name === 'formula' ? [child.text.toLowerCase()] : child.children.length > 0 ? formulasIn(child) : [],
  );
}
