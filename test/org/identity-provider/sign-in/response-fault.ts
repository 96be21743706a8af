import { makeCertificate } from '../../certificate/certificate.ts';
import type { OrgState, ResponseFault } from '../../state.ts';
import type { ResponseSwitches, SignIn } from '../response.ts';
import type { SigningKey } from '../response-signature.ts';

/** A response that is about to be written, and the form that will carry it. */
export type Delivery = {
  signIn: SignIn;
  switches: ResponseSwitches;
  action: string;
  relayState: string | undefined;
};

type Spoiling = (delivery: Delivery, org: OrgState) => Delivery;

const HOUR = 3_600_000;
const ELSEWHERE = 'https://other.example';

const FAULTS: Record<ResponseFault, Spoiling> = {
  none: (delivery) => delivery,
  sha1: written(() => ({ signingAlgorithm: 'sha1' })),
  'unsigned-response': written(() => ({ signatures: 'assertion' })),
  'unsigned-assertion': written(() => ({ signatures: 'response' })),
  unsigned: written(() => ({ signatures: 'none' })),
  'other-key': written((org) => ({ signingKey: otherKey(org) })),
  'other-certificate-inside': written((org) => ({ certificateInside: otherKey(org).certificatePem })),
  'no-key-info': written(() => ({ keyInfo: 'none' })),
  'clock-behind': written(() => ({ clockShift: -HOUR })),
  'clock-ahead': written(() => ({ clockShift: HOUR })),
  'wrong-issuer': written(() => ({ issuer: ELSEWHERE })),
  'wrong-audience': saying(({ entityId }) => ({ entityId: `${entityId}/other` })),
  'wrong-recipient': saying(({ acsUrl }) => ({ acsUrl: `${acsUrl}/other` })),
  'wrong-name-id': saying(({ nameId }) => ({ nameId: `${nameId}.uat` })),
  'wrong-name-id-format': written(() => ({ nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' })),
  'wrong-request': saying(() => ({ inResponseTo: '_00000000000000000000000000000000' })),
  'no-roles': saying(({ attributes }) => ({ attributes: attributes.filter(({ name }) => name !== 'roles') })),
  'wrong-action': (delivery) => ({ ...delivery, action: `${ELSEWHERE}/acs` }),
  'relay-state-changed': (delivery) => ({ ...delivery, relayState: `${delivery.relayState ?? ''}changed` }),
};

/** Spoils a delivery in the way that the org's options ask for. */
export function spoil(delivery: Delivery, org: OrgState): Delivery {
  return FAULTS[org.options.responseFault](delivery, org);
}

/** A response that says something else. */
function saying(change: (signIn: SignIn) => Partial<SignIn>): Spoiling {
  return (delivery) => ({ ...delivery, signIn: { ...delivery.signIn, ...change(delivery.signIn) } });
}

/** A response that is written or signed another way. */
function written(switches: (org: OrgState) => ResponseSwitches): Spoiling {
  return (delivery, org) => ({ ...delivery, switches: { ...delivery.switches, ...switches(org) } });
}

function otherKey(org: OrgState): SigningKey {
  const commonName = 'SelfSignedCert_of_another_app';
  return makeCertificate({ commonName, organizationId: org.organizationId, keySize: 2048, created: org.now() });
}
