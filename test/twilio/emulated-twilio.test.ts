import { request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { startEmulatedTwilio } from './emulated-twilio.ts';
import { errorIn, now, openConfigured, openUnconfigured, stopAll, username } from './fixture.ts';
import { createLoopbackClient } from './loopback-client.ts';

describe('an emulated Twilio', () => {
  afterEach(stopAll);

  it('has the real addresses of its realm', async () => {
    const { twilio } = await openUnconfigured();
    expect(twilio.realmSid).to.match(/^JB[0-9a-f]{32}$/);
    expect(twilio.entityId).to.equal(`https://iam.twilio.com/v2/saml2/metadata/${twilio.realmSid}`);
    expect(twilio.acsUrl).to.equal(`https://iam.twilio.com/v2/saml2/authenticate/${twilio.realmSid}`);
    expect(twilio.loginPageUrl).to.equal('https://frontline.twilio.com/login');
    expect(twilio.hosts).to.deep.equal([
      'iam.twilio.com',
      'frontline.twilio.com',
      'services.twilio.com',
      'frontline-api.twilio.com',
      'flex-api.twilio.com',
      'conversations.twilio.com',
    ]);
  });

  it('refuses to start for a Realm SID that is none', async () => {
    const failed = await startEmulatedTwilio({ realmSid: 'JB123' }).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error).with.property('message', 'no Realm SID: JB123');
  });

  it('fails to start where its port is taken', async () => {
    const { twilio } = await openUnconfigured();
    const failed = await startEmulatedTwilio({ port: Number(new URL(twilio.url).port) }).catch(
      (error: unknown) => error,
    );
    expect(failed).to.have.property('code', 'EADDRINUSE');
  });

  it('runs beside others, each with its own realm, account and users', async () => {
    const visits = await Promise.all(Array.from({ length: 20 }, () => openConfigured()));
    const [first, second] = visits;
    await first?.signIn();
    expect(first?.twilio.users()).to.have.lengthOf(1);
    expect(second?.twilio.users()).to.have.lengthOf(0);
    expect(new Set(visits.map(({ twilio }) => twilio.realmSid)).size).to.equal(20);
    expect(new Set(visits.map(({ twilio }) => twilio.account.sid)).size).to.equal(20);
  });

  it('serves under each name the pages of that site alone', async () => {
    const { browser, twilio } = await openUnconfigured();
    const path = new URL(twilio.acsUrl).pathname;
    expect((await browser.get('https://frontline.twilio.com/login')).status).to.equal(200);
    expect((await browser.get('https://iam.twilio.com/login')).status).to.equal(404);
    expect((await browser.get(`https://iam.twilio.com${path}`)).status).to.equal(405);
    expect((await browser.get(`https://frontline.twilio.com${path}`)).status).to.equal(404);
    expect((await browser.get('https://flex-api.twilio.com/v1/Services')).status).to.equal(404);
  });

  it('serves every site where it is asked under no name of its own', async () => {
    const { twilio } = await openUnconfigured();
    const browser = createLoopbackClient({});
    expect((await browser.get(`${twilio.url}/login?next=1`)).status).to.equal(200);
    expect((await browser.get(`${twilio.url}/v1/Services`)).status).to.equal(401);
  });

  it('notes every request, what was refused and why, and nothing secret', async () => {
    const { twilio, browser, signIn } = await openConfigured();
    await signIn({ issuer: 'other' });
    await browser.get('https://frontline-api.twilio.com/v1/Users/a?Token=secret', { authorization: 'Basic c2VjcmV0' });
    expect(
      twilio.log.map(({ site, method, path, status, error }) => [site, method, path, status, error?.code]),
    ).to.deep.equal([
      ['login', 'POST', '/login', 302, undefined],
      ['iam', 'POST', `/v2/saml2/authenticate/${twilio.realmSid}`, 401, 70004],
      ['frontline-api', 'GET', '/v1/Users/a', 401, 20003],
    ]);
    expect(twilio.log[1]?.error?.message).to.include("Was 'other'");
    expect(JSON.stringify(twilio.log)).not.to.match(/secret|c2VjcmV0|SAMLResponse|RelayState/);
    twilio.clearLog();
    expect(twilio.log).to.deep.equal([]);
  });

  it('says of a fault of its own that it is one', async () => {
    const broken = new Error('the clock has stopped');
    const { twilio, browser } = await openConfigured({
      clock: () => {
        throw broken;
      },
    });
    const answer = await browser.post(
      twilio.loginPageUrl,
      { workspaceId: 'example-dev' },
      { accept: 'application/json' },
    );
    expect(answer.status).to.equal(500);
    expect(errorIn(answer).message).to.include('The emulated Twilio failed: Error: the clock has stopped');
    expect(twilio.log[0]?.crash).to.equal(broken);
  });

  it('answers a HEAD request like a GET, without a body', async () => {
    const { twilio } = await openUnconfigured();
    const outgoing = request(`${twilio.url}/login`, { method: 'HEAD' }).end();
    const [incoming] = (await once(outgoing, 'response')) as [{ statusCode: number; resume(): void }];
    incoming.resume();
    expect(incoming.statusCode).to.equal(200);
  });

  it('refuses a body of more than a megabyte', async () => {
    const { twilio, browser } = await openConfigured();
    const answer = await browser.post(twilio.acsUrl, { SAMLResponse: 'A'.repeat(1_100_000) });
    expect(answer.status).to.equal(413);
  });

  it('goes on after a client that went away in the middle of its request', async () => {
    const { twilio, signIn } = await openConfigured();
    const socket = connect(Number(new URL(twilio.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST ${new URL(twilio.acsUrl).pathname} HTTP/1.1\r\nHost: iam.twilio.com\r\nContent-Length: 50\r\n\r\nhalf`,
    );
    socket.destroy();
    expect((await signIn()).status).to.equal(302);
    expect(twilio.users().map(({ identity }) => identity)).to.deep.equal([username]);
  });

  it('ends its open connections when it is stopped', async () => {
    const twilio = await startEmulatedTwilio({ clock: () => now });
    const socket = connect(Number(new URL(twilio.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await twilio.stop();
    await closed;
  });
});
