import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { handOverPage } from '../../plugin/handover/page/hand-over-page.ts';
import type { HandOverPageData } from '../../plugin/handover/page/page-data.ts';
import { FAILED, pageData, PASSED } from '../handover/page/fixtures.ts';

type Tag = { name: string; attributes: Record<string, string> };
type ParsedPage = { tags: Tag[]; scripts: string[]; textById: Record<string, string> };

/** What an HTML parser reads from a page: its elements, its scripts, and the text of every element with an id. */
function parsed(page: string): ParsedPage {
  const result: ParsedPage = { tags: [], scripts: [], textById: {} };
  const open: Tag[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      const tag = { name, attributes: { ...attributes } };
      result.tags.push(tag);
      open.push(tag);
    },
    ontext(text) {
      if (open.at(-1)?.name === 'script') {
        result.scripts.push(text);
      }
      for (const { attributes } of open) {
        const { id } = attributes;
        result.textById =
          id === undefined ? result.textById : { ...result.textById, [id]: (result.textById[id] ?? '') + text };
      }
    },
    onclosetag: () => void open.pop(),
  });
  parser.end(page);
  return result;
}

/** Texts that break out of HTML if they are not escaped. None has NUL, since HTML cannot have it. */
const hostile = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc
      .array(
        fc.constantFrom(
          '<script>alert(1)</script>',
          '</title>',
          '</code>',
          '</pre>',
          '<!--',
          '-->',
          '"',
          "'",
          '`',
          '&lt;',
          '&#0;',
          ' onload=x ',
          '<img src=x onerror=y>',
          ']]>',
          '\u202e',
          '\u001b[2J',
          '\r\n',
          '😀',
          '%s',
          '$&',
          '</script',
          'javascript:',
        ),
        { minLength: 1, maxLength: 6 },
      )
      .map((parts) => parts.join('')),
  )
  .map((text) => text.replaceAll('\0', '') || 'x');

function dataWith(text: () => string): HandOverPageData {
  const data = pageData({
    orgName: text(),
    organizationName: text(),
    organizationId: text(),
    warnings: [text()],
    pluginVersion: text(),
  });
  return {
    ...data,
    handOver: {
      ...data.handOver,
      identityProviderIssuer: text(),
      ssoUrl: text(),
      certificate: text(),
      certificateName: text(),
      certificateFingerprint: text(),
      realmSid: text(),
    },
    verification: {
      ok: false,
      checks: [
        { ...FAILED, title: text(), expected: text(), actual: text(), hint: text(), fix: text() },
        { ...PASSED, title: text(), actual: text() },
      ],
      claims: { nameId: text(), attributes: [{ name: 'roles', values: [text()] }] },
    } as unknown as NonNullable<HandOverPageData['verification']>,
  };
}

describe('the hand-over page of hostile values', () => {
  const plain = parsed(handOverPage(dataWith(() => 'x')));
  // If the address has a name, the page proposes a Workspace ID in one more paragraph and one more `code`. A word of a
  // command is a `span`, and a colon of a fingerprint has a `wbr`: how many there are depends on the values.
  const varying = ['p class', 'code class', 'span class', 'wbr'];
  const shapeOf = ({ tags }: ParsedPage): string[] =>
    tags
      .map(({ name, attributes }) => [name, ...Object.keys(attributes).sort()].join(' '))
      .filter((tag) => !varying.includes(tag));

  it('has the same elements and attributes as other pages, and one script, allowed by its hash', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 25, maxLength: 25 }), (texts) => {
        let next = 0;
        const page = parsed(handOverPage(dataWith(() => texts[next++ % texts.length] ?? '')));
        expect(shapeOf(page)).to.deep.equal(shapeOf(plain));
        const hash = createHash('sha256').update(page.scripts.join('')).digest('base64');
        const policy = page.tags.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
        expect(policy?.attributes['content']).to.contain(`script-src 'sha256-${hash}'`);
      }),
      { numRuns: 100 },
    );
  });

  it('gives every value to be copied as it is', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (issuer, ssoUrl, certificate) => {
        const data = pageData();
        const handOver = { ...data.handOver, identityProviderIssuer: issuer, ssoUrl, certificate };
        const { textById } = parsed(handOverPage({ ...data, handOver }));
        expect([textById['issuer'], textById['ssoUrl'], textById['certificate']]).to.deep.equal([
          issuer,
          ssoUrl,
          certificate,
        ]);
      }),
      { numRuns: 100 },
    );
  });
});
