import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { makeCertificate } from 'emulated-salesforce-org/certificate';
import { now, openConfigured, stopAll, username } from './fixture.ts';
import { createLoopbackClient } from './loopback-client.ts';

/** A server that gives each request the next of these cookies, and shows the host and the cookies that came. */
async function startMirror(cookies: string[]): Promise<{ server: Server; place: string }> {
  const server = createServer(({ headers }, outgoing) => {
    const cookie = cookies.shift();
    outgoing.writeHead(200, cookie === undefined ? {} : { 'Set-Cookie': cookie });
    outgoing.end(`${headers.host} ${headers.cookie ?? 'no cookie'}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, place: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('the client that looks for hosts on loopback', () => {
  let mirror: Server;

  afterEach(async () => {
    mirror?.close();
    await stopAll();
  });

  it('sends nothing to a host whose place it was not told', async () => {
    const failed = await createLoopbackClient({})
      .get('https://iam.twilio.com/')
      .catch((error: unknown) => error);
    expect(failed).to.have.property('message', 'no place on loopback is known for iam.twilio.com');
  });

  it('names the host that was meant, not the place where it is', async () => {
    const { server, place } = await startMirror([]);
    mirror = server;
    const { body } = await createLoopbackClient({ 'a.example.com': place }).get('https://a.example.com/');
    expect(body).to.equal('a.example.com no cookie');
  });

  it('keeps a cookie for its host, and for the hosts of a domain where it is meant for one', async () => {
    const { server, place } = await startMirror(['one=1', 'both=2; Domain=example.com; Path=/', 'one=3']);
    mirror = server;
    const client = createLoopbackClient({ 'a.example.com': place, 'b.example.com': place });
    await client.get('http://a.example.com/');
    await client.get('http://a.example.com/');
    expect((await client.get('http://b.example.com/')).body).to.equal('b.example.com both=2');
    expect((await client.get('http://a.example.com/')).body).to.equal('a.example.com one=1; both=2');
    expect((await client.get('http://b.example.com/')).body).to.equal('b.example.com both=2; one=3');
  });

  it('puts a newer cookie in the place of the older one, and takes none for a foreign domain', async () => {
    const { server, place } = await startMirror(['a=1', 'a=2', 'a=3; Domain=example.org']);
    mirror = server;
    const client = createLoopbackClient({ 'a.example.com': place });
    await client.get('http://a.example.com/');
    await client.get('http://a.example.com/');
    expect((await client.get('http://a.example.com/')).body).to.equal('a.example.com a=2');
    expect((await client.get('http://a.example.com/')).body).to.equal('a.example.com a=2');
  });

  it('signs in over HTTPS where the emulated Twilio has a certificate for its names', async () => {
    const { certificatePem, privateKey } = makeCertificate({
      commonName: '*.twilio.com',
      organizationId: '00D5e0000000AbC',
      keySize: 2048,
      created: new Date(),
    });
    const tls = { cert: certificatePem, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
    const { twilio, browser, signIn } = await openConfigured({ tls, clock: () => now });
    expect(twilio.url).to.match(/^https:\/\/127\.0\.0\.1:\d+$/);
    const { headers } = await signIn();
    expect(headers['set-cookie']?.[0]).to.include('; Domain=twilio.com; Secure; Path=/');
    expect((await browser.get('https://frontline.twilio.com/')).body).to.include(`Welcome, ${username}`);
    const stranger = createLoopbackClient({ 'iam.twilio.com': twilio.url });
    const failed = await stranger.get(twilio.entityId).catch((error: unknown) => error);
    expect(failed).to.have.property('code', 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });
});
