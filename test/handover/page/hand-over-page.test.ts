import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { Parser } from 'htmlparser2';
import { handOverPage } from '../../../plugin/handover/page/hand-over-page.ts';
import { TWILIO_ERROR_CODES } from '../../../plugin/twilio/error-codes.ts';
import { FAILED, PASSED, pageData } from './fixtures.ts';
import { textOf } from './page-text.ts';

type Tag = { name: string; attributes: Record<string, string> };

function tagsOf(page: string): Tag[] {
  const tags: Tag[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => void tags.push({ name, attributes }) });
  parser.end(page);
  return tags;
}

/** The content of an element, exactly as it is between its tags. */
function contentOf(page: string, tag: 'style' | 'script'): string {
  return new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? '';
}

describe('the hand-over page', () => {
  it('shows the fields in the order of the Console and with its words', () => {
    const titles = [...handOverPage(pageData()).matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) => title);
    expect(titles).to.deep.equal([
      'Open the single sign-on page of Frontline',
      'Workspace ID',
      'Realm SID',
      'Identity provider issuer',
      'SSO URL',
      'X.509 Certificate',
      'Press Save',
      'Sign in',
    ]);
  });

  describe('of a certificate that the org does not sign with yet', () => {
    const app = { appName: 'Acme_Frontline', appType: 'connected-app' } as const;
    const stepsOf = (page: string): string => page.slice(page.indexOf('id="steps"'));

    it('asks for the certificate alone, and has the switch between Save and the sign-in, with its command', () => {
      const page = stepsOf(handOverPage(pageData({ replaces: 'Acme_2026', app })));
      const titles = [...page.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) => title);
      expect(titles).to.deep.equal([
        'Open the single sign-on page of Frontline',
        'X.509 Certificate',
        'Press Save',
        'Switch the org',
        'Sign in',
      ]);
      expect(textOf(page)).to.contain(
        'sf frontline certificate rotate --target-org ada@acme.example --app-name Acme_Frontline' +
          ' --app-type connected-app --activate --certificate-name SalesforceSSO ',
      );
    });

    it('shows the command of the switch before the steps too', () => {
      const page = textOf(handOverPage(pageData({ replaces: 'Acme_2026' })));
      const at = page.indexOf('certificate rotate --target-org ada@acme.example --activate');
      expect(at).to.be.within(0, page.indexOf('In the Twilio Console'));
    });

    it('asks the reader to fill in the org, if a shell could misread its name', () => {
      expect(textOf(handOverPage(pageData({ replaces: 'Acme_2026', orgName: '$(id)' })))).to.contain(
        'sf frontline certificate rotate --target-org <your org> --activate',
      );
    });
  });

  it('says where the certificate comes from, how long it lasts, and when a successor is due', () => {
    const { handOver } = pageData();
    expect(textOf(handOverPage(pageData())))
      .to.contain(handOver.certificateFingerprint)
      .and.to.contain('2027-11-24, in 364 days')
      .and.to.match(/Successor due from\s+2027-09-25/)
      .and.to.contain('SalesforceSSO.pem')
      .and.to.contain('Read from the org 00D000000000001EAA by ada@acme.example on 2026-11-24 12:34 UTC');
  });

  it('names the org by its name and its My Domain, in the title by the name', () => {
    const page = handOverPage(pageData());
    expect(textOf(page)).to.contain('Acme Wholesale acme.my.salesforce.com');
    expect(page).to.contain('<title>Single sign-on for Twilio Frontline: Acme Wholesale</title>');
  });

  it('names the org by its My Domain alone, if its name is not known', () => {
    const page = handOverPage(pageData({ organizationName: undefined }));
    expect(textOf(page)).to.match(/Single sign-on for Twilio Frontline\s+acme\.my\.salesforce\.com/);
    expect(page).to.contain('<title>Single sign-on for Twilio Frontline: acme.my.salesforce.com</title>');
  });

  it('shows no empty space for an outcome that is not known yet', () => {
    const style = contentOf(handOverPage(pageData()), 'style');
    expect(style).to.contain('.outcome:empty { margin: 0; }');
    expect(style).not.to.match(/\.outcome \{[^}]*min-height/);
  });

  it('explains every error code of Twilio', () => {
    const text = textOf(handOverPage(pageData()));
    expect(TWILIO_ERROR_CODES.filter((code) => !text.includes(`${code} `))).to.deep.equal([]);
  });

  describe('that shows hostile values from an org', () => {
    const NAMES = [
      'issuer',
      'ssoUrl',
      'pem',
      'certificateName',
      'fingerprint',
      'realmSid',
      'serviceProvider',
      'orgName',
      'organizationName',
      'organizationId',
      'warning',
      'version',
      'title',
      'expected',
      'actual',
      'hint',
      'fix',
      'nameId',
      'role',
    ] as const;
    const hostile = (name: (typeof NAMES)[number]): string =>
      `<img src=x onerror=alert(1)>"'</style></script><!--${name}`;
    const page = handOverPage(
      pageData({
        handOver: {
          ...pageData().handOver,
          identityProviderIssuer: hostile('issuer'),
          ssoUrl: hostile('ssoUrl'),
          certificate: hostile('pem'),
          certificateName: hostile('certificateName'),
          certificateFingerprint: `${hostile('fingerprint')}:AB`,
          realmSid: hostile('realmSid'),
        },
        serviceProvider: hostile('serviceProvider'),
        orgName: hostile('orgName'),
        organizationName: hostile('organizationName'),
        organizationId: hostile('organizationId'),
        warnings: [hostile('warning')],
        pluginVersion: hostile('version'),
        verification: {
          ok: false,
          verdict: 'refuted',
          checks: [
            {
              ...FAILED,
              title: hostile('title'),
              expected: hostile('expected'),
              actual: hostile('actual'),
              hint: hostile('hint'),
              fix: hostile('fix'),
            },
          ],
          claims: { nameId: hostile('nameId'), attributes: [{ name: 'roles', values: [hostile('role')] }] } as never,
        },
      }),
    );

    it('escapes every value', () => {
      const namesIn = (text: string): string[] => [...new Set(tagsOf(text).map(({ name }) => name))].sort();
      const harmless = handOverPage(
        pageData({ warnings: ['one'], verification: { ok: false, verdict: 'refuted', checks: [FAILED] } }),
      );
      expect(namesIn(page)).to.deep.equal(namesIn(harmless));
      expect(page).not.to.contain('<img');
      const text = textOf(page);
      expect(NAMES.filter((name) => !text.includes(hostile(name)))).to.deep.equal([]);
    });

    it('escapes the name of the certificate that is to be replaced', () => {
      const text = handOverPage(pageData({ replaces: hostile('pem') }));
      expect(text).not.to.contain('<img');
      expect(textOf(text)).to.contain(hostile('pem'));
    });

    it('has no event handler in an attribute, and only one style and one script', () => {
      const tags = tagsOf(page);
      expect(tags.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => /^on|^style$/.test(name))).to.be
        .empty;
      expect(tags.filter(({ name }) => name === 'script' || name === 'style').map(({ name }) => name)).to.deep.equal([
        'style',
        'script',
      ]);
    });

    it('puts no name into a command that a shell could misread', () => {
      expect(textOf(page)).to.contain('sf frontline sso verify --target-org <your org>');
    });
  });

  it('refers to nothing outside itself except by the link to the Console', () => {
    const page = handOverPage(pageData());
    const references = tagsOf(page).flatMap(({ attributes }) =>
      ['src', 'href', 'srcset', 'action', 'data', 'poster'].flatMap((name) => attributes[name] ?? []),
    );
    expect(references).to.deep.equal([pageData().handOver.consoleUrl]);
    expect(contentOf(page, 'style')).not.to.match(/url\(|@import/);
    expect(contentOf(page, 'script')).not.to.match(/fetch|XMLHttpRequest|import\(|innerHTML|eval/);
  });

  it('has a policy that allows its own style and script by their hashes, and nothing else', () => {
    const page = handOverPage(pageData());
    const policy = tagsOf(page).find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy?.attributes['content']?.split('; ')).to.deep.equal([
      "default-src 'none'",
      `style-src ${hash(contentOf(page, 'style'))}`,
      `script-src ${hash(contentOf(page, 'script'))}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('groups the report of the sign-in test, with a word and a sign for every result', () => {
    const statuses = (['pass', 'warn', 'fail', 'skip', 'info'] as const).map((status) => ({ ...PASSED, status }));
    const text = textOf(
      handOverPage(pageData({ verification: { ok: false, verdict: 'refuted', checks: [...statuses, FAILED] } })),
    );
    expect(text)
      .to.match(/Setup .*✓ passed.*! warning.*✗ failed.*– not made.*i nothing to compare with/)
      .and.to.match(/Response Check Result Found Role has the expected value/);
  });
});
