import { expect } from 'chai';
import { createRequire } from 'node:module';

const fromHere = createRequire(import.meta.url);

describe('the second parser', () => {
  it('is @xmldom/xmldom 0.8, whose options and line ends the code counts on', () => {
    const { version } = fromHere('@xmldom/xmldom/package.json') as { version: string };
    expect(version).to.match(/^0\.8\./);
  });
});
