import { fieldsOf } from '../../../plugin/salesforce/metadata/metadata-difference.ts';
import { EXTERNAL_CLIENT_APP_TYPES } from '../../../plugin/salesforce/org/external-client-app.ts';
import type { MetadataComponent } from '../../../plugin/salesforce/metadata/metadata-package.ts';
import {
  listIfKnown,
  readComponents,
  type ListedComponent,
} from '../../../plugin/salesforce/metadata/metadata-reading.ts';
import { textAt, type MetadataNode } from '../../../plugin/salesforce/metadata/metadata-xml.ts';
import { PLATFORM } from '../../../plugin/salesforce/api/org-errors.ts';
import { frontline } from '../../../plugin/twilio/service-provider.ts';
import type { AssumptionId } from '../assumptions.ts';
import { refusalOf, type OrgUnderTest } from '../org-under-test.ts';
import { sampleApp } from '../own-metadata.ts';
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
  const sent = await componentsOf(org, 'external-client-app');
  const outcome = await org.deploy({ components: sent });
  if (outcome.outcome === 'failed') {
    externalClientAppRefused(org, refusalOf(outcome));
    return;
  }
  const listed = await listedParts(org);
  const first = idOf(org, listed);
  org.remember('external-client-app-saml', first === undefined ? 'fails' : 'holds', first ?? 'success, and no app');
  if (first === undefined) {
    return;
  }
  await comparePolicies(org, sent, listed);
  await compareFields(org, sent);
  await deployAgain(org, first);
  await deleteParts(org);
}

/** What a refusal tells, by the words in it. Without these words, the question stays open. */
function externalClientAppRefused(org: OrgUnderTest, refusal: string): void {
  org.remember('external-client-app-saml', 'fails', refusal);
  if (/formula/i.test(refusal)) {
    org.remember('external-client-app-literal-formula', 'fails', refusal);
  }
  if (/duplicate|already/i.test(refusal)) {
    org.remember('external-client-app-policy-names', 'fails', refusal);
  }
  if (/name of the parent external client app/i.test(refusal)) {
    org.remember('external-client-app-developer-name', 'fails', refusal);
  }
}

async function comparePolicies(org: OrgUnderTest, sent: MetadataComponent[], listed: ListedComponent[]): Promise<void> {
  const own = await policiesOfSample(org, listed);
  const packaged = sent.filter(({ document }) => document.type !== APP).map(({ fullName }) => fullName);
  const kept = packaged.every((fullName) => own.includes(fullName));
  const made = own.filter((fullName) => !packaged.includes(fullName));
  org.remember('external-client-app-policy-names', kept ? 'holds' : 'fails', own.join(', ') || 'no policies');
  org.remember('external-client-app-policies-made', made.length > 0 ? 'holds' : 'fails', made.join(', ') || 'none');
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
  org.remember(literal, formula === wanted ? 'holds' : 'fails', `sent ${wanted}, read ${formula ?? 'nothing'}`);
  const parent = textAt(saml, 'externalClientApplication');
  org.remember(
    'external-client-app-developer-name',
    parent === org.names.sampleApp ? 'holds' : 'fails',
    `sent ${org.names.sampleApp}, read ${parent ?? 'nothing'}`,
  );
}

async function deployAgain(org: OrgUnderTest, first: string): Promise<void> {
  const changed = { ...org, contactEmail: `changed.${org.contactEmail}` };
  const outcome = await org.deploy({ components: await componentsOf(changed, 'external-client-app') });
  const id = 'external-client-app-id-changes';
  if (outcome.outcome === 'failed') {
    org.remember(id, 'open', `deploying it again fails: ${refusalOf(outcome)}`);
    return;
  }
  const second = idOf(org, await listedParts(org));
  org.remember(id, second === first ? 'fails' : 'holds', `${first}, then ${second ?? 'none'}`);
}

async function deleteParts(org: OrgUnderTest): Promise<void> {
  const own = (await listedParts(org)).filter(({ fullName }) => fullName.startsWith(org.names.sampleApp));
  const order = [SAML_POLICIES, POLICIES, APP] as string[];
  const deletions = own
    .map(({ type, fullName }) => ({ type, fullName }))
    .sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  const outcome = await org.deploy({ deletions });
  requireThat(outcome.outcome === 'succeeded', `the external client app cannot be deleted: ${refusalOf(outcome)}`);
  requireThat(idOf(org, await listedParts(org)) === undefined, 'the external client app is listed after its deletion');
}

function componentsOf(
  { names, realmSids, myDomain, contactEmail }: OrgUnderTest,
  kind: 'connected-app' | 'external-client-app',
): Promise<MetadataComponent[]> {
  return sampleApp({ kind, name: names.sampleApp, realmSid: realmSids.sample, issuer: myDomain, contactEmail });
}

function listedParts({ connection }: OrgUnderTest): Promise<ListedComponent[]> {
  return listIfKnown(connection, [APP, POLICIES, SAML_POLICIES]);
}

function idOf({ names }: OrgUnderTest, listed: ListedComponent[]): string | undefined {
  return listed.find(({ type, fullName }) => type === APP && fullName === names.sampleApp)?.id;
}
