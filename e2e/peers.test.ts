import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createAuthnRequest } from '../plugin/saml/authn-request.ts';
import { openFrontDoor } from '../plugin/salesforce/sign-in/front-door.ts';
import { driveSignIn } from '../plugin/salesforce/sign-in/sign-in.ts';
import { deploySso } from '../plugin/setup/deploy/deploy-sso.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../test/org/emulated-org.ts';
import { connectionTo, freshRequest } from '../test/support/connection.ts';
import { askPythonPeers, xmlsecAccepts, type PeerCase } from './support/saml-peers.ts';
import { filesBelow, validateMetadata } from './support/schema.ts';

type NamedCase = PeerCase & { name: string };

describe('independent SAML software', () => {
  let org: EmulatedOrg;
  let folder: string;
  let good: NamedCase;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-peers-'));
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
    good = await captureResponse(org);
  });

  after(async () => {
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function altered(name: string, change: (xml: string) => string): NamedCase {
    const xml = Buffer.from(good.samlResponse, 'base64').toString('utf8');
    const changed = change(xml);
    expect(changed, name).not.to.equal(xml);
    return { ...good, name, samlResponse: Buffer.from(changed).toString('base64') };
  }

  function alterations(): NamedCase[] {
    return [
      altered('another role', (xml) => xml.replace('>agent<', '>admin<')),
      altered('another user', (xml) => xml.replace(/(<saml:NameID[^>]*>)[^<]+/, '$1root@example.test')),
      altered('no signature on the Response', (xml) => xml.replace(/<ds:Signature[\s\S]*?<\/ds:Signature>/, '')),
      altered('a blank more in the status', (xml) => xml.replace('<samlp:Status>', '<samlp:Status> ')),
    ];
  }

  it('xmlsec1 finds both signatures good, and none of the altered responses', async () => {
    expect(await xmlsecAccepts(folder, good)).to.equal(true);
    for (const bad of alterations()) {
      expect(await xmlsecAccepts(folder, bad), bad.name).to.equal(false);
    }
  });

  it('a python3-onelogin-saml2 service provider lets the user in, and refuses the altered responses', async () => {
    const cases = [good, ...alterations()];
    const verdicts = await askPythonPeers(cases);
    expect(cases.map(({ name }, index) => `${name}: ${verdicts[index]?.onelogin.valid}`)).to.deep.equal([
      'as the org gave it: true',
      ...alterations().map(({ name }) => `${name}: false`),
    ]);
  });

  it('xmllint finds every file of force-app valid against the schema of Salesforce', async () => {
    const files = await filesBelow(join(import.meta.dirname, '..', 'force-app'), '*-meta.xml');
    expect(files.length).to.be.greaterThan(7);
    const verdict = await validateMetadata(folder, files);
    expect(verdict, verdict.messages).to.include({ exitCode: 0, valid: files.length });
  });
});

async function captureResponse(org: EmulatedOrg): Promise<NamedCase> {
  const connection = await connectionTo(org);
  const { handOver } = await deploySso(connection, freshRequest(), {
    dryRun: false,
    approve: () => Promise.resolve(true),
    now: () => new Date(),
  });
  if (handOver === undefined) {
    throw new Error('the deploy handed nothing over');
  }
  const { acsUrl, entityId, ssoUrl, certificate } = handOver;
  const now = new Date();
  const { id, url } = createAuthnRequest({ destination: ssoUrl, acsUrl, entityId, relayState: 'x', now });
  const { pathname, search } = new URL(url);
  const outcome = await driveSignIn(await openFrontDoor(connection, `${pathname}${search}`));
  if (outcome.outcome !== 'response') {
    throw new Error(`no response: ${JSON.stringify(outcome)}`);
  }
  const issuer = handOver.identityProviderIssuer;
  const { samlResponse } = outcome;
  return { name: 'as the org gave it', issuer, acsUrl, entityId, certificate, samlResponse, requestId: id, now };
}
