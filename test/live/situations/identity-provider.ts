import { readCertificates } from '../../../plugin/salesforce/org/certificate.ts';
import {
  enabledIdentityProvider,
  readIdentityProvider,
  readPublication,
} from '../../../plugin/salesforce/org/identity-provider.ts';
import type { MetadataComponent } from '../../../plugin/salesforce/metadata/metadata-package.ts';
import { PLATFORM } from '../../../plugin/salesforce/api/org-errors.ts';
import { readCertificate, readDerCertificate } from '../../../plugin/saml/reading/certificate.ts';
import { refusalOf, type OrgUnderTest } from '../org-under-test.ts';
import { sampleApp, sampleCertificate } from '../own-metadata.ts';
import { requireThat, type Situation } from '../situation.ts';
import { sampleIn } from './certificates.ts';

/** What is tried before the setup is made. If the identity provider was on, this changes nothing. */
export const identityProviderSituations: Situation[] = [
  { title: 'the metadata of an identity provider that is off is asked for', run: publishedWhileOff },
  { title: 'a SAML app is validated while the identity provider is off', run: appWhileOff },
  { title: 'the identity provider is switched on together with its certificate', run: switchedOn },
];

/** What is tried after the setup is made. */
export const publishedSituations: Situation[] = [
  { title: 'the published certificate is compared with the settings', run: publishedCertificate },
];

const WAS_ON = 'the identity provider was on, and is left as it is';

async function publishedWhileOff(org: OrgUnderTest): Promise<void> {
  if (org.found.enabled) {
    org.remember('published-while-off', 'open', WAS_ON);
    return;
  }
  const published = await readPublication(org.connection.instanceUrl);
  if (typeof published === 'string') {
    org.remember('published-while-off', published === 'not served' ? 'fails' : 'open', `it is ${published}`);
    return;
  }
  org.remember('published-while-off', 'holds', `it is served for ${published.entityId}`);
}

async function appWhileOff(org: OrgUnderTest): Promise<void> {
  const id = 'app-while-off';
  if (org.found.enabled) {
    org.remember(id, 'open', WAS_ON);
    return;
  }
  for (const kind of ['connected-app', 'external-client-app'] as const) {
    const { myDomain: issuer, contactEmail, names, realmSids } = org;
    const app = { kind, name: names.sampleApp, realmSid: realmSids.sample, issuer, contactEmail };
    const outcome = await org.deploy({ components: await sampleApp(app) }, 'validate');
    const refusal = refusalOf(outcome);
    // What an org says of such an app is in no public source. So every refusal counts that has no other known reason.
    const isOther = PLATFORM.connectedAppBlocked.test(refusal) || PLATFORM.ownFault.test(refusal);
    if (outcome.outcome === 'succeeded' || (outcome.outcome === 'failed' && !isOther)) {
      org.remember(id, refusal === '' ? 'holds' : 'fails', refusal === '' ? `a new ${kind} is valid` : refusal);
      return;
    }
    org.remember(id, 'open', refusal);
  }
}

async function switchedOn(org: OrgUnderTest): Promise<void> {
  if (org.found.enabled) {
    org.remember('setup-in-one-deployment', 'open', WAS_ON);
    org.remember('certificate-and-settings-together', 'open', WAS_ON);
    return;
  }
  const name = org.names.certificate;
  const components = [await sampleCertificate(sampleIn(org, name), new Date()), enabledIdentityProvider({}, name)];
  const inOne = await withApp(org, components);
  await withoutApp(org, inOne ? [] : components);
}

/** Deploys the identity provider with an app, whose attribute is a field of User: a literal could be refused. */
async function withApp(org: OrgUnderTest, components: MetadataComponent[]): Promise<boolean> {
  const id = 'setup-in-one-deployment';
  const { names, realmSids, myDomain: issuer, contactEmail } = org;
  const app = { name: names.firstApp, realmSid: realmSids.first, issuer, contactEmail, role: '$User.Alias' };
  const refusals: string[] = [];
  for (const kind of ['connected-app', 'external-client-app'] as const) {
    const outcome = await org.deploy({ components: [...components, ...(await sampleApp({ kind, ...app }))] });
    if (outcome.outcome === 'succeeded') {
      org.remember(id, 'holds', `with a ${kind}`);
      return true;
    }
    refusals.push(refusalOf(outcome));
  }
  // An org that makes no app at all does not tell whether it would make one together with the rest.
  const isOther = refusals.every((refusal) => PLATFORM.connectedAppBlocked.test(refusal));
  org.remember(id, isOther ? 'open' : 'fails', refusals.at(-1) ?? '');
  return false;
}

/** @param components none if they are in the org already. */
async function withoutApp(org: OrgUnderTest, components: MetadataComponent[]): Promise<void> {
  const id = 'certificate-and-settings-together';
  const name = org.names.certificate;
  if (components.length === 0) {
    org.remember(id, 'holds', 'together with an app');
    return;
  }
  const outcome = await org.deploy({ components });
  const refusal = refusalOf(outcome);
  if (outcome.outcome === 'failed') {
    // Another refusal does not tell whether both can be deployed together. `sso deploy` handles it later.
    const onlySettings = outcome.problems.every(({ type }) => type === 'IdentityProviderSettings');
    org.remember(id, onlySettings ? 'fails' : 'open', refusal);
    return;
  }
  const { enabled, certificateName } = await readIdentityProvider(org.connection);
  const asSent = enabled && certificateName === name;
  org.remember(id, asSent ? 'holds' : 'fails', asSent ? 'it is on with the new certificate' : 'success, and still off');
}

async function publishedCertificate(org: OrgUnderTest): Promise<void> {
  const id = 'published-certificate-is-configured';
  const { enabled, certificateName = '' } = await readIdentityProvider(org.connection);
  requireThat(enabled, 'the identity provider is off after the setup was made');
  const [{ pem = '' } = {}] = await readCertificates(org.connection, [certificateName]);
  const configured = readCertificate(pem);
  const published = await readPublication(org.connection.instanceUrl);
  const certificates = typeof published === 'string' ? [] : published.certificates;
  const fingerprints = certificates.flatMap((base64) => {
    const reading = readDerCertificate(Buffer.from(base64, 'base64'));
    return reading.ok ? [reading.certificate.fingerprint] : [];
  });
  if (!configured.ok || fingerprints.length === 0) {
    org.remember(id, 'open', configured.ok ? 'nothing is published' : configured.reason);
    return;
  }
  const { fingerprint } = configured.certificate;
  const same = fingerprints.includes(fingerprint);
  org.remember(
    id,
    same ? 'holds' : 'fails',
    same ? fingerprint : `${fingerprint} is configured, ${fingerprints[0]} published`,
  );
}
