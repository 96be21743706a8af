import { setupError } from '../../errors.ts';
import { newCertificate } from '../../salesforce/org/certificate.ts';
import { enabledIdentityProvider } from '../../salesforce/org/identity-provider.ts';
import type { MetadataComponent, MetadataDeletion } from '../../salesforce/metadata/metadata-package.ts';
import type { SetupSource } from '../../salesforce/source/metadata-source.ts';
import { nextName } from '../settings/certificate-names.ts';
import { EARLY_WARNING_DAYS } from '../inspect/expiry.ts';
import type { Certificates, RotationCertificate } from './rotation-standing.ts';

/** What a run is asked to do: make a successor and hand it over, switch to it, or delete the one from before. */
export type RotationStep = 'create' | 'activate' | 'retire';

/** What a run is to do. `keep` means that it is done already. */
export type RotationPlan =
  | { step: 'create'; action: 'create'; certificate: string; component: MetadataComponent }
  | { step: 'create'; action: 'keep'; certificate: string }
  | { step: 'activate'; action: 'switch'; certificate: string; from: string; component: MetadataComponent }
  | { step: 'activate'; action: 'keep'; certificate: string }
  | { step: 'retire'; action: 'delete'; certificate: string; deletion: MetadataDeletion }
  /** Without a name where there is nothing that could be deleted. */
  | { step: 'retire'; action: 'keep'; certificate?: string };

/** Everything that a step is planned from. */
export type RotationInput = {
  step: RotationStep;
  certificates: Certificates;
  /** Names of all certificates of the org. */
  certificateNames: string[];
  /** The certificate that the user names, instead of the one that follows from the org. */
  named?: string;
  source: Pick<SetupSource, 'certificate' | 'identityProvider'>;
  now: Date;
};

/**
 * What one step of a rotation is to do. A pure function: each step can be run again, and one that would cut users off is
 * an error.
 *
 * @throws SuccessorMissing, SuccessorExpired, CertificateInUse, CertificateNotRetirable, CertificateAmbiguous.
 */
export function planRotation(input: RotationInput): RotationPlan {
  switch (input.step) {
    case 'create':
      return planCreation(input);
    case 'activate':
      return planActivation(input);
    case 'retire':
      return planRetirement(input);
  }
}

function planCreation({ certificates, certificateNames, named, source, now }: RotationInput): RotationPlan {
  const { inUse, successors, predecessors } = certificates;
  if (named === inUse.name) {
    throw setupError('CertificateInUse', { tokens: [named] });
  }
  const existing = named === undefined ? only(successors) : memberNamed(named, certificates);
  if (existing !== undefined) {
    return { step: 'create', action: 'keep', certificate: inDate(existing).name };
  }
  // Right after a switch nothing new is begun: what was handed over last is handed over again.
  if (named === undefined && predecessors.some(isOlder(inUse)) && !endsSoon(inUse)) {
    return { step: 'create', action: 'keep', certificate: inUse.name };
  }
  const certificate = named ?? nextName(inUse.name, certificateNames);
  const component = newCertificate(certificate, source.certificate.content, now);
  return { step: 'create', action: 'create', certificate, component };
}

function planActivation({ certificates, named, source }: RotationInput): RotationPlan {
  const { inUse, successors, predecessors } = certificates;
  const target = named === undefined ? only(successors) : memberNamed(named, certificates);
  if (named === inUse.name || (named === undefined && target === undefined && predecessors.length > 0)) {
    return { step: 'activate', action: 'keep', certificate: inUse.name };
  }
  if (target === undefined) {
    throw named === undefined
      ? setupError('SuccessorMissing', { tokens: [`a successor of ${inUse.name}`] })
      : setupError('SuccessorMissing', { tokens: [named], actionTokens: [named], situation: 'named' });
  }
  const { name } = inDate(target);
  const component = enabledIdentityProvider(source.identityProvider.content, name);
  return { step: 'activate', action: 'switch', certificate: name, from: inUse.name, component };
}

function planRetirement({ certificates, named }: RotationInput): RotationPlan {
  const { inUse, successors, predecessors } = certificates;
  if (named === inUse.name || (named === undefined && predecessors.length === 0 && successors.length > 0)) {
    throw setupError('CertificateInUse', { tokens: [inUse.name], situation: 'retire' });
  }
  if (successors.some(({ name }) => name === named)) {
    throw setupError('CertificateNotRetirable', { tokens: [named ?? '', inUse.name] });
  }
  const old = named === undefined ? only(predecessors) : predecessors.find(({ name }) => name === named);
  const certificate = old?.name ?? named;
  if (old === undefined) {
    return { step: 'retire', action: 'keep', ...(certificate === undefined ? {} : { certificate }) };
  }
  return {
    step: 'retire',
    action: 'delete',
    certificate: old.name,
    deletion: { type: 'Certificate', fullName: old.name },
  };
}

/** The one that must be meant if none was named. */
function only(candidates: RotationCertificate[]): RotationCertificate | undefined {
  if (candidates.length > 1) {
    throw setupError('CertificateAmbiguous', { tokens: [candidates.map(({ name }) => name).join(', ')] });
  }
  return candidates[0];
}

function memberNamed(named: string, { successors, predecessors }: Certificates): RotationCertificate | undefined {
  return [...successors, ...predecessors].find(({ name }) => name === named);
}

function inDate(certificate: RotationCertificate): RotationCertificate {
  const { name, expires = '', daysUntilExpiry } = certificate;
  if (daysUntilExpiry !== undefined && daysUntilExpiry < 0) {
    throw setupError('SuccessorExpired', { tokens: [name, expires.slice(0, 10)] });
  }
  return certificate;
}

/** A successor that expired unused counts among the predecessors and says nothing of a switch. */
function isOlder({ created: reference }: RotationCertificate): (certificate: RotationCertificate) => boolean {
  return ({ created }) => created === undefined || reference === undefined || created <= reference;
}

function endsSoon({ daysUntilExpiry }: RotationCertificate): boolean {
  return daysUntilExpiry !== undefined && daysUntilExpiry <= EARLY_WARNING_DAYS;
}
