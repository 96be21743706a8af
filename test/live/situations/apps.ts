import { fieldsOf } from '../../../plugin/salesforce/metadata/metadata-difference.ts';
import { EXTERNAL_CLIENT_APP_TYPES } from '../../../plugin/salesforce/org/external-client-app.ts';
import { readAppRecords, recordedId } from '../../../plugin/salesforce/org/app-id.ts';
import { referenceTo, roleFieldName } from '../../../plugin/salesforce/org/role-field.ts';
import type { MetadataComponent } from '../../../plugin/salesforce/metadata/metadata-package.ts';
import {
  listIfKnown,
  readAllComponents,
  readComponents,
  type ListedComponent,
} from '../../../plugin/salesforce/metadata/metadata-reading.ts';
import { textAt, type MetadataNode } from '../../../plugin/salesforce/metadata/metadata-xml.ts';
import { PLATFORM } from '../../../plugin/salesforce/api/org-errors.ts';
import { frontline } from '../../../plugin/twilio/service-provider.ts';
import type { AssumptionId } from '../assumptions.ts';
import { refusalOf, type OrgUnderTest } from '../org-under-test.ts';
import { sampleApp, sampleField } from '../own-metadata.ts';
import { requireThat, type Situation } from '../situation.ts';

export const appSituations: Situation[] = [
  { title: 'a new connected app is validated', run: connectedAppCreation },
  { title: 'an external client app is deployed, read back, deployed again and deleted', run: externalClientApp },
];

async function connectedAppCreation(org: OrgUnderTest): Promise<void> {
  const outcome = await org.deploy({ components: await componentsOf(org, 'connected-app') }, 'validate');
  const refusal = refusalOf(outcome);
  if (outcome.outcome === 'succeeded') {
    org.remember('connected-app-creation', 'holds', 'a new one is valid');
    return;
  }
  org.remember('connected-app-creation', PLATFORM.connectedAppBlocked.test(refusal) ? 'fails' : 'open', refusal);
}

const { app: APP, policies: POLICIES, samlPolicies: SAML_POLICIES } = EXTERNAL_CLIENT_APP_TYPES;

async function externalClientApp(org: OrgUnderTest): Promise<void> {
  const sent = await deployFirst(org);
  if (sent === undefined) {
    return;
  }
  const listed = await listedParts(org);
  const first = await idOf(org, listed);
  org.remember('external-client-app-saml', first === undefined ? 'fails' : 'holds', first ?? 'success, and no app');
  if (first === undefined) {
    return;
  }
  await comparePolicies(org, sent, listed);
  await compareFields(org, sent);
  await deployAgain(org, first);
  await deleteParts(org);
}

/** Deploys the sample app with a literal, or with a field if the org takes none. Gives what the org took, if anything. */
async function deployFirst(org: OrgUnderTest): Promise<MetadataComponent[] | undefined> {
  const withLiteral = await componentsOf(org, 'external-client-app');
  const outcome = await org.deploy({ components: withLiteral });
  if (outcome.outcome !== 'failed') {
    return withLiteral;
  }
  const withField = await withRoleField(org);
  const onlySaml = outcome.problems.every(({ type }) => type === SAML_POLICIES);
  if (onlySaml && (await org.deploy({ components: withField })).outcome === 'succeeded') {
    org.remember('external-client-app-literal-formula', 'fails', refusalOf(outcome));
    return withField;
  }
  externalClientAppRefused(org, refusalOf(outcome));
  return undefined;
}

/** What a refusal tells, by the words in it. Without these words, the question stays open. */
function externalClientAppRefused(org: OrgUnderTest, refusal: string): void {
  org.remember('external-client-app-saml', 'fails', refusal);
  if (/duplicate|already/i.test(refusal)) {
    org.remember('external-client-app-policy-names', 'fails', refusal);
  }
  if (/name of the parent external client app/i.test(refusal)) {
    org.remember('external-client-app-developer-name', 'fails', refusal);
  }
}

async function comparePolicies(org: OrgUnderTest, sent: MetadataComponent[], listed: ListedComponent[]): Promise<void> {
  const own = await policiesOfSample(org, listed);
  const packaged = sent.filter(({ document }) => isPolicy(document.type)).map(({ fullName }) => fullName);
  const kept = packaged.every((fullName) => own.includes(fullName));
  const made = own.filter((fullName) => !packaged.includes(fullName));
  org.remember('external-client-app-policy-names', kept ? 'holds' : 'fails', own.join(', ') || 'no policies');
  org.remember('external-client-app-policies-made', made.length > 0 ? 'holds' : 'fails', made.join(', ') || 'none');
}

function isPolicy(type: string): boolean {
  return type === POLICIES || type === SAML_POLICIES;
}

/** How many names one `readMetadata` call accepts (Metadata API Developer Guide). */
const NAMES_IN_A_CALL = 10;

/** Full names of the policies that refer to the sample app, whatever their names are. */
async function policiesOfSample({ connection, names }: OrgUnderTest, listed: ListedComponent[]): Promise<string[]> {
  const found: string[] = [];
  for (const type of [POLICIES, SAML_POLICIES]) {
    const fullNames = listed.filter((item) => item.type === type).map(({ fullName }) => fullName);
    for (let start = 0; start < fullNames.length; start += NAMES_IN_A_CALL) {
      const contents = await readComponents(connection, type, fullNames.slice(start, start + NAMES_IN_A_CALL));
      const own = [...contents].filter(([, node]) => textAt(node, 'externalClientApplication') === names.sampleApp);
      found.push(...own.map(([fullName]) => fullName));
    }
  }
  return found;
}

async function compareFields(org: OrgUnderTest, sent: MetadataComponent[]): Promise<void> {
  const lost: string[] = [];
  let saml: MetadataNode = {};
  for (const { fullName, document } of sent) {
    const content = (await readComponents(org.connection, document.type, [fullName])).get(fullName) ?? {};
    saml = document.type === SAML_POLICIES ? content : saml;
    const there = fieldsOf(content);
    for (const [field, value] of fieldsOf(document.content)) {
      lost.push(...(there.get(field) === value ? [] : [`${document.type}.${field}`]));
    }
  }
  const id = 'external-client-app-read-back';
  org.remember(
    id,
    lost.length === 0 ? 'holds' : 'fails',
    lost.length === 0 ? 'every field' : `lost: ${lost.join(', ')}`,
  );
  const formula = textAt(saml, 'customAttributes.formula');
  const literal: AssumptionId = 'external-client-app-literal-formula';
  const wanted = frontline.attributes['roles'];
  if (!org.verdicts.has(literal)) {
    org.remember(literal, formula === wanted ? 'holds' : 'fails', `sent ${wanted}, read ${formula ?? 'nothing'}`);
  }
  const parent = textAt(saml, 'externalClientApplication');
  org.remember(
    'external-client-app-developer-name',
    parent === org.names.sampleApp ? 'holds' : 'fails',
    `sent ${org.names.sampleApp}, read ${parent ?? 'nothing'}`,
  );
}

/** Deploys the app a second time, with a field as the formula of its attribute. */
async function deployAgain(org: OrgUnderTest, first: string): Promise<void> {
  const components = await withRoleField({ ...org, contactEmail: `changed.${org.contactEmail}` });
  const outcome = await org.deploy({ components });
  const refusal = refusalOf(outcome);
  const fieldFormula: AssumptionId = 'external-client-app-field-formula';
  if (outcome.outcome !== 'succeeded') {
    const onlyField =
      outcome.outcome === 'failed' &&
      outcome.problems.every(({ type }) => type === SAML_POLICIES || type === 'CustomField');
    org.remember(fieldFormula, onlyField ? 'fails' : 'open', refusal);
    org.remember('external-client-app-id-changes', 'open', `deploying it again fails: ${refusal}`);
    return;
  }
  const { document } = components.find((component) => component.document.type === SAML_POLICIES)!;
  const sent = textAt(document.content, 'customAttributes.formula');
  const [saml] = await readAllComponents(org.connection, SAML_POLICIES, [`${org.names.sampleApp}_samlPlcy`]);
  const read = textAt(saml?.[1] ?? {}, 'customAttributes.formula');
  org.remember(fieldFormula, read === sent ? 'holds' : 'fails', `sent ${sent}, read ${read ?? 'nothing'}`);
  const listed = (await listedParts(org)).find((part) => isApp(org, part))?.id;
  const deployed = outcome.components.find(({ type, fullName }) => isApp(org, { type, fullName }))?.id;
  rememberIds(org, { first, recorded: await recorded(org), listed, deployed });
}

type Ids = { first: string; recorded: string | undefined; listed: string | undefined; deployed: string | undefined };

function rememberIds(org: OrgUnderTest, ids: Ids): void {
  const now = ids.recorded ?? ids.listed;
  org.remember('external-client-app-id-changes', now === ids.first ? 'fails' : 'holds', `${ids.first}, then ${now}`);
  for (const [id, named] of [
    ['external-client-app-deployed-id', ids.deployed],
    ['external-client-app-listed-id', ids.listed],
  ] as const) {
    if (ids.recorded === undefined) {
      org.remember(id, 'open', 'the org does not show its records of external client apps');
    } else {
      org.remember(
        id,
        named === ids.recorded ? 'holds' : 'fails',
        `${named ?? 'none'}, in the records ${ids.recorded}`,
      );
    }
  }
}

async function deleteParts(org: OrgUnderTest): Promise<void> {
  const own = (await listedParts(org)).filter(({ fullName }) => fullName.startsWith(org.names.sampleApp));
  const order = [SAML_POLICIES, POLICIES, APP] as string[];
  const deletions = own
    .map(({ type, fullName }) => ({ type, fullName }))
    .sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  const field = { type: 'CustomField', fullName: roleFieldName(org.names.sampleApp) };
  const fields = await readComponents(org.connection, field.type, [field.fullName]);
  const outcome = await org.deploy({ deletions: [...deletions, ...(fields.size > 0 ? [field] : [])] });
  requireThat(outcome.outcome === 'succeeded', `the external client app cannot be deleted: ${refusalOf(outcome)}`);
  const left = (await listedParts(org)).some((part) => isApp(org, part));
  requireThat(!left, 'the external client app is listed after its deletion');
}

function componentsOf(
  { names, realmSids, myDomain, contactEmail }: OrgUnderTest,
  kind: 'connected-app' | 'external-client-app',
  role?: string,
): Promise<MetadataComponent[]> {
  return sampleApp({
    kind,
    name: names.sampleApp,
    realmSid: realmSids.sample,
    issuer: myDomain,
    contactEmail,
    ...(role === undefined ? {} : { role }),
  });
}

/** The sample app with a field of its own, which its attribute takes the role from. */
async function withRoleField(org: OrgUnderTest): Promise<MetadataComponent[]> {
  const field = await sampleField(org.names.sampleApp);
  return [field, ...(await componentsOf(org, 'external-client-app', referenceTo(field.fullName)))];
}

function listedParts({ connection }: OrgUnderTest): Promise<ListedComponent[]> {
  return listIfKnown(connection, [APP, POLICIES, SAML_POLICIES]);
}

function isApp({ names }: OrgUnderTest, { type, fullName }: { type: string; fullName: string }): boolean {
  return type === APP && fullName === names.sampleApp;
}

/** The id in the org's records, or else in its list. */
async function idOf(org: OrgUnderTest, listed: ListedComponent[]): Promise<string | undefined> {
  return (await recorded(org)) ?? listed.find((part) => isApp(org, part))?.id;
}

async function recorded({ connection, names }: OrgUnderTest): Promise<string | undefined> {
  return recordedId(await readAppRecords(connection), names.sampleApp);
}
