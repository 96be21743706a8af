import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { expect } from 'chai';
import { makeCertificate } from '../../certificate/certificate.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../emulated-org.ts';

describe('the cookies of a session over HTTPS', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  it('are secure, and come along from other sites', async () => {
    const { certificatePem, privateKey } = makeCertificate({
      commonName: 'acme.my.salesforce.com',
      organizationId: '00D000000000001',
      keySize: 2048,
      created: new Date(Date.now() - 3_600_000),
    });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    org = await startEmulatedOrg({
      tls: { key, cert: certificatePem },
      myDomain: 'https://acme.my.salesforce.com',
    });
    expect(org.url).to.match(/^https:\/\/127\.0\.0\.1:\d+$/);
    const path = `/secur/frontdoor.jsp?sid=${encodeURIComponent(org.token)}&retURL=%2Fhome%2Fhome.jsp`;
    const sent = request(`${org.url}${path}`, { ca: certificatePem, checkServerIdentity: () => undefined }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    const cookies = answer.headers['set-cookie'] ?? [];
    expect(cookies).to.have.length(2);
    expect(cookies.every((cookie) => cookie.includes('; HttpOnly; Secure; SameSite=None'))).to.equal(true);
  });
});
