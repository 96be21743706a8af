import { expect } from 'chai';
import type { Connection } from '@salesforce/core';
import { inspectedCertificate, untilReadable } from '../../../plugin/setup/inspect/inspected-certificate.ts';
import { makeCertificate } from '../../org/certificate/certificate.ts';

/** A connection that must not be used. */
const NONE = new Proxy({} as Connection, {
  get: () => {
    throw new Error('a request was sent');
  },
});

describe('a certificate after a deployment', () => {
  const { certificatePem } = makeCertificate({
    commonName: 'SalesforceSSO',
    organizationId: '00D000000000001',
    keySize: 2048,
    created: new Date('2026-11-24T12:00:00Z'),
  });

  it('costs no request if it was read', async () => {
    const certificates = [inspectedCertificate({ name: 'SalesforceSSO', pem: certificatePem })];
    expect(await untilReadable(NONE, certificates, 'SalesforceSSO')).to.equal(certificates);
  });

  it('costs no request if the org gives content that is no certificate', async () => {
    const certificates = [inspectedCertificate({ name: 'SalesforceSSO', pem: 'nothing of the kind' })];
    expect(await untilReadable(NONE, certificates, 'SalesforceSSO')).to.equal(certificates);
  });
});
