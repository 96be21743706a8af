import { expect } from 'chai';
import type { SfError } from '@salesforce/core';
import { openFrontDoor } from '../../../plugin/salesforce/sign-in/front-door.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import type { FaultAction } from '../../org/faults/fault.ts';
import { connectionTo } from '../../support/connection.ts';

describe('the front door of an org', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg();
  });
  afterEach(() => org.stop());

  async function openWith(action: FaultAction): Promise<SfError> {
    const connection = await connectionTo(org);
    org.inject({ path: /singleaccess/, times: -1, action });
    return openFrontDoor(connection, '/a').then(
      (address) => {
        throw new Error(`opened: ${address}`);
      },
      (error: SfError) => error,
    );
  }

  it('opens to an address of the org, for the path with its whole query', async () => {
    const address = new URL(await openFrontDoor(await connectionTo(org), '/idp/x?SAMLRequest=a%2Bb&RelayState=c%26d'));
    expect(address.origin).to.equal(org.url);
    expect([...org.state.frontDoors.values()].map(({ startUrl }) => startUrl)).to.deep.equal([
      '/idp/x?SAMLRequest=a%2Bb&RelayState=c%26d',
    ]);
  });

  for (const [situation, status, body] of [
    ['a login without the scope', 403, 'Bad_OAuth_Token'],
    ['an org that does not know it', 404, '[]'],
  ] as const) {
    it(`stays shut for ${situation}`, async () => {
      const error = await openWith({ kind: 'status', status, body });
      expect(error).to.include({ name: 'FrontDoorRefusedError' });
      expect(error.message).to.include(String(status));
    });
  }

  for (const [situation, status, body] of [
    ['an org that has too much to do', 429, '[]'],
    ['an outage', 503, '<html>maintenance</html>'],
    ['a page with status 200', 200, '<html>maintenance</html>'],
    ['an answer without an address', 200, '{}'],
    ['an address that is none', 200, '{"frontdoor_uri":"/secur"}'],
    ['a list', 200, '[]'],
    ['nothing', 200, 'null'],
  ] as const) {
    it(`is not there, which says nothing about the login, for ${situation}`, async () => {
      const error = await openWith({ kind: 'status', status, body });
      expect(error).to.include({ name: 'OrgAnswerUnexpectedError' });
      expect(error.message).to.include(String(status)).and.include('/services/oauth2/singleaccess');
    });
  }

  it('is not used if it leads to another origin', async () => {
    const body = JSON.stringify({ frontdoor_uri: 'https://acme.my.salesforce.com/secur/frontdoor.jsp?otp=secret' });
    const error = await openWith({ kind: 'status', status: 200, body });
    expect(error.name).to.equal('FrontDoorElsewhereError');
    expect(JSON.stringify([error.message, error.actions]))
      .to.include('https://acme.my.salesforce.com"')
      .and.not.include('secret');
  });

  it('reports an org that cannot be reached', async () => {
    expect((await openWith({ kind: 'reset' })).name).to.equal('OrgUnreachableError');
  });

  it('opens at the second try if it was shut only once, as it is to a session that has just ended', async () => {
    const connection = await connectionTo(org);
    const fault = org.inject({
      path: /singleaccess/,
      action: { kind: 'status', status: 403, body: 'Bad_OAuth_Token' },
    });
    expect(await openFrontDoor(connection, '/a')).to.match(new RegExp(`^${org.url}/`));
    expect(fault.hits).to.equal(1);
  });

  it('refreshes an expired session before it asks, since the front door would not do so', async () => {
    const connection = await connectionTo(org);
    org.inject({ path: /\/services\/data\/v[\d.]+$/, action: { kind: 'expire-token' } });
    const error = await openFrontDoor(connection, '/a').catch((reason: Error) => reason);
    expect(error)
      .to.be.an('error')
      .with.property('message')
      .that.matches(/session expired/i);
    expect(org.log.some(({ path }) => path.includes('singleaccess'))).to.equal(false);
  });
});
