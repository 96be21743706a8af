import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import { setClock } from '../../plugin/http/clock.ts';
import { sendHttp } from '../../plugin/http/http.ts';
import { explainOrgError } from '../../plugin/salesforce/api/org-errors.ts';
import type { Fault } from '../org/faults/fault.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { instantClock } from '../support/instant-clock.ts';
import { runCommand, type CommandRun } from '../support/run-command.ts';

/** Names of all errors that the plugin makes. */
async function knownErrors(): Promise<string[]> {
  const texts = await readFile(join(import.meta.dirname, '..', '..', 'messages', 'errors.md'), 'utf8');
  return [...texts.matchAll(/^# error\.(\w+)$/gm)].map(([, name]) => `${name}Error`);
}

function answer(body: string, contentType: string): Fault['action'] {
  return { kind: 'status', status: 200, contentType, body };
}

function json(path: RegExp, body: string): Fault {
  return { path, times: -1, action: answer(body, 'application/json') };
}

function soap(method: string, inner: string): Fault {
  const body = `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata"><soapenv:Body><${method}Response>${inner}</${method}Response></soapenv:Body></soapenv:Envelope>`;
  return { soapMethod: method, times: -1, action: answer(body, 'text/xml') };
}

function appOf(inner: string): string {
  return `<result><records><fullName>Twilio_Frontline</fullName>${inner}</records></result>`;
}

const answers: Array<[situation: string, fault: Fault]> = [
  ['a row with a prototype', json(/query/, '{"records":[{"__proto__":{"polluted":1}}],"done":true,"totalSize":1}')],
  ['rows that are none', json(/query/, '{"records":[null,1,"x"],"done":true,"totalSize":3}')],
  ['a row without fields', json(/query/, '{"records":[{}],"done":true,"totalSize":1}')],
  ['more rows without an address', json(/query/, '{"records":[{"Id":"x"}],"done":false}')],
  [
    'more rows that never come',
    json(/query/, '{"records":[],"done":false,"nextRecordsUrl":"/services/data/v66.0/query/01g-0"}'),
  ],
  ['rows in place of their list', json(/query/, '{"records":{"0":{}},"done":true}')],
  ['user information of other kinds', json(/userinfo/, '{"user_id":"x","email":{},"urls":{"custom_domain":42}}')],
  [
    'user information with addresses of none',
    json(/userinfo/, '{"user_id":"x","urls":{"custom_domain":"javascript:1"}}'),
  ],
  ['an element called __proto__', soap('readMetadata', appOf('<__proto__><polluted>1</polluted></__proto__>'))],
  ['an element called constructor', soap('readMetadata', appOf('<constructor><prototype>1</prototype></constructor>'))],
  ['20,000 elements one in another', soap('readMetadata', appOf('<a>'.repeat(20_000) + '</a>'.repeat(20_000)))],
  ['text in place of a component', soap('readMetadata', '<result>text</result>')],
  [
    'a name with elements in it',
    soap('readMetadata', '<result><records><fullName><a>b</a></fullName></records></result>'),
  ],
  ['an empty answer to what was read', soap('readMetadata', '')],
  [
    'a listed name that is badly encoded',
    soap('listMetadata', '<result><type>Profile</type><fullName>%E0%A4%A</fullName></result>'),
  ],
  ['something listed without a name', soap('listMetadata', '<result><type>ConnectedApp</type></result>')],
  ['text in place of a list', soap('listMetadata', '<result>x</result>')],
];

describe('a hostile answer of an org', () => {
  let org: EmulatedOrg;
  let folder: string;
  let known: string[];

  before(async () => {
    setClock(instantClock());
    org = await startDeployedOrg({ identityProvider: 'off' });
    known = await knownErrors();
  });
  after(async () => {
    setClock();
    await org.stop();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-answers-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const commands: Array<[name: string, run: () => Promise<CommandRun<unknown>>]> = [
    ['sso display', () => runCommand(SsoDisplay, org)],
    ['sso export', () => runCommand(SsoExport, org, '--output-dir', folder)],
    ['access assign', () => runCommand(AccessAssign, org, '--profile', 'Admin')],
  ];

  for (const [situation, fault] of answers) {
    it(`with ${situation} ends in a result or in a named error, after a bounded number of requests`, async () => {
      const injected = org.inject(fault);
      try {
        for (const [name, run] of commands) {
          org.clearLog();
          const { error } = await run();
          expect(error === undefined || known.includes(error.name), `${name}: ${error?.stack}`).to.equal(true);
          expect(org.log.length, name).to.be.lessThan(60);
        }
        expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
      } finally {
        injected.remove();
      }
    });
  }

  for (const [situation, content] of [
    ['nothing', ''],
    ['no certificate', '-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n'],
    ['a page', '<script>alert(1)</script>'],
    ['a megabyte', 'A'.repeat(1024 * 1024)],
  ] as const) {
    it(`with ${situation} instead of a certificate leads to no hand-over`, async () => {
      const { files } = org.state.components.get('Certificate:SalesforceSSO')!;
      const before = files.get('certs/SalesforceSSO.crt')!;
      files.set('certs/SalesforceSSO.crt', Buffer.from(content));
      try {
        const { error, stdout } = await runCommand(SsoExport, org, '--output-dir', folder);
        expect(error?.name).to.equal('CertificateUnreadableError');
        expect(stdout + (error?.message ?? '')).not.to.match(/MIIE|<script>/);
        expect(await readdir(folder)).to.deep.equal([]);
      } finally {
        files.set('certs/SalesforceSSO.crt', before);
      }
    });
  }
});

describe('an answer that unpacks to gigabytes', () => {
  it('is abandoned at the size limit', async () => {
    const part = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    // A gzip file can have several members, one after the other. So two megabytes unpack to two gigabytes.
    const bomb = Buffer.concat(Array.from({ length: 32 }, () => part));
    const server = createServer((_, outgoing) => outgoing.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      const error = await sendHttp({ method: 'GET', url }, { sizeLimit: 4 * 1024 * 1024 }).then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error).to.include({ code: 'BODY_TOO_LONG' });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('the words of a refusal', () => {
  for (const [situation, words] of [
    ['with a line end in what looks like JSON', '{"message":"a\nb"}'],
    ['with an escape that is none', '{"message":"a\\xb"}'],
    ['of thirty megabytes', `{"message":"${'a'.repeat(30_000_000)}"}`],
  ] as const) {
    it(`${situation} are shown, and nothing breaks`, () => {
      const refused = Object.assign(new Error(words), { errorCode: 'SOME_CODE' });
      expect(explainOrgError(refused, 'the org').name).to.equal('OrgRefusedError');
    });
  }
});
