import { setupError } from '../errors.ts';
import { connectedAppComponent, desiredConnectedApp } from '../salesforce/connected-app.ts';
import { differences } from '../salesforce/metadata-difference.ts';
import { nodesOf, textAt, type MetadataNode } from '../salesforce/metadata-xml.ts';
import { parseRealmSid } from '../twilio/realm.ts';
import type { ServiceProvider } from '../twilio/service-provider.ts';
import type { Change, PlanInput, SetupValues } from './plan.ts';

/** The app, and the values that its addresses are made of. */
export function planApp(input: PlanInput): { values: Omit<SetupValues, 'certificateName'>; changes: Change[] } {
  const { settings, source, actual } = input;
  const { serviceProvider } = settings;
  const realmSid = realmSidOf(input);
  const myDomain = actual.myDomain;
  if (myDomain === undefined) {
    throw setupError('MyDomainUnknown');
  }
  const values = {
    realmSid,
    myDomain,
    entityId: serviceProvider.entityId(realmSid),
    acsUrl: serviceProvider.acsUrl(realmSid),
    issuer: settings.issuer ?? myDomain,
  };
  const email = actual.runningUser.email;
  const content = desiredConnectedApp(source.connectedApp.content, actual.app?.content, {
    ...values,
    attributes: serviceProvider.attributes,
    ...(settings.contactEmail === undefined ? {} : { contactEmail: settings.contactEmail }),
    ...(email === undefined ? {} : { defaultContactEmail: email }),
  });
  if (textAt(content, 'contactEmail') === undefined) {
    throw setupError('ContactEmailMissing', { exitCode: 2 });
  }
  return { values, changes: [changeOf(source.connectedApp.fullName, actual.app?.content, content)] };
}

function changeOf(fullName: string, from: MetadataNode | undefined, to: MetadataNode): Change {
  const changed = differences(from ?? {}, to);
  const base = { step: 'app' as const, target: fullName, differences: changed };
  if (from !== undefined && changed.length === 0) {
    return { ...base, action: 'keep' };
  }
  return { ...base, action: from === undefined ? 'create' : 'update', component: connectedAppComponent(fullName, to) };
}

/** The Realm SID: the user's, else the source's, else the one that the org's app has. */
function realmSidOf({ settings, source, actual }: PlanInput): string {
  const { serviceProvider } = settings;
  const inSource = realmSidIn(source.connectedApp.content, serviceProvider);
  const realmSid =
    settings.realmSid ??
    (inSource === PLACEHOLDER_REALM_SID ? undefined : inSource) ??
    realmSidIn(actual.app?.content ?? {}, serviceProvider);
  if (realmSid === undefined) {
    throw setupError('RealmSidMissing', { exitCode: 2 });
  }
  return parseRealmSid(realmSid);
}

/** The guide's example value, which stands in the shipped source. */
const PLACEHOLDER_REALM_SID = 'JBxxx';

function realmSidIn(content: MetadataNode, serviceProvider: ServiceProvider): string | undefined {
  const entityId = textAt(nodesOf(content, 'samlConfig')[0] ?? {}, 'entityUrl');
  return entityId === undefined ? undefined : serviceProvider.realmSidOf(entityId);
}
