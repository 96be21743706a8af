import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import SsoVerify from '../../plugin/commands/frontline/sso/verify.ts';
import { readCapturedResponse } from '../../plugin/saml/reading/captured-response.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { authnRequest, formIn, openBrowser, redirectAddress } from '../org/identity-provider/testing.ts';
import { chromeHar, firefoxHar, safariHar, tracerExport, type Post } from '../saml/reading/browser-exports.ts';
import { REALM_SID, refuseSecrets, startDeployedOrg } from '../support/deployed-org.ts';
import { processorMilliseconds } from '../support/processor-time.ts';
import { runCommand } from '../support/run-command.ts';

const MIB = 1024 * 1024;
const FIELD = '"SAMLResponse"';

const fill = (part: string, length: number): string => part.repeat(Math.floor(length / part.length));
const har = (entries: string): string => `{"log":{"entries":[${entries}]}}`;
const nested = (length: number): string => '['.repeat(length / 2) + ']'.repeat(length / 2);
const post = (value: string): string =>
  JSON.stringify({
    request: { method: 'POST', url: 'https://a.example', postData: { text: `SAMLResponse=${value}` } },
  });

/** Exports that cost more time or memory than they seem to, each for another reason. */
const COSTLY: Record<string, (length: number) => string> = {
  'small lists': (length) => har(`${fill('[],', length)}[]`),
  'small lists that mention the field': (length) => har(`${fill(`[${FIELD}],`, length)}[]`),
  'lists in one another': (length) => har(nested(length)),
  'lists in one another beside the field': (length) => har(fill(`[${FIELD},${nested(3 * MIB)}],`, length) + '[]'),
  'many lists beside the field': (length) => har(fill(`[${FIELD},${fill('[],', 3 * MIB)}0],`, length) + '[]'),
  'many numbers beside the field': (length) => har(fill(`[${FIELD},${fill('1,', 3 * MIB)}0],`, length) + '[]'),
  'a text of backslashes': (length) => har(`"${fill('\\\\', length)}"`),
  'a text of quotes': (length) => har(`"${fill('\\"', length)}"`),
  'a text without an end': (length) => `{"log":{"entries":["${fill('\\"', length)}`,
  'many empty texts': (length) => har(`${fill('"",', length)}""`),
  'many beginnings of a list': (length) => `{"log":${fill('"entries"   ', length)}`,
  'large posts': (length) => har(fill(`${post('A'.repeat(60_000))},`, length) + '{}'),
  'posts of comments': (length) =>
    har(fill(`${post(Buffer.from(fill('<!--->', 300_000)).toString('base64'))},`, length) + '{}'),
};

describe('a costly export of a browser', () => {
  for (const [name, written] of Object.entries(COSTLY)) {
    it(`of 16 MiB with ${name}: is read within a second and 200 MB`, () => {
      // A text of joined parts is made whole first, as one that was read from a file is.
      const text = Buffer.from(written(16 * MIB)).toString('latin1');
      const peak = process.resourceUsage().maxRSS / 1024;
      let ok = true;
      const milliseconds = processorMilliseconds(() => {
        ok = readCapturedResponse(text).ok;
      });
      expect(ok).to.equal(false);
      expect(milliseconds).to.be.below(1000);
      expect(process.resourceUsage().maxRSS / 1024 - peak).to.be.below(200);
    });
  }

  it('is refused without reading it if it is larger than 64 MiB', () => {
    const text = har(`"${'x'.repeat(64 * MIB)}"`);
    let reading: unknown;
    const milliseconds = processorMilliseconds(() => {
      reading = readCapturedResponse(text);
    });
    expect(reading).to.deep.equal({ ok: false, reason: 'too-large' });
    expect(milliseconds).to.be.below(200);
  });

  it('is refused if it is larger than 4 MiB and no export', () => {
    for (const begin of ['<', '', '{"SAMLResponse":"']) {
      const reading = readCapturedResponse(begin + 'A'.repeat(4 * MIB + 1));
      expect(reading).to.deep.equal({ ok: false, reason: 'too-large' });
    }
  });
});

describe('any export of a browser', () => {
  const values = fc.jsonValue({ maxDepth: 3 });
  const fields = fc.dictionary(
    fc.constantFrom(
      'request',
      'postData',
      'text',
      'params',
      'post',
      'saml',
      'method',
      'url',
      'SAMLResponse',
      '__proto__',
    ),
    fc.oneof(values, fc.constantFrom('POST', 'SAMLResponse=x', '<Response/>', [['SAMLResponse', 1]])),
  );
  const entries = fc.array(
    fc.oneof(
      values,
      fc.record({ request: fields, startedDateTime: values }),
      fc.record({ request: fc.record({ method: fc.constant('POST'), url: values, postData: fields }) }),
      fields,
    ),
  );

  it('is either read or refused with a reason, whatever is in it', () => {
    fc.assert(
      fc.property(entries, fc.boolean(), fc.nat(), (list, isHar, cut) => {
        const text = JSON.stringify(isHar ? { log: { entries: list } } : { requests: list });
        for (const content of [text, text.slice(0, cut % text.length), text.replaceAll('"x"', '"SAMLResponse"')]) {
          const reading = readCapturedResponse(content, { acsUrl: 'https://a.example' });
          expect(reading.ok || reading.reason !== undefined).to.equal(true);
        }
      }),
    );
  });

  it('is refused if it is no text', () => {
    for (const value of [undefined, null, 7, {}, Buffer.from('x')]) {
      expect(readCapturedResponse(value as never)).to.deep.equal({ ok: false, reason: 'empty' });
    }
  });
});

describe('sso verify of an export of a browser', () => {
  let org: EmulatedOrg;
  let folder: string;
  let response: string;

  before(async () => {
    org = await startDeployedOrg();
    folder = await mkdtemp(join(tmpdir(), 'frontline-export-'));
    const browser = openBrowser(org);
    await browser.post('/', { username: org.username, pw: org.state.options.userPassword });
    const request = authnRequest({ issuer: `https://iam.twilio.com/v2/saml2/metadata/${REALM_SID}` });
    response = formIn(await browser.get(redirectAddress(request))).fields['SAMLResponse'] ?? '';
  });
  after(async () => {
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const posted = (fields: Record<string, string>): Post[] => [
    { url: 'https://iam.twilio.com/secret-address', at: new Date(), fields: { RelayState: 'secret-state', ...fields } },
  ];
  const situations: Array<[situation: string, content: () => string]> = [
    ['a good response', () => chromeHar(posted({ SAMLResponse: response }))],
    ['a response that was cut off', () => firefoxHar(posted({ SAMLResponse: response.slice(0, 3000) }))],
    ['a masked response', () => safariHar(posted({ SAMLResponse: '[secret-mask]' }))],
    ['no response', () => tracerExport(posted({ SAMLRequest: response }))],
    ['no end', () => chromeHar(posted({ SAMLResponse: response })).slice(0, -300)],
    ['an edited request', () => chromeHar(posted({ SAMLResponse: response })).replace('"POST"', 'secret-word')],
  ];
  for (const [situation, content] of situations) {
    it(`prints nothing of the file but what a signed response says, with ${situation}`, async () => {
      const path = join(folder, 'sign-in.har');
      await writeFile(path, content());
      for (const flags of [[], ['--verbose'], ['--json']]) {
        const { error, stdout, stderr } = await runCommand(SsoVerify, org, '--response-file', path, ...flags);
        const told = stdout + stderr + JSON.stringify(error ?? '') + (error?.stack ?? '');
        expect(told).to.match(/Response|captured response/);
        expect(told).not.to.match(/secret-/);
        refuseSecrets(org, told);
      }
    });
  }
});
