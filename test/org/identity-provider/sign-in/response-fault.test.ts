import { expect } from 'chai';
import type { EmulatedOrg } from '../../emulated-org.ts';
import { deployed, connectedAppFiles } from '../../metadata/samples.ts';
import type { ResponseFault } from '../../state.ts';
import {
  ACS_URL,
  authnRequest,
  ENTITY_ID,
  formIn,
  grant,
  logIn,
  ownedSet,
  redirectAddress,
  REQUEST_ID,
  responseIn,
  samlConfig,
  signaturesIn,
  startIdentityProvider,
  type TestBrowser,
} from '../testing.ts';

/** What can go wrong with a response and the form around it, looked at from outside. */
type Facts = {
  signatures: string[];
  certificates: string[];
  algorithm: string | undefined;
  issued: string | undefined;
  issuer: string | undefined;
  audience: string | undefined;
  recipient: string | undefined;
  nameId: string | undefined;
  format: string | undefined;
  inResponseTo: string | undefined;
  roles: boolean;
  action: string;
  relayState: string | undefined;
};

const USUAL: Facts = {
  signatures: ['samlp:Response good', 'saml:Assertion good'],
  certificates: ['own', 'own'],
  algorithm: 'rsa-sha256',
  issued: '2026-11-24T12:00:00.000Z',
  issuer: 'https://acme.my.salesforce.com',
  audience: ENTITY_ID,
  recipient: ACS_URL,
  nameId: 'sam@example.test',
  format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  inResponseTo: REQUEST_ID,
  roles: true,
  action: ACS_URL,
  relayState: 'relay',
};

describe('the fault of a response', () => {
  let org: EmulatedOrg;
  let browser: TestBrowser;

  before(async () => {
    org = await startIdentityProvider({ myDomain: 'https://acme.my.salesforce.com' });
    await deployed(
      org.state,
      connectedAppFiles('My_App', {
        before: "<attributes><formula>'agent'</formula><key>roles</key></attributes>",
        after: samlConfig({ afterEntity: '<samlSigningAlgoType>SHA256</samlSigningAlgoType>' }),
      }),
    );
    grant(org, ownedSet(org, 'sam'));
    browser = await logIn(org, 'sam');
  });
  after(() => org.stop());

  async function factsOf(fault: ResponseFault): Promise<Facts> {
    org.state.options.responseFault = fault;
    const visit = await browser.get(redirectAddress(authnRequest(), 'relay'));
    const xml = responseIn(visit);
    const { action, fields } = formIn(visit);
    const first = (pattern: RegExp): string | undefined => pattern.exec(xml)?.[1];
    return {
      signatures: signaturesIn(xml, org),
      certificates: [...xml.matchAll(/<ds:X509Certificate>([^<]*)</g)].map(([, base64]) => ownerOf(base64 ?? '')),
      algorithm: first(/<ds:SignatureMethod Algorithm="[^"#]*#([^"]*)"/),
      issued: first(/ IssueInstant="([^"]*)"/),
      issuer: first(/nameid-format:entity">([^<]*)</),
      audience: first(/<saml:Audience>([^<]*)</),
      recipient: first(/ Recipient="([^"]*)"/),
      nameId: first(/<saml:NameID Format="[^"]*">([^<]*)</),
      format: first(/<saml:NameID Format="([^"]*)"/),
      inResponseTo: first(/ InResponseTo="([^"]*)"/),
      roles: xml.includes('Name="roles"'),
      action,
      relayState: fields['RelayState'],
    };
  }

  function ownerOf(base64: string): 'own' | 'another' {
    const own = org.state.certificateKeys.get('Sso')!.certificatePem.replace(/-----[^-]+-----|\s/g, '');
    return base64.replace(/\s/g, '') === own ? 'own' : 'another';
  }

  const bad = ['samlp:Response bad', 'saml:Assertion bad'];
  const cases: Record<ResponseFault, Partial<Facts>> = {
    none: {},
    sha1: { algorithm: 'rsa-sha1' },
    'unsigned-response': { signatures: ['saml:Assertion good'], certificates: ['own'] },
    'unsigned-assertion': { signatures: ['samlp:Response good'], certificates: ['own'] },
    unsigned: { signatures: [], certificates: [], algorithm: undefined },
    'other-key': { signatures: bad, certificates: ['another', 'another'] },
    'other-certificate-inside': { certificates: ['another', 'another'] },
    'no-key-info': { certificates: [] },
    'clock-behind': { issued: '2026-11-24T11:00:00.000Z' },
    'clock-ahead': { issued: '2026-11-24T13:00:00.000Z' },
    'wrong-issuer': { issuer: 'https://other.example' },
    'wrong-audience': { audience: `${ENTITY_ID}/other` },
    'wrong-recipient': { recipient: `${ACS_URL}/other` },
    'wrong-name-id': { nameId: 'sam@example.test.uat' },
    'wrong-name-id-format': { format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' },
    'wrong-request': { inResponseTo: '_00000000000000000000000000000000' },
    'no-roles': { roles: false },
    'wrong-action': { action: 'https://other.example/acs' },
    'relay-state-changed': { relayState: 'relaychanged' },
  };
  for (const [fault, changed] of Object.entries(cases) as Array<[ResponseFault, Partial<Facts>]>) {
    it(`${fault} changes that and nothing else`, async () => {
      expect(await factsOf(fault)).to.deep.equal({ ...USUAL, ...changed });
    });
  }
});

describe('the signing algorithm of an app that names none', () => {
  for (const [signingDefault, algorithm] of [
    ['SHA1', 'rsa-sha1'],
    ['SHA256', 'rsa-sha256'],
  ] as const) {
    it(`is ${signingDefault} where the options say so`, async () => {
      const org = await startIdentityProvider({ signingDefault });
      grant(org, ownedSet(org, 'sam'));
      const visit = await (await logIn(org, 'sam')).get(redirectAddress(authnRequest()));
      expect(responseIn(visit)).to.include(`#${algorithm}"`);
      await org.stop();
    });
  }
});
