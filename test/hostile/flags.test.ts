import { expect } from 'chai';
import fc from 'fast-check';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import { isSetupError } from '../../plugin/errors.ts';
import {
  isXmlText,
  parseMetadataXml,
  renderMetadataXml,
  textAt,
} from '../../plugin/salesforce/metadata/metadata-xml.ts';
import { parseAttribute, roleFormula } from '../../plugin/setup/settings/attribute-settings.ts';
import { parseCertificateName, parseEmail, parseIssuer } from '../../plugin/setup/settings/settings.ts';
import { parseRealmSid } from '../../plugin/twilio/realm.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { errorOf, runCommand } from '../support/run-command.ts';

/** Any text, even what nobody can type: control characters, halves of characters, marks of direction. */
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        '\u0000',
        '\u001b[2J',
        '\ud800',
        '\udc00',
        '\u202e',
        "'",
        '"',
        '\\',
        '$&',
        '%s',
        '%2F',
        '..',
        '=',
        'a',
        '@b.example',
        'https://a.example/',
        '\r\n',
        '\ufffe',
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join('')),
);

const parsers: Array<[flag: string, parse: (input: string) => string | string[]]> = [
  ['--realm-sid', parseRealmSid],
  ['--contact-email', parseEmail],
  ['--issuer', parseIssuer],
  ['--certificate-name', parseCertificateName],
  ['--role', roleFormula],
  ['--attribute', parseAttribute],
];

describe('the value of a flag', () => {
  for (const [flag, parse] of parsers) {
    it(`is refused in one sentence, or is read from XML unchanged, with ${flag}`, async () => {
      await fc.assert(
        fc.asyncProperty(anything, async (input) => {
          let values: string[];
          try {
            values = [parse(input)].flat();
          } catch (error) {
            expect(isSetupError(error)).to.equal(true);
            expect((error as Error).message).not.to.match(/[\p{Cc}\p{Cs}\u202e]/u);
            return;
          }
          for (const value of values) {
            const parsed = await parseMetadataXml(renderMetadataXml({ type: 'X', content: { label: [value] } }));
            expect(parsed.ok && textAt(parsed.document.content, 'label')).to.equal(value);
          }
        }),
        { numRuns: 300 },
      );
    });
  }

  it('reaches no org if no metadata file can hold it', async () => {
    const org = await startDeployedOrg();
    try {
      org.clearLog();
      for (const [flag, value] of [
        ['--attribute', "key='\u0001'"],
        ['--attribute', "key='\ud800'"],
        ['--role', 'a\u0001'],
        ['--issuer', 'https://a.example/\u0001'],
        ['--contact-email', 'a\u0001@b.example'],
      ] as const) {
        const error = errorOf(await runCommand(SsoDeploy, org, flag, value));
        expect(error.name, value).to.match(/^(?:Attribute|Role|Issuer|Email)InvalidError$/);
        expect(error.exitCode, value).to.equal(2);
      }
      expect(org.log.filter(({ operation }) => /deploy|readMetadata/i.test(operation))).to.deep.equal([]);
    } finally {
      await org.stop();
    }
  });
});

describe('what no metadata file can hold', () => {
  it('is distinguished from all text that it can', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        let xml: string;
        try {
          xml = renderMetadataXml({ type: 'X', content: { label: [`(${text})`] } });
        } catch (error) {
          expect((error as Error).name).to.equal('MetadataUnwritableError');
          expect(isXmlText(text)).to.equal(false);
          return;
        }
        expect(isXmlText(text)).to.equal(true);
        const parsed = await parseMetadataXml(xml);
        expect(parsed.ok && textAt(parsed.document.content, 'label')).to.equal(`(${text})`);
      }),
      { numRuns: 500 },
    );
  });
});
