import { Messages } from '@salesforce/core';
import { daysLeft } from '../../saml/reading/certificate.ts';
import { likelyMistake } from '../../text/likely-mistake.ts';
import { nodesOf, textAt, type MetadataNode } from '../../salesforce/metadata/metadata-xml.ts';
import type { ServiceProvider } from '../../twilio/service-provider.ts';
import { isComputed, literalOf } from '../settings/attribute-settings.ts';
import { EARLY_WARNING_DAYS } from '../inspect/expiry.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import { identityProviderCertificate } from '../inspect/inspected-certificate.ts';
import { titleOf } from '../plan/plan-access.ts';
import { publishedCertificateAgrees } from '../inspect/compare-published-certificate.ts';
import { SUBJECT_TYPES } from '../settings/subject.ts';
import { verifyCheck, type VerifyCheck, type VerifyFinding } from './verify-check.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'checks');

/** What the setup of an org is checked against. */
export type SetupExpectation = { appName: string; serviceProvider: ServiceProvider; now: Date };

/** The checks of everything around a sign-in, from one inspection; pure. */
export function setupChecks(actual: ActualSetup, expectation: SetupExpectation): VerifyCheck[] {
  const findings = [
    identityProviderFinding(actual),
    certificateFinding(actual, expectation.now),
    publishedFinding(actual),
    ...appFindings(actual, expectation),
    accessFinding(actual),
  ];
  return findings.map((finding) => verifyCheck('setup', finding));
}

function identityProviderFinding({ identityProvider, app }: ActualSetup): VerifyFinding {
  const { enabled, certificateName } = identityProvider;
  const actual = enabled ? `on, with certificate ${certificateName ?? '(none)'}` : 'off';
  return {
    id: 'setup.identityProvider',
    status: enabled && certificateName !== undefined ? 'pass' : 'fail',
    actual,
    // Without an app, the Realm SID is not known either.
    ...(app === undefined ? { fixKey: 'setup.app.fix' } : {}),
  };
}

function certificateFinding(setup: ActualSetup, now: Date): VerifyFinding {
  const id = 'setup.certificate';
  // An identity provider that is off signs nothing, so its last certificate does not matter.
  const inUse = setup.identityProvider.enabled ? identityProviderCertificate(setup) : undefined;
  if (inUse === undefined) {
    return { id, status: 'skip', actual: '' };
  }
  if (!inUse.ok) {
    return { id, status: 'fail', actual: inUse.reason ?? `${inUse.name} has no content` };
  }
  const { name, certificate } = inUse;
  const days = daysLeft(certificate, now);
  const actual = `${name}, until ${certificate.notAfter.toISOString().slice(0, 10)}, ${days} days left`;
  return { id, status: days <= 0 ? 'fail' : days <= EARLY_WARNING_DAYS ? 'warn' : 'pass', actual };
}

function publishedFinding(actual: ActualSetup): VerifyFinding {
  const id = 'setup.published';
  const agrees = publishedCertificateAgrees(actual);
  if (agrees === undefined) {
    return { id, status: 'info', actual: 'not served, or nothing to compare it with' };
  }
  const { publishedMetadata, myDomain } = actual;
  if (!agrees) {
    return { id, status: 'warn', actual: 'another certificate' };
  }
  const sameIssuer = publishedMetadata?.entityId === myDomain;
  return {
    id,
    status: sameIssuer ? 'pass' : 'warn',
    actual: sameIssuer ? 'the same' : `entity ID ${publishedMetadata?.entityId}`,
  };
}

function appFindings(actual: ActualSetup, { appName, serviceProvider }: SetupExpectation): VerifyFinding[] {
  const { app, myDomain } = actual;
  if (app === undefined) {
    const missing: VerifyFinding = { id: 'setup.app', status: 'fail', expected: appName, actual: 'there is none' };
    return [missing, ...APP_CHECKS.map((id): VerifyFinding => ({ id, status: 'skip' }))];
  }
  const saml = nodesOf(app.content, 'samlConfig')[0] ?? {};
  const entityId = textAt(saml, 'entityUrl') ?? '';
  const realmSid = serviceProvider.realmSidOf(entityId);
  return [
    { id: 'setup.app', status: 'pass', expected: appName, actual: `${textAt(app.content, 'label') ?? ''} (${app.id})` },
    { id: 'setup.entityId', status: realmSid === undefined ? 'fail' : 'pass', actual: entityId },
    sameText('setup.acsUrl', realmSid === undefined ? '' : serviceProvider.acsUrl(realmSid), textAt(saml, 'acsUrl')),
    issuerFinding(textAt(saml, 'issuer') ?? myDomain, myDomain),
    subjectFinding(textAt(saml, 'samlSubjectType')),
    sameText('setup.nameIdFormat', 'Unspecified', textAt(saml, 'samlNameIdFormat') ?? 'Unspecified'),
    { ...sameText('setup.algorithm', 'SHA256', textAt(saml, 'samlSigningAlgoType')), ...sha1Warning(saml) },
    absent('setup.verification', textAt(saml, 'certificate')),
    absent('setup.encryption', textAt(saml, 'encryptionCertificate')),
    ...Object.entries(serviceProvider.attributes).map(([key, formula]) => attributeFinding(app.content, key, formula)),
  ];
}

const APP_CHECKS = [
  'setup.entityId',
  'setup.acsUrl',
  'setup.issuer',
  'setup.subject',
  'setup.nameIdFormat',
  'setup.algorithm',
  'setup.verification',
  'setup.encryption',
  'setup.roles',
];

function sameText(id: string, expected: string, actual: string | undefined): VerifyFinding {
  return { id, status: actual === expected ? 'pass' : 'fail', expected, actual: actual ?? '(not set)' };
}

/** Another subject type works but is not what the guide asks for. A value that is no subject type does not work. */
function subjectFinding(subjectType: string | undefined): VerifyFinding {
  const finding = { id: 'setup.subject', expected: 'Username', actual: subjectType ?? '(not set)' };
  if (subjectType === undefined || !SUBJECT_TYPES.includes(subjectType)) {
    return { ...finding, status: 'fail' };
  }
  return subjectType === 'Username'
    ? { ...finding, status: 'pass' }
    : { ...finding, status: 'warn', hint: messages.getMessage('setup.subject.other') };
}

/** Twilio accepted SHA-1 in 2022 (seen in a public guide), so the check warns and does not fail. */
function sha1Warning(saml: MetadataNode): Partial<VerifyFinding> {
  return textAt(saml, 'samlSigningAlgoType') === 'SHA256' ? {} : { status: 'warn' };
}

/** An issuer other than the My Domain works if Twilio was given the same one. Only Twilio knows that. */
function issuerFinding(issuer: string | undefined, myDomain: string | undefined): VerifyFinding {
  const id = 'setup.issuer';
  if (myDomain === undefined || issuer === undefined) {
    return { id, status: 'info', actual: issuer ?? '' };
  }
  return { id, status: issuer === myDomain ? 'pass' : 'warn', expected: myDomain, actual: issuer };
}

function absent(id: string, value: string | undefined): VerifyFinding {
  return { id, status: value === undefined ? 'pass' : 'fail', actual: value === undefined ? 'none' : 'set' };
}

function attributeFinding(content: MetadataNode, key: string, formula: string): VerifyFinding {
  const attributes = nodesOf(content, 'attributes');
  const actual = textAt(attributes.find((node) => textAt(node, 'key') === key) ?? {}, 'formula');
  const finding = { id: `setup.${key}`, expected: `${key} = ${formula}` };
  if (actual === undefined) {
    const similar = attributes.map((node) => textAt(node, 'key') ?? '').find((name) => name.toLowerCase() === key);
    const missing = similar === undefined ? `${key} = (not set)` : `it is spelled ${similar}`;
    return { ...finding, status: 'fail', actual: missing };
  }
  return { ...finding, ...formulaJudgement(actual, formula), actual: `${key} = ${actual}` };
}

/**
 * A value that only looks like the wanted one is a slip. Another one may be meant, and whether the service provider takes
 * it is not known; what a formula gives, only the response can tell.
 */
function formulaJudgement(actual: string, wanted: string): Pick<VerifyFinding, 'status' | 'hint' | 'fixKey'> {
  const [given, right] = [literalOf(actual), literalOf(wanted)];
  if (given === right) {
    return { status: 'pass' };
  }
  const slip = given === undefined || given === '' ? undefined : likelyMistake(right ?? '', given);
  if (slip !== undefined || given === '' || (given === undefined && !isComputed(actual))) {
    return { status: 'fail', ...(slip === undefined ? {} : { hint: slip }) };
  }
  const hint = messages.getMessage(given === undefined ? 'setup.roles.formula' : 'setup.roles.other');
  return { status: 'warn', hint, fixKey: 'setup.roles.otherFix' };
}

function accessFinding({ grants, app }: ActualSetup): VerifyFinding {
  const names = grants.map(({ principal }) => titleOf(principal));
  const status = app === undefined ? 'skip' : names.length === 0 ? 'fail' : 'pass';
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return {
    id: 'setup.access',
    status,
    actual: names.length === 0 ? 'nobody' : `${names.slice(0, 5).join(', ')}${more}`,
  };
}
