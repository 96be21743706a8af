import { expect } from 'chai';
import fc from 'fast-check';
import { startUrlOf } from './start-url.ts';

describe('the page that a browser may be sent to', () => {
  it('is a path of the org with its query, percent-encoded', () => {
    expect(startUrlOf('/')).to.equal('/');
    expect(startUrlOf('/idp/login?app=0sp&RelayState=a%26b#c')).to.equal('/idp/login?app=0sp&RelayState=a%26b#c');
    expect(startUrlOf('/é ü')).to.equal('/%C3%A9%20%C3%BC');
  });

  for (const address of [
    '',
    'home',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    ' /home',
  ]) {
    it(`is not ${JSON.stringify(address)}`, () => {
      expect(startUrlOf(address)).to.equal(undefined);
    });
  }

  it('never leads to another host, whatever is asked for', () => {
    const parts = fc.array(
      fc.constantFrom('/', '\\', '.', '..', '\t', '\n', 'evil.example', '@', ':', 'https:', '%2F', '?'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          parts.map((all) => all.join('')),
          fc.string(),
        ),
        (address) => {
          const page = startUrlOf(address);
          if (page !== undefined) {
            expect(new URL(page, 'https://org.example/some/page').origin).to.equal('https://org.example');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
