import { Messages } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { APP_BACKENDS, desiredContent, samlConfigOf, type App, type AppValues } from '../../salesforce/org/app.ts';
import type { AppKind, AppNames } from '../../salesforce/org/app-backend.ts';
import { differences, fieldsOf } from '../../salesforce/metadata/metadata-difference.ts';
import { textAt, type MetadataNode } from '../../salesforce/metadata/metadata-xml.ts';
import type { ActualApp } from '../../salesforce/org/org-apps.ts';
import type { SetupSource } from '../../salesforce/source/metadata-source.ts';
import { hasCapitalDigits, parseRealmSid } from '../../twilio/realm.ts';
import type { ServiceProvider } from '../../twilio/service-provider.ts';
import { SUBJECTS } from '../settings/attribute-settings.ts';
import { planRoleField } from './plan-role-field.ts';
import {
  blocked,
  type AppChange,
  type KeptValue,
  type Plan,
  type PlanInput,
  type SetupValues,
  type UserFieldChange,
} from './plan.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

type AppPlan = Pick<Plan, 'app' | 'warnings' | 'changesRealm'> & {
  change: AppChange;
  userField?: UserFieldChange | undefined;
  values: Omit<SetupValues, 'certificateName'>;
};

/** The app, and the values that its addresses are made of. */
export function planApp(input: PlanInput): AppPlan {
  const { settings, source, actual } = input;
  const kind = actual.app?.kind ?? input.newApp;
  const sourceApp = sourceAppOf(source, kind);
  const values = valuesOf(input, sourceApp);
  const desired = desiredContent(sourceApp, actual.app?.content, appValues(input, values));
  if (textAt(desired, 'contactEmail') === undefined) {
    throw setupError('ContactEmailMissing', { exitCode: 2 });
  }
  const { content, change: userField } = planRoleField(desired, kind, input);
  const names = actual.app?.names ?? sourceApp.names;
  const changesRealm = realmChange(input, values.realmSid);
  const change =
    actual.otherApp !== undefined && actual.app === undefined
      ? blockedByOtherKind(names, actual.otherApp)
      : changeOf({ kind, names, content }, actual.app, sourceFields(sourceApp, appValues(input, values)));
  return {
    values,
    app: { kind, fullName: names.app },
    change,
    userField,
    ...(changesRealm === undefined ? {} : { changesRealm }),
    warnings: [
      ...(changesRealm === undefined
        ? []
        : [messages.getMessage('warning.otherRealm', [changesRealm.from, changesRealm.to])]),
      ...(hasCapitalDigits(values.realmSid)
        ? [messages.getMessage('warning.capitalDigits', [values.realmSid, settings.serviceProvider.consoleUrl])]
        : []),
      ...(actual.otherApp !== undefined && actual.app !== undefined ? [messages.getMessage('warning.bothKinds')] : []),
      ...(settings.subject !== undefined && settings.subject !== 'username'
        ? [messages.getMessage('warning.subject')]
        : []),
    ],
  };
}

/**
 * The app of the source, as an app of the given kind. If the source has only the other kind, its content is used all
 * the same. What this kind needs besides (a header, the names of its other components) gets default values.
 */
export function sourceAppOf({ apps }: SetupSource, kind: AppKind): App {
  const [own, other] = [apps[kind], Object.values(apps)[0]];
  if (own !== undefined) {
    return own;
  }
  const { policies: _policies, samlPolicies: _saml, application: _app, ...content } = other?.content ?? {};
  const ofKind: MetadataNode = kind === 'external-client-app' ? { application: [NEW_EXTERNAL_CLIENT_APP] } : {};
  return { kind, names: { app: other?.names.app ?? '' }, content: { ...content, ...ofKind } };
}

/** The header of an external client app that belongs to this org only (Metadata API Developer Guide). */
const NEW_EXTERNAL_CLIENT_APP: MetadataNode = { distributionState: ['Local'], isProtected: ['false'] };

function valuesOf({ settings, actual, source }: PlanInput, sourceApp: App): AppPlan['values'] {
  const { serviceProvider } = settings;
  const realmSid = realmSidOf({ settings, actual, source }, sourceApp);
  const myDomain = actual.myDomain;
  if (myDomain === undefined) {
    throw setupError('MyDomainUnknown');
  }
  return {
    realmSid,
    myDomain,
    entityId: serviceProvider.entityId(realmSid),
    acsUrl: serviceProvider.acsUrl(realmSid),
    issuer: settings.issuer ?? myDomain,
  };
}

function appValues({ settings, actual }: PlanInput, values: AppPlan['values']): AppValues {
  const email = actual.runningUser.email;
  return {
    ...values,
    attributes: settings.serviceProvider.attributes,
    givenAttributes: settings.attributes,
    ...(settings.subject === undefined ? {} : { subjectType: SUBJECTS[settings.subject] }),
    ...(settings.contactEmail === undefined ? {} : { contactEmail: settings.contactEmail }),
    ...(email === undefined ? {} : { defaultContactEmail: email }),
  };
}

function changeOf(app: App, existing: ActualApp | undefined, known: Set<string>): AppChange {
  const from = existing?.content;
  const changed = differences(from ?? {}, app.content);
  return {
    step: 'app',
    action: from === undefined ? 'create' : changed.length === 0 ? 'keep' : 'update',
    target: app.names.app,
    differences: changed,
    kept: keptFields(from, known),
    components: APP_BACKENDS[app.kind].components(app.names, app.content),
  };
}

/** The fields that the source or the settings mention. */
function sourceFields(sourceApp: App, values: AppValues): Set<string> {
  return new Set(fieldsOf(desiredContent(sourceApp, undefined, values)).keys());
}

/** The org's own values that neither the source nor the settings mention. */
function keptFields(existing: MetadataNode | undefined, known: Set<string>): KeptValue[] {
  return [...fieldsOf(existing ?? {})]
    .filter(([field]) => !known.has(field) && !/^samlConfig\.(?:certificate|encryptionCertificate)$/.test(field))
    .map(([field, value]) => ({ field, value }));
}

/** A second app, of the other kind, would be a second service provider with the same Entity ID. */
function blockedByOtherKind({ app }: AppNames, otherKind: AppKind): AppChange {
  return blocked('app', app, setupError('OtherAppKind', { tokens: [app, otherKind], actionTokens: [otherKind] }));
}

/** The Realm SID that the user gave, or else that of the source, or else that of the app in the org. */
function realmSidOf({ settings, actual }: Pick<PlanInput, 'settings' | 'actual' | 'source'>, sourceApp: App): string {
  const { serviceProvider } = settings;
  const inSource = realmSidIn(sourceApp.content, serviceProvider);
  const realmSid =
    settings.realmSid ??
    (inSource === PLACEHOLDER_REALM_SID ? undefined : inSource) ??
    realmSidIn(actual.app?.content ?? {}, serviceProvider);
  if (realmSid === undefined) {
    throw setupError('RealmSidMissing', { actionTokens: [serviceProvider.consoleUrl], exitCode: 2 });
  }
  return parseRealmSid(realmSid);
}

/** A Realm SID belongs to one workspace. With another one, nobody can sign in to the former workspace any more. */
function realmChange({ settings, actual }: PlanInput, realmSid: string): Plan['changesRealm'] {
  const former = realmSidIn(actual.app?.content ?? {}, settings.serviceProvider);
  return former === undefined || former === PLACEHOLDER_REALM_SID || former === realmSid
    ? undefined
    : { from: former, to: realmSid };
}

/** The guide's example value, which the shipped source holds. */
const PLACEHOLDER_REALM_SID = 'JBxxx';

function realmSidIn(content: MetadataNode, serviceProvider: ServiceProvider): string | undefined {
  const entityId = textAt(samlConfigOf(content), 'entityUrl');
  return entityId === undefined ? undefined : serviceProvider.realmSidOf(entityId);
}
