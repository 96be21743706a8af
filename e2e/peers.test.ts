import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { createAuthnRequest } from '../plugin/saml/authn-request.ts';
import { openFrontDoor } from '../plugin/salesforce/sign-in/front-door.ts';
import { driveSignIn } from '../plugin/salesforce/sign-in/sign-in.ts';
import { deploySso } from '../plugin/setup/deploy/deploy-sso.ts';
import type { HandOff } from '../plugin/setup/inspect/hand-over-values.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../test/org/emulated-org.ts';
import { connectionTo, freshRequest } from '../test/support/connection.ts';
import { filesBelow, runProgram, validateMetadata } from './support/schema.ts';

/** A response as the org gave it, or altered, and what a service provider needs to judge it. */
type Case = HandOff & { name: string; issuer: string; samlResponse: string; requestId: string };

describe('independent SAML software', () => {
  let org: EmulatedOrg;
  let folder: string;
  let good: Case;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-peers-'));
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    good = await captureResponse(org);
  });

  after(async () => {
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function altered(name: string, change: (xml: string) => string): Case {
    const xml = Buffer.from(good.samlResponse, 'base64').toString('utf8');
    const changed = change(xml);
    expect(changed, name).not.to.equal(xml);
    return { ...good, name, samlResponse: Buffer.from(changed).toString('base64') };
  }

  function alterations(): Case[] {
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
    const verdicts = await oneloginVerdicts([good, ...alterations()]);
    expect(verdicts.map(({ name, valid }) => `${name}: ${valid}`)).to.deep.equal([
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

async function captureResponse(org: EmulatedOrg): Promise<Case> {
  const connection = await connectionTo(org);
  const { handOver } = await deploySso(connection, freshRequest(), {
    dryRun: false,
    approve: () => Promise.resolve(true),
    now: () => new Date(),
  });
  if (handOver === undefined) {
    throw new Error('the deploy handed nothing over');
  }
  const { acsUrl, entityId, ssoUrl } = handOver;
  const { id, url } = createAuthnRequest({ destination: ssoUrl, acsUrl, entityId, relayState: 'x', now: new Date() });
  const { pathname, search } = new URL(url);
  const outcome = await driveSignIn(await openFrontDoor(connection, `${pathname}${search}`));
  if (outcome.outcome !== 'response') {
    throw new Error(`no response: ${JSON.stringify(outcome)}`);
  }
  const { samlResponse } = outcome;
  return {
    ...handOver,
    name: 'as the org gave it',
    issuer: handOver.identityProviderIssuer,
    samlResponse,
    requestId: id,
  };
}

/** Whether xmlsec1 verifies the Response's and the Assertion's signature with the exported certificate's key. */
async function xmlsecAccepts(folder: string, { samlResponse, certificate }: Case): Promise<boolean> {
  const [response, pem] = [join(folder, 'response.xml'), join(folder, 'certificate.pem')];
  await writeFile(response, Buffer.from(samlResponse, 'base64'));
  await writeFile(pem, certificate);
  const root = "/*[local-name()='Response']";
  for (const parent of [root, `${root}/*[local-name()='Assertion']`]) {
    const { exitCode } = await runProgram('xmlsec1', [
      ...['--verify', '--enabled-key-data', 'rsa', '--pubkey-cert-pem', pem],
      ...['--id-attr:ID', 'urn:oasis:names:tc:SAML:2.0:protocol:Response'],
      ...['--id-attr:ID', 'urn:oasis:names:tc:SAML:2.0:assertion:Assertion'],
      ...['--node-xpath', `${parent}/*[local-name()='Signature']`, response],
    ]);
    if (exitCode !== 0) {
      return false;
    }
  }
  return true;
}

async function oneloginVerdicts(cases: Case[]): Promise<Array<{ name: string; valid: boolean; error: string }>> {
  const script = join(import.meta.dirname, 'support', 'onelogin-service-provider.py');
  const peer = spawn('/usr/bin/python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  peer.stdin.end(cases.map((item) => `${JSON.stringify(item)}\n`).join(''));
  const lines = (await text(peer.stdout)).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as { name: string; valid: boolean; error: string });
}
