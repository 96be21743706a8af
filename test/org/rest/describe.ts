import { jsonAnswer } from '../server/answers.ts';
import { notFound } from '../server/rest-error.ts';
import type { OrgAnswer, OrgRequest } from '../server/route.ts';
import { fieldsOf, OBJECTS } from '../schema/objects.ts';
import type { Api, Field } from '../schema/field.ts';
import type { SObject } from '../schema/sobject.ts';
import { visibleObject } from '../soql/scope.ts';
import type { OrgState } from '../state.ts';
import { addressOf, userIdOf } from './api-request.ts';

/** `GET sobjects`: every object the user sees, without its fields. */
export function answerDescribeGlobal(request: OrgRequest, org: OrgState): OrgAnswer {
  const { api, base } = addressOf(request);
  const userId = userIdOf(request);
  const objects = OBJECTS.filter(({ name }) => visibleObject(org, userId, api, name) !== undefined);
  return jsonAnswer({
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: objects.map((object) => summary(object, api, base)),
  });
}

/** `GET sobjects/<Type>`: an object in short. */
export function answerDescribeShort(request: OrgRequest, org: OrgState): OrgAnswer {
  const { object, api, base } = describedObject(request, org);
  return jsonAnswer({ objectDescribe: summary(object, api, base), recentItems: [] });
}

/**
 * `GET sobjects/<Type>/describe`: an object with its fields. Clients take the answer 404 for SourceMember to mean that
 * the org does not track sources.
 */
export function answerDescribe(request: OrgRequest, org: OrgState): OrgAnswer {
  const { object, api, base } = describedObject(request, org);
  return jsonAnswer({
    ...summary(object, api, base),
    fields: fieldsOf(object, api).map(describeField),
    childRelationships: childRelationshipsOf(object, api),
  });
}

function describedObject(request: OrgRequest, org: OrgState): { object: SObject; api: Api; base: string } {
  const { api, base, rest } = addressOf(request);
  const object = visibleObject(org, userIdOf(request), api, rest.split('/')[1] ?? '');
  if (object === undefined) {
    throw notFound();
  }
  return { object, api, base };
}

function summary(object: SObject, api: Api, base: string): Record<string, unknown> {
  const address = `${base}${api === 'tooling' ? '/tooling' : ''}/sobjects/${object.name}`;
  return {
    name: object.name,
    label: object.label,
    labelPlural: object.labelPlural,
    keyPrefix: object.keyPrefix,
    createable: object.creatable,
    updateable: object.updatable,
    deletable: object.deletable,
    custom: false,
    queryable: true,
    retrieveable: true,
    urls: { sobject: address, describe: `${address}/describe`, rowTemplate: `${address}/{ID}` },
  };
}

function describeField(field: Field): Record<string, unknown> {
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    nillable: field.nillable,
    createable: field.creatable,
    updateable: field.updatable,
    filterable: field.filterable,
    sortable: field.sortable,
    custom: false,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName ?? null,
  };
}

function childRelationshipsOf(parent: SObject, api: Api): Array<Record<string, unknown>> {
  return OBJECTS.filter(({ apis }) => apis.includes(api)).flatMap((child) =>
    child.fields
      .filter(({ referenceTo }) => referenceTo.includes(parent.name))
      .map((field) => ({
        childSObject: child.name,
        field: field.name,
        relationshipName: field.childRelationshipName ?? null,
        cascadeDelete: field.deletedWithParent,
      })),
  );
}
