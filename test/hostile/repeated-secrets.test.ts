import { StateAggregator } from '@salesforce/core';
import { expect } from 'chai';
import CertificateDisplay from '../../plugin/commands/frontline/certificate/display.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import { setClock } from '../../plugin/http/clock.ts';
import type { Fault } from '../org/faults/fault.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { refuseSecrets, startDeployedOrg } from '../support/deployed-org.ts';
import { instantClock } from '../support/instant-clock.ts';
import { captured } from '../support/run-command.ts';

/** Secrets in the form that Salesforce gives them. */
const REFRESH_TOKEN = `5Aep8${'aB3_'.repeat(15)}.x_Y`;
const USERNAME = 'refreshed@example.test';
const API = /^\/services\/(?:Soap|data\/v)/;

function always(path: RegExp, status: number, contentType: string, body: string): Fault {
  return { path, times: -1, action: { kind: 'status', status, contentType, body } };
}

/** A SOAP fault with these words. */
function soapFault(words: string): string {
  return `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com"><soapenv:Body><soapenv:Fault><faultcode>sf:UNKNOWN_EXCEPTION</faultcode><faultstring>${words}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
}

const EXPIRED = always(
  API,
  401,
  'application/json',
  '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]',
);

const situations: Array<[situation: string, faults: (words: string) => Fault[]]> = [
  ['a SOAP fault', (words) => [always(API, 500, 'text/xml', soapFault(words))]],
  ['plain text', (words) => [always(API, 400, 'text/plain', words)]],
  ['JSON of another form', (words) => [always(API, 400, 'application/json', JSON.stringify({ words }))]],
  ['the title of a page', (words) => [always(API, 200, 'text/html', `<html><title>${words}</title></html>`)]],
  [
    'the refusal of a new session',
    (words) => [
      EXPIRED,
      always(
        /oauth2\/token/,
        400,
        'application/json',
        JSON.stringify({ error: 'invalid_grant', error_description: words }),
      ),
    ],
  ],
];

describe('a login with a refresh token, which an answer repeats', () => {
  let org: EmulatedOrg;
  let instanceUrl: string | undefined;

  before(async () => {
    setClock(instantClock());
    org = await startDeployedOrg();
    // Users set this if they name an org by its token.
    instanceUrl = process.env['SF_ORG_INSTANCE_URL'];
    delete process.env['SF_ORG_INSTANCE_URL'];
    org.state.refreshTokens.set(REFRESH_TOKEN, { userId: org.state.adminId, clientId: 'PlatformCLI' });
    const { orgs } = await StateAggregator.getInstance();
    orgs.set(USERNAME, {
      username: USERNAME,
      accessToken: org.token,
      refreshToken: REFRESH_TOKEN,
      clientId: 'PlatformCLI',
      instanceUrl: org.url,
      loginUrl: org.url,
      orgId: org.state.organizationId,
    });
    await orgs.write(USERNAME);
  });
  after(async () => {
    setClock();
    if (instanceUrl !== undefined) {
      process.env['SF_ORG_INSTANCE_URL'] = instanceUrl;
    }
    await org.stop();
  });

  for (const [situation, faults] of situations) {
    it(`is printed nowhere, with ${situation}`, async () => {
      const injected = faults(`${REFRESH_TOKEN} or Bearer ${org.token}, \u001b[2J`).map((fault) => org.inject(fault));
      try {
        for (const command of [SsoDisplay, CertificateDisplay] as Array<Parameters<typeof captured>[0]>) {
          for (const flags of [[], ['--json']]) {
            const { error, stdout, stderr } = await captured(command, ['--target-org', USERNAME, ...flags]);
            const told = stdout + stderr + JSON.stringify(error ?? '') + (error?.stack ?? '');
            expect(told).to.match(/Error/);
            refuseSecrets(org, told);
            expect(told).not.to.contain('5Aep8');
            expect(told).not.to.contain('\u001b[2J');
          }
        }
      } finally {
        injected.forEach((fault) => fault.remove());
      }
    });
  }
});
