import { expect } from 'chai';
import fc from 'fast-check';
import { nextName, stemOf } from '../../../plugin/setup/settings/certificate-names.ts';
import { planRotation, type RotationInput, type RotationPlan } from '../../../plugin/setup/rotate/plan-rotation.ts';
import type { RotationCertificate } from '../../../plugin/setup/rotate/rotation-standing.ts';
import { parseCertificateName } from '../../../plugin/setup/settings/settings.ts';
import { NOW, shippedSource } from '../fixtures.ts';

function certificate(name: string, daysUntilExpiry: number): RotationCertificate {
  const at = (days: number): string => new Date(NOW.getTime() + days * 86_400_000).toISOString();
  return { name, created: at(daysUntilExpiry - 365), expires: at(daysUntilExpiry), daysUntilExpiry, fingerprint: name };
}

async function plan(differences: Partial<RotationInput>): Promise<RotationPlan> {
  const certificates = { inUse: certificate('Sso', 100), successors: [], predecessors: [] };
  const source = await shippedSource();
  return planRotation({ step: 'create', certificates, certificateNames: ['Sso'], source, now: NOW, ...differences });
}

describe('the plan of a rotation', () => {
  it('makes a successor under a free name, in a component of its own', async () => {
    const made = await plan({ certificateNames: ['Sso', 'Sso_2'] });
    expect(made).to.include({ action: 'create', certificate: 'Sso_3' });
    expect(made).to.have.nested.property('component.document.type', 'Certificate');
  });

  it('begins the next rotation although an old certificate exists, if the one in use expires soon', async () => {
    const predecessors = [certificate('Sso', -5)];
    const rest = { certificateNames: ['Sso', 'Sso_2'] };
    const at = (days: number): Promise<RotationPlan> =>
      plan({ ...rest, certificates: { inUse: certificate('Sso_2', days), successors: [], predecessors } });
    expect(await at(61)).to.include({ action: 'keep', certificate: 'Sso_2' });
    expect(await at(60)).to.include({ action: 'create', certificate: 'Sso_3' });
  });

  it('makes a new successor, if an older one expired without being used', async () => {
    const unused = { ...certificate('Sso_2', -1), created: certificate('Sso', 101).created ?? '' };
    const certificates = { inUse: certificate('Sso', 100), successors: [], predecessors: [unused] };
    expect(await plan({ certificates, certificateNames: ['Sso', 'Sso_2'] })).to.include({
      action: 'create',
      certificate: 'Sso_3',
    });
  });

  it('never writes a certificate that exists, whatever is asked', async () => {
    const names = ['Sso', 'Sso_2', 'Sso_3', 'Other'];
    const source = await shippedSource();
    const some = fc.subarray(names.slice(1));
    fc.assert(
      fc.property(
        fc.constantFrom('create', 'activate', 'retire'),
        some,
        some,
        fc.option(fc.constantFrom(...names, 'New'), { nil: undefined }),
        fc.integer({ min: -100, max: 700 }),
        (step, successors, others, named, days) => {
          const predecessors = others.filter((name) => !successors.includes(name));
          const certificates = {
            inUse: certificate('Sso', days),
            successors: successors.map((name) => certificate(name, days + 1)),
            predecessors: predecessors.map((name) => certificate(name, days - 1)),
          };
          const certificateNames = ['Sso', ...successors, ...predecessors];
          const input = { step, certificates, certificateNames, source, now: NOW } as const;
          const made = attempt(() => planRotation({ ...input, ...(named === undefined ? {} : { named }) }));
          expect(made?.action === 'create' && certificateNames.includes(made.certificate)).to.equal(false);
          expect(made?.action === 'delete' && made.certificate === 'Sso').to.equal(false);
        },
      ),
    );
  });
});

/** What a plan comes to; the errors of a wrong order are no part of what is asked here. */
function attempt(run: () => RotationPlan): RotationPlan | undefined {
  try {
    return run();
  } catch (error) {
    expect((error as Error).name).to.match(/^(?:Successor|Certificate)\w+Error$/);
    return undefined;
  }
}

describe('the name of a successor', () => {
  it('has the next number after the stem', () => {
    expect(nextName('SalesforceSSO', ['SalesforceSSO'])).to.equal('SalesforceSSO_2');
    expect(nextName('SalesforceSSO_2', ['SalesforceSSO', 'SalesforceSSO_2'])).to.equal('SalesforceSSO_3');
  });

  it('does not mistake the time of day, in a name that the org made, for a number', () => {
    expect(nextName('SelfSignedCert_27Jan2022_192645', [])).to.equal('SelfSignedCert_27Jan2022_192645_2');
  });

  it('is a name that a certificate can have, of the same stem, even for the longest one', () => {
    const longest = `A${'b'.repeat(63)}`;
    for (const name of [longest, `${'c'.repeat(59)}_dddd`]) {
      const next = nextName(name, [name]);
      expect(parseCertificateName(next)).to.equal(next);
      expect(stemOf(next)).to.equal(stemOf(name));
    }
  });
});
