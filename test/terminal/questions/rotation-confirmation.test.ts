import { expect } from 'chai';
import type { RotationPreview } from '../../../plugin/setup/rotate/rotate-certificate.ts';
import type { RotationPlan } from '../../../plugin/setup/rotate/plan-rotation.ts';
import { rotationQuestion, type RotationConsent } from '../../../plugin/terminal/questions/rotation-confirmation.ts';

const SWITCH: RotationPlan = {
  step: 'activate',
  action: 'switch',
  from: 'Sso',
  certificate: 'Sso_2',
  component: { fullName: 'IdentityProvider', document: { type: 'IdentityProviderSettings', content: {} } },
};

const DELETE: RotationPlan = {
  step: 'retire',
  action: 'delete',
  certificate: 'Sso',
  deletion: { type: 'Certificate', fullName: 'Sso' },
};

function asked(plan: RotationPlan, consent: Partial<RotationConsent>): string | undefined {
  const certificates = { inUse: { name: 'Sso' }, successors: [], predecessors: [] };
  const preview: RotationPreview = { plan, certificates, otherServiceProviders: [] };
  const given = { orgName: 'acme', handedOver: false, noPrompt: false, canAsk: true, ...consent };
  return rotationQuestion(preview, given)?.message;
}

describe('the question before a step of a rotation', () => {
  it('asks for the hand-over together with the switch', () => {
    expect(asked(SWITCH, {})).to.match(/^Does the Twilio Console hold the certificate "Sso_2"/);
  });

  it('asks only for the switch if the hand-over is confirmed', () => {
    expect(asked(SWITCH, { handedOver: true })).to.match(/^Switch acme to "Sso_2"/);
  });

  it('asks nothing if both are given', () => {
    expect(asked(SWITCH, { handedOver: true, noPrompt: true, canAsk: false })).to.equal(undefined);
  });

  it('does not take --no-prompt as a confirmation of the hand-over, not even in a terminal', () => {
    expect(() => asked(SWITCH, { noPrompt: true })).to.throw(/nobody has confirmed/);
  });

  it('asks before a deletion', () => {
    expect(asked(DELETE, {})).to.match(/^Delete "Sso" from acme/);
    expect(asked(DELETE, { noPrompt: true })).to.equal(undefined);
  });
});
